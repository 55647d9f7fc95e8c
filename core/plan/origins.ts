import { addonOrigins } from "../addons/origins.ts";
import { networkOrigins } from "../network/model.ts";
import type { AreaPart, Origins } from "../contracts/area-part.ts";

/** Chart values that no setting has written in this stack: what is missing is told where it would be set. */
const VALUES: Origins = {
  bandwidthManager: "cilium.bandwidthManager",
  "bpf.datapathMode": "cilium.datapathMode",
  "bpf.hostLegacyRouting": "cilium.hostRouting",
  "bpf.masquerade": "cilium.masquerade",
  cluster: "cluster.name",
  clustermesh: "mesh",
  encryption: "cilium.encryption",
  eni: "cilium.eni",
  gatewayAPI: "gateway",
  hubble: "observability",
  ipam: "cilium.ipam",
  loadBalancer: "cilium.loadBalancer",
  maglev: "cilium.loadBalancer.maglevTableSize",
  prometheus: "observability.metrics",
};

/** Kinds of objects, where an area does not say it more exactly. */
const OBJECTS: Origins = {
  GatewayClass: "gateway.class",
  CiliumGatewayClassConfig: "gateway.exposure",
  Certificate: "gateway.tls",
  ClusterIssuer: "gateway.tls",
  Issuer: "gateway.tls",
  HTTPRoute: "gateway.routes.http",
  GRPCRoute: "gateway.routes.grpc",
  TLSRoute: "gateway.routes.tls",
  TCPRoute: "gateway.routes.tcp",
  UDPRoute: "gateway.routes.udp",
  PrometheusRule: "observability.alerts",
  ConfigMap: "observability.dashboards",
  CiliumPodIPPool: "cilium.ipam",
  CiliumBGPClusterConfig: "hybrid.bgp",
  CiliumBGPPeerConfig: "hybrid.bgp.peers",
  CiliumBGPAdvertisement: "hybrid.bgp.advertise",
  CiliumBGPNodeConfigOverride: "hybrid.bgp.nodes",
  CiliumLoadBalancerIPPool: "hybrid.loadBalancerPools",
  CiliumL2AnnouncementPolicy: "hybrid.loadBalancerPools",
};

const below = (prefix: string, table: Origins): Origins =>
  Object.fromEntries(Object.entries(table).map(([from, setting]) => [`${prefix}.${from}.*`, setting]));

const FIXED: Origins = {
  controlPlane: "cluster",
  ...addonOrigins,
  ...networkOrigins,
  ...below("cilium.values", VALUES),
  ...below("objects", OBJECTS),
};

/** Where the stack file speaks of each part of the model: what is fixed, what the areas say, and where each value was set. */
export const originsOf = (parts: readonly AreaPart[], values: Origins = {}): Origins =>
  Object.assign({ ...FIXED }, ...parts.map(({ origins }) => origins), values) as Origins;

/** Replaces the longest prefix of the path that the table knows, or, where that ends with `.*`, the path as a whole. */
export function settingOf(path: string, origins: Origins): string {
  const parts = path.split(".");
  for (let length = parts.length; length > 0; length--) {
    const prefix = parts.slice(0, length).join(".");
    const target = origins[prefix];
    if (target !== undefined) return [target, ...parts.slice(length)].join(".");
    const whole = origins[`${prefix}.*`];
    if (whole !== undefined) return whole;
  }
  return path;
}
