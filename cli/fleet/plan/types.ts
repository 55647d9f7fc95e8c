import type { TaughtFinding } from "../../shared/report/types.ts";

/** What `fleet plan` says, in every format. The keys are the contract; additions are allowed, renames are not. */
export interface FleetDocument {
  readonly fleet: string;
  readonly fleetFile: string;
  readonly asOf: string;
  /** In the order of the file. */
  readonly clusters: readonly ClusterRow[];
  /** In their order. */
  readonly waves: readonly WaveRow[];
  readonly findings: readonly TaughtFinding[];
  readonly waived: readonly (TaughtFinding & { readonly reason: string })[];
}

/** How far a cluster came: `planned`, its settings have `faults`, or the planner has `failed`, which is a fault of ours. */
export type ClusterState = "planned" | "faults" | "failed";

export interface ClusterRow {
  /** Name in the fleet file, which is the stack's. */
  readonly name: string;
  readonly state: ClusterState;
  readonly account?: string;
  readonly region: string;
  readonly stage?: string;
  readonly wave: string;
  readonly template: string;
  /** Of what follows, nothing where the cluster could not be planned. */
  readonly cluster?: string;
  readonly kubernetesVersion?: string;
  readonly ciliumVersion?: string;
  readonly vpcCidrs?: readonly string[];
  /** At the largest. */
  readonly nodes?: number;
  /** USD a month, the fixed part, with the groups at their desired size. */
  readonly monthly?: number;
  readonly errors: number;
  readonly warnings: number;
}

export interface WaveRow {
  readonly name: string;
  readonly clusters: number;
  /** Clusters with an error of their own or with others. */
  readonly failing: number;
  readonly nodes: number;
  readonly monthly: number;
}
