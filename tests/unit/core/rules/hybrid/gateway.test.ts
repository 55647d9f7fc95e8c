import { describe, expect, it } from "vitest";
import { gatewayPolicy, planGateway } from "../../../../../core/hybrid/gateway.ts";
import type { ClusterModel, HelmReleaseModel, JsonObject } from "../../../../../core/model/index.ts";
import * as rules from "../../../../../core/rules/hybrid/gateway.ts";
import type { HybridSettings, NodeGroupSettings } from "../../../../../core/settings/index.ts";
import { addon, controlPlane, hybridCilium, network, nodeGroup, settings, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

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

describeRules([
  {
    rule: rules.gatewayAsked,
    fails: [
      ["no gateway", asked(without("gateway")), "hybrid.gateway"],
      ["no route tables", asked(without("routes")), "hybrid.routes"],
      ["no pods", asked({ ...HYBRID, podCidrs: [] }), "hybrid.podCidrs"],
      [
        "a group that there is not",
        asked({ ...HYBRID, gateway: { nodeGroup: "no", version: "1" } }),
        "hybrid.gateway.nodeGroup",
      ],
      ["a gateway with another strategy", asked({ ...HYBRID, strategy: "mixed" }), "hybrid.gateway"],
    ],
    passes: [
      ["all of it", asked()],
      ["a cluster of somebody else", { hybrid: { settings: HYBRID } }],
      ["mixed", asked({ ...without("gateway"), strategy: "mixed" })],
    ],
    undecided: [["an unknown strategy", asked({ ...HYBRID, strategy: unknown })]],
  },
  {
    rule: rules.gatewayNodes,
    fails: [
      ["one node", asked(HYBRID, { scaling: { min: 1, max: 3 } }), "hybrid.gateway.nodeGroup"],
      ["one zone", asked(HYBRID, { zones: ["eu-central-1a"] }), "hybrid.gateway.nodeGroup", "warning"],
      [
        "a network with one zone",
        { ...asked(), nodeGroups: [nodeGroup({ name: "edge", subnets: ["private-a"] })] },
        "hybrid.gateway.nodeGroup",
        "warning",
      ],
    ],
    passes: [
      ["two nodes in two zones", asked()],
      ["no gateway", asked(without("gateway"))],
      ["a group that another rule misses", asked({ ...HYBRID, gateway: { nodeGroup: "no", version: "1" } })],
    ],
    undecided: [["an unknown size", asked(HYBRID, { scaling: { min: unknown, max: 2 } })]],
  },
  {
    rule: rules.gatewayIdentity,
    fails: [["no agent", { ...asked(), addons: [addon()] }, "cluster.addons.podIdentityAgent"]],
    passes: [
      ["the agent", { ...asked(), addons: [addon({ name: "eks-pod-identity-agent" })] }],
      ["another strategy", { ...asked({ ...HYBRID, strategy: "mixed" }), addons: [] }],
    ],
    undecided: [["an unknown name", { ...asked(), addons: [addon({ name: unknown })] }]],
  },
  {
    rule: rules.gatewayValues,
    fails: [
      ["no block of the VPC", running({ vpcCIDR: "" }), `${AT}.vpcCIDR`],
      ["no pods", running({ podCIDRs: "" }), `${AT}.podCIDRs`],
      ["Auto Mode where there is none", running({ autoMode: { enabled: true } }), `${AT}.autoMode.enabled`],
      ["the chart's default, which is Auto Mode", running({ autoMode: {} }), `${AT}.autoMode.enabled`],
      ["one replica", running({ replicas: 1 }), `${AT}.replicas`],
    ],
    passes: [
      ["all of it", running()],
      [
        "Auto Mode",
        running({ autoMode: { enabled: true } }, TUNNEL, { controlPlane: controlPlane({ autoMode: true }) }),
      ],
      ["no gateway", { controlPlane: controlPlane(), releases: [hybridCilium()] }],
    ],
    undecided: [["an unknown block", running({ vpcCIDR: unknown })]],
  },
  {
    rule: rules.gatewayBlocks,
    fails: [
      [
        "a VPC of two blocks",
        running({}, TUNNEL, { network: network({ vpcCidrs: ["10.0.0.0/16", "10.9.0.0/16"] }) }),
        `${AT}.vpcCIDR`,
      ],
    ],
    passes: [
      ["a VPC of one block", running()],
      ["no block at all, which another rule says", running({ vpcCIDR: "" })],
    ],
    undecided: [["an unknown block", running({ vpcCIDR: unknown })]],
  },
  {
    rule: rules.gatewayCilium,
    fails: [
      ["Cilium without a tunnel end point", running({}, { l7Proxy: false }), `${AT}.vpcCIDR`],
      ["the L7 proxy, which is on by default", running({}, { vtep: { enabled: true } }), `${AT}.vpcCIDR`],
      ["the Gateway API", running({}, { ...TUNNEL, gatewayAPI: { enabled: true } }), `${AT}.vpcCIDR`],
      ["Ingress", running({}, { ...TUNNEL, ingressController: { enabled: true } }), `${AT}.vpcCIDR`],
    ],
    passes: [
      ["both switches", running()],
      ["Cilium from elsewhere", { releases: [release()] }],
      ["no gateway", { releases: [hybridCilium()] }],
    ],
    undecided: [["an unknown switch", running({}, { vtep: { enabled: unknown }, l7Proxy: false })]],
  },
]);

describe("the gateway's plan", () => {
  const plan = planGateway(HYBRID, { clusterName: "plant", region: "eu-central-1", vpcCidr: "10.0.0.0/16" });

  it("has the chart's required values but the tables, which a deployment knows", () => {
    expect(plan?.release.values).toEqual(VALUES);
    expect(plan?.release.skipAwait).toBe(true);
  });

  it("switches the check off on the gateway group's own ENIs and on no others", () => {
    expect(JSON.stringify(plan?.watcher.policy)).toContain('"aws:ResourceTag/Name":"plant-edge"');
    expect(JSON.stringify(plan?.watcher.deployment)).toContain("NotIn");
  });

  it("may change routes in the named tables only", () => {
    expect(gatewayPolicy("eu-central-1", ["rtb-1"]).Statement.at(-1)).toMatchObject({
      Action: ["ec2:CreateRoute", "ec2:ReplaceRoute"],
      Resource: ["arn:aws:ec2:eu-central-1:*:route-table/rtb-1"],
    });
  });

  it("is made for no other strategy", () => {
    expect(
      planGateway({ ...HYBRID, strategy: "mixed" }, { clusterName: "plant", region: "eu-central-1" }),
    ).toBeUndefined();
  });
});
