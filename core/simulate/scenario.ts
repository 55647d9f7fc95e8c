import type { InstanceLimits } from "../facts/instances.ts";
import type { Constants } from "./assumptions.ts";
import type { SubnetSpec } from "./space.ts";

/** How the operator and the agents give addresses; the names are those of the chart's values. */
export interface OperatorChoice {
  readonly prefixDelegation: boolean;
  readonly firstInterfaceIndex: number;
  /** Addresses that Cilium takes on each node for itself. */
  readonly ownAddresses: number;
  readonly preAllocate: number;
  readonly minAllocate: number;
  readonly maxAboveWatermark: number;
  /** No bound where left out. Not asked with prefixes (cilium/cilium#32205). */
  readonly maxAllocate?: number;
  readonly releaseExcessIps: boolean;
  /** Calls a second that the operator allows itself. */
  readonly qps: number;
  readonly burst: number;
}

/** Nodes of one kind, spread over their zones. */
export interface NodePool {
  readonly name: string;
  readonly limits: Pick<InstanceLimits, "maxNetworkInterfaces" | "ipv4PerInterface" | "prefixDelegation">;
  readonly zones: readonly string[];
  /** Names of the pod subnets that its further interfaces lie in; all of them where left out. */
  readonly podSubnets?: readonly string[];
  /** Pods with an address of their own on each node. */
  readonly podsPerNode: number;
}

/** What happens to the nodes of a pool. Times are seconds from the start. */
export type Wave =
  /** So many more, launched at a rate of nodes a second. */
  | { readonly kind: "grow"; readonly at: number; readonly pool: number; readonly nodes: number; readonly rate: number }
  | { readonly kind: "shrink"; readonly at: number; readonly pool: number; readonly nodes: number }
  /** Every node replaced, so many at a time; the old ones go when the new ones have their pods. */
  | { readonly kind: "roll"; readonly at: number; readonly pool: number; readonly atOnce: number }
  /** All nodes of a zone go at once and come again in the others. */
  | { readonly kind: "lose-zone"; readonly at: number; readonly zone: string; readonly rate: number };

/** What is played. */
export interface Scenario {
  readonly seed: number;
  /** Seconds that it lasts. */
  readonly lasts: number;
  readonly operator: OperatorChoice;
  readonly pools: readonly NodePool[];
  /** Subnets that nodes' own interfaces lie in. */
  readonly nodeSubnets: readonly SubnetSpec[];
  /** Subnets that further interfaces lie in; empty where they are the nodes'. */
  readonly podSubnets: readonly SubnetSpec[];
  readonly waves: readonly Wave[];
  /** Share of all pods that is replaced by others on other nodes in a day. */
  readonly churnPerDay: number;
  readonly constants: Constants;
}
