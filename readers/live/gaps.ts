import { FaultKind, ReadFault } from "../kube/fault.ts";

/** Something that could not be read. */
export interface Gap {
  /** Part of the live model that is unknown for it. */
  readonly part: string;
  readonly what: string;
  readonly kind: FaultKind;
  /** What came instead of an answer. */
  readonly said: string;
  /** The right that is missing, in words; left out where none is. */
  readonly right?: string;
}

/** A fault of something that is read, as data; what is no such fault is ours and thrown on. */
export function gapOf(part: string, what: string, error: unknown, right?: string): Gap {
  if (error instanceof ReadFault)
    return {
      part,
      what,
      kind: error.kind,
      said: error.message,
      ...(error.kind === FaultKind.Denied && right !== undefined ? { right } : {}),
    };
  // A bundle, or an API server of another version, may hold anything: what cannot be understood is not passed.
  if (error instanceof TypeError || error instanceof RangeError)
    return { part, what, kind: FaultKind.Broken, said: `It has a shape that is not known: ${error.message}` };
  throw error;
}

/** Gaps that end a reading early: not a right that is missing, but a server that is gone or does not answer. */
const BROKEN: ReadonlySet<FaultKind> = new Set([
  FaultKind.SignedOut,
  FaultKind.Unreachable,
  FaultKind.Slow,
  FaultKind.Busy,
  FaultKind.Broken,
  FaultKind.TooLarge,
]);

export const isBroken = ({ kind }: Gap): boolean => BROKEN.has(kind);
