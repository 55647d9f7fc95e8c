import { cases } from "../../../../support/rule-cases.ts";
import type { AddonModel, CiliumModel, ClusterModel, ControlPlaneModel } from "../../../../../core/model/index.ts";
import { addon, cilium, controlPlane, eniValues, hybridCilium, settings, unknown } from "../../../../support/model.ts";

const model = (parts: Partial<ControlPlaneModel>) => ({ controlPlane: controlPlane(parts) });
const chained: CiliumModel = cilium({ values: { cni: { chainingMode: "aws-cni" }, kubeProxyReplacement: "true" } });
const withKubeProxy: CiliumModel = cilium({ values: eniValues({ kubeProxyReplacement: false }) });
const overlay: CiliumModel = cilium({ values: { ipam: { mode: "cluster-pool" } } });
const having = (...addons: AddonModel[]): ClusterModel => ({ addons, cilium: cilium(), controlPlane: controlPlane() });
const { version: _, ...unversioned } = addon();

export default cases({
  "control-plane-bootstrap-addons": {
    fails: [
      [
        "the default add-ons",
        model({ bootstrapSelfManagedAddons: true }),
        { path: "controlPlane.bootstrapSelfManagedAddons" },
      ],
    ],
    passes: [
      ["none", model({})],
      [
        "aws-node where Cilium is on hybrid nodes only",
        { ...model({ bootstrapSelfManagedAddons: true }), releases: [hybridCilium()] },
      ],
      ["aws-node where Cilium is chained to it", { ...model({ bootstrapSelfManagedAddons: true }), cilium: chained }],
      [
        "aws-node where the settings say chaining and no plan could be made",
        {
          ...model({ bootstrapSelfManagedAddons: true }),
          settings: settings({ cilium: { ipam: { mode: "aws-cni" } } }),
        },
      ],
    ],
    unknown: [["an unknown switch", model({ bootstrapSelfManagedAddons: unknown })]],
  },
  "control-plane-vpc-cni": {
    fails: [
      ["eks.Cluster with the VPC CNI", model({ installsVpcCni: true }), { path: "controlPlane.useDefaultVpcCni" }],
    ],
    passes: [
      ["eks.Cluster without", model({})],
      ["chaining", { ...model({ installsVpcCni: true }), cilium: chained }],
      ["Cilium on hybrid nodes only", { ...model({ installsVpcCni: true }), releases: [hybridCilium()] }],
    ],
    unknown: [["an unknown switch", model({ installsVpcCni: unknown })]],
  },
  "control-plane-kube-proxy": {
    fails: [
      [
        "eks.Cluster with kube-proxy",
        { ...model({ installsKubeProxy: true }), cilium: cilium() },
        { path: "controlPlane.kubeProxyAddonOptions" },
      ],
    ],
    passes: [
      ["eks.Cluster without", { ...model({}), cilium: cilium() }],
      ["kube-proxy where Cilium does not replace it", { ...model({ installsKubeProxy: true }), cilium: withKubeProxy }],
    ],
    unknown: [
      [
        "an unknown replacement",
        { ...model({ installsKubeProxy: true }), cilium: cilium({ values: { kubeProxyReplacement: unknown } }) },
      ],
    ],
  },
  "control-plane-unwanted-addons": {
    fails: [
      ["the add-on vpc-cni", having(addon({ name: "vpc-cni" })), { path: "addons.vpc-cni" }],
      ["the add-on kube-proxy", having(addon({ name: "kube-proxy" })), { path: "addons.kube-proxy" }],
    ],
    passes: [
      ["CoreDNS", having(addon())],
      ["vpc-cni where Cilium is chained to it", { addons: [addon({ name: "vpc-cni" })], cilium: chained }],
      [
        "kube-proxy where Cilium does not replace it",
        { addons: [addon({ name: "kube-proxy" })], cilium: withKubeProxy },
      ],
    ],
    unknown: [["an unknown name", having(addon({ name: unknown }))]],
  },
  "control-plane-coredns-with-cluster": {
    fails: [
      ["CoreDNS made by eks.Cluster", model({ installsCoreDns: true }), { path: "controlPlane.corednsAddonOptions" }],
    ],
    passes: [["a cluster without CoreDNS", model({})]],
    unknown: [["an unknown switch", model({ installsCoreDns: unknown })]],
  },
  "control-plane-default-addons-to-remove": {
    fails: [
      [
        "add-ons to remove",
        model({ defaultAddonsToRemove: ["vpc-cni"] }),
        { path: "controlPlane.defaultAddonsToRemoves" },
      ],
    ],
    passes: [["none", model({})]],
    unknown: [["unknown ones", model({ defaultAddonsToRemove: unknown })]],
  },
  "control-plane-addon-version-form": {
    fails: [
      ["a version without EKS's build", having(addon({ version: "1.13.2" })), { path: "addons.coredns.version" }],
    ],
    passes: [
      ["EKS's form", having(addon())],
      ["no version", having(unversioned)],
    ],
    unknown: [["an unknown version", having(addon({ version: unknown }))]],
  },
  "control-plane-addon-pinned": {
    fails: [["no version", having(unversioned), { path: "addons.coredns.version" }]],
    passes: [
      ["a version", having(addon())],
      [
        "none for a Kubernetes version that EKS no longer has, which another rule reports",
        { ...having(unversioned), controlPlane: controlPlane({ kubernetesVersion: "1.28" }) },
      ],
    ],
    unknown: [["an unknown version", having(addon({ version: unknown }))]],
  },
  "control-plane-addon-version-fit": {
    fails: [
      [
        "a version of an older Kubernetes",
        having(addon({ version: "v1.11.4-eksbuild.33" })),
        { path: "addons.coredns.version" },
      ],
    ],
    passes: [
      ["the pinned version", having(addon())],
      ["a newer one", having(addon({ version: "v1.14.2-eksbuild.4" }))],
      ["an add-on that is not in the table", having(addon({ name: "adot", version: "v0.1.0-eksbuild.1" }))],
    ],
    unknown: [["an unknown version", having(addon({ version: unknown }))]],
  },
  "control-plane-ebs-csi-role": {
    fails: [
      [
        "the driver without a role",
        having(addon({ name: "aws-ebs-csi-driver" })),
        { path: "addons.aws-ebs-csi-driver" },
      ],
    ],
    passes: [
      ["the driver with a role", having(addon({ name: "aws-ebs-csi-driver", hasRole: true }))],
      ["another add-on", having(addon())],
    ],
    unknown: [["an unknown role", having(addon({ name: "aws-ebs-csi-driver", hasRole: unknown }))]],
  },
  "control-plane-coredns-present": {
    fails: [["a new cluster without DNS", having(addon({ name: "metrics-server" })), { path: "addons.coredns" }]],
    passes: [
      ["CoreDNS as add-on", having(addon())],
      [
        "CoreDNS as chart",
        { ...having(), releases: [{ name: "dns", chart: "oci://example.org/coredns", values: {} }] },
      ],
      ["a cluster that exists", { ...having(), ...model({ existing: { strategy: "no-nodes" } }) }],
      ["a cluster with EKS's own add-ons", { ...having(), ...model({ bootstrapSelfManagedAddons: true }) }],
    ],
    unknown: [["a cluster that nobody knows", { addons: [], ...model({ bootstrapSelfManagedAddons: unknown }) }]],
  },
  "control-plane-coredns-order": {
    fails: [["CoreDNS before the nodes", having(addon({ afterNodes: false })), { path: "addons.coredns" }]],
    passes: [
      ["CoreDNS after the nodes", having(addon({ afterNodes: true }))],
      ["a lens that cannot tell", having(addon())],
    ],
    unknown: [["an unknown order", having(addon({ afterNodes: unknown }))]],
  },
  "control-plane-overlay-metrics-server": {
    fails: [
      [
        "metrics-server on an overlay",
        { addons: [addon({ name: "metrics-server" })], cilium: overlay },
        { path: "addons.metrics-server.configuration" },
      ],
    ],
    passes: [
      ["metrics-server on ENIs", having(addon({ name: "metrics-server" }))],
      [
        "metrics-server on the host network",
        {
          addons: [addon({ name: "metrics-server", configuration: { hostNetwork: { enabled: true } } })],
          cilium: overlay,
        },
      ],
    ],
    unknown: [
      [
        "an unknown mode",
        { addons: [addon({ name: "metrics-server" })], cilium: cilium({ values: { ipam: { mode: unknown } } }) },
      ],
    ],
  },
});
