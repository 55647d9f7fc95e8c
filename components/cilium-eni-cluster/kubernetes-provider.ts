import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { renderKubeconfig } from "../../core/control-plane/kubeconfig.ts";
import type { ControlPlanePlan } from "../../core/control-plane/plan.ts";
import { asInput } from "../internal/ref.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";

/** The way into a cluster. */
export interface ClusterAccess {
  readonly name: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly certificateAuthority: pulumi.Output<string>;
}

/** The kubeconfig, as a secret, and a provider that uses it. It waits for the routes and access entries it needs. */
export function createProvider(
  scope: Scope,
  { region, deployer }: Pick<ControlPlanePlan, "region" | "deployer">,
  access: ClusterAccess,
  dependsOn: readonly pulumi.Resource[],
): { readonly kubeconfig: pulumi.Output<string>; readonly provider: kubernetes.Provider } {
  const roleArn = deployer.roleArn === undefined ? undefined : asInput(deployer.roleArn);
  const kubeconfig = pulumi.secret(
    pulumi
      .all([access.name, access.endpoint, access.certificateAuthority, roleArn])
      .apply(([clusterName, endpoint, certificateAuthority, role]) =>
        renderKubeconfig({
          clusterName,
          endpoint,
          certificateAuthority,
          region,
          profile: deployer.profile,
          roleArn: role,
        }),
      ),
  );
  const provider = new kubernetes.Provider(
    childName(scope, "kubernetes"),
    {
      kubeconfig,
      // Only another cluster makes other objects: a new profile or role in the kubeconfig replaces nothing.
      clusterIdentifier: access.endpoint,
      enableServerSideApply: true,
      // Definitions of custom resources outlive their stack, and operators make theirs: who comes later takes them over.
      upsertExistingObjects: true,
    },
    childOptions(scope, { dependsOn: [...dependsOn] }),
  );
  return { kubeconfig, provider };
}
