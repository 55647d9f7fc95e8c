import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Deferred } from "../../core/contracts/deferred.ts";
import { type HybridGatewayPlan, gatewayPolicy } from "../../core/hybrid/gateway.ts";
import type { HybridPlan } from "../../core/hybrid/types.ts";
import { renderDocument } from "../../core/iam/documents.ts";
import { OperatorIdentity } from "../../core/settings/index.ts";
import { asInput } from "../internal/ref.ts";
import { fill } from "../internal/deferred.ts";
import { createRelease } from "../internal/release.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";
import { createPolicyRole } from "../internal/workload-role.ts";
import { createSourceDestCheckWatcher } from "../internal/source-dest-check.ts";

interface GatewayDeps {
  readonly cluster: {
    readonly name: string;
    readonly provider: kubernetes.Provider;
    readonly ready: readonly pulumi.Resource[];
  };
  /** Routes that the gateway turns to itself; they outlive it. */
  readonly routes: readonly pulumi.Resource[];
}

/**
 * AWS's hybrid nodes gateway: its rights by Pod Identity, because its chart takes no annotations for the service account, the
 * watcher that switches off the source/destination check on its nodes, and the release.
 */
export function createGateway(
  scope: Scope,
  { region, routes: ways }: HybridPlan,
  { release, deferred, serviceAccount, watcher }: HybridGatewayPlan,
  { cluster, routes }: GatewayDeps,
): pulumi.Resource[] {
  const { provider, ready } = cluster;
  const tables = pulumi.all((ways?.routeTableIds ?? []).map(asInput));
  const namespace = new kubernetes.core.v1.Namespace(
    childName(scope, "gateway"),
    { metadata: { name: release.namespace } },
    childOptions(scope, { provider, dependsOn: [...ready] }),
  );
  const role = createPolicyRole(
    scope,
    "gateway",
    {
      serviceAccount,
      policy: tables.apply((ids) => renderDocument(gatewayPolicy(region, ids))),
      mechanism: OperatorIdentity.PodIdentity,
    },
    cluster,
  );
  const check = createSourceDestCheckWatcher(scope, watcher, {
    controlPlane: { ...cluster, name: pulumi.output(cluster.name) },
    dependsOn: ready,
  });
  const gateway = createRelease(scope, "gateway", release, {
    provider,
    values: fill(release.values, deferred, { [Deferred.RouteTableIds]: tables.apply((ids) => ids.join(",")) }),
    dependsOn: [...ready, namespace, ...role.ready, ...routes, ...check],
  });
  return [...check, gateway];
}
