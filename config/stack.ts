/** Namespace of the stack keys, which is also the Pulumi project's name. */
export const NAMESPACE = "cilium-eks";

/** What a stack says, before it is understood. */
export interface RawStack {
  /** Value of `aws:region`. */
  readonly region: unknown;
  /** Values of namespace `cilium-eks`, by key without the namespace. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** A stack file that cannot be read at all: exit code 2, not a finding. */
export class StackFileError extends Error {
  override readonly name = "StackFileError";
}
