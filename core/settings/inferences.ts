import {
  DevicePlugin,
  InferenceOptionKind,
  type InferenceRouteSettings,
  type InferenceSettings,
  type Settings,
} from "./index.ts";
import { DEFAULT_GATEWAY_NAME } from "./defaults.ts";
import type { GatewayPlace } from "./inference.ts";

/** A model of a stack, with who brings the device plugin for it. */
export interface StackRoute {
  readonly name: string;
  readonly settings: InferenceRouteSettings;
  readonly devicePlugin: DevicePlugin;
  readonly pluginNodes: readonly InferenceRouteSettings["nodes"][];
}

/** Models of a stack by name. The first brings the device plugin for the nodes of all; the others take it as present. */
export function inferenceRoutesOf({ models, devicePlugin = DevicePlugin.Install }: InferenceSettings): StackRoute[] {
  const named = Object.entries(models).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const pluginNodes = named.map(([, { nodes }]) => nodes);
  return named.map(([name, settings], at) => ({
    name,
    settings,
    devicePlugin: at === 0 ? devicePlugin : DevicePlugin.Present,
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
