import { releaseModel } from "../helm/charts.ts";
import type { JsonObject } from "../model/index.ts";
import type { ClusterFacts } from "../contracts/facts.ts";
import type { AreaPart, PlanSection } from "../contracts/area-part.ts";
import { DEFAULT_POOL_MASK_SIZE } from "../settings/defaults.ts";
import {
  HybridIdentityType,
  HybridOs,
  type HybridSettings,
  HybridStrategy,
  IpamMode,
  type CiliumSettings,
  type IpamSettings,
  LoadBalancerMode,
  type Settings,
} from "../settings/index.ts";
import { type PortNeed, ciliumPorts } from "../helm/cilium-ports.ts";
import { subnetCount } from "../net/cidr.ts";
import { DEFAULT_POD_MASK_SIZE } from "./defaults.ts";
import { planHybrid } from "./plan.ts";
import { type PremisesInput, planPremises, premisesOf } from "./premises.ts";
import { joinsCluster } from "../settings/strategies.ts";
import type { HybridPlan } from "./types.ts";

/** What nodes on premises add to the plan of a stack. */
export function hybridPart(settings: Settings, facts: ClusterFacts): AreaPart | undefined {
  const { hybrid, cluster } = settings;
  if (hybrid === undefined) return undefined;
  const { clusterName, region, vpcCidr, registry } = facts;
  const context = { clusterName, region, vpcCidr, registry, tags: cluster.extraTags ?? {} };
  const part = partOf(planHybrid(hybrid, context), hybrid, settings.cilium);
  const premises = premisesOf(settings);
  return premises === undefined ? part : { ...part, sections: [...(part.sections ?? []), premisesTable(premises)] };
}

/** The same for a component that stands alone. */
export const partOf = (plan: HybridPlan, settings: HybridSettings, cilium: CiliumSettings = {}): AreaPart => ({
  hybrid: { settings },
  objects: plan.objects,
  ...releasesOf(plan),
  billed: [{ item: "hybrid node", count: nodesOf(plan), byVolume: "vCPUs and hours, from its registration on" }],
  notes: notesOf(plan),
  sections: [poolTable(plan, blocksOf(settings, cilium.ipam)), checkList(plan, cilium)],
});

/** AWS's build of Cilium, and the gateway. */
function releasesOf({ release, gateway }: HybridPlan): Pick<AreaPart, "releases"> {
  const releases = [
    ...(release === undefined ? [] : [releaseModel(release)]),
    ...(gateway === undefined ? [] : [releaseModel(gateway.release)]),
  ];
  return releases.length === 0 ? {} : { releases };
}

const nodesOf = ({ pools }: HybridPlan): number => pools.reduce((sum, { maxNodes }) => sum + maxNodes, 0);

function notesOf({ strategy, identity, gateway, podCidrs }: HybridPlan): string[] {
  return [
    ...NOTES[strategy],
    ...(identity.type === HybridIdentityType.Ssm
      ? [
          "The activation code is in the stack's secrets; after it expires no node can register, and nodes that did stay.",
        ]
      : []),
    ...(gateway === undefined
      ? []
      : [
          `Routes to ${podCidrs.join(", ")} in the named tables are this stack's, so that a destroy deletes them; their target is the gateway's business. Uninstalling the chart by itself leaves them. UNVERIFIED on AWS.`,
          "The gateway's tunnel is not encrypted, one of its nodes carries everything, and the other takes over within 15 to 30 seconds.",
        ]),
    ...(joinsCluster(strategy)
      ? [
          "CoreDNS spreads by zone, but replicas that run do not move: once the first hybrid nodes are ready, run `kubectl -n kube-system rollout restart deployment coredns`.",
        ]
      : []),
  ];
}

const NOTES: Readonly<Record<HybridStrategy, readonly string[]>> = {
  clusterMesh: ["Hybrid nodes join the cluster on premises, not this one: run a HybridNodePool on that cluster."],
  mixed: [
    "Pods on premises are reached from AWS only where routers there know the way to their blocks: by BGP, or by static routes.",
    "Only DNS and the API are opened to the premises: what else shall reach pods in AWS needs a rule of its own.",
  ],
  overlay: [
    "AWS does not support Cilium on EC2 nodes, and the control plane reaches no pod in the tunnel: webhooks need hostNetwork.",
  ],
  hybridGateway: [
    "Only DNS, the API and the gateway's tunnel are opened to the premises: what else shall reach pods in AWS needs a rule of its own.",
  ],
};

interface PodBlocks {
  readonly cidrs: readonly string[];
  readonly maskSize: number;
}

/** The blocks of an overlay are the cluster's own setting, and EC2 nodes have their shares of them too. */
const blocksOf = (
  { strategy, podCidrs = [], podMaskSize = DEFAULT_POD_MASK_SIZE }: HybridSettings,
  ipam: IpamSettings | undefined,
): PodBlocks =>
  strategy === HybridStrategy.Overlay && ipam?.mode === IpamMode.ClusterPool
    ? { cidrs: ipam.podCidrs, maskSize: ipam.maskSize ?? DEFAULT_POOL_MASK_SIZE }
    : { cidrs: podCidrs, maskSize: podMaskSize };

function poolTable({ pools }: HybridPlan, { cidrs, maskSize }: PodBlocks): PlanSection {
  const shares = cidrs.reduce((sum, cidr) => sum + sharesIn(cidr, maskSize), 0);
  const podsPerNode = 2 ** (32 - maskSize) - 2;
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

/** The other cluster's Cilium, as its values are; secrets are none of them. */
function premisesTable(input: PremisesInput): PlanSection {
  const { release, objects } = planPremises(input);
  return {
    title: `Cilium of "${input.name}", on premises`,
    columns: ["value", "is"],
    rows: [
      ["chart", `${release.chart} ${release.version}`],
      ...leaves(release.values),
      ["objects", objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(", ")],
    ],
  };
}

/** Path and value of each leaf; keys may have dots. */
const leaves = (values: JsonObject, above = ""): [path: string, value: string][] =>
  Object.entries(values).flatMap(([key, value]) => {
    const path = above === "" ? key : `${above}.${key}`;
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? leaves(value as JsonObject, path)
      : [[path, JSON.stringify(value)] as [string, string]];
  });

/** Who sends tunnelled packets to hybrid nodes. */
const TUNNEL_ENDS: Readonly<Record<HybridStrategy, readonly string[]>> = {
  clusterMesh: [],
  mixed: ["hybrid nodes"],
  overlay: ["nodes of this cluster, both ways"],
  hybridGateway: ["hybrid nodes", "gateway nodes, both ways"],
};

const portOf = ({ description, protocol, from }: PortNeed): string =>
  `${protocol.toUpperCase()} ${String(from)} (${description.replace(/ between nodes$/, "")})`;

/** One Cilium spans both sides of an overlay, with the tunnel and the encryption of the stack; the others are AWS's build, by VXLAN. */
function betweenNodes(strategy: HybridStrategy, { ipam, loadBalancer, encryption }: CiliumSettings): string[] {
  const tunnel =
    strategy === HybridStrategy.Overlay && ipam !== undefined && "tunnel" in ipam ? ipam.tunnel : undefined;
  const direct = loadBalancer?.mode !== undefined && loadBalancer.mode !== LoadBalancerMode.Snat;
  const geneve = strategy === HybridStrategy.Overlay && (direct || loadBalancer?.modeAnnotation === true);
  return ciliumPorts({
    routingMode: "tunnel",
    tunnelProtocol: geneve ? "geneve" : (tunnel ?? "vxlan"),
    healthChecking: false,
    hubble: { enabled: false },
    envoy: { enabled: false },
    operator: { prometheus: { enabled: false } },
    encryption: {
      enabled: strategy === HybridStrategy.Overlay && encryption?.wireguard === true,
      type: "wireguard",
    },
  })
    .map((need) => portOf(need))
    .toSorted((one, other) => other.localeCompare(one));
}

/** Kernel and system that each needs is in docs/hybrid.md; this is what the network must let through. */
const checkList = ({ nodeCidrs, podCidrs, strategy }: HybridPlan, cilium: CiliumSettings): PlanSection => ({
  title: "On premises",
  columns: ["what", "from", "to"],
  rows: [
    ["TCP 443", nodeCidrs.join(", "), "EKS API (the cluster's ENIs), SSM or IAM Roles Anywhere, STS, ECR, S3"],
    ["TCP 10250 (kubelet)", "the cluster's VPC", nodeCidrs.join(", ")],
    ["TCP and UDP 53", "nodes and pods on both sides", "CoreDNS pods"],
    ["TCP 4240 (Cilium health)", "nodes of this cluster", nodeCidrs.join(", ")],
    ...TUNNEL_ENDS[strategy].flatMap((end) =>
      betweenNodes(strategy, cilium).map((port) => [port, end, nodeCidrs.join(", ")]),
    ),
    ...(podCidrs.length === 0 ? [] : [["webhook ports", "the cluster's VPC", podCidrs.join(", ")]]),
    ["kernel", "5.10 or newer for Cilium 1.18.3 and later", `so neither ${HybridOs.Ubuntu2004} nor ${HybridOs.Rhel8}`],
    ["link", "100 Mbit/s or more", "200 ms round trip or less"],
  ],
});
