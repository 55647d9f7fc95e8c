import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ControllerPlan } from "../../core/controllers/controller.ts";
import { Deferred } from "../../core/contracts/deferred.ts";
import { type DeferredSources, fill } from "./deferred.ts";
import { createRelease } from "./release.ts";
import { type Scope, childName, childOptions } from "./scope.ts";
import { type IdentityCluster, createPolicyRole } from "./workload-role.ts";

export interface ControllerDeps {
  readonly provider: kubernetes.Provider;
  readonly cluster: IdentityCluster;
  readonly sources?: DeferredSources;
  readonly dependsOn: readonly pulumi.Resource[];
}

export interface ControllerResources {
  readonly release: kubernetes.helm.v3.Release;
  /** Depend on all of these: the controller needs its rights to its last moment, to take down what it made. */
  readonly ready: readonly pulumi.Resource[];
}

/** A controller of a stranger's chart: its namespace, its role, its release, which is waited for. */
export function createController(
  scope: Scope,
  part: string,
  plan: ControllerPlan,
  { provider, cluster, sources = {}, dependsOn }: ControllerDeps,
): ControllerResources {
  const { release, identity, deferred } = plan;
  const namespace =
    release.namespace === "kube-system"
      ? []
      : [
          new kubernetes.core.v1.Namespace(
            childName(scope, part),
            { metadata: { name: release.namespace } },
            childOptions(scope, { provider, dependsOn: [...dependsOn] }),
          ),
        ];
  const role = identity === undefined ? undefined : createPolicyRole(scope, part, identity, cluster);
  const made = createRelease(scope, part, release, {
    values: fill(release.values, deferred, {
      ...sources,
      ...(role === undefined ? {} : { [Deferred.RoleAnnotations]: { ...role.annotations } }),
    }),
    provider,
    dependsOn: [...dependsOn, ...namespace, ...(role?.ready ?? [])],
  });
  return { release: made, ready: [...namespace, ...(role?.ready ?? []), made] };
}
