import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, HelmReleaseModel, JsonObject } from "../../../../../core/model/index.ts";
import type { HybridSettings, NodeGroupSettings } from "../../../../../core/settings/index.ts";
import { addon, controlPlane, hybridCilium, network, nodeGroup, settings, unknown } from "../../../../support/model.ts";

const HYBRID: HybridSettings = {
  strategy: "hybridGateway",
  ciliumVersion: "1.18.8-1",
  gateway: { nodeGroup: "edge", version: "1.0.0" },
  nodeCidrs: ["192.168.0.0/24"],
  podCidrs: ["192.168.64.0/20"],
  identity: { type: "ssm", expires: "2027-01-31T00:00:00Z" },
  pools: { rack: { maxNodes: 8, os: "ubuntu-24.04" } },
  routes: { transitGatewayId: "tgw-1", routeTableIds: ["rtb-1"] },
};
const without = (key: keyof HybridSettings): HybridSettings =>
  Object.fromEntries(Object.entries(HYBRID).filter(([name]) => name !== key)) as unknown as HybridSettings;
const asked = (hybrid: HybridSettings = HYBRID, group: Partial<NodeGroupSettings> = {}): ClusterModel => ({
  hybrid: { settings: hybrid },
  settings: settings({
    nodeGroups: { edge: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 2 }, ...group } },
  }),
  nodeGroups: [nodeGroup({ name: "edge" })],
});
const VALUES: JsonObject = {
  replicas: 2,
  autoMode: { enabled: false },
  vpcCIDR: "10.0.0.0/16",
  podCIDRs: "192.168.64.0/20",
};
const release = (values: JsonObject = {}): HelmReleaseModel => ({
  name: "gateway",
  chart: "oci://public.ecr.aws/eks/eks-hybrid-nodes-gateway",
  version: "1.0.0",
  namespace: "gateway",
  values: { ...VALUES, ...values },
});
const TUNNEL: JsonObject = { vtep: { enabled: true }, l7Proxy: false };
const running = (values: JsonObject = {}, cilium: JsonObject = TUNNEL, more: ClusterModel = {}): ClusterModel => ({
  controlPlane: controlPlane(),
  network: network(),
  releases: [hybridCilium(cilium), release(values)],
  ...more,
});
const AT = "releases.gateway.values";

export default cases({
  "hybrid-gateway-asked": {
    fails: [
      ["no gateway", asked(without("gateway")), { path: "hybrid.gateway" }],
      ["no route tables", asked(without("routes")), { path: "hybrid.routes" }],
      ["no pods", asked({ ...HYBRID, podCidrs: [] }), { path: "hybrid.podCidrs" }],
      [
        "a group that there is not",
        asked({ ...HYBRID, gateway: { nodeGroup: "no", version: "1" } }),
        { path: "hybrid.gateway.nodeGroup" },
      ],
      ["a gateway with another strategy", asked({ ...HYBRID, strategy: "mixed" }), { path: "hybrid.gateway" }],
    ],
    passes: [
      ["all of it", asked()],
      ["a cluster of somebody else", { hybrid: { settings: HYBRID } }],
      ["mixed", asked({ ...without("gateway"), strategy: "mixed" })],
    ],
    unknown: [["an unknown strategy", asked({ ...HYBRID, strategy: unknown })]],
  },
  "hybrid-gateway-nodes": {
    fails: [["one node", asked(HYBRID, { scaling: { min: 1, max: 3 } }), { path: "hybrid.gateway.nodeGroup" }]],
    passes: [
      ["two nodes", asked()],
      ["no gateway", asked(without("gateway"))],
      ["a cluster of somebody else", { hybrid: { settings: HYBRID } }],
      ["a group that another rule misses", asked({ ...HYBRID, gateway: { nodeGroup: "no", version: "1" } })],
    ],
    unknown: [["an unknown size", asked(HYBRID, { scaling: { min: unknown, max: 2 } })]],
  },
  "hybrid-gateway-zones": {
    fails: [
      ["one zone", asked(HYBRID, { zones: ["eu-central-1a"] }), { path: "hybrid.gateway.nodeGroup" }],
      [
        "a network with one zone",
        { ...asked(), nodeGroups: [nodeGroup({ name: "edge", subnets: ["private-a"] })] },
        { path: "hybrid.gateway.nodeGroup" },
      ],
    ],
    passes: [
      ["two nodes in two zones", asked()],
      ["no gateway", asked(without("gateway"))],
      ["a group that another rule misses", asked({ ...HYBRID, gateway: { nodeGroup: "no", version: "1" } })],
    ],
    unknown: [["unknown zones", asked(HYBRID, { zones: unknown })]],
  },
  "hybrid-gateway-identity": {
    fails: [["no agent", { ...asked(), addons: [addon()] }, { path: "cluster.addons.podIdentityAgent" }]],
    passes: [
      ["the agent", { ...asked(), addons: [addon({ name: "eks-pod-identity-agent" })] }],
      ["another strategy", { ...asked({ ...HYBRID, strategy: "mixed" }), addons: [] }],
    ],
    unknown: [["an unknown name", { ...asked(), addons: [addon({ name: unknown })] }]],
  },
  "hybrid-gateway-values": {
    fails: [
      ["no block of the VPC", running({ vpcCIDR: "" }), { path: `${AT}.vpcCIDR` }],
      ["no pods", running({ podCIDRs: "" }), { path: `${AT}.podCIDRs` }],
      ["Auto Mode where there is none", running({ autoMode: { enabled: true } }), { path: `${AT}.autoMode.enabled` }],
      ["the chart's default, which is Auto Mode", running({ autoMode: {} }), { path: `${AT}.autoMode.enabled` }],
      ["one replica", running({ replicas: 1 }), { path: `${AT}.replicas` }],
    ],
    passes: [
      ["all of it", running()],
      [
        "Auto Mode",
        running({ autoMode: { enabled: true } }, TUNNEL, { controlPlane: controlPlane({ autoMode: true }) }),
      ],
      ["no gateway", { controlPlane: controlPlane(), releases: [hybridCilium()] }],
    ],
    unknown: [["an unknown block", running({ vpcCIDR: unknown })]],
  },
  "hybrid-gateway-vpc-blocks": {
    fails: [
      [
        "a VPC of two blocks",
        running({}, TUNNEL, { network: network({ vpcCidrs: ["10.0.0.0/16", "10.9.0.0/16"] }) }),
        { path: `${AT}.vpcCIDR` },
      ],
    ],
    passes: [
      ["a VPC of one block", running()],
      ["no block at all, which another rule says", running({ vpcCIDR: "" })],
    ],
    unknown: [["an unknown block", running({ vpcCIDR: unknown })]],
  },
  "hybrid-gateway-cilium": {
    fails: [
      ["Cilium without a tunnel end point", running({}, { l7Proxy: false }), { path: `${AT}.vpcCIDR` }],
      ["the L7 proxy, which is on by default", running({}, { vtep: { enabled: true } }), { path: `${AT}.vpcCIDR` }],
      ["the Gateway API", running({}, { ...TUNNEL, gatewayAPI: { enabled: true } }), { path: `${AT}.vpcCIDR` }],
      ["Ingress", running({}, { ...TUNNEL, ingressController: { enabled: true } }), { path: `${AT}.vpcCIDR` }],
    ],
    passes: [
      ["both switches", running()],
      ["Cilium from elsewhere", { releases: [release()] }],
      ["no gateway", { releases: [hybridCilium()] }],
    ],
    unknown: [["an unknown switch", running({}, { vtep: { enabled: unknown }, l7Proxy: false })]],
  },
});
