import type { Drift, Pending } from "../../lens/drift/index.ts";
import { type Gap, isBroken } from "../../readers/live/gaps.ts";

/** What `drift` says, in every format. The keys are the contract; additions are allowed, renames are not. */
export interface DriftDocument {
  readonly source: string;
  readonly cluster: string | null;
  readonly stack: string;
  /** Whether the last state was held beside it. */
  readonly state: boolean;
  readonly status: 0 | 1 | 2;
  /** What was compared. */
  readonly compared: readonly string[];
  readonly drifts: readonly Drift[];
  /** What the next run changes anyway: the settings are newer than the state. */
  readonly pending: readonly Pending[];
  readonly gaps: readonly Gap[];
}

/** A reading that broke off says nothing for sure; else what drifted counts more than what is not known. */
export function statusOf(drifts: readonly Drift[], gaps: readonly Gap[], compared: number): 0 | 1 | 2 {
  if (gaps.some(isBroken)) return 2;
  if (drifts.some(({ verdict }) => verdict !== "harmless")) return 1;
  return gaps.length > 0 || compared === 0 ? 2 : 0;
}
