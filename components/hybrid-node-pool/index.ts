import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { joinsCluster } from "../../core/settings/strategies.ts";
import type { HybridPlan } from "../../core/hybrid/types.ts";
import type { HybridSettings, RegistrySettings, Settings } from "../../core/settings/index.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";
import { declare } from "../internal/declare.ts";
import { createObjects } from "../internal/objects.ts";
import { proposeHybrid } from "../../core/plan/on-cluster.ts";
import { planOrRefuse } from "../internal/plan-or-refuse.ts";
import { createRelease } from "../internal/release.ts";
import { type NamedChild, named } from "../internal/named-children.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";
import { createDefinitions } from "../internal/definitions.ts";
import { seal } from "../../secrets/seal.ts";
import { createGateway } from "./gateway.ts";
import { createIdentity } from "./identity.ts";
import { createRoutes } from "./routes.ts";

/**
 * The cluster that nodes on premises join: a `CiliumEniCluster` with the IPAM mode that the strategy needs, or any EKS cluster
 * whose EC2 nodes have it.
 */
export interface HybridCluster {
  /** Name of the EKS cluster. */
  readonly name: string;
  /** Region of the cluster. */
  readonly region: string;
  /** Provider for objects in the cluster. */
  readonly provider: kubernetes.Provider;
  /** What must be up before nodes are let in. */
  readonly ready: readonly pulumi.Resource[];
  /** Primary block of the VPC, for `hybridGateway`. */
  readonly vpcCidr?: string | undefined;
  /** Mirrors of a closed network: `facts.registry` of a CiliumEniCluster. */
  readonly registry?: RegistrySettings | undefined;
}

/** A cluster of this package as one that hybrid nodes join. */
export const hybridClusterOf = ({
  facts,
  provider,
  ready,
}: Pick<ClusterHandle, "facts" | "provider" | "ready">): HybridCluster => ({
  name: facts.clusterName,
  region: facts.region,
  provider,
  ready,
  vpcCidr: facts.vpcCidr,
  registry: facts.registry,
});

/** The hybrid nodes of a stack; undefined where they join another cluster, or where there are none. */
export const createHybrid = (
  { hybrid, cluster: { extraTags } }: Pick<Settings, "hybrid" | "cluster">,
  cluster: Parameters<typeof hybridClusterOf>[0],
): HybridNodePool | undefined =>
  hybrid === undefined || !joinsCluster(hybrid.strategy)
    ? undefined
    : new HybridNodePool("hybrid", {
        ...hybrid,
        cluster: hybridClusterOf(cluster),
        ...(extraTags === undefined ? {} : { tags: extraTags }),
      });

/** Arguments of {@link HybridNodePool}: the settings of stack key `hybrid`, and the cluster. */
export interface HybridNodePoolArgs extends HybridSettings {
  /** The cluster that the nodes join. */
  readonly cluster: HybridCluster;
  /** Tags on every AWS resource of the pool that takes them. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * EKS Hybrid Nodes: who they are, how they get in, and how packets find their pods. The remote networks of the control plane
 * are the cluster's own setting (`features` of a CiliumEniCluster, `remoteNetworkConfig` of any other). What the nodes
 * themselves need comes out as NodeConfigs for `nodeadm init`.
 *
 * @example
 * const nodes = new HybridNodePool("rack", {
 *   cluster: { name: "mixed", region: "eu-central-1", provider, ready: [] },
 *   strategy: "mixed",
 *   ciliumVersion: "1.18.8-1",
 *   nodeCidrs: ["192.168.0.0/24"],
 *   podCidrs: ["192.168.64.0/20"],
 *   identity: { type: "ssm", expires: "2027-01-31T00:00:00Z" },
 *   pools: { rack: { maxNodes: 8, os: "ubuntu-24.04" } },
 * });
 * export const nodeConfig = nodes.nodeConfigs.rack;
 */
export class HybridNodePool extends pulumi.ComponentResource {
  /** ARN of the role that the nodes on premises take. */
  public readonly roleArn: pulumi.Output<string>;
  /** NodeConfig of each pool (SSM) or node (Roles Anywhere) in YAML; secrets, because an activation code lets nodes in. */
  public readonly nodeConfigs: Readonly<Record<string, pulumi.Output<string>>>;
  /** Depend on these for what needs all that nodes join by. */
  public readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: HybridNodePoolArgs, opts?: pulumi.ComponentResourceOptions) {
    const { cluster, tags = {}, ...settings } = args;
    declare({ kind: "hybrid", name, cluster: cluster.name, settings });
    const { name: clusterName, region, vpcCidr, registry } = cluster;
    const plan = planOrRefuse(
      "HybridNodePool",
      name,
      proposeHybrid(settings, { clusterName, region, tags, vpcCidr, registry }),
      namedChildren,
    );
    super("cilium-eks:index:HybridNodePool", name, seal(settings), opts);
    const scope: Scope = { name, parent: this, tags };

    const identity = createIdentity(scope, plan, cluster.ready);
    const entry = new aws.eks.AccessEntry(
      childName(scope, "access"),
      { clusterName: cluster.name, principalArn: identity.roleArn, type: "HYBRID_LINUX", tags: { ...tags } },
      childOptions(scope, { dependsOn: [...cluster.ready, ...identity.ready] }),
    );
    const routes = createRoutes(scope, plan);
    const release = createAwsCilium(scope, plan, cluster);
    const objects = createObjects(scope, plan.objects, {
      provider: cluster.provider,
      dependsOn: [
        ...cluster.ready,
        ...release,
        ...createDefinitions(scope, plan.crds, { provider: cluster.provider, dependsOn: cluster.ready }),
      ],
    });
    const gateway =
      plan.gateway === undefined ? [] : createGateway(scope, plan, plan.gateway, { cluster, routes: routes.pods });
    const dns = joinsCluster(plan.strategy) ? [createDnsPreference(scope, cluster)] : [];

    this.roleArn = identity.roleArn;
    this.nodeConfigs = identity.nodeConfigs;
    this.ready = [entry, ...routes.nodes, ...routes.pods, ...release, ...objects, ...gateway, ...dns];
    this.registerOutputs(seal({ roleArn: this.roleArn, nodeConfigs: this.nodeConfigs }));
  }
}

/** Children that AWS allows few letters for. */
const namedChildren = ({ gateway }: HybridPlan): NamedChild[] =>
  named("IAM role", "node", gateway && "gateway", gateway?.watcher.serviceAccount.name);

/** AWS's build on hybrid nodes only. */
const createAwsCilium = (scope: Scope, { release }: HybridPlan, cluster: HybridCluster): pulumi.Resource[] =>
  release === undefined
    ? []
    : [createRelease(scope, "cilium", release, { provider: cluster.provider, dependsOn: [...cluster.ready] })];

/** Names are asked on the own side (EKS user guide: hybrid-nodes-webhooks). The Service is the CoreDNS add-on's; the patch owns one field. */
const createDnsPreference = (scope: Scope, cluster: HybridCluster): pulumi.Resource =>
  new kubernetes.core.v1.ServicePatch(
    childName(scope, "dns"),
    {
      metadata: { name: "kube-dns", namespace: "kube-system", annotations: { "pulumi.com/patchForce": "true" } },
      spec: { trafficDistribution: "PreferClose" },
    },
    childOptions(scope, { provider: cluster.provider, dependsOn: [...cluster.ready] }),
  );
