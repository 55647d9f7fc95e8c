import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel } from "../../../../../core/model/index.ts";
import type { HybridSettings, Settings } from "../../../../../core/settings/index.ts";
import { settings, unknown } from "../../../../support/model.ts";

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

const ownPool = inStack(
  {},
  { cilium: { ipam: { mode: "cluster-pool", tunnel: "vxlan", podCidrs: ["10.140.0.0/25"], maskSize: 25 } } },
);
export default cases({
  "hybrid-strategy": {
    fails: [
      ["ENI mode in AWS and another one on premises", inStack({ strategy: "mixed" }), { path: "hybrid.strategy" }],
      ["an overlay over ENI mode", inStack({ strategy: "overlay" }), { path: "hybrid.strategy" }],
      ["a mesh that is not described", inStack({ strategy: "clusterMesh" }), { path: "hybrid.strategy" }],
      [
        "AWS's build without a version",
        { hybrid: { settings: { ...HYBRID, ciliumVersion: undefined as never } } },
        { path: "hybrid.ciliumVersion" },
      ],
    ],
    passes: [
      ["mixed on a cluster that is not ours", alone()],
      ["an overlay with cluster-pool", overlay()],
      ["mixed where EC2 nodes have the VPC CNI", inStack({}, { cilium: { ipam: { mode: "vpc-cni" } } })],
    ],
    unknown: [["an unknown strategy", inStack({ strategy: unknown })]],
  },
  "hybrid-cilium-version": {
    fails: [
      ["a version of Cilium's own", alone({ ciliumVersion: "1.19.6" }), { path: "hybrid.ciliumVersion" }],
      [
        "a build without a tunnel end point",
        alone({ strategy: "hybridGateway", ciliumVersion: "1.18.3-0" }),
        { path: "hybrid.ciliumVersion" },
      ],
    ],
    passes: [
      ["a build of AWS", alone()],
      ["one for the gateway", alone({ strategy: "hybridGateway", ciliumVersion: "1.17.13-1" })],
      ["an overlay, which runs the cluster's own Cilium", alone({ strategy: "overlay", ciliumVersion: "1.19.6" })],
    ],
    unknown: [["an unknown version", alone({ ciliumVersion: unknown })]],
  },
  "hybrid-pod-blocks": {
    fails: [
      ["too few blocks", alone({ podCidrs: ["192.168.64.0/25"] }), { path: "hybrid.podCidrs" }],
      ["too few for both sides of an overlay", overlay({}, ["10.140.0.0/23"], 25), { path: "hybrid.podCidrs" }],
      ["an overlay without room for the nodes in AWS", overlay({}, ["10.140.0.0/22"], 25), { path: "hybrid.podCidrs" }],
    ],
    passes: [
      ["a block a node", alone()],
      ["an overlay", overlay()],
      ["an overlay with room for the nodes in AWS too", overlay({}, ["10.140.0.0/20"], 25)],
      ["a mesh", alone({ strategy: "clusterMesh", podCidrs: [] })],
      [
        "one block for one node",
        alone({ podCidrs: ["192.168.64.0/25"], podMaskSize: 25, pools: { rack: { maxNodes: 1, os: "ubuntu-24.04" } } }),
      ],
      ["a small pool of the cluster's own", ownPool],
    ],
    unknown: [["unknown blocks", alone({ podCidrs: unknown })]],
  },
  "hybrid-overlay-blocks": {
    fails: [
      ["blocks that Cilium never gives", overlay({ podCidrs: ["192.168.64.0/20"] }), { path: "hybrid.podCidrs.0" }],
    ],
    passes: [
      ["Cilium's own", overlay({ podCidrs: ["10.140.128.0/17"] })],
      ["blocks of AWS's build beside the cluster's own", ownPool],
    ],
    unknown: [["unknown blocks", overlay({ podCidrs: unknown })]],
  },
  "hybrid-node-system": {
    fails: [
      ["an old kernel", alone({ pools: { rack: { maxNodes: 1, os: "rhel-8" } } }), { path: "hybrid.pools.rack.os" }],
      [
        "GPUs where there is no driver",
        alone({ pools: { rack: { maxNodes: 1, os: "bottlerocket", gpu: true } } }),
        { path: "hybrid.pools.rack.gpu" },
      ],
    ],
    passes: [
      ["a newer one", alone()],
      ["GPUs", alone({ pools: { rack: { maxNodes: 1, os: "rhel-9", gpu: true } } })],
    ],
    unknown: [["an unknown system", alone({ pools: { rack: { maxNodes: 1, os: unknown } } })]],
  },
  "hybrid-identity": {
    fails: [
      [
        "an activation without an end",
        alone({ identity: { type: "ssm", expires: "" } }),
        { path: "hybrid.identity.expires" },
      ],
      ["nodes without names", anywhere({}), { path: "hybrid.pools.rack.nodeNames" }],
      ["more names than nodes", anywhere({ nodeNames: ["a", "b", "c"] }), { path: "hybrid.pools.rack.nodeNames" }],
    ],
    passes: [
      ["an instant", alone()],
      ["names", anywhere({ nodeNames: ["a", "b"] })],
    ],
    unknown: [["an unknown instant", alone({ identity: unknown })]],
  },
  "hybrid-routes": {
    fails: [
      ["no gateway", alone({ routes: { routeTableIds: ["rtb-1"] } }), { path: "hybrid.routes" }],
      [
        "no tables",
        alone({ routes: { transitGatewayId: "tgw-1", routeTableIds: [] } }),
        { path: "hybrid.routes.routeTableIds" },
      ],
    ],
    passes: [["routes", alone({ routes: { transitGatewayId: "tgw-1", routeTableIds: ["rtb-1"] } })]],
    unknown: [["unknown tables", alone({ routes: { transitGatewayId: "tgw-1", routeTableIds: unknown } })]],
  },
});
