import { ciliumTuple } from "../facts/versions.ts";
import type { CiliumModel, ClusterModel, GatewayApiModel, JsonObject } from "../model/index.ts";
import { mergeValues, nest } from "../helm/merge.ts";
import { MAX_ALLOCATE_OPTION } from "./node-configs.ts";
import type { CiliumPlan } from "./types.ts";

/** What rules see of the planned release and of what goes with it. */
export function ciliumModel(plan: CiliumPlan): Pick<ClusterModel, "cilium" | "gatewayApi" | "objects"> {
  return {
    cilium: release(plan),
    ...(plan.podIpPools.length === 0 ? {} : { objects: plan.podIpPools }),
    ...(plan.gatewayApi === undefined ? {} : { gatewayApi: { ...plan.gatewayApi, ...installedBundle(plan) } }),
  };
}

/** The bundle that goes with what runs now: the version before was installed as one decision too. */
function installedBundle({ installedVersion, gatewayApi }: CiliumPlan): Partial<GatewayApiModel> {
  const bundle = installedVersion === undefined ? undefined : ciliumTuple(installedVersion)?.gatewayApi;
  if (bundle === undefined || gatewayApi === undefined) return {};
  return { installedBundle: bundle, installedChannel: gatewayApi.channel };
}

const release = (plan: CiliumPlan): CiliumModel => ({
  version: plan.version,
  ...(plan.installedVersion === undefined ? {} : { installedVersion: plan.installedVersion }),
  releaseName: plan.releaseName,
  namespace: plan.namespace,
  ...(plan.chart.repository === undefined ? {} : { repository: plan.chart.repository }),
  values: withDeferred(plan),
  groupMaxAllocate: groupBounds(plan),
  userValues: plan.userValues,
  skipAwait: true,
  atomic: false,
  delivery: "release",
});

const groupBounds = ({ nodeConfigs }: CiliumPlan): Record<string, number> =>
  Object.fromEntries(
    nodeConfigs.flatMap(({ group, defaults }) => {
      const bound = defaults[MAX_ALLOCATE_OPTION];
      return bound === undefined ? [] : [[group, Number(bound)] as const];
    }),
  );

/** A value that the component fills in is right by construction; its name stands for it, so that rules need not stay undecided. */
function withDeferred({ values, deferred }: CiliumPlan): JsonObject {
  return mergeValues(values, nest(Object.fromEntries(deferred.map(({ path, from }) => [path, `[${from}]`]))));
}
