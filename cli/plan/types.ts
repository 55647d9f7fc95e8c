import type { Skipped, UndecidedRule } from "../../core/rules/run.ts";
import type { CapacityModel } from "../../core/model/index.ts";
import type { PlanSection, BilledItem } from "../../core/contracts/area-part.ts";
import type { ClusterPicture } from "../../core/plan/picture.ts";
import type { WantedResource } from "../../core/changes/resources.ts";
import type { PlanDifference } from "./difference.ts";
import type { Requirement } from "../../core/plan/requirements.ts";
import type { TaughtFinding } from "../shared/report/types.ts";

export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
  readonly dependencies: readonly string[];
  readonly inputs: unknown;
  /** Property -> URNs that its value comes from. */
  readonly uses?: Readonly<Record<string, readonly string[]>>;
  /** Options that decide what a change does. */
  readonly options?: NonNullable<WantedResource["options"]>;
  /** Creation wave, from 0. */
  readonly wave: number;
  readonly note?: string;
}

/** What `plan` says, in every format. The keys are the contract; additions are allowed, renames are not. */
export interface PlanDocument {
  readonly stack: string;
  readonly stackFile: string;
  /** Entry file of the program, or that it is the built-in one. */
  readonly program: string;
  /** Clusters that the program makes by components of this package. */
  readonly clusters: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  readonly requirements: readonly Requirement[];
  readonly resources: readonly PlannedResource[];
  readonly capacity: CapacityModel | null;
  /** A picture of each cluster: subnets, nodes, ways of requests, quotas, money. */
  readonly pictures: readonly ClusterPicture[];
  /** What costs money, counted. */
  readonly billed: readonly BilledItem[];
  readonly notes: readonly string[];
  /** Tables of what stands on the cluster: Gateways, pools. */
  readonly sections: readonly PlanSection[];
  /** What it changes of an earlier plan, with `--against`. */
  readonly difference?: PlanDifference;
  readonly findings: readonly TaughtFinding[];
  readonly waived: readonly (TaughtFinding & { readonly reason: string })[];
  /** Rules that lacked a part of the model. */
  readonly skipped: readonly Skipped[];
  /** Rules that met a value nobody knows before deployment. */
  readonly undecided: readonly UndecidedRule[];
  /** Milliseconds by step, only with `--timings`: without it the same stack file gives the same bytes. */
  readonly timings?: Readonly<Record<string, number>>;
}
