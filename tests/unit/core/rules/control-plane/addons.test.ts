import type { AddonModel, CiliumModel, ClusterModel, ControlPlaneModel } from "../../../../../core/model/index.ts";
import {
  addonPinned,
  addonVersionFit,
  addonVersionForm,
  coreDnsOrder,
  coreDnsPresent,
  ebsCsiRole,
  overlayMetricsServer,
} from "../../../../../core/rules/control-plane/addons.ts";
import {
  bootstrapAddons,
  coreDnsTrap,
  noKubeProxy,
  noUnwantedAddons,
  noVpcCni,
  removedAddons,
} from "../../../../../core/rules/control-plane/default-addons.ts";
import { addon, cilium, controlPlane, eniValues, hybridCilium, settings, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const model = (parts: Partial<ControlPlaneModel>) => ({ controlPlane: controlPlane(parts) });
const chained: CiliumModel = cilium({ values: { cni: { chainingMode: "aws-cni" }, kubeProxyReplacement: "true" } });
const withKubeProxy: CiliumModel = cilium({ values: eniValues({ kubeProxyReplacement: false }) });
const overlay: CiliumModel = cilium({ values: { ipam: { mode: "cluster-pool" } } });
const having = (...addons: AddonModel[]): ClusterModel => ({ addons, cilium: cilium(), controlPlane: controlPlane() });
const { version: _, ...unversioned } = addon();

describeRules([
  {
    rule: bootstrapAddons,
    fails: [
      ["the default add-ons", model({ bootstrapSelfManagedAddons: true }), "controlPlane.bootstrapSelfManagedAddons"],
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
    undecided: [["an unknown switch", model({ bootstrapSelfManagedAddons: unknown })]],
  },
  {
    rule: noVpcCni,
    fails: [["eks.Cluster with the VPC CNI", model({ installsVpcCni: true }), "controlPlane.useDefaultVpcCni"]],
    passes: [
      ["eks.Cluster without", model({})],
      ["chaining", { ...model({ installsVpcCni: true }), cilium: chained }],
      ["Cilium on hybrid nodes only", { ...model({ installsVpcCni: true }), releases: [hybridCilium()] }],
    ],
    undecided: [["an unknown switch", model({ installsVpcCni: unknown })]],
  },
  {
    rule: noKubeProxy,
    fails: [
      [
        "eks.Cluster with kube-proxy",
        { ...model({ installsKubeProxy: true }), cilium: cilium() },
        "controlPlane.kubeProxyAddonOptions",
      ],
    ],
    passes: [
      ["eks.Cluster without", { ...model({}), cilium: cilium() }],
      ["kube-proxy where Cilium does not replace it", { ...model({ installsKubeProxy: true }), cilium: withKubeProxy }],
    ],
    undecided: [
      [
        "an unknown replacement",
        { ...model({ installsKubeProxy: true }), cilium: cilium({ values: { kubeProxyReplacement: unknown } }) },
      ],
    ],
  },
  {
    rule: noUnwantedAddons,
    fails: [
      ["the add-on vpc-cni", having(addon({ name: "vpc-cni" })), "addons.vpc-cni"],
      ["the add-on kube-proxy", having(addon({ name: "kube-proxy" })), "addons.kube-proxy"],
    ],
    passes: [
      ["CoreDNS", having(addon())],
      ["vpc-cni where Cilium is chained to it", { addons: [addon({ name: "vpc-cni" })], cilium: chained }],
      [
        "kube-proxy where Cilium does not replace it",
        { addons: [addon({ name: "kube-proxy" })], cilium: withKubeProxy },
      ],
    ],
    undecided: [["an unknown name", having(addon({ name: unknown }))]],
  },
  {
    rule: coreDnsTrap,
    fails: [["CoreDNS made by eks.Cluster", model({ installsCoreDns: true }), "controlPlane.corednsAddonOptions"]],
    passes: [["a cluster without CoreDNS", model({})]],
    undecided: [["an unknown switch", model({ installsCoreDns: unknown })]],
  },
  {
    rule: removedAddons,
    fails: [
      ["add-ons to remove", model({ defaultAddonsToRemove: ["vpc-cni"] }), "controlPlane.defaultAddonsToRemoves"],
    ],
    passes: [["none", model({})]],
    undecided: [["unknown ones", model({ defaultAddonsToRemove: unknown })]],
  },
  {
    rule: addonVersionForm,
    fails: [["a version without EKS's build", having(addon({ version: "1.13.2" })), "addons.coredns.version"]],
    passes: [
      ["EKS's form", having(addon())],
      ["no version", having(unversioned)],
    ],
    undecided: [["an unknown version", having(addon({ version: unknown }))]],
  },
  {
    rule: addonPinned,
    fails: [["no version", having(unversioned), "addons.coredns.version"]],
    passes: [["a version", having(addon())]],
    undecided: [["an unknown version", having(addon({ version: unknown }))]],
  },
  {
    rule: addonVersionFit,
    fails: [
      ["a version of an older Kubernetes", having(addon({ version: "v1.11.4-eksbuild.33" })), "addons.coredns.version"],
    ],
    passes: [
      ["the pinned version", having(addon())],
      ["a newer one", having(addon({ version: "v1.14.2-eksbuild.4" }))],
      ["an add-on that is not in the table", having(addon({ name: "adot", version: "v0.1.0-eksbuild.1" }))],
    ],
    undecided: [["an unknown version", having(addon({ version: unknown }))]],
  },
  {
    rule: ebsCsiRole,
    fails: [["the driver without a role", having(addon({ name: "aws-ebs-csi-driver" })), "addons.aws-ebs-csi-driver"]],
    passes: [
      ["the driver with a role", having(addon({ name: "aws-ebs-csi-driver", hasRole: true }))],
      ["another add-on", having(addon())],
    ],
    undecided: [["an unknown role", having(addon({ name: "aws-ebs-csi-driver", hasRole: unknown }))]],
  },
  {
    rule: coreDnsPresent,
    fails: [["a new cluster without DNS", having(addon({ name: "metrics-server" })), "addons.coredns"]],
    passes: [
      ["CoreDNS as add-on", having(addon())],
      [
        "CoreDNS as chart",
        { ...having(), releases: [{ name: "dns", chart: "oci://example.org/coredns", values: {} }] },
      ],
      ["a cluster that exists", { ...having(), ...model({ existing: { strategy: "no-nodes" } }) }],
      ["a cluster with EKS's own add-ons", { ...having(), ...model({ bootstrapSelfManagedAddons: true }) }],
    ],
    undecided: [["a cluster that nobody knows", { addons: [], ...model({ bootstrapSelfManagedAddons: unknown }) }]],
  },
  {
    rule: coreDnsOrder,
    fails: [["CoreDNS before the nodes", having(addon({ afterNodes: false })), "addons.coredns"]],
    passes: [
      ["CoreDNS after the nodes", having(addon({ afterNodes: true }))],
      ["a lens that cannot tell", having(addon())],
    ],
    undecided: [["an unknown order", having(addon({ afterNodes: unknown }))]],
  },
  {
    rule: overlayMetricsServer,
    fails: [
      [
        "metrics-server on an overlay",
        { addons: [addon({ name: "metrics-server" })], cilium: overlay },
        "addons.metrics-server.configuration",
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
    undecided: [["an unknown mode", { addons: [], cilium: cilium({ values: { ipam: { mode: unknown } } }) }]],
  },
]);
