import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, Json, JsonObject, KubernetesObject } from "../../../../../core/model/index.ts";
import { baseline, cilium, controlPlane, eniValues, network, unknown } from "../../../../support/model.ts";

const nodeClass = (spec: JsonObject, more: Partial<ClusterModel> = {}): ClusterModel =>
  baseline({
    objects: [{ apiVersion: "karpenter.k8s.aws/v1", kind: "EC2NodeClass", metadata: { name: "general" }, spec }],
    ...more,
  });
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
const CLASS = "objects.EC2NodeClass.general";
const POOL = "objects.NodePool.general";

const eni = (parts: JsonObject): Partial<ClusterModel> => ({
  cilium: cilium({ values: eniValues({ eni: { enabled: true, ...parts } }) }),
});
const prefixes = eni({ awsEnablePrefixDelegation: true });
const leftOut = eni({ nodeSpec: { firstInterfaceIndex: 1 } });
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
const alias = (name: Json): JsonObject => ({ amiSelectorTerms: [{ alias: name }] });
const AL2023 = alias("al2023@v20260923");
const xdp: Partial<ClusterModel> = {
  cilium: cilium({ values: eniValues({ loadBalancer: { acceleration: "native" } }) }),
};
const UDEV = "#!/bin/bash\ncat > /etc/udev/rules.d/99-xdp.rules\nethtool -L eth0 combined 1\n";
const NODE_CONFIG = (kubelet: string) =>
  `apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  kubelet:\n    config:\n${kubelet}`;
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
  "karpenter-max-pods": {
    fails: [
      ["no limit with prefixes", nodeClass(AL2023, prefixes), { path: `${CLASS}.spec.kubelet.maxPods` }],
      [
        "no limit with ENI 0 left out",
        nodeClass(AL2023, leftOut),
        { found: "firstInterfaceIndex 1 and reservedENIs 0" },
      ],
      ["another number of reserved ENIs", nodeClass(AL2023, { ...leftOut, ...karpenter({ reservedENIs: "2" }) })],
      ["reserved ENIs with prefixes", nodeClass(AL2023, { ...prefixes, ...karpenter({ reservedENIs: "0" }) })],
    ],
    passes: [
      ["a limit", nodeClass({ ...AL2023, kubelet: { maxPods: 110 } }, prefixes)],
      ["single addresses on every ENI", nodeClass(AL2023, eni({}))],
      [
        "as many reserved ENIs as Cilium leaves out",
        nodeClass(AL2023, { ...leftOut, ...karpenter({ reservedENIs: "1" }) }),
      ],
      ["an overlay", nodeClass(AL2023, { cilium: cilium({ values: { ipam: { mode: "cluster-pool" } } }) })],
    ],
    unknown: [["an unknown limit", nodeClass({ ...AL2023, kubelet: { maxPods: unknown } }, prefixes)]],
  },
  "karpenter-image-pinned": {
    fails: [
      [
        "the latest image",
        nodeClass(alias("al2023@latest")),
        { path: `${CLASS}.spec.amiSelectorTerms`, example: true },
      ],
      ["images by name", nodeClass({ amiSelectorTerms: [{ name: "golden-*" }] }), { found: "by name or tag" }],
      ["images by tag", nodeClass({ amiSelectorTerms: [{ tags: { golden: "true" } }] }), { found: "by name or tag" }],
    ],
    passes: [
      ["a release", nodeClass(AL2023)],
      ["an id", nodeClass({ amiSelectorTerms: [{ id: "ami-1" }] })],
      ["a parameter", nodeClass({ amiSelectorTerms: [{ ssmParameter: "/golden" }] })],
    ],
    unknown: [["an unknown alias", nodeClass(alias(unknown))]],
  },
  "karpenter-image-family": {
    fails: [
      ["AL2 by alias", nodeClass(alias("al2@v20240807")), { path: `${CLASS}.spec.amiFamily` }],
      ["Windows", nodeClass({ amiFamily: "Windows2022", ...alias("windows2022@latest") }), { found: "windows2022" }],
    ],
    passes: [
      ["AL2023", nodeClass(AL2023)],
      ["Bottlerocket", nodeClass(alias("bottlerocket@v1.66.0"))],
      ["an image of one's own", nodeClass({ amiFamily: "Custom", amiSelectorTerms: [{ id: "ami-1" }] })],
    ],
    unknown: [["an unknown family", nodeClass({ amiFamily: unknown })]],
  },
  "karpenter-disk-encrypted": {
    fails: [
      [
        "a mapping without encryption",
        nodeClass({ blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: "50Gi" } }] }),
        { path: `${CLASS}.spec.blockDeviceMappings.0.ebs.encrypted` },
      ],
      ["encryption off", nodeClass({ blockDeviceMappings: [{ ebs: { encrypted: false } }] })],
    ],
    passes: [
      ["encryption", nodeClass({ blockDeviceMappings: [{ ebs: { encrypted: true } }] })],
      ["Karpenter's own volumes", nodeClass(AL2023)],
      ["a mapping without a volume", nodeClass({ blockDeviceMappings: [{ deviceName: "/dev/xvda" }] })],
    ],
    unknown: [["unknown encryption", nodeClass({ blockDeviceMappings: [{ ebs: { encrypted: unknown } }] })]],
  },
  "karpenter-selects-pods": {
    fails: [
      [
        "the tag by which Cilium finds pod subnets",
        nodeClass(
          { subnetSelectorTerms: [{ id: "subnet-1" }, { tags: { pods: "yes" } }] },
          eni({ nodeSpec: { subnetTags: { pods: "yes", team: "a" } } }),
        ),
        { path: `${CLASS}.spec.subnetSelectorTerms.1`, found: "pods=yes" },
      ],
      [
        "any value of a tag that pod subnets carry",
        nodeClass(
          { subnetSelectorTerms: [{ tags: { shared: "*" } }] },
          {
            ...eni({}),
            network: network({
              subnets: network().subnets.map((subnet) => ({ ...subnet, role: "pod", tags: { shared: "1" } })),
            }),
          },
        ),
        { path: `${CLASS}.spec.subnetSelectorTerms.0` },
      ],
      [
        "the pods' security group",
        nodeClass(
          { securityGroupSelectorTerms: [{ tags: { pods: "yes" } }] },
          eni({ nodeSpec: { securityGroupTags: { pods: "yes" } } }),
        ),
        { path: `${CLASS}.spec.securityGroupSelectorTerms.0` },
      ],
    ],
    passes: [
      [
        "a tag of the nodes",
        nodeClass(
          { subnetSelectorTerms: [{ tags: { "karpenter.sh/discovery": "test" } }] },
          eni({ nodeSpec: { subnetTags: { pods: "yes" } } }),
        ),
      ],
      [
        "another value of the tag",
        nodeClass(
          { subnetSelectorTerms: [{ tags: { pods: "no" } }] },
          eni({ nodeSpec: { subnetTags: { pods: "yes" } } }),
        ),
      ],
      [
        "more than the pods' tag",
        nodeClass(
          { subnetSelectorTerms: [{ tags: { pods: "yes", nodes: "yes" } }] },
          eni({ nodeSpec: { subnetTags: { pods: "yes" } } }),
        ),
      ],
      [
        "ids",
        nodeClass({ subnetSelectorTerms: [{ id: "subnet-1" }] }, eni({ nodeSpec: { subnetTags: { pods: "yes" } } })),
      ],
      [
        "an overlay",
        nodeClass(
          { subnetSelectorTerms: [{ tags: { pods: "yes" } }] },
          {
            cilium: cilium({
              values: { ipam: { mode: "cluster-pool" }, eni: { nodeSpec: { subnetTags: { pods: "yes" } } } },
            }),
          },
        ),
      ],
    ],
    unknown: [
      ["unknown terms", nodeClass({ subnetSelectorTerms: unknown }, eni({ nodeSpec: { subnetTags: { a: "b" } } }))],
    ],
  },
  "karpenter-eni-tags": {
    fails: [
      [
        "a tag of Cilium's collector",
        nodeClass({ tags: { "io.cilium/cluster-name": "other" } }),
        { path: `${CLASS}.spec.tags.io.cilium/cluster-name` },
      ],
    ],
    passes: [["tags of one's own", nodeClass({ tags: { team: "a" } })]],
    unknown: [["unknown tags", nodeClass({ tags: unknown })]],
  },
  "karpenter-user-data": {
    fails: [
      ["a script on Bottlerocket", nodeClass({ ...alias("bottlerocket@v1.66.0"), userData: "#!/bin/bash\ntrue\n" })],
      [
        "bootstrap.sh on AL2023",
        nodeClass({ ...AL2023, userData: "#!/bin/bash\n/etc/eks/bootstrap.sh test\n" }),
        { path: `${CLASS}.spec.userData`, found: "bootstrap-sh on al2023" },
      ],
    ],
    passes: [
      ["a script on AL2023", nodeClass({ ...AL2023, userData: "#!/bin/bash\ntrue\n" })],
      ["a NodeConfig", nodeClass({ ...AL2023, userData: NODE_CONFIG("      cpuCFSQuota: false\n") })],
      [
        "TOML on Bottlerocket",
        nodeClass({ ...alias("bottlerocket@v1.66.0"), userData: '[settings.kernel]\nlockdown = "none"\n' }),
      ],
      ["none", nodeClass({ ...AL2023, userData: " " })],
      [
        "an image of one's own",
        nodeClass({ amiFamily: "Custom", userData: "#!/bin/bash\n/etc/eks/bootstrap.sh test\n" }),
      ],
    ],
    unknown: [["unknown user data", nodeClass({ ...AL2023, userData: unknown })]],
  },
  "karpenter-user-data-kubelet": {
    fails: [
      ["a pod limit", nodeClass({ ...AL2023, userData: NODE_CONFIG("      maxPods: 58\n") }), { found: "maxPods 58" }],
      [
        "taints",
        nodeClass({
          ...AL2023,
          userData: NODE_CONFIG("      registerWithTaints:\n        - { key: a, effect: NoSchedule }\n"),
        }),
        { found: "taints a" },
      ],
    ],
    passes: [
      ["neither", nodeClass({ ...AL2023, userData: NODE_CONFIG("      cpuCFSQuota: false\n") })],
      ["no user data", nodeClass(AL2023)],
    ],
    unknown: [["unknown user data", nodeClass({ ...AL2023, userData: unknown })]],
  },
  "karpenter-xdp-prepared": {
    fails: [
      ["no udev rule", nodeClass(AL2023, xdp), { path: `${CLASS}.spec.userData` }],
      ["Bottlerocket", nodeClass(alias("bottlerocket@v1.66.0"), xdp), { found: "bottlerocket" }],
    ],
    passes: [
      ["the udev rule", nodeClass({ ...AL2023, userData: UDEV }, xdp)],
      ["no native XDP", nodeClass(AL2023)],
    ],
    unknown: [["unknown user data", nodeClass({ ...AL2023, userData: unknown }, xdp)]],
  },
  "karpenter-metadata": {
    fails: [
      [
        "tokens that are optional",
        nodeClass({ metadataOptions: { httpTokens: "optional" } }),
        { path: `${CLASS}.spec.metadataOptions.httpTokens` },
      ],
    ],
    passes: [
      ["tokens", nodeClass({ metadataOptions: { httpTokens: "required" } })],
      ["Karpenter's default", nodeClass({})],
    ],
    unknown: [["an unknown choice", nodeClass({ metadataOptions: { httpTokens: unknown } })]],
  },
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
