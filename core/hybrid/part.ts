import { releaseModel } from "../charts.ts";
import type { AreaPart, PlanSection } from "../plan/area-part.ts";
import { HybridIdentityType, HybridOs, type HybridSettings, HybridStrategy, type Settings } from "../settings/index.ts";
import { subnetCount } from "../net/cidr.ts";
import { DEFAULT_POD_MASK_SIZE } from "./defaults.ts";
import { planHybrid } from "./plan.ts";
import { AWS_CHART, NAMESPACE } from "./release.ts";
import type { HybridPlan } from "./types.ts";

/** What nodes on premises add to the plan of a stack. */
export function hybridPart(settings: Settings): AreaPart | undefined {
  const { hybrid, region, cluster } = settings;
  if (hybrid === undefined) return undefined;
  return partOf(planHybrid(hybrid, { clusterName: cluster.name, region, tags: cluster.extraTags ?? {} }), hybrid);
}

/** The same for a component that stands alone. */
export const partOf = (plan: HybridPlan, settings: HybridSettings): AreaPart => ({
  hybrid: { settings },
  objects: plan.objects,
  ...(plan.release === undefined
    ? {}
    : {
        releases: [
          releaseModel({
            name: "cilium",
            chart: AWS_CHART,
            version: plan.release.version,
            namespace: NAMESPACE,
            values: plan.release.values,
          }),
        ],
      }),
  billed: [{ item: "hybrid node (by the vCPU and hour, from its registration on)", count: nodesOf(plan) }],
  notes: notesOf(plan),
  sections: [poolTable(plan, settings), checkList(plan)],
});

const nodesOf = ({ pools }: HybridPlan): number => pools.reduce((sum, { maxNodes }) => sum + maxNodes, 0);

function notesOf({ strategy, identity }: HybridPlan): string[] {
  return [
    ...(strategy === HybridStrategy.Overlay
      ? [
          "AWS does not support Cilium on EC2 nodes, and the control plane reaches no pod in the tunnel: webhooks need hostNetwork.",
        ]
      : []),
    ...(strategy === HybridStrategy.ClusterMesh
      ? ["Hybrid nodes join the cluster on premises, not this one: run a HybridNodePool on that cluster."]
      : []),
    ...(identity.type === HybridIdentityType.Ssm
      ? [
          "The activation code is in the stack's secrets; after it expires no node can register, and nodes that did stay.",
        ]
      : []),
    "CoreDNS needs a replica on each side and trafficDistribution PreferClose on Service kube-dns, or names are asked across the link.",
  ];
}

function poolTable(
  { pools, podCidrs }: HybridPlan,
  { podMaskSize = DEFAULT_POD_MASK_SIZE }: HybridSettings,
): PlanSection {
  const shares = podCidrs.reduce((sum, cidr) => sum + sharesIn(cidr, podMaskSize), 0);
  const podsPerNode = 2 ** (32 - podMaskSize) - 2;
  return {
    title: "Hybrid nodes",
    columns: ["pool", "at most", "system", "pods a node", "blocks for nodes"],
    rows: pools.map(({ name, maxNodes, os }) => [name, String(maxNodes), os, String(podsPerNode), String(shares)]),
  };
}

/** Blocks that are no CIDR hold none; a rule reports them. */
function sharesIn(cidr: string, prefix: number): number {
  try {
    return subnetCount(cidr, prefix);
  } catch {
    return 0;
  }
}

/** Kernel and system that each needs is in docs/hybrid.md; this is what the network must let through. */
const checkList = ({ nodeCidrs, podCidrs, strategy }: HybridPlan): PlanSection => ({
  title: "On premises",
  columns: ["what", "from", "to"],
  rows: [
    ["TCP 443", nodeCidrs.join(", "), "EKS API (the cluster's ENIs), SSM or IAM Roles Anywhere, STS, ECR, S3"],
    ["TCP 10250 (kubelet)", "the cluster's VPC", nodeCidrs.join(", ")],
    ["TCP and UDP 53", "nodes and pods on both sides", "CoreDNS pods"],
    ["TCP 4240 (Cilium health)", "nodes of this cluster", nodeCidrs.join(", ")],
    ...(strategy === HybridStrategy.ClusterMesh
      ? []
      : [["UDP 8472 (VXLAN)", "nodes of this cluster", nodeCidrs.join(", ")]]),
    ...(podCidrs.length === 0 ? [] : [["webhook ports", "the cluster's VPC", podCidrs.join(", ")]]),
    ["kernel", "5.10 or newer for Cilium 1.18.3 and later", `so neither ${HybridOs.Ubuntu2004} nor ${HybridOs.Rhel8}`],
    ["link", "100 Mbit/s or more", "200 ms round trip or less"],
  ],
});
