import { type AreaPart, type Origins, withParts } from "../contracts/area-part.ts";
import { type ControllerPlan, controllerContext, roleModel } from "../controllers/controller.ts";
import type { Finding } from "../findings/finding.ts";
import {
  WITHOUT_GATEWAY_API,
  WITHOUT_LISTENERS,
  clusterNeeds as gatewayNeeds,
  controllerNeeds,
} from "../gateway/cluster-needs.ts";
import { gatewayContext } from "../gateway/context.ts";
import { planCertManager, planExternalDns, planLoadBalancerController } from "../gateway/controllers.ts";
import { gatewayOrigins } from "../gateway/origins.ts";
import { partOf as gatewayPartOf } from "../gateway/part.ts";
import { planGateway } from "../gateway/plan.ts";
import type { GatewayPlan } from "../gateway/types.ts";
import { partOf as hybridPartOf } from "../hybrid/part.ts";
import { type HybridContext, planHybrid } from "../hybrid/plan.ts";
import { type PremisesInput, type PremisesPlan, planPremises, premisesModel } from "../hybrid/premises.ts";
import type { HybridPlan } from "../hybrid/types.ts";
import { partOf as inferencePartOf } from "../inference/part.ts";
import { planInference } from "../inference/plan.ts";
import type { InferencePlan } from "../inference/types.ts";
import { partOf as karpenterPartOf } from "../karpenter/part.ts";
import { planKarpenter } from "../karpenter/plan.ts";
import type { KarpenterPlan } from "../karpenter/types.ts";
import { WITHOUT_CILIUM, clusterNeeds as observabilityNeeds } from "../observability/cluster-needs.ts";
import { observabilityContext } from "../observability/context.ts";
import { partOf as observabilityPartOf } from "../observability/part.ts";
import { planObservability } from "../observability/plan.ts";
import type { ObservabilityPlan } from "../observability/types.ts";
import hybridRules from "../rules/hybrid/index.ts";
import { runRules } from "../rules/run.ts";
import { inferenceRoutesOf } from "../settings/inferences.ts";
import {
  Provision,
  type ExternalDnsSettings,
  type GatewayPartSettings,
  type GatewayPlace,
  type HybridSettings,
  type InferenceRouteSettings,
  type InferenceSettings,
  type KarpenterSettings,
  type ObservabilitySettings,
} from "../settings/index.ts";
import { type KnownCluster, evaluatePart } from "./evaluate-part.ts";
import { inferenceContext, inferenceModel } from "./inference.ts";
import { karpenterContext } from "./karpenter.ts";

/** What a component would build, and what forbids it. */
export interface Proposal<P> {
  /** Undefined where nothing can be planned; a finding says why. */
  readonly plan: P | undefined;
  readonly findings: readonly Finding[];
  /** What `plan` would show of it. */
  readonly part?: AreaPart;
  readonly origins?: Origins;
  /** Stack key whose settings are the component's own arguments. */
  readonly root?: string;
}

/** A Gateway on a cluster. */
export function proposeGateway(settings: GatewayPartSettings, cluster: KnownCluster): Proposal<GatewayPlan> {
  const context = gatewayContext(cluster.facts);
  if (context === undefined) return { plan: undefined, findings: [WITHOUT_GATEWAY_API], root: "gateway" };
  const plan = planGateway(settings, context);
  if (plan === undefined) return { plan, findings: [WITHOUT_LISTENERS], root: "gateway" };
  const part = gatewayPartOf(plan, settings);
  return {
    plan,
    part,
    findings: [...gatewayNeeds(settings, cluster.facts), ...evaluatePart(cluster, part, ["gateway"]).findings],
    origins: gatewayOrigins({ name: plan.name, path: "gateway", settings }),
    root: "gateway",
  };
}

/** A controller by itself: what it needs of the cluster, and its rights. */
const proposeController = (
  plan: ControllerPlan,
  cluster: KnownCluster,
  needs: readonly Finding[] = [],
): Proposal<ControllerPlan> => {
  const part = { identity: roleModel(plan) };
  return { plan, part, findings: [...needs, ...evaluatePart(cluster, part, ["identity"]).findings] };
};

export const proposeCertManager = (hostedZoneIds: readonly string[], cluster: KnownCluster): Proposal<ControllerPlan> =>
  proposeController(
    planCertManager(hostedZoneIds, controllerContext(cluster.facts)),
    cluster,
    controllerNeeds(cluster.facts, "cert-manager"),
  );

export const proposeExternalDns = (settings: ExternalDnsSettings, cluster: KnownCluster): Proposal<ControllerPlan> =>
  proposeController(
    planExternalDns(settings, controllerContext(cluster.facts)),
    cluster,
    controllerNeeds(cluster.facts, "external-dns"),
  );

export const proposeLoadBalancerController = (cluster: KnownCluster): Proposal<ControllerPlan> =>
  proposeController(planLoadBalancerController(controllerContext(cluster.facts)), cluster);

/** What looks at a cluster. */
export function proposeObservability(
  settings: ObservabilitySettings,
  cluster: KnownCluster,
): Proposal<ObservabilityPlan> {
  const context = observabilityContext(cluster.facts);
  const needs = observabilityNeeds(settings, cluster.facts);
  if (context === undefined) return { plan: undefined, findings: [WITHOUT_CILIUM, ...needs], root: "observability" };
  const plan = planObservability(settings, context);
  const part = observabilityPartOf(plan, settings);
  return {
    plan,
    part,
    findings: [...needs, ...evaluatePart(cluster, part, ["observability"]).findings],
    root: "observability",
  };
}

/** Nodes by Karpenter. */
export function proposeKarpenter(settings: KarpenterSettings, cluster: KnownCluster): Proposal<KarpenterPlan> {
  const plan = planKarpenter(settings, karpenterContext(cluster.facts));
  const part = karpenterPartOf(plan, settings);
  return {
    plan,
    part,
    findings: evaluatePart(cluster, part, ["karpenter"]).findings,
    root: "karpenter",
    ...(part.origins === undefined ? {} : { origins: part.origins }),
  };
}

/** What a model needs beside its own settings. */
export interface ModelOnCluster {
  readonly name: string;
  readonly gateway: GatewayPlace;
  readonly devicePlugin?: Provision;
  readonly agentgateway?: Provision;
  /** Nodes of other models that this one's device plugin serves too. */
  readonly pluginNodes?: readonly InferenceRouteSettings["nodes"][];
}

/** A model on a cluster. */
export function proposeInference(
  settings: InferenceRouteSettings,
  { name, gateway, devicePlugin = Provision.Install, agentgateway = Provision.Install, pluginNodes }: ModelOnCluster,
  cluster: KnownCluster,
): Proposal<InferencePlan> {
  const whole: InferenceSettings = { devicePlugin, agentgateway, models: { [name]: settings } };
  const root = `inference.models.${name}`;
  const context = inferenceContext(cluster.facts, gateway);
  if (context === undefined) return { plan: undefined, findings: [WITHOUT_GATEWAY_API], root };
  const [route] = inferenceRoutesOf(whole);
  const plan =
    route === undefined
      ? undefined
      : planInference({ ...route, pluginNodes: pluginNodes ?? route.pluginNodes }, context);
  const part = inferencePartOf(plan === undefined ? [] : [plan], inferenceModel(whole, cluster.facts, gateway));
  return {
    plan,
    part,
    findings: evaluatePart(cluster, part, ["inference"]).findings,
    root,
    ...(part.origins === undefined ? {} : { origins: part.origins }),
  };
}

/** Nodes on premises that join a cluster, which need not be one of ours. */
export function proposeHybrid(settings: HybridSettings, context: HybridContext): Proposal<HybridPlan> {
  const plan = planHybrid(settings, context);
  const part = hybridPartOf(plan, settings);
  return { plan, part, findings: runRules(hybridRules, withParts({}, [part])).findings, root: "hybrid" };
}

/** Cilium on premises: BGP and pools; what joins the clusters is the mesh's to check. */
export function proposePremises(input: PremisesInput): Proposal<PremisesPlan> {
  const plan = planPremises(input);
  return { plan, findings: runRules(hybridRules, premisesModel(plan)).findings };
}
