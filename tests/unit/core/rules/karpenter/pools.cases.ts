import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject, KubernetesObject } from "../../../../../core/model/index.ts";
import { baseline, cilium, controlPlane, eniValues, unknown } from "../../../../support/model.ts";

const nodePool = (spec: JsonObject, more: Partial<ClusterModel> = {}): ClusterModel =>
  baseline({ objects: [pool(spec)], ...more });
const pool = (spec: JsonObject): KubernetesObject => ({
  apiVersion: "karpenter.sh/v1",
  kind: "NodePool",
  metadata: { name: "general" },
  spec,
});
const requiring = (key: string, operator: string, values: readonly string[], more: Partial<ClusterModel> = {}) =>
  nodePool(
    { limits: { cpu: "10" }, template: { spec: { requirements: [{ key, operator, values: [...values] }] } } },
    { ...prefixes, ...more },
  );
const POOL = "objects.NodePool.general";

const eni = (parts: JsonObject): Partial<ClusterModel> => ({
  cilium: cilium({ values: eniValues({ eni: { enabled: true, ...parts } }) }),
});
const prefixes = eni({ awsEnablePrefixDelegation: true });
const karpenter = (settings: JsonObject = {}, version = "1.14.1"): Partial<ClusterModel> => ({
  releases: [
    { name: "karpenter", chart: "oci://public.ecr.aws/karpenter/karpenter", version, values: { settings } },
    { name: "karpenter-crd", chart: "oci://public.ecr.aws/karpenter/karpenter-crd", version, values: {} },
  ],
});
const installed = (version: string, kubernetesVersion: string | undefined, crds?: string): ClusterModel =>
  baseline({
    ...karpenter({}, version),
    ...(crds === undefined
      ? {}
      : {
          releases: [
            { name: "karpenter", chart: "karpenter", version, values: {} },
            ...(crds === "" ? [] : [{ name: "crds", chart: "karpenter-crd", version: crds, values: {} }]),
          ],
        }),
    controlPlane: controlPlane(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
  });
const disrupted = (disruption: JsonObject, more: JsonObject = {}): ClusterModel =>
  nodePool({ limits: { cpu: "10" }, disruption, template: { spec: {} }, ...more });
const budget = (one: JsonObject): ClusterModel => disrupted({ consolidateAfter: "5m", budgets: [one] });
const capacity = (values: readonly string[], more: Partial<ClusterModel>): ClusterModel =>
  nodePool(
    {
      template: {
        spec: { requirements: [{ key: "karpenter.sh/capacity-type", operator: "In", values: [...values] }] },
      },
    },
    more,
  );

export default cases({
  "karpenter-nitro": {
    fails: [
      [
        "a Xen type",
        requiring("node.kubernetes.io/instance-type", "In", ["m4.large", "m6i.large"]),
        { found: "m4.large" },
      ],
      ["a Xen family", requiring("karpenter.k8s.aws/instance-family", "In", ["m4", "m6i"]), { found: "m4." }],
      [
        "old generations",
        requiring("karpenter.k8s.aws/instance-generation", "Gt", ["2"]),
        { path: `${POOL}.spec.template.spec.requirements` },
      ],
      ["every generation from the fourth on", requiring("karpenter.k8s.aws/instance-generation", "Gte", ["4"])],
      ["both hypervisors", requiring("karpenter.k8s.aws/instance-hypervisor", "In", ["nitro", "xen"])],
      ["a generation that is left out", requiring("karpenter.k8s.aws/instance-generation", "Lt", ["9"])],
    ],
    passes: [
      ["Nitro", requiring("karpenter.k8s.aws/instance-hypervisor", "In", ["nitro"])],
      ["types on Nitro", requiring("node.kubernetes.io/instance-type", "In", ["m6i.large"])],
      ["families on Nitro", requiring("karpenter.k8s.aws/instance-family", "In", ["m6i", "c7g"])],
      ["new generations", requiring("karpenter.k8s.aws/instance-generation", "Gt", ["4"])],
      ["new generations, the first included", requiring("karpenter.k8s.aws/instance-generation", "Gte", ["5"])],
      ["single addresses", requiring("node.kubernetes.io/instance-type", "In", ["m4.large"], eni({}))],
      [
        "an overlay",
        requiring("node.kubernetes.io/instance-type", "In", ["m4.large"], {
          cilium: cilium({ values: { ipam: { mode: "cluster-pool" }, eni: { awsEnablePrefixDelegation: true } } }),
        }),
      ],
    ],
    unknown: [["unknown requirements", nodePool({ template: { spec: { requirements: unknown } } }, prefixes)]],
  },
  "karpenter-limits": {
    fails: [["no limits", nodePool({ template: {} }), { path: `${POOL}.spec.limits` }]],
    passes: [
      ["limits", nodePool({ limits: { cpu: "10" }, template: {} })],
      ["a static pool", nodePool({ replicas: 2, template: {} })],
    ],
    unknown: [["unknown limits", nodePool({ limits: unknown, template: {} })]],
  },
  "karpenter-consolidate-after": {
    fails: [
      ["at once", disrupted({ consolidateAfter: "0s" }), { path: `${POOL}.spec.disruption.consolidateAfter` }],
      ["seconds", disrupted({ consolidateAfter: "59s" }), { found: "59s" }],
      ["the API's default", disrupted({}), { found: "nothing" }],
    ],
    passes: [
      ["a minute", disrupted({ consolidateAfter: "1m" })],
      ["longer", disrupted({ consolidateAfter: "1h30m" })],
      ["never", disrupted({ consolidateAfter: "Never" })],
      ["a static pool", disrupted({}, { replicas: 2 })],
      ["an overlay", nodePool({ template: {} }, { cilium: cilium({ values: { ipam: { mode: "cluster-pool" } } }) })],
    ],
    unknown: [["an unknown time", disrupted({ consolidateAfter: unknown })]],
  },
  "karpenter-budget-open": {
    fails: [
      ["0 always", budget({ nodes: "0" }), { path: `${POOL}.spec.disruption.budgets.0` }],
      ["0 % always", budget({ nodes: "0%" }), { found: "0% nodes, always" }],
    ],
    passes: [
      ["a window", budget({ nodes: "0", schedule: "0 9 * * *", duration: "8h" })],
      ["reasons", budget({ nodes: "0", reasons: ["Drifted"] })],
      ["some", budget({ nodes: "10%" })],
    ],
    unknown: [["an unknown number", budget({ nodes: unknown })]],
  },
  "karpenter-hybrid-nodes": {
    fails: [
      [
        "the label of hybrid nodes",
        nodePool({ template: { metadata: { labels: { "eks.amazonaws.com/compute-type": "hybrid" } } } }),
        { path: `${POOL}.spec.template.metadata.labels` },
      ],
      [
        "a requirement on it",
        requiring("eks.amazonaws.com/compute-type", "In", ["hybrid"]),
        { path: `${POOL}.spec.template.spec.requirements` },
      ],
    ],
    passes: [
      ["other labels", nodePool({ template: { metadata: { labels: { team: "a" } } } })],
      ["EC2 nodes", requiring("eks.amazonaws.com/compute-type", "NotIn", ["hybrid"])],
      ["another compute type", requiring("eks.amazonaws.com/compute-type", "In", ["ec2"])],
    ],
    unknown: [["unknown labels", nodePool({ template: { metadata: { labels: unknown } } })]],
  },
  "karpenter-interruptions": {
    fails: [
      ["no queue", capacity(["spot"], karpenter({})), { found: "no interruptionQueue" }],
      ["an empty queue", capacity(["on-demand", "spot"], karpenter({ interruptionQueue: "" }))],
    ],
    passes: [
      ["a queue", capacity(["spot"], karpenter({ interruptionQueue: "test" }))],
      ["on demand", capacity(["on-demand"], karpenter({}))],
      ["a release of somebody else", capacity(["spot"], { releases: [] })],
    ],
    unknown: [["an unknown queue", capacity(["spot"], karpenter(unknown))]],
  },
  "karpenter-static": {
    fails: [
      ["replicas without the feature", nodePool({ replicas: 2 }, karpenter({})), { path: `${POOL}.spec.replicas` }],
    ],
    passes: [
      ["the feature", nodePool({ replicas: 2 }, karpenter({ featureGates: { staticCapacity: true } }))],
      ["limits", nodePool({ limits: { cpu: "1" } }, karpenter({}))],
      ["a release of somebody else", nodePool({ replicas: 2 }, { releases: [] })],
    ],
    unknown: [["an unknown feature", nodePool({ replicas: 2 }, karpenter({ featureGates: unknown }))]],
  },
  "karpenter-kubernetes-window": {
    fails: [
      ["an old release", installed("1.8.6", "1.35"), { found: "1.8.6 with Kubernetes 1.35" }],
      ["a Kubernetes version that the matrix lacks", installed("1.14.1", "1.37"), { found: "1.37" }],
    ],
    passes: [
      ["a release of the matrix", installed("1.14.1", "1.36")],
      ["the first release", installed("1.9.0", "1.35")],
      ["no Kubernetes version", installed("1.14.1", "newest")],
    ],
    unknown: [["an unknown version", installed(unknown, "1.35")]],
  },
  "karpenter-crds": {
    fails: [
      ["no release of the definitions", installed("1.14.1", "1.35", ""), { found: "no release of karpenter-crd" }],
      ["another version", installed("1.14.1", "1.35", "1.13.0"), { found: "beside karpenter-crd 1.13.0" }],
    ],
    passes: [["the same version", installed("1.14.1", "1.35", "1.14.1")]],
    unknown: [["an unknown version", installed("1.14.1", "1.35", unknown)]],
  },
});
