import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { CiliumPlan, NodeConfigPlan } from "../../core/cilium/types.ts";
import { Deferred } from "../../core/contracts/deferred.ts";
import { fill } from "../internal/deferred.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";
import { seal } from "../../secrets/seal.ts";

export interface CiliumDeps {
  readonly provider: kubernetes.Provider;
  readonly apiServerHost: pulumi.Input<string>;
  readonly operatorRoleArn?: pulumi.Input<string>;
  readonly vpcId: pulumi.Input<string>;
  /** CRDs, rights of the operator, disabled DaemonSets: all that the release finds at its first start. */
  readonly dependsOn: readonly pulumi.Resource[];
}

export interface CiliumResources {
  readonly release: kubernetes.helm.v3.Release;
  readonly nodeConfigs: readonly pulumi.Resource[];
}

/** The release, which waits for no pod because there are no nodes yet, and the agent options of single node groups. */
export function createCilium(scope: Scope, plan: CiliumPlan, deps: CiliumDeps): CiliumResources {
  const release = new kubernetes.helm.v3.Release(
    childName(scope, "cilium"),
    {
      name: plan.releaseName,
      namespace: plan.namespace,
      chart: seal(plan.chart.chart),
      version: plan.version,
      ...(plan.chart.repository === undefined ? {} : { repositoryOpts: seal({ repo: plan.chart.repository }) }),
      values: seal(
        fill(plan.values, plan.deferred, {
          [Deferred.ApiServerHost]: deps.apiServerHost,
          [Deferred.OperatorRoleArn]: deps.operatorRoleArn ?? "",
          [Deferred.VpcId]: deps.vpcId,
        }),
      ),
      skipAwait: true,
      // Purging a CNI by itself is worse than a failed release.
      atomic: false,
      timeout: plan.timeoutSeconds,
    },
    childOptions(scope, { provider: deps.provider, dependsOn: [...deps.dependsOn] }),
  );
  return { release, nodeConfigs: plan.nodeConfigs.map((config) => createNodeConfig(scope, config, deps)) };
}

/** After the CRD and before the nodes: an agent reads its options once, and the ENIs it then makes are never changed. */
const createNodeConfig = (
  scope: Scope,
  plan: NodeConfigPlan,
  deps: CiliumDeps,
): kubernetes.apiextensions.CustomResource =>
  new kubernetes.apiextensions.CustomResource(
    childName(scope, "node-config", plan.group),
    {
      apiVersion: "cilium.io/v2",
      kind: "CiliumNodeConfig",
      metadata: { name: plan.group, namespace: "kube-system" },
      spec: { nodeSelector: { matchLabels: { ...plan.nodeSelector } }, defaults: { ...plan.defaults } },
    },
    childOptions(scope, { provider: deps.provider, dependsOn: [...deps.dependsOn] }),
  );
