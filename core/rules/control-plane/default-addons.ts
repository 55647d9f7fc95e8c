import { rulesOn } from "../rule.ts";
import { addons, controlPlane } from "../subjects.ts";
import type { ClusterModel } from "../../model/index.ts";
import { isChained, keepsVpcCni, replacesKubeProxy } from "./common.ts";

const CREATE = "EKS user guide: create-cluster; EKS API reference: CreateCluster";
const TWO_CNIS =
  "aws-node and Cilium then both take the ENIs: pods get addresses of either, iptables rules of the VPC CNI stay behind, and traffic is lost.";

/** Names of add-ons that must not be there, with the reason. */
function unwanted(model: ClusterModel): Readonly<Record<string, string>> {
  return {
    ...(isChained(model) ? {} : { "vpc-cni": TWO_CNIS }),
    ...(replacesKubeProxy(model)
      ? { "kube-proxy": "kube-proxy and Cilium then both translate Services, and connections are dropped." }
      : {}),
  };
}

export default [
  ...rulesOn(controlPlane, [
    {
      id: "control-plane-bootstrap-addons",
      severity: "error",
      title: "EKS does not install aws-node, kube-proxy and CoreDNS by itself",
      why: `${TWO_CNIS} Nodes that joined before aws-node was removed keep its rules. The switch works at creation only: changing it later replaces the cluster.`,
      source: CREATE,
      fix: "Set bootstrapSelfManagedAddons to false when the cluster is created. Put Cilium on a cluster that exists by cluster.existing.",
      *check({ bootstrapSelfManagedAddons }, model) {
        if (keepsVpcCni(model) || !bootstrapSelfManagedAddons) return;
        yield {
          at: "bootstrapSelfManagedAddons",
          found: "true (which is the default)",
          expected: "false",
        };
      },
    },
    {
      id: "control-plane-vpc-cni",
      severity: "error",
      title: "The VPC CNI is not installed beside Cilium",
      why: `${TWO_CNIS} An add-on without IAM policies still installs aws-node.`,
      source: "EKS user guide: alternate-cni-plugins; pulumi-eks nodejs/eks/cluster/cluster.ts (useDefaultVpcCni)",
      fix: "Set useDefaultVpcCni to true; the name says the opposite of what it does.",
      *check({ installsVpcCni }, model) {
        if (keepsVpcCni(model) || !installsVpcCni) return;
        yield {
          at: "useDefaultVpcCni",
          found: "eks.Cluster installs the VPC CNI add-on",
          expected: "useDefaultVpcCni: true, which leaves the CNI alone",
        };
      },
    },
    {
      id: "control-plane-kube-proxy",
      severity: "error",
      title: "kube-proxy is not installed where Cilium replaces it",
      why: "Both translate Services, with different ideas of which connections exist: connections are dropped.",
      source:
        "Cilium docs: network/kubernetes/kubeproxy-free; pulumi-eks nodejs/eks/cluster/cluster.ts (kubeProxyAddonOptions)",
      fix: "Set it. The add-on is kept when it is switched off later: delete the DaemonSet kube-proxy then.",
      also: ["cilium"],
      *check({ installsKubeProxy }, model) {
        if (!replacesKubeProxy(model) || !installsKubeProxy) return;
        yield {
          at: "kubeProxyAddonOptions",
          found: "eks.Cluster installs the kube-proxy add-on (its default)",
          expected: "kubeProxyAddonOptions: { enabled: false }",
        };
      },
    },
    {
      id: "control-plane-coredns-with-cluster",
      severity: "error",
      title: "CoreDNS is not created together with the control plane",
      why: "Its pods find no node and no network, and EKS waits 20 minutes for them.",
      symptom: "The CoreDNS pods are Pending, the add-on is Degraded, and the update fails after 20 minutes.",
      source: "pulumi/pulumi-eks#1819; pulumi-eks nodejs/eks/cluster/cluster.ts (corednsAddonOptions)",
      fix: "Set enabled to false and create CoreDNS after Cilium and the nodes.",
      *check({ installsCoreDns }) {
        if (installsCoreDns !== true) return;
        yield {
          at: "corednsAddonOptions",
          found: "eks.Cluster creates CoreDNS; corednsAddonOptions without enabled: false does, whatever else it says",
          expected: "corednsAddonOptions: { enabled: false }, and an aws.eks.Addon that depends on the node groups",
        };
      },
    },
    {
      id: "control-plane-default-addons-to-remove",
      severity: "error",
      title: "defaultAddonsToRemoves is not used to get rid of the VPC CNI",
      why: "It is deprecated, works after EKS has installed the add-ons, and leaves what they wrote on nodes that are already there.",
      source: "@pulumi/aws 7.48.0 eks/cluster.d.ts",
      fix: "Remove defaultAddonsToRemoves and set bootstrapSelfManagedAddons to false at creation.",
      *check({ defaultAddonsToRemove = [] }) {
        if (defaultAddonsToRemove.length === 0) return;
        yield {
          at: "defaultAddonsToRemoves",
          found: defaultAddonsToRemove.join(", "),
          expected: "bootstrapSelfManagedAddons: false",
        };
      },
    },
  ]),
  ...rulesOn(addons, [
    {
      id: "control-plane-unwanted-addons",
      severity: "error",
      title: "No add-on brings back the VPC CNI or kube-proxy",
      why: "EKS puts managed add-ons back whenever they are changed or deleted in the cluster.",
      source: "EKS user guide: eks-add-ons, alternate-cni-plugins; Cilium docs: network/kubernetes/kubeproxy-free",
      fix: "Remove it; nodes that ran with it have to be replaced.",
      also: ["cilium"],
      *check({ name }, model) {
        const reasons = unwanted(model);
        const reason = Object.hasOwn(reasons, name) ? reasons[name] : undefined;
        if (reason === undefined) return;
        yield {
          found: `the add-on ${name}. ${reason}`,
          expected: `no add-on ${name} where Cilium does its work`,
        };
      },
    },
  ]),
];
