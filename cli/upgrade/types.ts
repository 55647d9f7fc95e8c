import type { ChartChange } from "../../core/facts/chart-changes.ts";
import type { Move } from "../../core/upgrade/path.ts";
import type { KeyChange } from "../../core/upgrade/values.ts";
import type { Gap } from "../../readers/live/gaps.ts";
import type { TaughtFinding } from "../shared/report/types.ts";
import type { Edit } from "../shared/edits.ts";

/** Versions that belong together. */
export interface VersionSet {
  readonly cilium: string | null;
  readonly kubernetes: string;
  /** Bundle; null where there is none. */
  readonly gatewayApi: string | null;
}

/** A value that the newer chart treats otherwise. */
export type ReportedKey = Omit<KeyChange, "segments"> & {
  /** Whether the edits of the step see to it. */
  readonly edited: boolean;
};

export interface UpgradeStep {
  readonly number: number;
  readonly of: Move["of"];
  readonly from: VersionSet;
  readonly to: VersionSet;
  /** Commands before the change. */
  readonly before: readonly string[];
  /** Of the file that is edited. */
  readonly edits: readonly Edit[];
  readonly run: readonly string[];
  /** What must say yes before the next step. */
  readonly check: readonly string[];
  /** The way back, as long as the next step has not begun. */
  readonly rollback: string;
  readonly keys: readonly ReportedKey[];
  /** What the same values mean otherwise. */
  readonly meanings: readonly ChartChange[];
  /** Keys of the ConfigMap that are new, gone or written out, of which the upgrade notes say nothing. */
  readonly undocumented: readonly string[];
  /** What moves with it: add-ons, images, values of the planner. */
  readonly alsoChanges: readonly string[];
  /** Null where no node is replaced. */
  readonly roll: Roll | null;
  readonly support: readonly string[];
  /** Faults that the stack has from here on, and had not before. */
  readonly findings: readonly TaughtFinding[];
}

/** What the replacement of nodes needs. */
export interface Roll {
  readonly groups: readonly { readonly name: string; readonly surge: number }[];
  readonly subnets: readonly {
    readonly subnet: string;
    readonly unit: "addresses" | "prefixes";
    readonly needed: number;
    readonly available: number;
  }[];
}

/** What `upgrade` says. The keys are the contract; additions are allowed, renames are not. */
export interface UpgradeDocument {
  readonly stack: string | null;
  /** File that the edits are of; null where nothing but a cluster was given. */
  readonly file: string | null;
  /** What was read beside it: `context prod`, manifests. */
  readonly sources: readonly string[];
  readonly asOf: string;
  readonly status: 0 | 1 | 2;
  readonly from: VersionSet;
  readonly to: VersionSet;
  /** What stands in the way: of what runs, of manifests, of the stack as it is. */
  readonly findings: readonly TaughtFinding[];
  readonly steps: readonly UpgradeStep[];
  readonly gaps: readonly Gap[];
  readonly notes: readonly string[];
}
