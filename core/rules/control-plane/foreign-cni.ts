import { rulesOn } from "../rule.ts";
import { objects, releases } from "../subjects.ts";
import { keepsVpcCni } from "./common.ts";

/** Charts of other CNIs. */
const CNIS = ["antrea", "aws-vpc-cni", "calico", "flannel", "kube-ovn", "kube-router", "tigera-operator", "weave-net"];

export default [
  ...rulesOn(releases(...CNIS), [
    {
      id: "control-plane-foreign-cni",
      severity: "error",
      title: "No other CNI is installed beside Cilium",
      why: "Each writes its configuration into the node's /etc/cni/net.d and hands out addresses of its own: pods get a network of either.",
      symptom: "Pods of one node have addresses of two networks, and some reach nothing.",
      source:
        "EKS user guide: alternate-cni-plugins; aws.github.io/eks-charts: aws-vpc-cni; Cilium docs: cni.exclusive",
      fix: "Remove the release; nodes that ran with it have to be replaced.",
      also: ["cilium"],
      *check({ chart }, model) {
        if (model.cilium === undefined || keepsVpcCni(model)) return;
        yield { found: `the chart ${chart} beside Cilium`, expected: "one CNI" };
      },
    },
  ]),
  ...rulesOn(
    objects(({ objects: all }) =>
      all.filter(({ kind, metadata }) => kind === "DaemonSetPatch" && metadata.name === "aws-node"),
    ),
    [
      {
        id: "control-plane-disabled-vpc-cni",
        severity: "warning",
        title: "aws-node stays disabled",
        why: "Where the VPC CNI is a managed add-on, EKS puts its DaemonSet back as it was whenever the add-on changes, and two CNIs take the ENIs of every node.",
        source: "EKS user guide: eks-add-ons, field management; cilium/cilium#31041",
        fix: "Check `aws eks list-addons`: take the add-on vpc-cni away with --preserve if it is there, and waive this.",
        also: ["cilium"],
        *check(_object, model) {
          if (model.cilium === undefined || keepsVpcCni(model)) return;
          yield { found: "a patch of aws-node beside Cilium", expected: "aws-node that is no managed add-on" };
        },
      },
    ],
  ),
];
