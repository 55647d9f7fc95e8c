import type { ClusterModel, ControlPlaneModel, NetworkModel } from "../../../../../core/model/index.ts";
import * as rules from "../../../../../core/rules/hybrid/limits.ts";
import { controlPlane, network, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const NETWORKS = { nodeCidrs: ["192.168.0.0/24"], podCidrs: ["192.168.64.0/20"] };
const remote = (
  parts: Partial<typeof NETWORKS> = {},
  more: Partial<ControlPlaneModel> = {},
  net: Partial<NetworkModel> = {},
): ClusterModel => ({
  account: { region: "eu-central-1", partition: "aws" },
  controlPlane: controlPlane({ remoteNetworks: { ...NETWORKS, ...parts }, ...more }),
  network: network(net),
});
const none: ClusterModel = {
  account: { region: "cn-north-1", partition: "aws-cn" },
  controlPlane: controlPlane(),
  network: network(),
};
const NODE = "controlPlane.remoteNetworks.nodeCidrs";
const many = Array.from({ length: 16 }, (_, at) => `192.168.${String(at)}.0/24`);

describeRules([
  {
    rule: rules.remoteBlocks,
    fails: [
      ["16 blocks", remote({ nodeCidrs: many }), NODE],
      ["a public block", remote({ nodeCidrs: ["203.0.113.0/24"] }), `${NODE}.0`],
      ["what is no block", remote({ nodeCidrs: ["192.168.0.1/24"] }), `${NODE}.0`],
    ],
    passes: [
      ["private blocks", remote()],
      ["100.64.0.0/10", remote({ podCidrs: ["100.80.0.0/16"] })],
      ["no hybrid nodes", none],
    ],
    undecided: [["unknown blocks", remote({ nodeCidrs: unknown })]],
  },
  {
    rule: rules.remoteOverlap,
    fails: [
      ["the VPC", remote({ nodeCidrs: ["10.0.128.0/17"] }), `${NODE}.0`],
      ["Services", remote({ nodeCidrs: ["172.20.128.0/17"] }), `${NODE}.0`],
      ["Docker's bridge", remote({ nodeCidrs: ["172.17.5.0/24"] }), `${NODE}.0`],
      ["a neighbour", remote({}, {}, { neighbours: [{ name: "office", cidrs: ["192.168.0.0/25"] }] }), `${NODE}.0`],
      ["its own pods", remote({ podCidrs: ["192.168.0.128/25"] }), `${NODE}.0`],
    ],
    passes: [["blocks of its own", remote()]],
    undecided: [["an unknown block of the VPC", remote({}, {}, { vpcCidrs: unknown })]],
  },
  {
    rule: rules.remoteEndpoint,
    fails: [["both endpoints", remote({}, { publicAccess: true, privateAccess: true }), "controlPlane.endpoint"]],
    passes: [
      ["private", remote()],
      ["both without hybrid nodes", { controlPlane: controlPlane({ publicAccess: true }) }],
    ],
    undecided: [["an unknown endpoint", remote({}, { publicAccess: unknown })]],
  },
  {
    rule: rules.remoteAuthentication,
    fails: [
      ["a ConfigMap alone", remote({}, { authenticationMode: "CONFIG_MAP" }), "controlPlane.authenticationMode"],
      ["IPv6", remote({}, { ipFamily: "ipv6" }), "controlPlane.ipFamily"],
    ],
    passes: [["access entries", remote()]],
    undecided: [["an unknown mode", remote({}, { authenticationMode: unknown })]],
  },
  {
    rule: rules.remoteServices,
    fails: [
      [
        "no block",
        { controlPlane: { ...controlPlane({ remoteNetworks: NETWORKS }), serviceCidr: undefined as never } },
        "controlPlane.serviceCidr",
      ],
    ],
    passes: [["a block", remote()]],
    undecided: [["unknown networks", { controlPlane: controlPlane({ remoteNetworks: unknown }) }]],
  },
  {
    rule: rules.remoteRegions,
    fails: [["China", { ...remote(), account: { region: "cn-north-1", partition: "aws-cn" } }, "account.region"]],
    passes: [
      ["Frankfurt", remote()],
      ["China without hybrid nodes", none],
    ],
    undecided: [["an unknown partition", { ...remote(), account: { region: "x", partition: unknown } }]],
  },
]);
