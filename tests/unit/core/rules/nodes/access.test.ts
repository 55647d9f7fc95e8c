import type { ClusterModel, NodeGroupModel } from "../../../../../core/model/index.ts";
import {
  diskEncrypted,
  diskPerformance,
  diskSize,
  diskType,
  interfaceTag,
  metadataHops,
  metadataTokens,
  sshComplete,
  sshOpen,
  subnetsPrivate,
  templateInterfaces,
} from "../../../../../core/rules/nodes/access.ts";
import type { NodeGroupSettings } from "../../../../../core/settings/index.ts";
import { baseline, cilium, eniValues, nodeGroup, role, settings, unknown } from "../../../../support/model.ts";
import { testRule } from "./cases.ts";

const group = (parts: Partial<NodeGroupModel>, more: Partial<ClusterModel> = {}): ClusterModel =>
  baseline({ nodeGroups: [nodeGroup(parts)], ...more });
const asked = (parts: Partial<NodeGroupSettings>): ClusterModel =>
  baseline({
    settings: settings({
      nodeGroups: { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 }, ...parts } },
    }),
  });

testRule(diskEncrypted, {
  fails: [["a plain volume", group({ disk: { encrypted: false } }), "without encryption"]],
  passes: [
    ["an encrypted volume", group({})],
    ["Karpenter, which has no template here", group({ kind: "karpenter", disk: { encrypted: false } })],
  ],
  undecided: [["an unknown volume", group({ disk: unknown })]],
});

testRule(diskType, {
  fails: [["gp2", group({ disk: { encrypted: true, type: "gp2" } }), "gp2"]],
  passes: [
    ["gp3", group({})],
    ["io2", group({ disk: { encrypted: true, type: "io2" } })],
    ["a type that is not said", group({ disk: { encrypted: true } })],
  ],
  undecided: [["an unknown type", group({ disk: { encrypted: true, type: unknown } })]],
});

testRule(diskSize, {
  fails: [
    ["19 GiB", group({ disk: { encrypted: true, sizeGiB: 19 } }), "19 GiB"],
    ["10 GiB of data on Bottlerocket", group({ amiFamily: "BOTTLEROCKET", disk: { encrypted: true, sizeGiB: 10 } })],
  ],
  passes: [["20 GiB", group({ disk: { encrypted: true, sizeGiB: 20 } })]],
  undecided: [["an unknown size", group({ disk: { encrypted: true, sizeGiB: unknown } })]],
});

testRule(diskPerformance, {
  fails: [
    ["fewer IOPS than are included", asked({ disk: { iops: 1000 } }), "1000 IOPS"],
    ["too many IOPS for the size", asked({ disk: { iops: 16_000, sizeGiB: 30 } }), "16000 IOPS on 30 GiB"],
    ["too much throughput", asked({ disk: { throughput: 1000 } }), "1000 MiB/s with 3000 IOPS"],
  ],
  passes: [
    ["what is included", asked({ disk: { throughput: 125 } })],
    ["numbers that fit", asked({ disk: { iops: 6000, throughput: 500, sizeGiB: 100 } })],
  ],
  undecided: [["unknown IOPS", asked({ disk: { iops: unknown } })]],
});

testRule(metadataTokens, {
  fails: [["IMDSv1", group({ metadata: { httpTokens: "optional" } }), "optional"]],
  passes: [
    ["IMDSv2", group({})],
    ["the image's own default", group({ metadata: {} })],
  ],
  undecided: [["unknown options", group({ metadata: unknown })]],
});

testRule(metadataHops, {
  fails: [["two hops", group({ metadata: { hopLimit: 2 } }), "2"]],
  passes: [["one hop", group({})]],
  undecided: [["an unknown limit", group({ metadata: { hopLimit: unknown } })]],
});

testRule(subnetsPrivate, {
  fails: [["a public subnet", group({ publicSubnets: true }), "public subnet"]],
  passes: [["private subnets", group({})]],
  undecided: [["unknown subnets", group({ publicSubnets: unknown })]],
});

testRule(sshOpen, {
  fails: [
    ["the world", group({ access: { kind: "ssh", sourceCidrs: ["10.0.0.0/8", "0.0.0.0/0"] } }), "0.0.0.0/0"],
    ["the world in IPv6", group({ access: { kind: "ssh", sourceCidrs: ["::/0"] } }), "::/0"],
  ],
  passes: [
    ["an office", group({ access: { kind: "ssh", sourceCidrs: ["203.0.113.0/24"] } })],
    ["Session Manager", group({ access: { kind: "ssm", sourceCidrs: [] } })],
  ],
  undecided: [["unknown ranges", group({ access: { kind: "ssh", sourceCidrs: unknown } })]],
});

testRule(sshComplete, {
  fails: [
    ["no key", asked({ access: { kind: "ssh", sourceCidrs: ["203.0.113.0/24"] } }), "without keyName"],
    ["no range", asked({ access: { kind: "ssh", keyName: "me" } }), "without sourceCidrs"],
    [
      "a wrong range",
      asked({ access: { kind: "ssh", keyName: "me", sourceCidrs: ["203.0.113.5/24"] } }),
      "203.0.113.5/24",
    ],
    ["a key for nothing", asked({ access: { kind: "ssm", keyName: "me" } }), "access ssm with keyName"],
  ],
  passes: [
    ["key and range", asked({ access: { kind: "ssh", keyName: "me", sourceCidrs: ["203.0.113.0/24"] } })],
    ["Session Manager", asked({ access: { kind: "ssm" } })],
  ],
  undecided: [["unknown access", asked({ access: unknown })]],
});

testRule(templateInterfaces, {
  fails: [["two ENIs", group({ launchTemplateInterfaces: 2 }), "2 network interfaces"]],
  passes: [
    ["none", group({})],
    ["the primary one", group({ launchTemplateInterfaces: 1 })],
  ],
  undecided: [["an unknown number", group({ launchTemplateInterfaces: unknown })]],
});

const operator = (conditioned: boolean) =>
  role({
    purpose: "operator",
    statements: [{ actions: ["ec2:AssignPrivateIpAddresses"], resources: ["*"], conditioned }],
  });
const conditioned = { identity: [operator(true)] };
testRule(interfaceTag, {
  fails: [
    ["a template without tags", group({ templateTags: {} }, conditioned), "kubernetes.io/cluster/test=owned"],
    [
      "tags on instances only",
      group({ templateTags: { instance: { "kubernetes.io/cluster/test": "owned" } } }, conditioned),
    ],
  ],
  passes: [
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
  undecided: [["unknown tags", group({ templateTags: unknown }, conditioned)]],
});
