import { partitionOf } from "../facts/partition.ts";
import { type PolicyDocument, allow, document } from "../iam/documents.ts";
import {
  HybridIdentityType,
  type HybridPoolSettings,
  type HybridSettings,
  type HybridTaint,
  type RegistrySettings,
} from "../settings/index.ts";
import { planBgp, planLoadBalancerPools } from "./bgp/build.ts";
import { crdFiles } from "./crds.ts";
import { DEFAULT_SESSION_SECONDS, GPU_LABEL, GPU_TAINT, SESSION_MARGIN_SECONDS } from "./defaults.ts";
import { planGateway } from "./gateway.ts";
import { DEFAULT_ZONE, HYBRID_POOL_LABEL, ZONE_LABEL } from "../controllers/placement.ts";
import { joinsCluster } from "../settings/strategies.ts";
import type { HybridPlan, HybridPoolPlan, HybridRolePlan } from "./types.ts";
import { planAwsRelease } from "./values.ts";

/** The cluster that nodes on premises join. */
export interface HybridContext {
  readonly clusterName: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Primary block of its VPC, for the gateway. */
  readonly vpcCidr?: string | undefined;
  /** Mirrors of a closed network. */
  readonly registry?: RegistrySettings | undefined;
}

/** Plans nodes on premises: role, identity, NodeConfigs, routes and objects. */
export function planHybrid(settings: HybridSettings, { vpcCidr, registry, ...context }: HybridContext): HybridPlan {
  const { strategy, nodeCidrs, podCidrs = [], identity, routes, bgp, loadBalancerPools = {} } = settings;
  const release = planAwsRelease(settings, registry);
  const gateway = planGateway(settings, { ...context, vpcCidr, registry });
  // With clusterMesh they belong to the cluster on premises, as its Cilium does.
  const objects = joinsCluster(strategy)
    ? [...(bgp === undefined ? [] : planBgp("hybrid", bgp)), ...planLoadBalancerPools(loadBalancerPools)]
    : [];
  return {
    strategy,
    ...context,
    nodeCidrs,
    podCidrs,
    role: planRole(settings, context),
    identity,
    pools: Object.entries(settings.pools)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, pool]) => planPool(name, pool, settings)),
    ...(routes === undefined ? {} : { routes }),
    objects,
    crds: release === undefined ? [] : crdFiles(objects, release.version, registry),
    ...(gateway === undefined ? {} : { gateway }),
    ...(release === undefined ? {} : { release }),
  };
}

/** Rights of hybrid nodes (EKS user guide: hybrid-nodes-creds). */
function planRole({ identity }: HybridSettings, { clusterName, region }: HybridContext): HybridRolePlan {
  const partition = partitionOf(region);
  const managed = (name: string) => `arn:${partition}:iam::aws:policy/${name}`;
  const cluster = `arn:${partition}:eks:${region}:*:cluster/${clusterName}`;
  const ssm = identity.type === HybridIdentityType.Ssm;
  const duration = ssm ? DEFAULT_SESSION_SECONDS : (identity.durationSeconds ?? DEFAULT_SESSION_SECONDS);
  return {
    trust: identity.type,
    managedPolicies: [
      managed("AmazonEC2ContainerRegistryPullOnly"),
      ...(ssm ? [managed("AmazonSSMManagedInstanceCore")] : []),
    ],
    policy: rights(cluster, partition, region, ssm),
    maxSessionSeconds: Math.min(43_200, duration + SESSION_MARGIN_SECONDS),
  };
}

const rights = (cluster: string, partition: string, region: string, ssm: boolean): PolicyDocument =>
  document(
    allow("Join", { Action: ["eks:DescribeCluster"], Resource: [cluster] }),
    allow("PodIdentity", { Action: ["eks-auth:AssumeRoleForPodIdentity"], Resource: [cluster] }),
    ...(ssm
      ? [
          allow("Leave", {
            Action: ["ssm:DeregisterManagedInstance"],
            Resource: [`arn:${partition}:ssm:${region}:*:managed-instance/*`],
            Condition: {
              StringEquals: { "ssm:resourceTag/EKSClusterARN": cluster.replace(":*:", ":${aws:PrincipalAccount}:") },
            },
          }),
          allow("Find", { Action: ["ssm:DescribeInstanceInformation"], Resource: ["*"] }),
        ]
      : []),
  );

function planPool(name: string, pool: HybridPoolSettings, { identity }: HybridSettings): HybridPoolPlan {
  const labels = {
    [ZONE_LABEL]: pool.zone ?? DEFAULT_ZONE,
    ...pool.labels,
    ...(pool.gpu === true ? GPU_LABEL : {}),
    [HYBRID_POOL_LABEL]: name,
  };
  const taints = [...(pool.taints ?? []), ...(pool.gpu === true ? [GPU_TAINT] : [])];
  return {
    name,
    maxNodes: pool.maxNodes,
    nodeNames: identity.type === HybridIdentityType.RolesAnywhere ? (pool.nodeNames ?? []) : [],
    os: pool.os,
    flags: [
      `--node-labels=${Object.entries(labels)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => `${key}=${value}`)
        .join(",")}`,
      ...(taints.length === 0 ? [] : [`--register-with-taints=${taints.map(taintText).join(",")}`]),
    ],
  };
}

const taintText = ({ key, value = "", effect }: HybridTaint): string => `${key}=${value}:${effect}`;
