import type { Finding } from "../core/findings/finding.ts";

/** Namespace of the stack keys, which is also the Pulumi project's name. */
export const NAMESPACE = "cilium-eks";

/** What a stack says, before it is understood. */
export interface RawStack {
  /** Value of `aws:region`. */
  readonly region: unknown;
  /** Values of namespace `cilium-eks`, by key without the namespace. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What stands at a path, in its own spelling; only where there is a file. */
  readonly source?: (path: string) => string | undefined;
  /** Paths of encrypted values, in whose place the values hold a placeholder. */
  readonly secretPaths?: readonly (readonly string[])[];
  /** Faults of the file itself, such as keys in the wrong place; `values` are read as if they were mended. */
  readonly faults?: readonly Finding[];
}

/** A stack file that cannot be read at all: exit code 2, not a finding. */
export class StackFileError extends Error {
  override readonly name = "StackFileError";
  /** `12:5`, where it is known. */
  readonly place: string | undefined;

  constructor(message: string, place?: string) {
    super(message);
    this.place = place;
  }
}
