import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, NodeGroupModel } from "../../../../../core/model/index.ts";
import type { NodeGroupSettings } from "../../../../../core/settings/index.ts";
import { baseline, cilium, eniValues, nodeGroup, role, settings, unknown } from "../../../../support/model.ts";

const group = (parts: Partial<NodeGroupModel>, more: Partial<ClusterModel> = {}): ClusterModel =>
  baseline({ nodeGroups: [nodeGroup(parts)], ...more });
const asked = (parts: Partial<NodeGroupSettings>): ClusterModel =>
  baseline({
    settings: settings({
      nodeGroups: { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 }, ...parts } },
    }),
  });

const operator = (conditioned: boolean) =>
  role({
    purpose: "operator",
    statements: [{ actions: ["ec2:AssignPrivateIpAddresses"], resources: ["*"], conditioned }],
  });
const conditioned = { identity: [operator(true)] };

const disk = (sizeGiB: number, amiFamily: NodeGroupModel["amiFamily"] = "AL2023"): ClusterModel =>
  group({ amiFamily, disk: { encrypted: true, sizeGiB } });

export default cases({
  "nodes-disk-encrypted": {
    fails: [["a plain volume", group({ disk: { encrypted: false } }), { example: true, found: "without encryption" }]],
    passes: [
      ["an encrypted volume", group({})],
      ["Karpenter, which has no template here", group({ kind: "karpenter", disk: { encrypted: false } })],
    ],
    unknown: [["an unknown volume", group({ disk: unknown })]],
  },
  "nodes-disk-type": {
    fails: [["gp2", group({ disk: { encrypted: true, type: "gp2" } }), { found: "gp2" }]],
    passes: [
      ["gp3", group({})],
      ["io2", group({ disk: { encrypted: true, type: "io2" } })],
      ["a type that is not said", group({ disk: { encrypted: true } })],
    ],
    unknown: [["an unknown type", group({ disk: { encrypted: true, type: unknown } })]],
  },
  "nodes-disk-size": {
    fails: [["19 GiB", disk(19), { path: "nodeGroups.general.disk.sizeGiB", found: "19 GiB" }]],
    passes: [
      ["20 GiB", disk(20)],
      ["a small data volume of Bottlerocket", disk(10, "BOTTLEROCKET")],
    ],
    unknown: [["an unknown size", disk(unknown)]],
  },
  "nodes-disk-size-bottlerocket": {
    fails: [["10 GiB of data", disk(10, "BOTTLEROCKET"), { path: "nodeGroups.general.disk.sizeGiB", found: "10 GiB" }]],
    passes: [
      ["20 GiB of data", disk(20, "BOTTLEROCKET")],
      ["a small volume of another image", disk(10)],
    ],
    unknown: [["an unknown size", disk(unknown, "BOTTLEROCKET")]],
  },
  "nodes-disk-performance": {
    fails: [
      ["fewer IOPS than are included", asked({ disk: { iops: 1000 } }), { found: "1000 IOPS" }],
      ["too many IOPS for the size", asked({ disk: { iops: 16_000, sizeGiB: 30 } }), { found: "16000 IOPS on 30 GiB" }],
      ["too much throughput", asked({ disk: { throughput: 1000 } }), { found: "1000 MiB/s with 3000 IOPS" }],
    ],
    passes: [
      ["the IOPS that are included", asked({ disk: { iops: 3000 } })],
      ["the most IOPS for the size", asked({ disk: { iops: 15_000, sizeGiB: 30 } })],
      ["the most throughput for the IOPS", asked({ disk: { throughput: 750 } })],

      ["what is included", asked({ disk: { throughput: 125 } })],
      ["numbers that fit", asked({ disk: { iops: 6000, throughput: 500, sizeGiB: 100 } })],
    ],
    unknown: [["unknown IOPS", asked({ disk: { iops: unknown } })]],
  },
  "nodes-metadata-tokens": {
    fails: [["IMDSv1", group({ metadata: { httpTokens: "optional" } }), { example: true, found: "optional" }]],
    passes: [
      ["IMDSv2", group({})],
      ["the image's own default", group({ metadata: {} })],
    ],
    unknown: [["unknown options", group({ metadata: unknown })]],
  },
  "nodes-metadata-hops": {
    fails: [["two hops", group({ metadata: { hopLimit: 2 } }), { found: "2" }]],
    passes: [["one hop", group({})]],
    unknown: [["an unknown limit", group({ metadata: { hopLimit: unknown } })]],
  },
  "nodes-subnets-private": {
    fails: [["a public subnet", group({ publicSubnets: true }), { found: "public subnet" }]],
    passes: [["private subnets", group({})]],
    unknown: [["unknown subnets", group({ publicSubnets: unknown })]],
  },
  "nodes-ssh-open": {
    fails: [
      [
        "the world",
        group({ access: { kind: "ssh", sourceCidrs: ["10.0.0.0/8", "0.0.0.0/0"] } }),
        { example: true, found: "0.0.0.0/0" },
      ],
      ["the world in IPv6", group({ access: { kind: "ssh", sourceCidrs: ["::/0"] } }), { found: "::/0" }],
    ],
    passes: [
      ["an office", group({ access: { kind: "ssh", sourceCidrs: ["203.0.113.0/24"] } })],
      ["Session Manager", group({ access: { kind: "ssm", sourceCidrs: [] } })],
    ],
    unknown: [["unknown ranges", group({ access: { kind: "ssh", sourceCidrs: unknown } })]],
  },
  "nodes-ssh-complete": {
    fails: [
      ["no key", asked({ access: { kind: "ssh", sourceCidrs: ["203.0.113.0/24"] } }), { found: "without keyName" }],
      ["no range", asked({ access: { kind: "ssh", keyName: "me" } }), { found: "without sourceCidrs" }],
      [
        "a wrong range",
        asked({ access: { kind: "ssh", keyName: "me", sourceCidrs: ["203.0.113.5/24"] } }),
        { found: "203.0.113.5/24" },
      ],
      ["a key for nothing", asked({ access: { kind: "ssm", keyName: "me" } }), { found: "access ssm with keyName" }],
    ],
    passes: [
      ["key and range", asked({ access: { kind: "ssh", keyName: "me", sourceCidrs: ["203.0.113.0/24"] } })],
      ["Session Manager", asked({ access: { kind: "ssm" } })],
    ],
    unknown: [["unknown access", asked({ access: unknown })]],
  },
  "nodes-template-interfaces": {
    fails: [["two ENIs", group({ launchTemplateInterfaces: 2 }), { found: "2 network interfaces" }]],
    passes: [
      ["none", group({})],
      ["the primary one", group({ launchTemplateInterfaces: 1 })],
    ],
    unknown: [["an unknown number", group({ launchTemplateInterfaces: unknown })]],
  },
  "nodes-template-interface-tag": {
    fails: [
      [
        "a template without tags",
        group({ templateTags: {} }, conditioned),
        { found: "kubernetes.io/cluster/test=owned" },
      ],
      [
        "tags on instances only",
        group({ templateTags: { instance: { "kubernetes.io/cluster/test": "owned" } } }, conditioned),
      ],
    ],
    passes: [
      ["an operator whose rights nobody knows", group({ templateTags: {} }, { identity: [] })],

      [
        "the tag",
        group({ templateTags: { "network-interface": { "kubernetes.io/cluster/test": "owned" } } }, conditioned),
      ],
      ["rights without conditions", group({ templateTags: {} }, { identity: [operator(false)] })],
      [
        "pods on ENIs of their own",
        group(
          { templateTags: {} },
          {
            ...conditioned,
            cilium: cilium({ values: eniValues({ eni: { enabled: true, nodeSpec: { firstInterfaceIndex: 1 } } }) }),
          },
        ),
      ],
    ],
    unknown: [["unknown tags", group({ templateTags: unknown }, conditioned)]],
  },
});
