import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { CiliumPlan, NodeConfigPlan } from "../../core/cilium/types.ts";
import { Deferred } from "../../core/contracts/deferred.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";
import { seal } from "../internal/secrets.ts";

export interface CiliumDeps {
  readonly provider: kubernetes.Provider;
  readonly apiServerHost: pulumi.Input<string>;
  readonly operatorRoleArn?: pulumi.Input<string>;
  readonly vpcId: pulumi.Input<string>;
  /** CRDs, rights of the operator, parked DaemonSets: all that the release finds at its first start. */
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
      values: seal(fillIn(plan, deps)),
      skipAwait: true,
      // Purging a CNI by itself is worse than a failed release.
      atomic: false,
      timeout: plan.timeoutSeconds,
    },
    childOptions(scope, { provider: deps.provider, dependsOn: [...deps.dependsOn] }),
  );
  return { release, nodeConfigs: plan.nodeConfigs.map((config) => createNodeConfig(scope, config, deps)) };
}

/** The planned values with those that only a deployment knows. */
function fillIn({ values, deferred }: CiliumPlan, deps: CiliumDeps): Values {
  const sources: Record<Deferred, pulumi.Input<string>> = {
    [Deferred.ApiServerHost]: deps.apiServerHost,
    [Deferred.OperatorRoleArn]: deps.operatorRoleArn ?? "",
    [Deferred.VpcId]: deps.vpcId,
  };
  // Each Output stands where it belongs, so that a preview shows every other value.
  return deferred.reduce<Values>((filled, { path, from }) => place(filled, path.split("."), sources[from]), values);
}

type Values = Readonly<Record<string, unknown>>;

function place(values: Values, [key = "", ...rest]: readonly string[], input: pulumi.Input<string>): Values {
  const inner = (values[key] ?? {}) as Values;
  return { ...values, [key]: rest.length === 0 ? input : place(inner, rest, input) };
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
