import type { Skipped, UndecidedRule } from "../../core/rules/run.ts";
import type { Recognised } from "../../readers/check.ts";
import type { TaughtFinding } from "../shared/report/types.ts";

/** What `check` says, in every format. The keys are the contract; additions are allowed, renames are not. */
export interface CheckDocument {
  readonly inputs: readonly Recognised[];
  readonly notes: readonly string[];
  readonly findings: readonly TaughtFinding[];
  readonly waived: readonly (TaughtFinding & { readonly reason: string })[];
  /** Rules that lacked a part of the cluster. */
  readonly skipped: readonly Skipped[];
  /** Rules that met a value that no input says. */
  readonly undecided: readonly UndecidedRule[];
  /** How many rules were asked. */
  readonly asked: number;
}
