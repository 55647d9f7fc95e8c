import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, ControlPlaneModel, NetworkModel } from "../../../../../core/model/index.ts";
import { controlPlane, network, unknown } from "../../../../support/model.ts";

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

export default cases({
  "hybrid-remote-blocks": {
    fails: [
      ["16 blocks", remote({ nodeCidrs: many }), { path: NODE }],
      ["a public block", remote({ nodeCidrs: ["203.0.113.0/24"] }), { path: `${NODE}.0` }],
      ["what is no block", remote({ nodeCidrs: ["192.168.0.1/24"] }), { path: `${NODE}.0` }],
    ],
    passes: [
      ["private blocks", remote()],
      ["100.64.0.0/10", remote({ podCidrs: ["100.80.0.0/16"] })],
      ["no hybrid nodes", none],
      ["15 blocks", remote({ nodeCidrs: many.slice(1) })],
    ],
    unknown: [["unknown blocks", remote({ nodeCidrs: unknown })]],
  },
  "hybrid-remote-overlap": {
    fails: [
      ["the VPC", remote({ nodeCidrs: ["10.0.128.0/17"] }), { path: `${NODE}.0` }],
      ["Services", remote({ nodeCidrs: ["172.20.128.0/17"] }), { path: `${NODE}.0` }],
      ["Docker's bridge", remote({ nodeCidrs: ["172.17.5.0/24"] }), { path: `${NODE}.0` }],
      [
        "a neighbour",
        remote({}, {}, { neighbours: [{ name: "office", cidrs: ["192.168.0.0/25"] }] }),
        { path: `${NODE}.0` },
      ],
      [
        "Services, in a program that makes no VPC",
        { controlPlane: controlPlane({ remoteNetworks: { ...NETWORKS, nodeCidrs: ["172.20.64.0/20"] } }) },
        { path: `${NODE}.0`, found: "Services" },
      ],
      ["its own pods", remote({ podCidrs: ["192.168.0.128/25"] }), { path: `${NODE}.0` }],
    ],
    passes: [["blocks of its own", remote()]],
    unknown: [["an unknown block of the VPC", remote({}, {}, { vpcCidrs: unknown })]],
  },
  "hybrid-endpoint": {
    fails: [
      ["both endpoints", remote({}, { publicAccess: true, privateAccess: true }), { path: "controlPlane.endpoint" }],
    ],
    passes: [
      ["private", remote()],
      ["both without hybrid nodes", { controlPlane: controlPlane({ publicAccess: true }) }],
    ],
    unknown: [["an unknown endpoint", remote({}, { publicAccess: unknown })]],
  },
  "hybrid-authentication": {
    fails: [
      [
        "a ConfigMap alone",
        remote({}, { authenticationMode: "CONFIG_MAP" }),
        { path: "controlPlane.authenticationMode" },
      ],
      ["IPv6", remote({}, { ipFamily: "ipv6" }), { path: "controlPlane.ipFamily" }],
    ],
    passes: [["access entries", remote()]],
    unknown: [["an unknown mode", remote({}, { authenticationMode: unknown })]],
  },
  "hybrid-service-block": {
    fails: [
      [
        "no block",
        { controlPlane: { ...controlPlane({ remoteNetworks: NETWORKS }), serviceCidr: undefined as never } },
        { path: "controlPlane.serviceCidr" },
      ],
    ],
    passes: [["a block", remote()]],
    unknown: [["unknown networks", { controlPlane: controlPlane({ remoteNetworks: unknown }) }]],
  },
  "hybrid-partition": {
    fails: [
      ["China", { ...remote(), account: { region: "cn-north-1", partition: "aws-cn" } }, { path: "account.region" }],
    ],
    passes: [
      ["Frankfurt", remote()],
      ["China without hybrid nodes", none],
    ],
    unknown: [["an unknown partition", { ...remote(), account: { region: "x", partition: unknown } }]],
  },
});
