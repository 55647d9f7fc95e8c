import type { ClusterModel } from "../../../../../core/model/index.ts";
import * as settingsRules from "../../../../../core/rules/hybrid/settings.ts";
import * as strategyRules from "../../../../../core/rules/hybrid/strategies.ts";
import type { HybridSettings, Settings } from "../../../../../core/settings/index.ts";
import { settings, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const rules = { ...settingsRules, ...strategyRules };
const HYBRID: HybridSettings = {
  strategy: "mixed",
  ciliumVersion: "1.18.8-1",
  nodeCidrs: ["192.168.0.0/24"],
  podCidrs: ["192.168.64.0/20"],
  identity: { type: "ssm", expires: "2027-01-31T00:00:00Z" },
  pools: { rack: { maxNodes: 8, os: "ubuntu-24.04" } },
};
const alone = (parts: Partial<HybridSettings> = {}): ClusterModel => ({
  hybrid: { settings: { ...HYBRID, ...parts } },
});
const inStack = (parts: Partial<HybridSettings>, more: Partial<Settings> = {}): ClusterModel => ({
  ...alone(parts),
  settings: settings(more),
});
const overlay = (parts: Partial<HybridSettings> = {}, podCidrs = ["10.140.0.0/16"], maskSize = 25): ClusterModel =>
  inStack(
    { strategy: "overlay", podCidrs: [], ...parts },
    { cilium: { ipam: { mode: "cluster-pool", tunnel: "vxlan", podCidrs, maskSize } } },
  );
const anywhere = (pool: Partial<HybridSettings["pools"][string]>): ClusterModel =>
  alone({
    identity: { type: "rolesAnywhere", certificateAuthority: "pem" },
    pools: { rack: { maxNodes: 2, os: "rhel-9", ...pool } },
  });

describeRules([
  {
    rule: rules.strategy,
    fails: [
      ["ENI mode in AWS and another one on premises", inStack({ strategy: "mixed" }), "hybrid.strategy"],
      ["an overlay over ENI mode", inStack({ strategy: "overlay" }), "hybrid.strategy"],
      ["a mesh that is not described", inStack({ strategy: "clusterMesh" }), "hybrid.strategy"],
      [
        "AWS's build without a version",
        { hybrid: { settings: { ...HYBRID, ciliumVersion: undefined as never } } },
        "hybrid.ciliumVersion",
      ],
    ],
    passes: [
      ["mixed on a cluster that is not ours", alone()],
      ["an overlay with cluster-pool", overlay()],
      ["mixed where EC2 nodes have the VPC CNI", inStack({}, { cilium: { ipam: { mode: "vpc-cni" } } })],
    ],
    undecided: [["an unknown strategy", inStack({ strategy: unknown })]],
  },
  {
    rule: rules.gatewayVersion,
    fails: [
      ["a version of Cilium's own", alone({ ciliumVersion: "1.19.6" }), "hybrid.ciliumVersion"],
      [
        "a build without a tunnel end point",
        alone({ strategy: "hybridGateway", ciliumVersion: "1.18.3-0" }),
        "hybrid.ciliumVersion",
      ],
    ],
    passes: [
      ["a build of AWS", alone()],
      ["one for the gateway", alone({ strategy: "hybridGateway", ciliumVersion: "1.17.13-1" })],
    ],
    undecided: [["an unknown version", alone({ ciliumVersion: unknown })]],
  },
  {
    rule: rules.podPools,
    fails: [
      ["too few blocks", alone({ podCidrs: ["192.168.64.0/25"] }), "hybrid.podCidrs"],
      ["too few for both sides of an overlay", overlay({}, ["10.140.0.0/23"], 25), "hybrid.podCidrs"],
    ],
    passes: [
      ["a block a node", alone()],
      ["an overlay", overlay()],
      ["a mesh", alone({ strategy: "clusterMesh", podCidrs: [] })],
    ],
    undecided: [["unknown blocks", alone({ podCidrs: unknown })]],
  },
  {
    rule: rules.overlayPods,
    fails: [["blocks that Cilium never gives", overlay({ podCidrs: ["192.168.64.0/20"] }), "hybrid.podCidrs.0"]],
    passes: [["Cilium's own", overlay({ podCidrs: ["10.140.128.0/17"] })]],
    undecided: [["unknown blocks", overlay({ podCidrs: unknown })]],
  },
  {
    rule: rules.systems,
    fails: [
      ["an old kernel", alone({ pools: { rack: { maxNodes: 1, os: "rhel-8" } } }), "hybrid.pools.rack.os"],
      [
        "GPUs where there is no driver",
        alone({ pools: { rack: { maxNodes: 1, os: "bottlerocket", gpu: true } } }),
        "hybrid.pools.rack.gpu",
      ],
    ],
    passes: [
      ["a newer one", alone()],
      ["GPUs", alone({ pools: { rack: { maxNodes: 1, os: "rhel-9", gpu: true } } })],
    ],
    undecided: [["an unknown system", alone({ pools: { rack: { maxNodes: 1, os: unknown } } })]],
  },
  {
    rule: rules.identity,
    fails: [
      ["an activation without an end", alone({ identity: { type: "ssm", expires: "" } }), "hybrid.identity.expires"],
      ["nodes without names", anywhere({}), "hybrid.pools.rack.nodeNames"],
      ["more names than nodes", anywhere({ nodeNames: ["a", "b", "c"] }), "hybrid.pools.rack.nodeNames"],
    ],
    passes: [
      ["an instant", alone()],
      ["names", anywhere({ nodeNames: ["a", "b"] })],
    ],
    undecided: [["an unknown instant", alone({ identity: unknown })]],
  },
  {
    rule: rules.routes,
    fails: [
      ["no gateway", alone({ routes: { routeTableIds: ["rtb-1"] } }), "hybrid.routes"],
      ["no tables", alone({ routes: { transitGatewayId: "tgw-1", routeTableIds: [] } }), "hybrid.routes.routeTableIds"],
    ],
    passes: [["routes", alone({ routes: { transitGatewayId: "tgw-1", routeTableIds: ["rtb-1"] } })]],
    undecided: [["unknown tables", alone({ routes: { transitGatewayId: "tgw-1", routeTableIds: unknown } })]],
  },
]);
