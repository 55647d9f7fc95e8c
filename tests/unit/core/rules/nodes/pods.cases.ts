import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, KubernetesObject, NodeGroupModel } from "../../../../../core/model/index.ts";
import type { CiliumSettings } from "../../../../../core/settings/index.ts";
import { baseline, cilium, eniValues, nodeGroup, settings, unknown } from "../../../../support/model.ts";

const group = (parts: Partial<NodeGroupModel>, more: Partial<ClusterModel> = {}): ClusterModel =>
  baseline({ nodeGroups: [nodeGroup(parts)], ...more });

const native = { cilium: cilium({ values: eniValues({ loadBalancer: { acceleration: "native" } }) }) };

const balanced = (loadBalancer: CiliumSettings["loadBalancer"] = {}, values = eniValues()): ClusterModel =>
  baseline({ settings: settings({ cilium: { loadBalancer } }), cilium: cilium({ values }) });

const pods = (ipam: CiliumSettings["ipam"], subnetTags?: Record<string, string>): ClusterModel =>
  baseline({
    settings: settings({
      nodeGroups: {
        general: {
          instanceTypes: ["m6i.large"],
          scaling: { min: 2, max: 4 },
          pods: subnetTags === undefined ? {} : { subnetTags },
        },
      },
      ...(ipam === undefined ? {} : { cilium: { ipam } }),
    }),
  });

const watcher: KubernetesObject = {
  apiVersion: "batch/v1",
  kind: "CronJob",
  metadata: { name: "eni", namespace: "kube-system" },
  spec: { command: ["aws", "ec2", "modify-network-interface-attribute", "--no-source-dest-check"] },
};

export default cases({
  "nodes-max-pods-image": {
    fails: [
      ["a limit without an image", group({ customImage: false, maxPodsPlaces: { kubelet: 110 } }), { found: "110" }],
      [
        "an expression without an image",
        group({ customImage: false, maxPodsPlaces: { expression: "max_pods" } }),
        { found: "max_pods" },
      ],
    ],
    passes: [
      ["a limit with an image", group({ customImage: true, maxPodsPlaces: { kubelet: 110 } })],
      ["no limit", group({ customImage: false, maxPodsPlaces: {} })],
      ["a lens that does not know", group({ maxPodsPlaces: { kubelet: 110 } })],
    ],
    unknown: [["an unknown image", group({ customImage: unknown, maxPodsPlaces: { kubelet: 110 } })]],
  },
  "nodes-max-pods-places": {
    fails: [
      ["only the kubelet's value", group({ maxPodsPlaces: { kubelet: 110 } }), { found: "no maxPodsExpression" }],
      ["two numbers", group({ maxPodsPlaces: { kubelet: 110, expression: "58" } }), { found: "58" }],
    ],
    passes: [
      ["the same twice", group({ maxPodsPlaces: { kubelet: 110, expression: "110" } })],
      [
        "an expression that is worked out on the node",
        group({ maxPodsPlaces: { kubelet: 110, expression: "max_pods" } }),
      ],
      ["Bottlerocket, which has one place", group({ userDataKind: "bottlerocket", maxPodsPlaces: { kubelet: 110 } })],
    ],
    unknown: [["an unknown limit", group({ maxPodsPlaces: { kubelet: unknown } })]],
  },
  "nodes-max-pods-advice": {
    fails: [
      ["111 pods on 2 vCPUs", group({ maxPods: 111 }), { found: "111 pods on 2 vCPUs" }],
      [
        "250 pods where the smallest type is small",
        group({ instanceTypes: ["m6i.16xlarge", "m6i.large"], maxPods: 250 }),
      ],
      ["251 pods on 64 vCPUs", group({ instanceTypes: ["m6i.16xlarge"], maxPods: 251 }), { found: "251" }],
    ],
    passes: [
      ["110 pods", group({ maxPods: 110 })],
      ["250 pods on 64 vCPUs", group({ instanceTypes: ["m6i.16xlarge"], maxPods: 250 })],
      ["a type whose size does not tell", group({ instanceTypes: ["c5.metal"], maxPods: 250 })],
    ],
    unknown: [["an unknown limit", group({ maxPods: unknown })]],
  },
  "nodes-user-data-family": {
    fails: [
      ["bootstrap.sh on AL2023", group({ userDataKind: "bootstrap-sh" }), { found: "bootstrap.sh on AL2023" }],
      ["a NodeConfig on Bottlerocket", group({ amiFamily: "BOTTLEROCKET" }), { found: "NodeConfig on BOTTLEROCKET" }],
      [
        "an own image without user data",
        group({ userDataKind: "none", customImage: true }),
        { found: "nothing that joins" },
      ],
    ],
    passes: [
      ["a NodeConfig on AL2023", group({})],
      ["no user data where EKS writes it", group({ userDataKind: "none", customImage: false })],
      ["an image that nobody knows", group({ amiFamily: "CUSTOM", userDataKind: "none", customImage: true })],
    ],
    unknown: [["unknown user data", group({ userDataKind: unknown })]],
  },
  "nodes-user-data-cluster": {
    fails: [
      ["another cluster", group({ joins: { clusterName: "other" } }), { found: "other" }],
      [
        "another service CIDR",
        group({ joins: { clusterName: "test", serviceCidr: "10.100.0.0/16" } }),
        { found: "10.100.0.0/16" },
      ],
    ],
    passes: [
      ["its own cluster", group({ joins: { clusterName: "test", serviceCidr: "172.20.0.0/16" } })],
      ["user data that names none", group({ joins: {} })],
    ],
    unknown: [["an unknown name", group({ joins: { clusterName: unknown } })]],
  },
  "nodes-user-data-single": {
    fails: [["two parts", group({ nodeConfigParts: 2 }), { found: "2 NodeConfig parts" }]],
    passes: [
      ["one part", group({ nodeConfigParts: 1 })],
      ["a lens that does not count", group({})],
    ],
    unknown: [["an unknown number", group({ nodeConfigParts: unknown })]],
  },
  "nodes-xdp-prepared": {
    fails: [
      ["no rule", group({}, native), { found: "no udev rule" }],
      [
        "a rule with the default MTU",
        group({ networkSetup: { xdpUdevRule: true, mtu: 9001 } }, native),
        { found: "9001" },
      ],
      ["Bottlerocket", group({ amiFamily: "BOTTLEROCKET" }, native), { found: "Bottlerocket" }],
    ],
    passes: [
      ["prepared devices", group({ networkSetup: { xdpUdevRule: true, mtu: 3498 } }, native)],
      ["no native XDP", group({})],
    ],
    unknown: [
      ["unknown user data", group({ networkSetup: { xdpUdevRule: unknown } }, native)],
      ["an unknown acceleration", group({}, { cilium: cilium({ values: { loadBalancer: unknown } }) })],
    ],
  },
  "nodes-xdp-channels": {
    fails: [
      [
        "one vCPU",
        group({ instanceTypes: ["m6i.large", "c6g.medium"] }, native),
        { path: "nodeGroups.general.instanceTypes", found: "c6g.medium" },
      ],
    ],
    passes: [
      ["two vCPUs", group({ instanceTypes: ["m6i.large"] }, native)],
      ["one vCPU without native XDP", group({ instanceTypes: ["c6g.medium"] })],
    ],
    unknown: [["unknown types", group({ instanceTypes: unknown }, native)]],
  },
  "nodes-dsr-check-off": {
    fails: [
      ["DSR without the watcher", balanced({ mode: "dsr" }), { found: "mode dsr" }],
      [
        "hybrid by a Helm value",
        balanced({}, eniValues({ loadBalancer: { mode: "hybrid" } })),
        { found: "mode hybrid" },
      ],
      [
        "DSR in a program",
        { cilium: cilium({ values: eniValues({ loadBalancer: { mode: "dsr" } }) }), objects: [], releases: [] },
        { path: "cilium.values.loadBalancer.mode" },
      ],
    ],
    passes: [
      [
        "a program with a workload that switches it off",
        { cilium: cilium({ values: eniValues({ loadBalancer: { mode: "dsr" } }) }), objects: [watcher] },
      ],
      [
        "a program with a release that does",
        {
          cilium: cilium({ values: eniValues({ loadBalancer: { mode: "hybrid" } }) }),
          releases: [{ name: "eni", chart: "source-dest-check", values: {} }],
        },
      ],
      ["SNAT in a program", { cilium: cilium() }],
      ["SNAT", balanced()],
      ["DSR with the watcher", balanced({ mode: "dsr", sourceDestCheckWatcher: true })],
    ],
    unknown: [["an unknown mode", balanced({ mode: unknown })]],
  },
  "nodes-pod-tags-eni": {
    fails: [["tags with chaining", pods({ mode: "aws-cni" }, { pods: "yes" }), { found: "aws-cni" }]],
    passes: [
      ["tags in ENI mode", pods(undefined, { pods: "yes" })],
      ["no tags", pods({ mode: "aws-cni" })],
    ],
    unknown: [["unknown tags", pods({ mode: "aws-cni" }, unknown)]],
  },
});
