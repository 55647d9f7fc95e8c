import { firstInterfaceIndex, valueAt } from "../helm/values.ts";
import { EksAddon } from "../facts/addons.ts";
import type { ClusterModel, JsonObject } from "../model/index.ts";
import type { NodeChoice } from "./node.ts";

/** What decides what a node takes from its subnets, too. */
export type AllocationChoice = NodeChoice & { readonly preAllocate?: number; readonly minAllocate?: number };

/** What runs on every node, as far as a program tells. */
export type Running = Pick<ClusterModel, "addons" | "releases" | "objects">;

/** What the chart's final values say about addresses. */
export function nodeChoice(values: JsonObject, runs?: Running): AllocationChoice {
  const preAllocate = valueAt(values, "ipam.nodeSpec.ipamPreAllocate");
  const minAllocate = valueAt(values, "ipam.nodeSpec.ipamMinAllocate");
  const maxAllocate = valueAt(values, "ipam.nodeSpec.ipamMaxAllocate");
  return {
    prefixDelegation: valueAt(values, "eni.awsEnablePrefixDelegation") === true,
    firstInterfaceIndex: firstInterfaceIndex({ values }),
    gateway: valueAt(values, "gatewayAPI.enabled") === true || valueAt(values, "ingressController.enabled") === true,
    ...(valueAt(values, "eni.nodeSpec.usePrimaryAddress") === true ? { usePrimaryAddress: true } : {}),
    ...(typeof preAllocate === "number" ? { preAllocate } : {}),
    ...(typeof minAllocate === "number" ? { minAllocate } : {}),
    ...(runs?.addons === undefined ? {} : { hostNetworkPods: hostNetworkPods(values, runs) }),
    ...(typeof maxAllocate === "number" ? { maxAllocate } : {}),
  };
}

/** Managed add-ons with a DaemonSet on the host's network (EKS user guide: workloads-add-ons-available-eks; their DaemonSets). */
const ON_HOST_NETWORK: readonly string[] = [
  EksAddon.PodIdentityAgent,
  EksAddon.KubeProxy,
  "eks-node-monitoring-agent",
  "aws-efs-csi-driver",
];

/** Charts with one: their DaemonSet has hostNetwork. */
const CHARTS_ON_HOST_NETWORK =
  /(?:^|\/)(?:prometheus-node-exporter|kube-prometheus-stack|aws-efs-csi-driver|node-problem-detector|aws-node-termination-handler)(?:$|-\d)/;

const isOnHostNetwork = ({ kind, ...object }: NonNullable<ClusterModel["objects"]>[number]): boolean =>
  kind === "DaemonSet" &&
  (object["spec"] as { template?: { spec?: { hostNetwork?: boolean } } } | undefined)?.template?.spec?.hostNetwork ===
    true;

/** Pods of every node that need no address: the agent, Envoy unless it is in the agent, and what else is known to run. */
const hostNetworkPods = (values: JsonObject, { addons = [], releases = [], objects = [] }: Running): number =>
  1 +
  (valueAt(values, "envoy.enabled") === false ? 0 : 1) +
  addons.filter(({ name }) => ON_HOST_NETWORK.includes(name)).length +
  releases.filter(({ chart }) => CHARTS_ON_HOST_NETWORK.test(chart)).length +
  objects.filter((object) => isOnHostNetwork(object)).length;
