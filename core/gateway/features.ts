import { CrdBundleName, type FeaturePart } from "../features.ts";
import { GatewayApiChannel } from "../facts/gateway-api.ts";
import { from } from "../cilium/merge.ts";
import type { Settings } from "../settings/index.ts";

/** Retry and external authentication need the experimental channel; everything else is in the standard one. */
const DEFAULT_CHANNEL = GatewayApiChannel.Standard;
const DEFAULT_CREATE_CLASS = true;

/** What the Cilium release needs for Gateways, or undefined where there are none. */
export function gatewayFeature({ gateway }: Pick<Settings, "gateway">): FeaturePart | undefined {
  if (gateway?.enabled !== true) return undefined;
  const channel = gateway.channel ?? DEFAULT_CHANNEL;
  return {
    ...from("gateway", {
      "gatewayAPI.enabled": true,
      // Text, never a boolean (the chart of 1.19 refuses one), and never `auto`, which depends on who renders.
      "gatewayAPI.gatewayClass.create": String(gateway.createClass ?? DEFAULT_CREATE_CLASS),
    }),
    crds: [CrdBundleName.GatewayApi],
    ports: [],
    facts: { channel },
  };
}
