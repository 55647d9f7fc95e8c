import type { NodeContext } from "../../core/nodes/plan.ts";
import { planNodes } from "../../core/nodes/plan.ts";
import type { JoinTarget, NodeGroupPlan } from "../../core/nodes/types.ts";
import type { CiliumSettings, ClusterSettings, NodeGroupSettings, Settings } from "../../core/settings/index.ts";

export const JOIN_TARGET: JoinTarget = {
  name: "test",
  endpoint: "https://ABCDEF.gr7.eu-central-1.eks.amazonaws.com",
  certificateAuthority: Buffer.from("-----BEGIN CERTIFICATE-----\n").toString("base64"),
  serviceCidr: "172.20.0.0/16",
};

export const NODE_CONTEXT: NodeContext = { maxPods: { general: 110 }, firstInterfaceIndex: 0, prefixDelegation: false };

interface Parts {
  readonly group?: Partial<NodeGroupSettings>;
  readonly cluster?: Partial<ClusterSettings>;
  readonly cilium?: CiliumSettings;
}

/** Settings with one node group `general`. */
export const nodeSettings = ({ group, cluster, cilium }: Parts = {}): Settings => ({
  region: "eu-central-1",
  cluster: { name: "test", kubernetesVersion: "1.35", ...cluster },
  network: { vpc: { cidr: "10.0.0.0/16" } },
  nodeGroups: { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 }, ...group } },
  ...(cilium === undefined ? {} : { cilium }),
});

/** The plan of that group; fails where there is none. */
export function nodePlan(parts: Parts = {}, context: NodeContext = NODE_CONTEXT): NodeGroupPlan {
  const plan = planNodes(nodeSettings(parts), context)?.[0];
  if (plan === undefined) throw new Error("no plan");
  return plan;
}
