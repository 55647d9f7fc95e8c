import type { ClusterModel, LiveModel, LiveNode } from "../../../../../core/model/index.ts";
import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import { NODE, live } from "../../../../support/live-model.ts";
import { migrating, vpcCni } from "../../../../support/migration-model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const LABEL = { "cilium-eks/datapath": "cilium" };
const fresh = { nodes: [NODE, { ...NODE, name: "two", labels: LABEL }] };
const node = (over: Partial<LiveNode>) => migrating({}, { nodes: [{ ...NODE, ...over }] });
const addon = (name: string) =>
  migrating({}, { addons: [{ name, version: "v1.20.4-eksbuild.1", status: "ACTIVE", issues: [] }] });

const [SUBNET] = (live().live as LiveModel).subnets;
const room = (
  needed: number,
  unit: "addresses" | "prefixes" = "addresses",
  scenario: "desired" | "max" = "desired",
): ClusterModel => ({
  ...migrating({}, { subnets: [{ ...SUBNET!, id: "subnet-1", name: "pods", free: 40, freePrefixes: 2 }] }),
  capacity: {
    groups: [],
    subnets: [
      { subnet: "subnet-1", scenario, unit, needed, available: 4000 },
      { subnet: "subnet-2", scenario, unit, needed: 4000, available: 4000 },
    ],
  },
});

export default cases({
  "migration-managed-addon": {
    fails: [
      ["the VPC CNI", addon("vpc-cni"), { path: "live.addons.vpc-cni", found: "managed by EKS", example: true }],
      ["kube-proxy", addon("kube-proxy")],
    ],
    passes: [["CoreDNS", addon("coredns")]],
    unknown: [["add-ons that nobody asked for", migrating({}, { addons: UNKNOWN as never })]],
  },
  "migration-both-datapaths": {
    fails: [
      [
        "both of them on new nodes",
        migrating({}, fresh),
        { path: "migration.aws-node", found: "runs also on nodes with cilium-eks/datapath=cilium (1)", example: true },
      ],
      [
        "kube-proxy alone",
        migrating({ vpcCni: vpcCni({ runs: "old-nodes" }) }, fresh),
        { path: "migration.kube-proxy", found: "runs also on" },
      ],
    ],
    passes: [
      ["before there are new nodes", migrating()],
      [
        "nodes with another datapath",
        migrating({}, { nodes: [{ ...NODE, labels: { "cilium-eks/datapath": "other" } }] }),
      ],
      [
        "both kept off",
        migrating({ vpcCni: vpcCni({ runs: "old-nodes" }), kubeProxy: { desired: 1, runs: "nowhere" } }, fresh),
      ],
      ["neither there", migrating({ vpcCni: null, kubeProxy: null }, fresh)],
    ],
    unknown: [["DaemonSets that could not be read", migrating({ vpcCni: UNKNOWN as never }, fresh)]],
  },
  "migration-node-kind": {
    fails: [
      ["Windows", node({ kind: "windows" }), { path: "live.nodes.one", found: "windows", example: true }],
      ["Auto Mode", node({ labels: { "eks.amazonaws.com/compute-type": "auto" } })],
    ],
    passes: [["EC2", node({})]],
    unknown: [["nodes that could not be read", migrating({}, { nodes: UNKNOWN as never })]],
  },
  "migration-fargate": {
    fails: [["Fargate", node({ kind: "fargate" }), { path: "live.nodes", found: "1 node on Fargate", example: true }]],
    passes: [["EC2", node({})]],
    unknown: [["nodes that could not be read", migrating({}, { nodes: UNKNOWN as never })]],
  },
  "migration-room": {
    fails: [
      ["addresses", room(41), { path: "live.subnets.subnet-1", found: "40 addresses free", example: true }],
      ["blocks for prefixes", room(3, "prefixes"), { path: "live.subnets.subnet-1", found: "2 prefixes free" }],
    ],
    passes: [
      ["just enough", room(40)],
      ["just enough blocks", room(2, "prefixes")],
      ["the largest size, which comes later", room(4000, "addresses", "max")],
    ],
    unknown: [["subnets that nobody asked for", { ...room(41), ...live({ subnets: UNKNOWN as never }) }]],
  },
  "migration-node-pool": {
    fails: [
      [
        "a pool of old nodes alone",
        migrating({ nodePools: [{ name: "general", labels: {} }] }),
        { path: "migration.nodePools.general", found: "nodes without cilium-eks/datapath=cilium", example: true },
      ],
    ],
    passes: [
      ["no Karpenter", migrating()],
      [
        "a second one for Cilium",
        migrating({
          nodePools: [
            { name: "general", labels: {} },
            { name: "cilium", labels: LABEL },
          ],
        }),
      ],
    ],
    unknown: [["pools that could not be read", migrating({ nodePools: UNKNOWN as never })]],
  },
  "migration-ipv6": {
    fails: [
      [
        "IPv6",
        migrating({ vpcCni: vpcCni({ env: { ENABLE_IPv6: "true" } }) }),
        { path: "migration.vpcCni.env.ENABLE_IPv6", found: "ENABLE_IPv6 true", example: true },
      ],
    ],
    passes: [
      ["IPv4", migrating({ vpcCni: vpcCni({ env: { ENABLE_IPv6: "false" } }) })],
      ["no VPC CNI", migrating({ vpcCni: null })],
    ],
    unknown: [["a DaemonSet that could not be read", migrating({ vpcCni: UNKNOWN as never })]],
  },
  "migration-eni-config": {
    fails: [
      [
        "groups of its own",
        migrating({ eniConfigs: [{ name: "eu-central-1a", subnet: "subnet-1", groups: ["sg-1"] }] }),
        { path: "migration.eniConfigs.eu-central-1a", found: "sg-1", example: true },
      ],
    ],
    passes: [["none", migrating({ eniConfigs: [{ name: "eu-central-1a", subnet: "subnet-1", groups: [] }] })]],
    unknown: [["configurations that could not be read", migrating({ eniConfigs: UNKNOWN as never })]],
  },
});
