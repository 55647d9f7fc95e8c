import type { InstanceLimits } from "../facts/instances.ts";
import { Binding, type NodeCapacity, type NodeDemand, advisedMaxPods } from "./node.ts";

/** Pods of every node that are on the host's network: aws-node and kube-proxy. */
const HOST_NETWORK_PODS = 2;
/** ENIs that aws-node keeps free by default (amazon-vpc-cni-k8s README: WARM_ENI_TARGET). */
const WARM_INTERFACES = 1;

/**
 * Node with the VPC CNI, which gives no prefixes unless it is told to: ENIs × (addresses per ENI - 1), and two pods on the
 * host's network (amazon-vpc-cni-k8s misc/eni-max-pods.txt).
 */
export function vpcCniCapacity({ instanceType, maxNetworkInterfaces, ipv4PerInterface }: InstanceLimits): NodeCapacity {
  const slotsPerInterface = Math.max(0, ipv4PerInterface - 1);
  const addresses = maxNetworkInterfaces * slotsPerInterface;
  const podLimit = addresses === 0 ? 0 : addresses + HOST_NETWORK_PODS;
  const advised = advisedMaxPods(instanceType);
  return {
    instanceType,
    interfaces: maxNetworkInterfaces,
    slotsPerInterface,
    prefixes: false,
    addresses,
    podAddresses: addresses,
    podLimit,
    recommendedMaxPods: Math.min(podLimit, advised),
    bindsFirst: podLimit > advised ? Binding.Kubelet : Binding.Addresses,
  };
}

/** ENIs of a node with so many pods: those that they fill and a free one, each with all its addresses. */
export const vpcCniInterfaces = (
  { interfaces, slotsPerInterface }: Pick<NodeCapacity, "interfaces" | "slotsPerInterface">,
  maxPods: number,
): number => Math.min(interfaces, Math.ceil(maxPods / Math.max(1, slotsPerInterface)) + WARM_INTERFACES);

/** What such a node takes from its subnet when it is full; its own first ENI is counted elsewhere. */
export function vpcCniDemand(capacity: NodeCapacity, maxPods: number): NodeDemand {
  const interfaces = vpcCniInterfaces(capacity, maxPods);
  return { interfaces: Math.max(0, interfaces - 1), prefixes: 0, addresses: interfaces * capacity.slotsPerInterface };
}
