import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject, NodeGroupModel } from "../../../../../core/model/index.ts";
import { cilium, eniValues, nodeGroup, unknown } from "../../../../support/model.ts";

const eni = (more: JsonObject = {}, ...groups: Partial<NodeGroupModel>[]): ClusterModel => ({
  cilium: cilium({ values: eniValues(more) }),
  nodeGroups: groups.map(nodeGroup),
});
const plain = (values: JsonObject): ClusterModel => ({ cilium: cilium({ values }) });
const v = (path: string): string => `cilium.values.${path}`;

export default cases({
  "datapath-devices": {
    fails: [
      ["eth0 on AL2023", eni({ devices: "eth0" }, {}), { path: v("devices"), found: "general (AL2023)" }],
      ["ens5 on Bottlerocket", eni({ devices: ["ens5"] }, { amiFamily: "BOTTLEROCKET" }), { path: v("devices") }],
      [
        "one image of two",
        eni({ devices: "en+" }, {}, { name: "other", amiFamily: "BOTTLEROCKET" }),
        { path: v("devices"), found: "other (BOTTLEROCKET)" },
      ],
    ],
    passes: [
      ["none", eni({}, {})],
      ["an empty text", eni({ devices: "" }, {})],
      ["a pattern", eni({ devices: "en+" }, {})],
      ["every interface", eni({ devices: "e+" }, {}, { name: "other", amiFamily: "BOTTLEROCKET" })],
      ["both", eni({ devices: "ens5 eth0" }, {}, { name: "other", amiFamily: "BOTTLEROCKET" })],
      ["an image that is told elsewhere", eni({ devices: "eth0" }, { amiFamily: "AL2" })],
      ["Fargate", eni({ devices: "eth0" }, { kind: "fargate" })],
    ],
    unknown: [["unknown devices", eni({ devices: unknown }, {})]],
  },
  "datapath-mtu-possible": {
    fails: [
      ["more than a jumbo frame", eni({ MTU: 65_536 }), { path: v("MTU") }],
      ["one byte too many", eni({ MTU: 9002 }), { path: v("MTU") }],
      ["less than nothing", eni({ MTU: -1 }), { path: v("MTU") }],
    ],
    passes: [
      ["none", eni()],
      ["found by the agent", eni({ MTU: 0 })],
      ["the largest", eni({ MTU: 9001 })],
      ["another network", plain({ kubeProxyReplacement: true, MTU: 65_536 })],
    ],
    unknown: [["an unknown MTU", eni({ MTU: unknown })]],
  },
  "datapath-cni-paths": {
    fails: [
      ["another folder for the plugin", eni({ cni: { binPath: "/usr/bin" } }), { path: v("cni.binPath") }],
      ["another one for its configuration", eni({ cni: { confPath: "/etc/cni" } }), { path: v("cni.confPath") }],
      [
        "beside the VPC CNI",
        plain({ cni: { chainingMode: "aws-cni", binPath: "/home/cni" } }),
        { path: v("cni.binPath") },
      ],
    ],
    passes: [
      ["the defaults", eni()],
      ["the defaults, written", eni({ cni: { binPath: "/opt/cni/bin/", confPath: "/etc/cni/net.d" } })],
      ["another platform", plain({ kubeProxyReplacement: true, cni: { binPath: "/home/kubernetes/bin" } })],
    ],
    unknown: [["an unknown path", eni({ cni: { binPath: unknown } })]],
  },
});
