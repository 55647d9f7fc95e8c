import type { InventoryRow } from "../../core/migration/inventory.ts";
import type { PhaseState } from "../../core/migration/phases.ts";
import type { Gap } from "../../readers/live/gaps.ts";
import type { Edit } from "../shared/edits.ts";
import type { TaughtFinding } from "../shared/report/types.ts";

/** A part of the migration: where it stands, what to do, and the way back from it. */
export interface Phase extends PhaseState {
  readonly title: string;
  /** Of the stack file. */
  readonly edits: readonly Edit[];
  readonly run: readonly string[];
  /** Commands that tell more than the checks here can see. */
  readonly look: readonly string[];
  readonly rollback: string;
}

/** What `migrate` says. The keys are the contract; additions are allowed, renames are not. */
export interface MigrateDocument {
  readonly cluster: string | null;
  readonly source: string;
  readonly status: 0 | 1 | 2;
  readonly inventory: readonly InventoryRow[];
  /** What breaks, and what takes its place. */
  readonly findings: readonly TaughtFinding[];
  readonly phases: readonly Phase[];
  /** The stack file; null where AWS does not say what the cluster is. */
  readonly stackFile: {
    readonly file: string;
    readonly text: string;
    /** Whether it was written by this call, or given to it. */
    readonly state: "proposed" | "written" | "given";
  } | null;
  readonly gaps: readonly Gap[];
  readonly notes: readonly string[];
}
