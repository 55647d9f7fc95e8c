import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject, NodeGroupModel, SubnetModel } from "../../../../../core/model/index.ts";
import { cilium, eniValues, network, nodeGroup, unknown } from "../../../../support/model.ts";

const eni = (more: JsonObject): JsonObject => eniValues({ eni: { enabled: true, ...more } });
const POD_TAGS = { tier: "pod-subnet" };
const byTags = (...subnetTags: string[]): JsonObject => eni({ nodeSpec: { firstInterfaceIndex: 1, subnetTags } });
const ofPods = (letter: string, tags: Readonly<Record<string, string>> = POD_TAGS): SubnetModel => ({
  name: `pods-${letter}`,
  role: "pod",
  zone: `eu-central-1${letter}`,
  cidr: `100.64.${letter === "a" ? "0" : "64"}.0/18`,
  egress: "nat",
  reservations: [],
  tags,
});
const nodeSubnets = network().subnets;
const model = (values: JsonObject, subnets: readonly SubnetModel[], created = true): ClusterModel => ({
  cilium: cilium({ values }),
  network: network({ created, subnets: [...nodeSubnets, ...subnets] }),
});
const withGroups = (one: ClusterModel, ...groups: Partial<NodeGroupModel>[]): ClusterModel => ({
  ...one,
  nodeGroups: groups.map((parts) => nodeGroup(parts)),
});
const TAGS = "cilium.values.eni.nodeSpec.subnetTags";
const tagged = (index: number): ClusterModel => ({
  cilium: cilium({ values: eni({ nodeSpec: { subnetTags: ["a=b"], firstInterfaceIndex: index } }) }),
});
const filtered = (filter: JsonObject, tags: Readonly<Record<string, string>>, created = true): ClusterModel => ({
  cilium: cilium({ values: eni(filter) }),
  network: network({ created, subnets: nodeSubnets.map((subnet) => ({ ...subnet, tags })) }),
});

export default cases({
  "addresses-pod-subnet-tags": {
    fails: [
      [
        "a tag that is misspelled",
        model(byTags("tier=pods-subnet"), [ofPods("a"), ofPods("b")]),
        { path: TAGS, found: "tier=pods-subnet", example: true },
      ],
      ["one of two tags on no subnet", model(byTags("tier=pod-subnet", "env=prod"), [ofPods("a")]), { path: TAGS }],
      [
        "tags of one group on no subnet",
        withGroups(model(byTags(), [ofPods("a"), ofPods("b")]), { podSubnetTags: { tier: "gpu" } }),
        { path: "nodeGroups.general.pods.subnetTags" },
      ],
    ],
    passes: [
      ["tags of subnets", model(byTags("tier=pod-subnet"), [ofPods("a"), ofPods("b")])],
      ["no tags", model(byTags(), [])],
      ["an overlay", model({ ipam: { mode: "cluster-pool" }, eni: { nodeSpec: { subnetTags: ["a=b"] } } }, [])],
      [
        "a network of which no subnet is known",
        { ...model(byTags("a=b"), []), network: network({ created: true, subnets: [] }) },
      ],
      ["a VPC that exists, of which another rule tells", model(byTags("a=b"), [], false)],
      [
        "subnets with unknown tags beside those that have them",
        model(byTags("tier=pod-subnet"), [{ ...ofPods("a"), tags: unknown }, ofPods("b")]),
      ],
    ],
    unknown: [["unknown tags of a subnet", model(byTags("a=b"), [{ ...ofPods("a"), tags: unknown }])]],
  },
  "addresses-pod-subnet-tags-elsewhere": {
    fails: [
      ["tags that no known subnet has", model(byTags("tier=pods"), [ofPods("a"), ofPods("b")], false), { path: TAGS }],
    ],
    passes: [
      ["tags of a known one", model(byTags("tier=pod-subnet"), [ofPods("a"), ofPods("b")], false)],
      ["a VPC of the program, of which another rule tells", model(byTags("a=b"), [])],
    ],
    unknown: [["unknown tags of a subnet", model(byTags("a=b"), [{ ...ofPods("a"), tags: unknown }], false)]],
  },
  "addresses-pod-subnet-zones": {
    fails: [
      [
        "nodes in two zones, pods in one",
        model(byTags("tier=pod-subnet"), [ofPods("a")]),
        { path: TAGS, found: "nodes in eu-central-1b", example: true },
      ],
      [
        "a group in the zone without",
        withGroups(model(byTags("tier=pod-subnet"), [ofPods("a")], false), { subnets: ["private-b"] }),
        { path: TAGS },
      ],
      [
        "tags of one group in one zone",
        withGroups(
          model(byTags("tier=pod-subnet"), [
            ofPods("a"),
            ofPods("b"),
            { ...ofPods("a", { tier: "gpu" }), name: "gpu" },
          ]),
          {
            podSubnetTags: { tier: "gpu" },
          },
        ),
        { path: "nodeGroups.general.pods.subnetTags" },
      ],
      [
        "groups whose subnets are made elsewhere",
        withGroups(model(byTags("tier=pod-subnet"), [ofPods("a")]), { subnets: ["subnet-0123456789abcdef0"] }),
        { path: TAGS },
      ],
    ],
    passes: [
      ["a subnet a zone", model(byTags("tier=pod-subnet"), [ofPods("a"), ofPods("b")])],
      [
        "nodes in the one zone",
        withGroups(model(byTags("tier=pod-subnet"), [ofPods("a")]), { subnets: ["private-a"] }),
      ],

      ["a subnet whose zone is not told", model(byTags("tier=pod-subnet"), [{ ...ofPods("a"), zone: "" }])],
      ["tags on no subnet, of which another rule tells", model(byTags("tier=pods"), [ofPods("a")])],
      [
        "nodes whose zone is not told",
        {
          ...model(byTags("tier=pod-subnet"), []),
          network: network({ subnets: [...nodeSubnets.map((one) => ({ ...one, zone: "" })), ofPods("a")] }),
        },
      ],
    ],
    unknown: [
      [
        "unknown tags of another subnet",
        model(byTags("tier=pod-subnet"), [ofPods("a"), { ...ofPods("b"), tags: unknown }]),
      ],
    ],
  },
  "addresses-node-subnets-hidden": {
    fails: [
      [
        "a filter that the subnets of nodes do not pass",
        filtered({ subnetTagsFilter: ["tier=pods"] }, { tier: "nodes" }),
        { path: "cilium.values.eni.subnetTagsFilter", found: "private-a, private-b" },
      ],
    ],
    passes: [
      ["a filter that they pass", filtered({ subnetTagsFilter: ["tier=nodes"] }, { tier: "nodes" })],
      ["nodes found by their own tags", filtered({ subnetTagsFilter: ["tier=pods"], instanceTagsFilter: ["a=b"] }, {})],
      ["a VPC that exists", filtered({ subnetTagsFilter: ["tier=pods"] }, {}, false)],
      ["no filter", filtered({}, {})],
      [
        "subnets of pods alone",
        {
          ...filtered({ subnetTagsFilter: ["tier=x"] }, {}),
          network: network({ created: true, subnets: [ofPods("a")] }),
        },
      ],
    ],
    unknown: [
      [
        "unknown tags",
        {
          ...filtered({ subnetTagsFilter: ["a=b"] }, {}),
          network: network({ created: true, subnets: nodeSubnets.map((one) => ({ ...one, tags: unknown })) }),
        },
      ],
    ],
  },
  "addresses-first-interface": {
    fails: [
      ["subnet tags with ENI 0", tagged(0), { path: "cilium.values.eni.nodeSpec.firstInterfaceIndex" }],
      [
        "subnets of one group's pods with ENI 0",
        { cilium: cilium(), nodeGroups: [nodeGroup(), nodeGroup({ name: "gpu", podSubnetTags: { a: "b" } })] },
        { path: "nodeGroups.gpu.pods", found: "subnetTags" },
      ],
      [
        "security groups of one group's pods with ENI 0",
        { cilium: cilium(), nodeGroups: [nodeGroup({ name: "gpu", podSecurityGroupTags: { a: "b" } })] },
        { path: "nodeGroups.gpu.pods", found: "securityGroupTags" },
      ],
    ],
    passes: [
      [
        "empty tags with ENI 0",
        { cilium: cilium({ values: eni({ nodeSpec: { subnetTags: [], firstInterfaceIndex: 0 } }) }) },
      ],
      ["subnet tags with ENI 1", tagged(1)],
      [
        "subnets of one group's pods with ENI 1",
        { cilium: cilium({ values: byTags() }), nodeGroups: [nodeGroup({ podSubnetTags: { a: "b" } })] },
      ],
      ["no tags", { cilium: cilium(), nodeGroups: [nodeGroup()] }],
    ],
    unknown: [["unknown tags", { cilium: cilium({ values: eni({ nodeSpec: { subnetTags: unknown } }) }) }]],
  },
});
