import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel } from "../../../../../core/model/index.ts";
import type { HybridSettings, Settings } from "../../../../../core/settings/index.ts";
import { controlPlane, settings, unknown } from "../../../../support/model.ts";

const HYBRID: HybridSettings = {
  strategy: "mixed",
  ciliumVersion: "1.18.8-1",
  nodeCidrs: ["192.168.0.0/24"],
  podCidrs: ["192.168.64.0/20"],
  identity: { type: "ssm", expires: "2027-01-31T00:00:00Z" },
  pools: { rack: { maxNodes: 8, os: "ubuntu-24.04" } },
};
const VPC_CNI = { ipam: { mode: "vpc-cni" } } as const;
const stack = (more: Partial<Settings> = {}): ClusterModel => ({
  settings: settings({ cilium: VPC_CNI, hybrid: HYBRID, ...more }),
});
const { hybrid: _, ...alone } = settings({ cilium: VPC_CNI });
const remote = { nodeCidrs: ["192.168.0.0/24"], podCidrs: [] };
const certificateAuthority = { certificate: "", privateKey: "" };

export default cases({
  "hybrid-vpc-cni": {
    fails: [
      [
        "the VPC CNI without hybrid nodes",
        { settings: alone, controlPlane: controlPlane() },
        { path: "cilium.ipam.mode" },
      ],
      [
        "the VPC CNI with an overlay on premises",
        stack({ hybrid: { ...HYBRID, strategy: "overlay" } }),
        { path: "cilium.ipam.mode" },
      ],
      [
        "the VPC CNI in a mesh",
        stack({ hybrid: { ...HYBRID, strategy: "clusterMesh" } }),
        { path: "cilium.ipam.mode" },
      ],
    ],
    passes: [
      ["mixed", stack()],
      ["the gateway", stack({ hybrid: { ...HYBRID, strategy: "hybridGateway" } })],
      [
        "a component that is told of remote networks",
        { settings: alone, controlPlane: controlPlane({ remoteNetworks: remote }) },
      ],
      ["ENI mode", { settings: settings() }],
    ],
    unknown: [["an unknown strategy", stack({ hybrid: { ...HYBRID, strategy: unknown } })]],
  },
  "hybrid-vpc-cni-features": {
    fails: [
      ["a Gateway", stack({ gateway: { enabled: true, listeners: {} } }), { path: "gateway" }],
      ["Hubble", stack({ observability: {} }), { path: "observability" }],
      ["a mesh", stack({ mesh: { id: 1, addresses: [], certificateAuthority, peers: {} } }), { path: "mesh" }],
      ["a version of Cilium", stack({ cilium: { ...VPC_CNI, version: "1.19.6" } }), { path: "cilium.version" }],
      ["values of the chart", stack({ cilium: { ...VPC_CNI, helmValues: {} } }), { path: "cilium.helmValues" }],
      [
        "subnets for pods of a group",
        stack({
          nodeGroups: {
            web: { instanceTypes: ["m6i.large"], scaling: { min: 1, max: 1 }, pods: { subnetTags: { a: "b" } } },
          },
        }),
        { path: "nodeGroups.web.pods" },
      ],
      [
        "a cluster that exists",
        stack({ cluster: { name: "test", existing: { strategy: "no-nodes" } as never } }),
        { path: "cluster.existing" },
      ],
    ],
    passes: [
      ["nothing of it", stack()],
      ["Pod Identity", stack({ cilium: { ...VPC_CNI, operatorIdentity: "pod-identity" } })],
      ["a Gateway that is off", stack({ gateway: { enabled: false } })],
      ["ENI mode with a version", { settings: settings({ cilium: { version: "1.19.6" } }) }],
    ],
    unknown: [["an unknown switch", stack({ gateway: { enabled: unknown } })]],
  },
});
