import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { SourceDestCheckPlan } from "../../core/controllers/source-dest-check.ts";
import { type Scope, childName, childOptions } from "./scope.ts";
import { type IdentityCluster, createPolicyRole } from "./workload-role.ts";

export interface SourceDestCheckDeps {
  readonly controlPlane: IdentityCluster & { readonly provider: kubernetes.Provider };
  /** The Cilium release; the watcher stands beside it before the first node. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** The watcher, before the first node: its pod waits there, so nothing waits for it. */
export function createSourceDestCheckWatcher(
  scope: Scope,
  plan: SourceDestCheckPlan,
  { controlPlane, dependsOn }: SourceDestCheckDeps,
): pulumi.Resource[] {
  const { namespace, name } = plan.serviceAccount;
  const role = createPolicyRole(scope, name, plan, controlPlane);
  const account = new kubernetes.core.v1.ServiceAccount(
    childName(scope, name),
    { metadata: { name, namespace, annotations: { ...role.annotations } } },
    childOptions(scope, { provider: controlPlane.provider, dependsOn: [...controlPlane.ready, ...role.ready] }),
  );
  const deployment = new kubernetes.apps.v1.Deployment(
    childName(scope, name),
    {
      metadata: { name, namespace, annotations: { "pulumi.com/skipAwait": "true" } },
      spec: plan.deployment as unknown as kubernetes.types.input.apps.v1.DeploymentSpec,
    },
    childOptions(scope, { provider: controlPlane.provider, dependsOn: [...dependsOn, account, ...role.ready] }),
  );
  return [deployment];
}
