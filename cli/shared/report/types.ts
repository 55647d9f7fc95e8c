import type { Finding } from "../../../core/findings/finding.ts";

/** A finding with the place in what was given: a stack file, a program, an input. */
export interface PlacedFinding extends Finding {
  /** `Pulumi.prod.yaml:12:5` where the setting stands in the file, else the file. */
  readonly where: string;
  /** In the words of what was given: a stack key and path (`cilium-eks:nodeGroups.general.maxPods`), a key of values, an object. */
  readonly setting: string;
  /** Which lens saw it: the stack's settings, the resources of a program, or what stands in inputs. */
  readonly lens: "settings" | "resources" | "inputs";
}

/** A finding with what its rule says of itself; rules of a pack that is not ours say nothing more. */
export interface TaughtFinding extends PlacedFinding {
  /** What must hold. */
  readonly title?: string;
  /** What happens otherwise. */
  readonly why?: string;
  /** What a person sees then. */
  readonly symptom?: string;
  /** Where the claim comes from. */
  readonly source?: string;
  /** Addresses that the source names. */
  readonly links?: readonly string[];
}

/** What a command that judges has found, for the formats that all of them write. */
export interface Judged {
  /** The command, `plan`. */
  readonly command: string;
  /** What it was asked about: a stack, or the names of inputs. */
  readonly about: string;
  readonly findings: readonly TaughtFinding[];
  readonly waived: readonly (TaughtFinding & { readonly reason: string })[];
}
