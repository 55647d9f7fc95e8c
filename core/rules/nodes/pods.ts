import { rulesOn } from "../rule.ts";
import { nodeGroupSettings, nodeGroups, templateGroups, wholeModel } from "../subjects.ts";
import { advisedPods } from "../../capacity/node.ts";
import { vcpusOf } from "../../facts/instances.ts";
import { XDP_MTU } from "../../nodes/defaults.ts";
import { reservedMemoryMiB } from "../../nodes/pod-limit.ts";
import { valueAt } from "../../helm/values.ts";
import type { ClusterModel, NodeGroupModel } from "../../model/index.ts";
import { some } from "../../model/unknown.ts";
import { chartValue } from "./common.ts";

const EXPECTED_KIND: Partial<Record<NodeGroupModel["amiFamily"], NodeGroupModel["userDataKind"]>> = {
  AL2023: "nodeadm",
  BOTTLEROCKET: "bottlerocket",
  AL2: "bootstrap-sh",
};

const WRITTEN: Readonly<Record<NodeGroupModel["userDataKind"], string>> = {
  nodeadm: "a NodeConfig",
  bottlerocket: "Bottlerocket's TOML",
  "bootstrap-sh": "a script that calls bootstrap.sh",
  none: "nothing that joins a cluster",
};

/** By the setting; or by a workload of the program that names the call or its attribute. */
function switchesCheckOff({ settings, objects = [], releases = [] }: ClusterModel): boolean {
  if (settings !== undefined) return settings.cilium?.loadBalancer?.sourceDestCheckWatcher === true;
  return some([...objects, ...releases], (one) => /source-?dest-?check/i.test(JSON.stringify(one)));
}

const nativeXdp = (model: ClusterModel): boolean => chartValue(model, "loadBalancer", "acceleration") === "native";

export default [
  ...rulesOn(nodeGroups, [
    {
      id: "nodes-max-pods-image",
      severity: "warning",
      title: "A pod limit in the user data comes with an image id in the launch template",
      why: "Without an image of one's own EKS adds its own user data behind yours and its pod limit wins: it knows only the VPC CNI, so Cilium's prefixes count for nothing.",
      symptom: "`kubectl describe node` shows another number of pods under Capacity than the plan.",
      source: "EKS user guide: choosing-instance-type, How maxPods is determined",
      fix: "Name the image in the launch template and write cluster name, endpoint, certificate and service CIDR into the user data.",
      *check({ kind, customImage, maxPodsPlaces }) {
        const stated = maxPodsPlaces?.kubelet ?? maxPodsPlaces?.expression;
        if (kind !== "managed" || customImage !== false || stated === undefined) return;
        yield {
          at: "maxPods",
          found: `a pod limit of ${stated} in the user data, and no image id`,
          expected: "an image id in the launch template, with a whole NodeConfig",
        };
      },
    },
    {
      id: "nodes-max-pods-places",
      severity: "warning",
      title: "nodeadm gets the pod limit as kubelet value and as expression",
      why: "The kubelet's value decides how many pods run, but kubeReserved follows the expression or the VPC CNI's formula: the memory kept for the kubelet is then that of another number of pods.",
      source: "awslabs/amazon-eks-ami nodeadm/internal/kubelet/config.go, nodeadm/doc/examples.md",
      fix: "Set spec.kubelet.maxPodsExpression to the same number as the kubelet's maxPods.",
      *check({ userDataKind, maxPodsPlaces }) {
        const kubelet = maxPodsPlaces?.kubelet;
        if (userDataKind !== "nodeadm" || kubelet === undefined) return;
        const expression = maxPodsPlaces?.expression;
        if (expression !== undefined && (!/^\d+$/.test(expression.trim()) || Number(expression) === kubelet)) return;
        yield {
          at: "maxPods",
          found:
            expression === undefined
              ? `maxPods ${kubelet} and no maxPodsExpression`
              : `maxPods ${kubelet} and maxPodsExpression ${expression}`,
          expected: `both with ${kubelet}`,
          fix: `Set spec.kubelet.maxPodsExpression to "${kubelet}"; it reserves ${reservedMemoryMiB(kubelet)} MiB.`,
        };
      },
    },
    {
      id: "nodes-user-data-family",
      severity: "error",
      title: "The user data is written for the image",
      why: "AL2023 has no bootstrap.sh and Bottlerocket reads nothing but TOML; with an image of one's own EKS adds nothing, so the node never joins.",
      symptom: "The instance runs and no node appears; EKS reports NodeCreationFailure.",
      source: "EKS user guide: al2023, launch-templates; awslabs/amazon-eks-ami nodeadm",
      fix: "Write the user data in the form that the image reads, with the cluster's name, endpoint and certificate.",
      *check({ kind, amiFamily, userDataKind, customImage }) {
        const expected = EXPECTED_KIND[amiFamily];
        if (kind !== "managed" || expected === undefined || userDataKind === expected) return;
        if (userDataKind === "none" && customImage !== true) return;
        // Amazon Linux 2 has to go, whatever its user data says: another rule tells it.
        if (amiFamily === "AL2") return;
        yield {
          at: "ami.family",
          found: `${WRITTEN[userDataKind]} on ${amiFamily}`,
          expected: WRITTEN[expected],
          fix: `Write the user data as ${WRITTEN[expected]}, with the cluster's name, endpoint and certificate.`,
        };
      },
    },
    {
      id: "nodes-user-data-cluster",
      severity: "error",
      title: "The user data joins the cluster that it belongs to",
      why: "A node with another cluster's name or service CIDR joins elsewhere, or resolves no names.",
      symptom: "The instance runs and no node appears, or its pods resolve no names.",
      source: "awslabs/amazon-eks-ami nodeadm/internal/api/validation.go",
      fix: "Take name and service CIDR of the user data from the cluster itself.",
      also: ["controlPlane"],
      *check({ joins }, { controlPlane }) {
        const name = joins?.clusterName;
        if (name !== undefined && controlPlane !== undefined && name !== controlPlane.name) {
          yield {
            found: `user data for the cluster "${name}"`,
            expected: `"${controlPlane.name}"`,
            fix: "Take the name from the cluster itself.",
          };
        }
        const cidr = joins?.serviceCidr;
        if (cidr !== undefined && controlPlane?.serviceCidr !== undefined && cidr !== controlPlane.serviceCidr) {
          yield {
            found: `user data with the service CIDR ${cidr}`,
            expected: controlPlane.serviceCidr,
            fix: "Take the service CIDR from the cluster itself: the address of the cluster's DNS follows from it.",
          };
        }
      },
    },
    {
      id: "nodes-user-data-single",
      severity: "warning",
      title: "The user data has one NodeConfig",
      why: "nodeadm merges several in their order and the last one wins field by field: a taint list or pod limit of an earlier one is silently replaced.",
      source: "awslabs/amazon-eks-ami nodeadm/doc/examples.md, Merging multiple configuration objects",
      fix: "Put everything into one NodeConfig.",
      *check({ nodeConfigParts }) {
        if (nodeConfigParts === undefined || nodeConfigParts < 2) return;
        yield {
          found: `${nodeConfigParts} NodeConfig parts`,
          expected: "one",
        };
      },
    },
  ]),
  ...rulesOn(templateGroups, [
    {
      id: "nodes-max-pods-advice",
      severity: "warning",
      title: "A node takes at most 110 pods below 30 vCPUs, and 250 above",
      why: "Kubernetes and AWS test up to there; with more pods the kubelet's housekeeping takes longer and the node can turn NotReady.",
      source: "EKS best practices: prefix-mode; EKS user guide: choosing-instance-type",
      fix: "Lower maxPods to 110 below 30 vCPUs and to 250 from there on, or leave it out.",
      *check({ maxPods, instanceTypes }) {
        if (maxPods === undefined) return;
        const smallest = Math.min(...instanceTypes.map((type) => vcpusOf(type) ?? Number.POSITIVE_INFINITY));
        if (!Number.isFinite(smallest) || maxPods <= advisedPods(smallest)) return;
        yield {
          at: "maxPods",
          found: `${maxPods} pods on ${smallest} vCPUs`,
          expected: `at most ${advisedPods(smallest)}`,
          fix: `Set maxPods to ${advisedPods(smallest)}, or leave it out.`,
        };
      },
    },
    {
      id: "nodes-xdp-prepared",
      severity: "error",
      title: "With native XDP every ENA device of a node is prepared for it",
      why: `The ena driver takes native XDP only up to MTU ${XDP_MTU} and with at most half of its channels, on every device. Cilium attaches ENIs while the node runs, so what a boot script set is not true of them, and the agent crashes at its next start.`,
      symptom: "The agent restarts again and again; its log says that an XDP program could not be attached.",
      source: "Cilium docs: network/kubernetes/kubeproxy-free, NodePort XDP on AWS; cilium/cilium#25453, #12138",
      fix: "Prepare every ena device by a udev rule in the user data of AL2023, or set loadBalancer.acceleration to best-effort or disabled.",
      also: ["cilium"],
      *check({ amiFamily, networkSetup }, model) {
        if (!nativeXdp(model)) return;
        if (amiFamily === "BOTTLEROCKET") {
          yield {
            at: "ami.family",
            found: "Bottlerocket, which takes no scripts and so cannot prepare its devices",
            expected: "AL2023 in every group",
            fix: "Set ami.family to AL2023, or cilium.loadBalancer.acceleration to best-effort or disabled.",
          };
          return;
        }
        const { xdpUdevRule, mtu } = networkSetup;
        if (xdpUdevRule && (mtu === undefined || mtu <= XDP_MTU)) return;
        yield {
          found: xdpUdevRule ? `devices at MTU ${mtu ?? 0}` : "no udev rule that prepares ENA devices",
          expected: `a udev rule for every ena device: MTU at most ${XDP_MTU}, half of the channels`,
          fix: "Install such a rule by the user data, or set loadBalancer.acceleration to best-effort or disabled.",
        };
      },
    },
  ]),
  ...rulesOn(templateGroups, [
    {
      id: "nodes-xdp-channels",
      severity: "error",
      title: "With native XDP a node has two vCPUs or more",
      why: "The ena driver makes one channel a vCPU and keeps half of them for XDP: of one there is no half, and no program is attached.",
      symptom: "The agent restarts again and again; its log says that an XDP program could not be attached.",
      source: "amzn-drivers kernel/linux/ena/ena_netdev.c: ena_calc_max_io_queue_num, ena_xdp; amzn/amzn-drivers#240",
      fix: "Use a type with two vCPUs or more, or set loadBalancer.acceleration to best-effort or disabled.",
      also: ["cilium"],
      *check({ instanceTypes }, model) {
        if (!nativeXdp(model)) return;
        const single = instanceTypes.filter((type) => vcpusOf(type) === 1);
        if (single.length === 0) return;
        yield { at: "instanceTypes", found: `${single.join(", ")}, with one vCPU`, expected: "two vCPUs or more" };
      },
    },
  ]),
  ...rulesOn(wholeModel(), [
    {
      id: "nodes-dsr-check-off",
      severity: "error",
      title: "With DSR something switches off the source/destination check on the cluster's ENIs",
      why: "Replies leave an ENI with the address of another node; EC2 drops them while the check is on, and it is on for every new ENI.",
      symptom: "Clients get no answer through nodes that hold no backend of the Service.",
      source: "Cilium docs: network/kubernetes/kubeproxy-free, DSR; cilium/cilium#13600, #26407, #27700",
      fix: "Let a workload switch it off for every new ENI (cilium.loadBalancer.sourceDestCheckWatcher of a stack), or set the mode to snat.",
      *check(model) {
        const value = model.cilium === undefined ? undefined : valueAt(model.cilium.values, "loadBalancer.mode");
        const settings = model.settings?.cilium?.loadBalancer;
        const mode = typeof value === "string" ? value : settings?.mode;
        if ((mode !== "dsr" && mode !== "hybrid") || switchesCheckOff(model)) return;
        const asked = model.settings !== undefined;
        yield {
          subject: "load balancing",
          path: asked ? "cilium.loadBalancer.sourceDestCheckWatcher" : "cilium.values.loadBalancer.mode",
          found: `mode ${mode}, and nothing that switches the check off`,
          expected: asked ? "sourceDestCheckWatcher: true, or mode snat" : "a workload that does, or mode snat",
          ...(asked
            ? {}
            : {
                fix: "Run a workload that calls ec2:ModifyNetworkInterfaceAttribute with SourceDestCheck false for every new ENI, or set loadBalancer.mode to snat.",
              }),
        };
      },
    },
  ]),
  ...rulesOn(nodeGroupSettings, [
    {
      id: "nodes-pod-tags-eni",
      severity: "error",
      title: "Subnets and security groups of a group's pods are chosen in ENI mode only",
      why: "In the other modes pods have no ENIs of Cilium's, so the tags choose nothing.",
      source: "cilium/cilium pkg/aws/ipam/node.go; chart values eni.nodeSpec",
      fix: "Remove the group's pods, or use ENI mode.",
      *check({ settings: { pods } }, { settings }) {
        const mode = settings.cilium?.ipam?.mode ?? "eni";
        if (mode === "eni" || (pods?.subnetTags === undefined && pods?.securityGroupTags === undefined)) return;
        yield { at: "pods", found: `tags for pods, and ipam.mode ${mode}`, expected: "ipam.mode eni, or no tags" };
      },
    },
  ]),
];
