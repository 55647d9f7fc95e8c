import type { CiliumModel, ClusterModel, Json, JsonObject } from "../model.ts";
import { UNKNOWN } from "../rules/unknown.ts";
import { mergeValues, nest } from "./merge.ts";
import type { CiliumPlan } from "./types.ts";

/** What rules see of the planned release. Values that only a deployment knows are unknown, not missing. */
export function ciliumModel(plan: CiliumPlan): Pick<ClusterModel, "cilium" | "gatewayApi"> {
  return {
    cilium: release(plan),
    ...(plan.gatewayApi === undefined ? {} : { gatewayApi: plan.gatewayApi }),
  };
}

const release = (plan: CiliumPlan): CiliumModel => ({
  version: plan.version,
  releaseName: plan.releaseName,
  namespace: plan.namespace,
  ...(plan.chart.repository === undefined ? {} : { repository: plan.chart.repository }),
  values: withDeferred(plan),
  userValues: plan.userValues,
  skipAwait: true,
  atomic: false,
  delivery: "release",
});

function withDeferred({ values, deferred }: CiliumPlan): JsonObject {
  const unknown = Object.fromEntries(deferred.map(({ path }) => [path, UNKNOWN as unknown as Json]));
  return mergeValues(values, nest(unknown));
}
