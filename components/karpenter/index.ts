import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Deferred } from "../../core/contracts/deferred.ts";
import type { KarpenterPlan, PoolPlan } from "../../core/karpenter/types.ts";
import type { KubernetesObject } from "../../core/model/index.ts";
import { proposeKarpenter } from "../../core/plan/on-cluster.ts";
import type { KarpenterSettings } from "../../core/settings/index.ts";
import { DISCOVERY_TAG } from "../../core/settings/tags.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";
import { declare } from "../internal/declare.ts";
import { fill } from "../internal/deferred.ts";
import { type NamedChild, named } from "../internal/named-children.ts";
import { planOrRefuse } from "../internal/plan-or-refuse.ts";
import { createRelease } from "../internal/release.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";
import { seal } from "../../secrets/seal.ts";
import { createControllerRole, createNodeIdentity, createVolumeGrants } from "./identity.ts";
import { createInterruption } from "./interruption.ts";

/** Karpenter of a stack; undefined where it has none. */
export const createKarpenter = (
  settings: KarpenterSettings | undefined,
  cluster: ClusterHandle,
): Karpenter | undefined => (settings === undefined ? undefined : new Karpenter("karpenter", { ...settings, cluster }));

/** Arguments of {@link Karpenter}: the settings of stack key `karpenter`, and the cluster. */
export interface KarpenterArgs extends KarpenterSettings {
  /** The cluster that it starts nodes for. */
  readonly cluster: ClusterHandle;
}

/**
 * Karpenter: its definitions, its controller on a managed node group, the role of its nodes with the access entry, the queue of
 * interruptions, and a NodePool with an EC2NodeClass for each pool. Nodes carry Cilium's taint as a startup taint and take as many
 * pods as the smallest type of their pool has addresses for.
 *
 * It comes after Cilium and the add-ons; what needs its nodes depends on `ready`. A destroy takes the pools away first, and a pool
 * is gone only when Karpenter has drained and ended its nodes: Pods that may not be evicted hold it up, for an hour at most, and
 * then it stops with what is left in AWS. `terminationGracePeriod` bounds that wait.
 *
 * What it takes of subnets and quotas is counted by the cluster's own plan where the cluster is given the same settings
 * (`karpenter` of a CiliumEniCluster).
 *
 * @example
 * const karpenter = new Karpenter("karpenter", {
 *   cluster,
 *   nodeGroup: "system",
 *   nodePools: { general: { families: ["m6i", "m7i"], sizes: ["xlarge", "2xlarge"], limits: { cpu: 256 } } },
 * });
 */
export class Karpenter extends pulumi.ComponentResource {
  /** Role of the nodes, for EC2NodeClasses that are written elsewhere. */
  public readonly nodeRoleName: pulumi.Output<string>;
  /** The same role, for access entries and policies that are written elsewhere. */
  public readonly nodeRoleArn: pulumi.Output<string>;
  /** Undefined without a queue. */
  public readonly interruptionQueue: pulumi.Output<string> | undefined;
  /** Release of the controller. */
  public readonly release: kubernetes.helm.v3.Release;
  /** Depend on these to run where nodes come as pods need them. */
  public readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: KarpenterArgs, opts?: pulumi.ComponentResourceOptions) {
    const { cluster, ...settings } = args;
    declare({ kind: "karpenter", name, cluster: cluster.facts.clusterName, settings });
    const plan = planOrRefuse("Karpenter", name, proposeKarpenter(settings, cluster), namedChildren);
    super("cilium-eks:index:Karpenter", name, seal(settings), opts);
    const scope: Scope = { name, parent: this, tags: plan.tags };

    const node = createNodeIdentity(scope, plan, cluster);
    const interruption = plan.interruption === undefined ? undefined : createInterruption(scope, plan.interruption);
    const role = createControllerRole(scope, plan, cluster, {
      nodeRoleArn: node.role.arn,
      ...(interruption === undefined ? {} : { queueArn: interruption.queue.arn }),
    });
    const before = [
      ...cluster.ready,
      ...node.ready,
      ...role.ready,
      ...(interruption?.ready ?? []),
      ...createVolumeGrants(scope, plan, role.roleArn),
      createDiscoveryTag(scope, plan, cluster),
    ];
    const { provider } = cluster;
    const crds = createRelease(scope, "crd", plan.crds, { provider, dependsOn: [...cluster.ready] });
    const release = createRelease(scope, "controller", plan.release, {
      values: fill(plan.release.values, plan.deferred, {
        [Deferred.RoleAnnotations]: { ...role.annotations },
        ...(interruption === undefined ? {} : { [Deferred.InterruptionQueue]: interruption.queue.name }),
      }),
      provider,
      dependsOn: [...before, crds],
    });
    const pools = plan.pools.flatMap((pool) =>
      createPool(scope, pool, { cluster, nodeRole: node.role, dependsOn: [...before, crds, release] }),
    );

    this.nodeRoleName = node.role.name;
    this.nodeRoleArn = node.role.arn;
    this.interruptionQueue = interruption?.queue.name;
    this.release = release;
    this.ready = [...before, crds, release, ...pools];
    this.registerOutputs({
      nodeRoleName: this.nodeRoleName,
      nodeRoleArn: this.nodeRoleArn,
      interruptionQueue: this.interruptionQueue,
    });
  }
}

/** Children that AWS allows few letters for. */
const namedChildren = (): NamedChild[] => named("IAM role", "node", "controller");

/** EC2NodeClasses that are written elsewhere find the group by it; EKS made the group, so nobody else sets its tags. */
const createDiscoveryTag = (scope: Scope, { clusterName }: KarpenterPlan, cluster: ClusterHandle): pulumi.Resource =>
  new aws.ec2.Tag(
    childName(scope, "discovery"),
    { resourceId: cluster.clusterSecurityGroupId, key: DISCOVERY_TAG, value: clusterName },
    childOptions(scope),
  );

interface PoolDeps {
  readonly cluster: ClusterHandle;
  readonly nodeRole: aws.iam.Role;
  readonly dependsOn: readonly pulumi.Resource[];
}

/** Draining takes as long as pods take to leave; Kubernetes removes the pool when its nodes are gone. */
const DELETE_TIMEOUT = "60m";

/**
 * NodeClass, then NodePool; back again the pool goes first. The provider deletes in the foreground, so Kubernetes keeps the pool
 * until its NodeClaims are gone, and each of those until Karpenter has drained and ended its instance.
 */
function createPool(scope: Scope, pool: PoolPlan, { cluster, nodeRole, dependsOn }: PoolDeps): pulumi.Resource[] {
  const create = (object: KubernetesObject, after: readonly pulumi.Resource[]) => {
    const { apiVersion, kind, metadata } = object;
    return new kubernetes.apiextensions.CustomResource(
      childName(scope, kind.toLowerCase(), metadata.name),
      seal({
        apiVersion,
        kind,
        metadata: { ...metadata },
        spec: object["spec"],
      }),
      childOptions(scope, {
        provider: cluster.provider,
        dependsOn: [...after],
        customTimeouts: { delete: DELETE_TIMEOUT },
      }),
    );
  };
  const subnetTerms = Object.values(cluster.nodeSubnetIds).map((id) => ({ id }));
  const nodeClass = create(
    fill(pool.nodeClass, pool.deferred, {
      [Deferred.NodeRoleName]: nodeRole.name,
      [Deferred.NodeSubnetTerms]: subnetTerms,
      [Deferred.SecurityGroupTerms]: [{ id: cluster.clusterSecurityGroupId }],
    }),
    dependsOn,
  );
  return [nodeClass, create(pool.nodePool, [...dependsOn, nodeClass])];
}
