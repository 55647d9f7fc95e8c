import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, Json, JsonObject } from "../../../../../core/model/index.ts";
import { baseline, cilium, eniValues, network, unknown } from "../../../../support/model.ts";

const nodeClass = (spec: JsonObject, more: Partial<ClusterModel> = {}): ClusterModel =>
  baseline({
    objects: [{ apiVersion: "karpenter.k8s.aws/v1", kind: "EC2NodeClass", metadata: { name: "general" }, spec }],
    ...more,
  });
const CLASS = "objects.EC2NodeClass.general";
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
const alias = (name: Json): JsonObject => ({ amiSelectorTerms: [{ alias: name }] });
const AL2023 = alias("al2023@v20260923");
const xdp: Partial<ClusterModel> = {
  cilium: cilium({ values: eniValues({ loadBalancer: { acceleration: "native" } }) }),
};
const UDEV = "#!/bin/bash\ncat > /etc/udev/rules.d/99-xdp.rules\nethtool -L eth0 combined 1\n";
const NODE_CONFIG = (kubelet: string) =>
  `apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  kubelet:\n    config:\n${kubelet}`;
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
        { path: `${CLASS}.spec.subnetSelectorTerms.1`, found: 'pods="yes"' },
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
});
