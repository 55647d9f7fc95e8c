import type { AreaPart } from "../contracts/area-part.ts";
import type { ClusterFacts } from "../contracts/facts.ts";
import { partOf } from "../inference/part.ts";
import { gpusAt } from "../inference/places.ts";
import { type InferenceContext, planInference } from "../inference/plan.ts";
import type { InferenceModel } from "../model/index.ts";
import { firstGateway, inferenceRoutesOf } from "../settings/inferences.ts";
import type { GatewayPlace, InferenceSettings, Settings } from "../settings/index.ts";

/** The cluster that models run on; undefined where its Cilium serves no Gateways. */
export function inferenceContext(facts: ClusterFacts, gateway: GatewayPlace): InferenceContext | undefined {
  const { ciliumVersion, gatewayApi } = facts;
  if (ciliumVersion === undefined || gatewayApi === undefined) return undefined;
  return {
    clusterName: facts.clusterName,
    region: facts.region,
    registry: facts.registry,
    gateway,
    tuple: { bundle: gatewayApi.bundle, channel: gatewayApi.channel, ciliumVersion },
    machines: facts.machines,
    nodeGroups: facts.nodeGroups,
    monitorLabels: monitorLabels(facts),
  };
}

const monitorLabels = ({ features: { observability } }: ClusterFacts): Readonly<Record<string, string>> | undefined =>
  observability?.monitors === true ? (observability.monitorLabels ?? {}) : undefined;

/** What rules see of the models that are asked for. */
export const inferenceModel = (
  settings: InferenceSettings,
  facts: ClusterFacts,
  gateway: GatewayPlace,
): InferenceModel => ({
  settings,
  gpus: Object.fromEntries(
    Object.entries(settings.models).flatMap(([name, { nodes }]) => {
      const gpus = gpusAt(nodes, facts.machines);
      return gpus === undefined ? [] : [[name, gpus]];
    }),
  ),
  gateways: Object.fromEntries(
    Object.entries(settings.models).map(([name, { route }]) => [name, route?.gateway ?? gateway]),
  ),
  ...(facts.features.hybrid === undefined ? {} : { strategy: facts.features.hybrid.strategy }),
});

/** What the models of a stack add to its plan. */
export function inferencePart(settings: Settings, facts: ClusterFacts): AreaPart | undefined {
  const { inference } = settings;
  if (inference === undefined) return undefined;
  const gateway = firstGateway(settings);
  const context = inferenceContext(facts, gateway);
  const plans = context === undefined ? [] : inferenceRoutesOf(inference).map((route) => planInference(route, context));
  return partOf(plans, inferenceModel(inference, facts, gateway));
}
