/** Why there is no answer; each kind has a remedy of its own. */
export const FaultKind = {
  Denied: "denied",
  SignedOut: "signed-out",
  Absent: "absent",
  Busy: "busy",
  Slow: "slow",
  Unreachable: "unreachable",
  TooLarge: "too-large",
  NotRecorded: "not-recorded",
  Broken: "broken",
} as const;
export type FaultKind = (typeof FaultKind)[keyof typeof FaultKind];

/** A reading that did not come about. */
export class ReadFault extends Error {
  override readonly name = "ReadFault";
  readonly kind: FaultKind;
  constructor(kind: FaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** Faults after which every other reading of the same source fails too. */
const FINAL: ReadonlySet<FaultKind> = new Set([FaultKind.SignedOut, FaultKind.Unreachable]);

export const endsAll = (fault: unknown): fault is ReadFault => fault instanceof ReadFault && FINAL.has(fault.kind);

/** A fault of the call itself: a kubeconfig that cannot be read, a package that is missing. */
export class KubeError extends Error {
  override readonly name = "KubeError";
}
