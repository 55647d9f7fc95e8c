import type { InstanceLimits } from "../facts/instances.ts";
import { usesEni, usesVpcCni } from "../helm/values.ts";
import type { JsonObject } from "../model/index.ts";
import { type AllocationChoice, type Running, nodeChoice } from "./choice.ts";
import { type NodeCapacity, type NodeDemand, nodeCapacity, nodeDemand } from "./node.ts";
import { vpcCniCapacity, vpcCniDemand } from "./vpc-cni.ts";

/** What gives pods their addresses: Cilium's ENIs, the VPC CNI's, or a range that the VPC does not know. */
export const AddressSource = { CiliumEni: "cilium-eni", VpcCni: "vpc-cni", Overlay: "overlay" } as const;
export type AddressSource = (typeof AddressSource)[keyof typeof AddressSource];

/** The kubelet's own default; an overlay's addresses come from elsewhere. */
const OVERLAY_MAX_PODS = 110;

/** Where pods have their addresses from, and what that makes of a node. */
export interface PodSource {
  readonly addresses: AddressSource;
  readonly choice: AllocationChoice;
  readonly capacityOf: (limits: InstanceLimits) => NodeCapacity;
  /** Pods that a node takes where nobody says a number. */
  readonly advised: (capacity: NodeCapacity) => number;
  /** What a full node takes from its subnets; pods of an overlay take nothing. */
  readonly demandOf: (capacity: NodeCapacity, maxPods: number) => NodeDemand;
}

const sourceOf = (values: JsonObject | undefined): AddressSource =>
  usesVpcCni(values)
    ? AddressSource.VpcCni
    : usesEni({ values: values ?? {} })
      ? AddressSource.CiliumEni
      : AddressSource.Overlay;

/** By the chart's final values; without values EC2 nodes run no Cilium. */
export function podSource(values: JsonObject | undefined, runs?: Running): PodSource {
  return podSourceOf(sourceOf(values), nodeChoice(values ?? {}, runs));
}

/** The same from what a cluster's facts tell. */
export const podSourceOf = (addresses: AddressSource, choice: AllocationChoice): PodSource => ({
  addresses,
  choice,
  capacityOf: (limits) => (addresses === AddressSource.VpcCni ? vpcCniCapacity(limits) : nodeCapacity(limits, choice)),
  advised: ({ recommendedMaxPods }) => (addresses === AddressSource.Overlay ? OVERLAY_MAX_PODS : recommendedMaxPods),
  demandOf: (capacity, maxPods) =>
    addresses === AddressSource.Overlay
      ? { interfaces: 0, prefixes: 0, addresses: 0 }
      : addresses === AddressSource.VpcCni
        ? vpcCniDemand(capacity, maxPods)
        : nodeDemand(capacity, maxPods, choice),
});
