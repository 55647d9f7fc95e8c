import {
  type InferenceLoadBalancer,
  InferenceOptionKind,
  Provision,
  type InferenceRouteSettings,
  type InferenceSettings,
  type Settings,
} from "./index.ts";
import { DEFAULT_GATEWAY_NAME } from "./defaults.ts";
import type { GatewayPlace } from "./inference.ts";

/** A model of a stack, with who brings what all models share. */
export interface StackRoute {
  readonly name: string;
  readonly settings: InferenceRouteSettings;
  readonly devicePlugin: Provision;
  readonly agentgateway: Provision;
  readonly pluginNodes: readonly InferenceRouteSettings["nodes"][];
}

/** Models of a stack by name. The first brings what all share; the others take it as present. */
export function inferenceRoutesOf({
  models,
  devicePlugin = Provision.Install,
  agentgateway = Provision.Install,
}: InferenceSettings): StackRoute[] {
  const named = Object.entries(models).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const pluginNodes = named.map(([, { nodes }]) => nodes);
  const ofAgentgateway = named.find(([, model]) => optionOf(model) === InferenceOptionKind.Agentgateway);
  return named.map(([name, settings], at) => ({
    name,
    settings,
    devicePlugin: at === 0 ? devicePlugin : Provision.Present,
    agentgateway: name === ofAgentgateway?.[0] ? agentgateway : Provision.Present,
    pluginNodes,
  }));
}

export const optionOf = ({ option }: Pick<InferenceRouteSettings, "option">): InferenceOptionKind =>
  option?.kind ?? InferenceOptionKind.LlmD;

/** The stack's first Gateway. */
export const firstGateway = ({ gateway }: Pick<Settings, "gateway">): GatewayPlace => {
  const name = gateway?.name ?? DEFAULT_GATEWAY_NAME;
  return { name, namespace: gateway?.namespace ?? `gateway-${name}` };
};

/** The load balancer of a model's own gateway; undefined where it stands behind a Cilium Gateway. */
export const ownLoadBalancer = ({
  option,
}: Pick<InferenceRouteSettings, "option">): InferenceLoadBalancer | undefined =>
  option?.kind === InferenceOptionKind.Agentgateway ? option.loadBalancer : undefined;
