import { CrdBundleName, type FeaturePart, type FeaturePort, type GatewayFacts } from "../contracts/features.ts";
import { GatewayApiChannel } from "../facts/gateway-api.ts";
import { from } from "../helm/merge.ts";
import {
  CertManagerMode,
  ExposureType,
  type GatewaySettings,
  LoadBalancerController,
  type Settings,
} from "../settings/index.ts";
import { CERT_MANAGER_WEBHOOK_PORT, LBC_WEBHOOK_PORT } from "./defaults.ts";

/** Retry and external authentication need the experimental channel; everything else is in the standard one. */
const DEFAULT_CHANNEL = GatewayApiChannel.Standard;
const DEFAULT_CREATE_CLASS = true;
/** Envoy's capabilities in the charts 1.19.6 and 1.20.0, and the one that ports below 1024 take. */
const ENVOY_CAPABILITIES = ["NET_ADMIN", "SYS_ADMIN", "NET_BIND_SERVICE"];

/** What the Cilium release needs for Gateways, or undefined where there are none. */
export function gatewayFeature({ gateway }: Pick<Settings, "gateway">): FeaturePart<GatewayFacts> | undefined {
  if (gateway?.enabled !== true) return undefined;
  const channel = gateway.channel ?? DEFAULT_CHANNEL;
  const hostNetwork = gateway.exposure?.type === ExposureType.HostNetwork;
  const certManager = gateway.tls?.certManager === CertManagerMode.Install;
  const own = from("gateway", {
    "gatewayAPI.enabled": true,
    // Text, never a boolean (the chart of 1.19 refuses one), and never `auto`, which depends on who renders.
    "gatewayAPI.gatewayClass.create": String(gateway.createClass ?? DEFAULT_CREATE_CLASS),
    "gatewayAPI.enableProxyProtocol": gateway.exposure?.proxyProtocol === true ? true : undefined,
    // gRPC clients ask for HTTP/2 in the TLS handshake (Cilium docs: gateway-api/grpc).
    "gatewayAPI.enableAlpn": servesGrpc(gateway) ? true : undefined,
    "gatewayAPI.hostNetwork.enabled": hostNetwork ? true : undefined,
    "envoy.securityContext.capabilities.keepCapNetBindService": hostNetwork ? true : undefined,
    "envoy.securityContext.capabilities.envoy": hostNetwork ? ENVOY_CAPABILITIES : undefined,
  });
  return {
    ...own,
    crds: [CrdBundleName.GatewayApi, ...(certManager ? [CrdBundleName.CertManager] : [])],
    ports: webhookPorts(gateway),
    facts: {
      channel,
      exposure: hostNetwork ? "host-network" : "nlb",
      proxyProtocol: gateway.exposure?.proxyProtocol === true,
      certManager,
    },
  };
}

const servesGrpc = ({ routes, others = {} }: GatewaySettings): boolean =>
  [routes, ...Object.values(others).map((other) => other.routes)].some(
    (asked) => Object.keys(asked?.grpc ?? {}).length > 0,
  );

/**
 * The control plane calls the controllers' webhooks on their pods. Opened although no listener is described: from the package
 * Gateways are components, and this is all that the cluster hears of them.
 */
const webhookPorts = ({ exposure, loadBalancerController, tls }: GatewaySettings): FeaturePort[] => [
  ...(exposure?.type !== ExposureType.HostNetwork &&
  (loadBalancerController ?? LoadBalancerController.Install) === LoadBalancerController.Install
    ? [port("Webhook of the load balancer controller", LBC_WEBHOOK_PORT)]
    : []),
  ...(tls?.certManager === CertManagerMode.Install ? [port("Webhook of cert-manager", CERT_MANAGER_WEBHOOK_PORT)] : []),
];

const port = (description: string, number: number): FeaturePort => ({
  description,
  protocol: "tcp",
  from: number,
  to: number,
  source: "nodes",
});
