import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Deferred } from "../../core/contracts/deferred.ts";
import { proposeLoadBalancerController } from "../../core/plan/on-cluster.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";
import { createController } from "../internal/controller.ts";
import { named } from "../internal/named-children.ts";
import { planOrRefuse } from "../internal/plan-or-refuse.ts";
import type { Scope } from "../internal/scope.ts";

const PART = "load-balancer-controller";

/** Arguments of {@link LoadBalancerController}. */
export interface LoadBalancerControllerArgs {
  /** The cluster that it stands on. */
  readonly cluster: ClusterHandle;
}

/**
 * The AWS Load Balancer Controller for Services of class `service.k8s.aws/nlb` and nothing else: its webhook on Services and
 * its own Gateway API part are off. One a cluster; a `CiliumGateway` installs it unless it is told that it is there.
 *
 * Its rights are those for NLBs of this cluster. What it makes is taken down only while it runs: everything with a load
 * balancer must depend on `ready`.
 */
export class LoadBalancerController extends pulumi.ComponentResource {
  /** The chart's release, awaited: what makes load balancers depends on it. */
  public readonly release: kubernetes.helm.v3.Release;
  /** Depend on these for what needs the controller and its rights. */
  public readonly ready: readonly pulumi.Resource[];

  constructor(name: string, { cluster }: LoadBalancerControllerArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = planOrRefuse("LoadBalancerController", name, proposeLoadBalancerController(cluster), ({ identity }) =>
      named("IAM role", identity && PART),
    );
    super("cilium-eks:index:LoadBalancerController", name, {}, opts);
    const scope: Scope = { name, parent: this, tags: {} };
    const { facts, provider, oidcProviderArn, vpcId, ready: dependsOn } = cluster;
    const { release, ready } = createController(scope, PART, plan, {
      provider,
      cluster: { name: facts.clusterName, oidcProviderArn, ready: dependsOn },
      sources: { [Deferred.VpcId]: vpcId },
      dependsOn,
    });
    this.release = release;
    this.ready = ready;
    this.registerOutputs({});
  }
}
