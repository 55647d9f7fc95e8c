import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { proposeCertManager } from "../../core/plan/on-cluster.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";
import { createController } from "../internal/controller.ts";
import { named } from "../internal/named-children.ts";
import { planOrRefuse } from "../internal/plan-or-refuse.ts";

const PART = "cert-manager";

/** Arguments of {@link CertManager}. */
export interface CertManagerArgs {
  /** A cluster with cert-manager's CRDs: `featuresOf({ ...settings, gateway: { enabled: true, tls: { certManager: "install" } } })`. */
  readonly cluster: ClusterHandle;
  /** Hosted zones that issuers may prove names in by DNS. Default none: no role is made. */
  readonly hostedZoneIds?: readonly string[];
  /** What must be up before: a load balancer controller, whose webhooks may fail while it starts. */
  readonly after?: readonly pulumi.Resource[];
}

/**
 * cert-manager, looking at Gateways, for programs where several Gateways share it: they say `tls.certManager: "present"` and take
 * `ready` as `after`. A `CiliumGateway` with `"install"` brings its own. Its CRDs are in the cluster's one wave of CRDs.
 */
export class CertManager extends pulumi.ComponentResource {
  /** The chart's release, awaited: what needs its webhook depends on it. */
  public readonly release: kubernetes.helm.v3.Release;
  /** Depend on these to run after it, and to be gone before it. */
  public readonly ready: readonly pulumi.Resource[];

  constructor(
    name: string,
    { cluster, hostedZoneIds = [], after = [] }: CertManagerArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const plan = planOrRefuse("CertManager", name, proposeCertManager(hostedZoneIds, cluster), ({ identity }) =>
      named("IAM role", identity && PART),
    );
    super("cilium-eks:index:CertManager", name, { hostedZoneIds }, opts);
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
