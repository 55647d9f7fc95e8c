import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { proposeExternalDns } from "../../core/plan/on-cluster.ts";
import type { ExternalDnsSettings } from "../../core/settings/index.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";
import { createController } from "../internal/controller.ts";
import { named } from "../internal/named-children.ts";
import { planOrRefuse } from "../internal/plan-or-refuse.ts";
import { seal } from "../../secrets/seal.ts";

const PART = "external-dns";

/** Arguments of {@link ExternalDns}. */
export interface ExternalDnsArgs extends ExternalDnsSettings {
  /** The cluster that it stands on. */
  readonly cluster: ClusterHandle;
  /** What must be up before: a load balancer controller, whose webhooks may fail while it starts. */
  readonly after?: readonly pulumi.Resource[];
}

/**
 * external-dns for the hostnames of HTTPRoutes and GRPCRoutes, in the named zones only. One a cluster; a `CiliumGateway` with
 * `externalDns` brings its own.
 *
 * Records live as long as their routes: with policy `sync` they are removed while it runs, so Gateways must depend on `ready`.
 */
export class ExternalDns extends pulumi.ComponentResource {
  /** The chart's release. */
  public readonly release: kubernetes.helm.v3.Release;
  /** Depend on these to run after it, and to be gone before it. */
  public readonly ready: readonly pulumi.Resource[];

  constructor(
    name: string,
    { cluster, after = [], ...settings }: ExternalDnsArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const plan = planOrRefuse("ExternalDns", name, proposeExternalDns(settings, cluster), ({ identity }) =>
      named("IAM role", identity && PART),
    );
    super("cilium-eks:index:ExternalDns", name, seal(settings), opts);
    const { facts, provider, oidcProviderArn, ready: standing } = cluster;
    const { release, ready } = createController({ name, parent: this, tags: {} }, PART, plan, {
      provider,
      cluster: { name: facts.clusterName, oidcProviderArn, ready: standing },
      dependsOn: [...standing, ...after],
    });
    this.release = release;
    this.ready = ready;
    this.registerOutputs({});
  }
}
