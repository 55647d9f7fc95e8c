import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel } from "../../../../../core/model/index.ts";
import type { KarpenterSettings, NodePoolSettings, Settings } from "../../../../../core/settings/index.ts";
import { baseline, controlPlane, network, nodeGroup, settings, unknown } from "../../../../support/model.ts";

const right: NodePoolSettings = { families: ["m6i"], limits: { cpu: 64 } };
const pools = (nodePools: KarpenterSettings["nodePools"], more: Partial<ClusterModel> = {}): ClusterModel =>
  baseline({ karpenter: { settings: { nodePools }, version: "1.14.1" }, ...more });
const pool = (parts: Partial<NodePoolSettings>, more: Partial<ClusterModel> = {}): ClusterModel =>
  pools({ general: { ...right, ...parts } }, more);
const { families: _, ...untyped } = right;
const typed = (instanceTypes: readonly string[]): ClusterModel => pools({ general: { ...untyped, instanceTypes } });
const asked = (parts: Partial<KarpenterSettings>, stack: Partial<Settings> = {}): ClusterModel =>
  baseline({
    karpenter: { settings: { nodePools: { general: right }, ...parts }, version: "1.14.1" },
    settings: settings(stack),
  });
const groups = (...names: readonly string[]): Partial<Settings> => ({
  nodeGroups: Object.fromEntries(
    names.map((name) => [name, { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 } }]),
  ),
});
const PATH = "karpenter.nodePools.general";
const zones = (more: Partial<ClusterModel["network"]> = {}): Partial<ClusterModel> => ({ network: network(more) });
const { subnets } = network();
const podSubnet = (zone: string) => ({
  name: `pod-${zone}`,
  role: "pod" as const,
  zone,
  cidr: "100.64.0.0/18",
  egress: "nat" as const,
  reservations: [],
  tags: {},
});

export default cases({
  "karpenter-pool-types": {
    fails: [
      ["neither types nor families", pools({ general: untyped }), { path: `${PATH}.instanceTypes` }],
      ["both", pool({ instanceTypes: ["m6i.large"] }), { path: `${PATH}.families` }],
      ["a misspelled type", typed(["m6i.lrge"]), { found: "nobody knows" }],
      ["a Xen type", typed(["m6i.large", "m4.large"]), { path: `${PATH}.instanceTypes.1`, found: "on Xen" }],
      ["bare metal", typed(["m6i.metal"]), { found: "bare metal" }],
      ["a type without known limits", typed(["r9g.large"]), { found: "no table" }],
      [
        "a family that nobody knows",
        pool({ families: ["m99"] }),
        { path: `${PATH}.families.0`, found: "nobody knows" },
      ],
      ["a family without known limits", pool({ families: ["r9g"] }), { found: "no table" }],
      ["a family without the sizes", pool({ sizes: ["nano"] }), { found: "none of the sizes" }],
      ["a Xen family", pool({ families: ["m4"] }), { found: "not on Nitro" }],
      ["only bare metal of a family", pool({ sizes: ["metal"] }), { found: "bare metal" }],
    ],
    passes: [
      ["types on Nitro", typed(["m6i.large", "m7g.xlarge"])],
      ["a family", pool({})],
      ["a size of a family", pool({ sizes: ["xlarge"] })],
    ],
    unknown: [["unknown types", typed(unknown)]],
  },
  "karpenter-pool-limits": {
    fails: [
      ["no limit", pool({ limits: {} }), { path: `${PATH}.limits` }],
      ["memory alone", pool({ limits: { memoryGiB: 64 } }), { path: `${PATH}.limits` }],
    ],
    passes: [
      ["vCPUs", pool({})],
      ["nodes", pool({ limits: { nodes: 3 } })],
    ],
    unknown: [["unknown limits", pool({ limits: unknown })]],
  },
  "karpenter-pool-name": {
    fails: [
      ["capitals", pools({ General: right }), { found: '"General"' }],
      ["a name that is too long", pools({ ["a".repeat(64)]: right }), { found: "aaa" }],
      [
        "a node group's name",
        pool({}, { nodeGroups: [nodeGroup({ name: "general" })] }),
        { found: "a node group has" },
      ],
    ],
    passes: [
      ["a name of its own", pool({}, { nodeGroups: [nodeGroup({ name: "system" })] })],
      ["its own nodes", pool({}, { nodeGroups: [nodeGroup({ name: "general", kind: "karpenter" })] })],
    ],
    unknown: [["unknown node groups", pool({}, { nodeGroups: [nodeGroup({ name: unknown })] })]],
  },
  "karpenter-pool-image": {
    fails: [
      [
        "no release for the Kubernetes version",
        pool({}, { controlPlane: controlPlane({ kubernetesVersion: "1.37" }) }),
        { path: `${PATH}.ami.release` },
      ],
      ["latest", pool({ ami: { release: "latest" } }), { found: '"latest"' }],
      ["Bottlerocket's release for AL2023", pool({ ami: { release: "1.66.0" } }), { path: `${PATH}.ami.release` }],
      ["both", pool({ ami: { release: "v20260923", ssmParameter: "/golden" } }), { path: `${PATH}.ami` }],
    ],
    passes: [
      ["the pinned release", pool({})],
      ["a release", pool({ ami: { release: "v20260714" } })],
      ["a release of Bottlerocket", pool({ ami: { family: "Bottlerocket", release: "1.66.0" } })],
      [
        "a parameter",
        pool({ ami: { ssmParameter: "/golden" } }, { controlPlane: controlPlane({ kubernetesVersion: "1.37" }) }),
      ],
    ],
    unknown: [
      ["an unknown Kubernetes version", pool({}, { controlPlane: controlPlane({ kubernetesVersion: unknown }) })],
    ],
  },
  "karpenter-pool-zones": {
    fails: [
      [
        "a zone without subnets",
        pool({ zones: ["eu-central-1a", "eu-central-1c"] }, zones()),
        { path: `${PATH}.zones.1` },
      ],
      [
        "a zone without a pod subnet",
        pool({ zones: ["eu-central-1b"] }, zones({ subnets: [...subnets, podSubnet("eu-central-1a")] })),
        { found: "pod subnet" },
      ],
    ],
    passes: [
      ["every zone", pool({}, zones())],
      ["a zone of the network", pool({ zones: ["eu-central-1a"] }, zones())],
      [
        "a zone with both",
        pool({ zones: ["eu-central-1a"] }, zones({ subnets: [...subnets, podSubnet("eu-central-1a")] })),
      ],
    ],
    unknown: [["unknown subnets", pool({ zones: ["eu-central-1a"] }, zones({ subnets: unknown }))]],
  },
  "karpenter-controller-placed": {
    fails: [
      ["a choice that is not made", asked({}, groups("a", "b")), { path: "karpenter.nodeGroup", found: "a, b" }],
      ["a group that is not there", asked({ nodeGroup: "c" }, groups("a", "b")), { found: '"c"' }],
      ["no group", asked({}, { nodeGroups: {} }), { found: "no managed node group" }],
      ["more replicas than nodes", asked({ replicas: 3 }), { found: "2 nodes at least, for 3 replicas" }],
    ],
    passes: [
      ["the only group", asked({})],
      ["a group that is named", asked({ nodeGroup: "b" }, groups("a", "b"))],
      ["as many nodes as replicas", asked({ replicas: 1 })],
    ],
    unknown: [
      ["an unknown size", asked({}, { nodeGroups: { a: { instanceTypes: [], scaling: { min: unknown, max: 4 } } } })],
    ],
  },
  "karpenter-beside-autoscaler": {
    fails: [
      [
        "both",
        asked({}, { cluster: { name: "test", autoscaler: "cluster-autoscaler" } }),
        { path: "cluster.autoscaler" },
      ],
    ],
    passes: [["Karpenter alone", asked({})]],
    unknown: [["an unknown choice", asked({}, { cluster: { name: "test", autoscaler: unknown } })]],
  },
});
