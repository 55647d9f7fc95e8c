import type { ClusterModel, HelmReleaseModel, JsonObject } from "../../../../../core/model/index.ts";
import { OFF_HYBRID, ON_HYBRID } from "../../../../../core/controllers/placement.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { cilium, controlPlane, eniValues, hybridCilium, unknown } from "../../../../support/model.ts";

const remote = (podCidrs: readonly string[] = ["10.85.0.0/16"]): ClusterModel => ({
  controlPlane: controlPlane({ remoteNetworks: { nodeCidrs: ["192.168.10.0/24"], podCidrs } }),
});
const on = (values: JsonObject, more: ClusterModel = remote()): ClusterModel => ({
  ...more,
  releases: [hybridCilium(values)],
});
const pool = (list: unknown, mask?: unknown): JsonObject =>
  ({
    ipam: {
      operator: { clusterPoolIPv4PodCIDRList: list, ...(mask === undefined ? {} : { clusterPoolIPv4MaskSize: mask }) },
    },
  }) as never;
const eni = (values: JsonObject): ClusterModel => ({ ...remote(), cilium: cilium({ values: eniValues(values) }) });
const chart = (name: string, values: JsonObject = {}): HelmReleaseModel => ({
  name,
  chart: `jetstack/${name}`,
  values,
});
const called = (values: JsonObject, more: ClusterModel = remote([]), name = "cert-manager"): ClusterModel => ({
  ...more,
  releases: [chart(name, values)],
});
const affinity = (key: string, operator: string, ...values: string[]): JsonObject => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values }] }],
      },
    },
  },
});
const TYPE = "eks.amazonaws.com/compute-type";
const POOL = "releases.cilium.values.ipam.operator";

export default cases({
  "hybrid-two-ciliums": {
    fails: [
      [
        "one in ENI mode and one for hybrid nodes",
        { cilium: cilium(), releases: [hybridCilium()] },
        { path: "releases.cilium", example: true },
      ],
    ],
    passes: [
      ["one", { cilium: cilium(), releases: [] }],
      ["another chart", { cilium: cilium(), releases: [chart("cert-manager", { affinity: ON_HYBRID })] }],
    ],
    unknown: [["unknown values", { cilium: cilium(), releases: [{ ...hybridCilium(), values: unknown }] }]],
  },
  "hybrid-eni-nodes": {
    fails: [
      ["ENI mode everywhere", eni({}), { path: "cilium.values.affinity", example: true }],
      ["a selector that hybrid nodes may meet", eni({ nodeSelector: { "kubernetes.io/os": "linux" } })],
      ["no term", eni(affinity(TYPE, "NotIn"))],
      ["another label", eni(affinity("kubernetes.io/os", "In", "linux"))],
      [
        "one term of two",
        eni({
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [{ matchExpressions: [{ key: TYPE, operator: "NotIn", values: ["hybrid"] }] }, {}],
              },
            },
          },
        }),
      ],
      ["both kinds", eni(affinity(TYPE, "In", "hybrid", "ec2"))],
      ["node groups left out", eni(affinity("eks.amazonaws.com/nodegroup", "NotIn", "a"))],
    ],
    passes: [
      ["nodes that are not hybrid", eni({ affinity: OFF_HYBRID })],
      ["nodes without the label", eni(affinity(TYPE, "DoesNotExist"))],
      ["nodes of another kind", eni(affinity(TYPE, "In", "ec2"))],
      ["nodes of a group", eni(affinity("eks.amazonaws.com/nodegroup", "Exists"))],
      ["nodes of these groups", eni(affinity("eks.amazonaws.com/nodegroup", "In", "a"))],
      ["a label of EC2", eni({ nodeSelector: { "node.kubernetes.io/instance-type": "m6i.large" } })],
      ["the label itself", eni({ nodeSelector: { [TYPE]: "ec2" } })],
      ["no hybrid nodes", { controlPlane: controlPlane(), cilium: cilium() }],
      ["an overlay", { ...remote(), cilium: cilium({ values: { ipam: { mode: "cluster-pool" } } }) }],
    ],
    unknown: [["an unknown affinity", eni({ affinity: unknown })]],
  },
  "hybrid-release-pool": {
    fails: [
      [
        "a block that the cluster does not know",
        on(pool(["10.99.0.0/16"])),
        { path: `${POOL}.clusterPoolIPv4PodCIDRList.0`, example: true },
      ],
      ["a block for one node", on(pool(["10.85.0.0/24"], 24)), { path: `${POOL}.clusterPoolIPv4MaskSize` }],
      ["a block for one node, by the default", on(pool("10.85.0.0/24")), { path: `${POOL}.clusterPoolIPv4MaskSize` }],
    ],
    passes: [
      ["blocks of the remote networks", on(pool(["10.85.0.0/17"], 25))],
      ["two nodes", on(pool(["10.85.0.0/23"], 24))],
      ["a mask that does not fit, of which the agent tells", on(pool(["10.85.0.0/26"], 24))],
      ["a mask as text", on(pool(["10.85.0.0/24"], "24"))],
      ["no block, and no network that is none", on(pool(["x"], 24))],
      ["no remote pod networks", on(pool(["10.99.0.0/16"], 25), remote([]))],
      ["no hybrid nodes that are known", on(pool(["10.99.0.0/16"], 25), { controlPlane: controlPlane() })],
      ["nothing", on({})],
      ["a remote network that is none", on(pool(["10.85.0.0/17"]), remote(["x", "10.85.0.0/16"]))],
    ],
    unknown: [["an unknown block", on(pool([unknown]))]],
  },
  "hybrid-release-keys": {
    fails: [
      [
        "a misspelt key",
        on({ kubeProxyReplacment: true }),
        { path: "releases.cilium.values.kubeProxyReplacment", example: true },
      ],
    ],
    passes: [
      ["keys of the chart", on({ kubeProxyReplacement: true })],
      ["keys of a chart that is not known here", on({ vtep: { somethingOfAws: 1 }, zzzzzzzz: true })],
    ],
    unknown: [["an unknown value", on({ kubeProxyReplacement: unknown })]],
  },
  "hybrid-release-parts": {
    fails: [
      [
        "the operator anywhere",
        on({ envoy: { enabled: false } }),
        { path: "releases.cilium.values.operator.affinity", example: true },
      ],
      ["Envoy anywhere", on({ operator: { affinity: ON_HYBRID } }), { path: "releases.cilium.values.envoy.enabled" }],
    ],
    passes: [
      ["both kept there", on({ operator: { affinity: ON_HYBRID }, envoy: { affinity: ON_HYBRID } })],
      ["another chart there", { releases: [chart("cert-manager", { affinity: ON_HYBRID })] }],
      ["no Envoy", on({ operator: { affinity: ON_HYBRID }, envoy: { enabled: false } })],
    ],
    unknown: [["an unknown affinity", on({ operator: { affinity: unknown } })]],
  },
  "hybrid-webhook-placement": {
    fails: [["a webhook anywhere", called({}), { path: "releases.cert-manager.values.affinity", example: true }]],
    passes: [
      ["a webhook off hybrid nodes", called({ affinity: OFF_HYBRID })],
      ["remote pod networks", called({}, remote())],
      ["no hybrid nodes", called({}, { controlPlane: controlPlane() })],
      ["a chart that nobody calls", called({}, remote([]), "external-dns")],
    ],
    unknown: [["unknown networks", called({}, { controlPlane: controlPlane({ remoteNetworks: unknown }) })]],
  },
});
