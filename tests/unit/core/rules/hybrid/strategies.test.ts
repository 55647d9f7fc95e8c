import { describe, expect, it } from "vitest";
import { featuresOf } from "../../../../../core/plan/features.ts";
import { judge } from "../../../../../core/plan/index.ts";
import type { ClusterModel } from "../../../../../core/model/index.ts";
import * as rules from "../../../../../core/rules/hybrid/strategies.ts";
import type { HybridSettings, Settings } from "../../../../../core/settings/index.ts";
import { controlPlane, settings, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

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

describeRules([
  {
    rule: rules.vpcCni,
    fails: [
      ["the VPC CNI without hybrid nodes", { settings: alone, controlPlane: controlPlane() }, "cilium.ipam.mode"],
      [
        "the VPC CNI with an overlay on premises",
        stack({ hybrid: { ...HYBRID, strategy: "overlay" } }),
        "cilium.ipam.mode",
      ],
      ["the VPC CNI in a mesh", stack({ hybrid: { ...HYBRID, strategy: "clusterMesh" } }), "cilium.ipam.mode"],
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
    undecided: [["an unknown strategy", stack({ hybrid: { ...HYBRID, strategy: unknown } })]],
  },
  {
    rule: rules.withoutCilium,
    fails: [
      ["a Gateway", stack({ gateway: { enabled: true, listeners: {} } }), "gateway"],
      ["Hubble", stack({ observability: {} }), "observability"],
      ["a mesh", stack({ mesh: { id: 1, addresses: [], certificateAuthority, peers: {} } }), "mesh"],
      ["a version of Cilium", stack({ cilium: { ...VPC_CNI, version: "1.19.6" } }), "cilium.version"],
      ["values of the chart", stack({ cilium: { ...VPC_CNI, helmValues: {} } }), "cilium.helmValues"],
      [
        "subnets for pods of a group",
        stack({
          nodeGroups: {
            web: { instanceTypes: ["m6i.large"], scaling: { min: 1, max: 1 }, pods: { subnetTags: { a: "b" } } },
          },
        }),
        "nodeGroups.web.pods",
      ],
      [
        "a cluster that exists",
        stack({ cluster: { name: "test", existing: { strategy: "no-nodes" } as never } }),
        "cluster.existing",
      ],
    ],
    passes: [
      ["nothing of it", stack()],
      ["Pod Identity", stack({ cilium: { ...VPC_CNI, operatorIdentity: "pod-identity" } })],
      ["a Gateway that is off", stack({ gateway: { enabled: false } })],
      ["ENI mode with a version", { settings: settings({ cilium: { version: "1.19.6" } }) }],
    ],
    undecided: [["an unknown switch", stack({ gateway: { enabled: unknown } })]],
  },
]);

describe("a stack whose EC2 nodes have the VPC CNI", () => {
  const mixed = settings({
    cluster: { name: "test", kubernetesVersion: "1.35", serviceCidr: "172.20.0.0/16" },
    cilium: VPC_CNI,
    hybrid: HYBRID,
  });
  const { plan } = judge(mixed, { features: featuresOf(mixed) });

  it("has no Cilium of ours, but both add-ons that do its work, before the nodes", () => {
    expect(plan.cilium).toBeUndefined();
    expect(plan.addons.addons.filter(({ phase }) => phase === "before-nodes").map(({ name }) => name)).toEqual([
      "vpc-cni",
      "kube-proxy",
    ]);
    expect(plan.identity?.operator).toBeUndefined();
    expect(plan.identity?.vpcCni?.managedPolicies).toEqual(["arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"]);
    expect(plan.nodeGroups?.flatMap(({ taints }) => taints)).toEqual([]);
  });

  it("counts pods as the VPC CNI does: 3 ENIs of 9 addresses and 2 pods on the host's network", () => {
    expect(plan.podLimits?.maxPods).toEqual({ general: 29 });
  });

  it("opens no port of Cilium's, and lets the premises ask for names", () => {
    const rules_ = plan.securityGroups?.rules.map(({ protocol, from, source }) => [protocol, from, source]) ?? [];
    expect(rules_).toContainEqual(["udp", 53, { kind: "cidr", cidr: "192.168.0.0/24" }]);
    expect(rules_.map(([, from]) => from)).not.toContain(4240);
  });
});
