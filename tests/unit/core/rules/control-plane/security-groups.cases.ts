import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, SecurityGroupModel, SubnetModel } from "../../../../../core/model/index.ts";
import { DNS_PORTS, KUBELET_PORT, ciliumPorts } from "../../../../../core/helm/cilium-ports.ts";
import {
  cilium,
  controlPlane,
  eniValues,
  network,
  nodeGroup,
  securityGroup,
  unknown,
} from "../../../../support/model.ts";

const group = (parts: Partial<SecurityGroupModel>, values = eniValues()): ClusterModel => ({
  securityGroups: [securityGroup(parts)],
  cilium: cilium({ values }),
  controlPlane: controlPlane(),
});
const WIREGUARD = eniValues({ encryption: { enabled: true, type: "wireguard" } });
const everything = (...sources: string[]) => ({ protocol: "all" as const, from: 0, to: 65_535, sources });
const tcp = (port: number, ...sources: string[]) => ({ protocol: "tcp" as const, from: port, to: port, sources });
const udp = (port: number, ...sources: string[]) => ({ protocol: "udp" as const, from: port, to: port, sources });

/** Rules for every port that Cilium and the kubelet need, each by itself. */
const singly = [...ciliumPorts(eniValues()), KUBELET_PORT, ...DNS_PORTS]
  .filter(({ protocol }) => protocol !== "icmp")
  .map(({ protocol, from, to }) => ({ protocol, from, to, sources: ["self"] }));
const ping = { protocol: "icmp" as const, from: -1, to: -1, sources: ["self"] };

const nodes = (ingress: SecurityGroupModel["ingress"], parts: Partial<SecurityGroupModel> = {}): SecurityGroupModel =>
  securityGroup({ name: "nodes", attachedTo: ["node"], ingress, ...parts });
const eks = (parts: Partial<SecurityGroupModel> = {}): SecurityGroupModel =>
  securityGroup({ name: "control", attachedTo: ["control-plane"], ingress: [everything("self")], ...parts });
const FOR_PODS = { Name: "pods" };
const pods = (...ingress: SecurityGroupModel["ingress"]): SecurityGroupModel =>
  securityGroup({ name: "pods", attachedTo: ["pod"], ingress, tags: FOR_PODS });
const ownGroups = eniValues({
  eni: { enabled: true, nodeSpec: { firstInterfaceIndex: 1, securityGroupTags: ["Name=pods"] } },
});

const podSubnet: SubnetModel = {
  name: "pods-a",
  role: "pod",
  zone: "eu-central-1a",
  cidr: "100.64.0.0/18",
  egress: "nat",
  reservations: [],
  tags: {},
};
const withPodSubnets = (...groups: SecurityGroupModel[]): ClusterModel => ({
  securityGroups: groups,
  cilium: cilium(),
  network: network({
    vpcCidrs: ["10.0.0.0/16", "100.64.0.0/16"],
    subnets: [...network().subnets, podSubnet],
  }),
});
const ofPods = (...groups: SecurityGroupModel[]): ClusterModel => ({
  securityGroups: groups,
  cilium: cilium({ values: ownGroups }),
});

export default cases({
  "control-plane-ports-open": {
    fails: [
      [
        "a group without WireGuard",
        group({ ingress: [{ protocol: "tcp", from: 0, to: 65_535, sources: ["self"] }] }, WIREGUARD),
        { path: "securityGroups.cluster", found: "UDP 51871" },
      ],
      ["a group that admits nothing", group({ ingress: [] }), { path: "securityGroups.cluster" }],
      ["a rule without sources", group({ ingress: [everything()] }), { path: "securityGroups.cluster" }],
      [
        "ports below those only",
        group({ ingress: [ping, { protocol: "tcp", from: 0, to: 1023, sources: ["self"] }] }),
        { path: "securityGroups.cluster" },
      ],
      [
        "the VPC's first block, where pods are in its second",
        withPodSubnets(nodes([everything("10.0.0.0/16")])),
        { path: "securityGroups.nodes", found: "closed to pods", example: true },
      ],
      [
        "the block of one zone",
        { ...withPodSubnets(nodes([everything("10.0.0.0/20")])), network: network() },
        { path: "securityGroups.nodes" },
      ],
      [
        "nodes that admit themselves alone, where pods have groups of their own",
        ofPods(nodes([everything("self", "group:control")]), pods(everything("self", "group:nodes")), eks()),
        { path: "securityGroups.nodes", found: "closed to pods" },
      ],
      [
        "beside a group of other nodes that is known in part",
        {
          securityGroups: [
            nodes([]),
            eks(),
            securityGroup({ name: "others", attachedTo: ["load-balancer"], partial: true }),
          ],
          cilium: cilium(),
        },
        { path: "securityGroups.nodes" },
      ],
      [
        "nodes that keep out the control plane",
        { securityGroups: [nodes([everything("self")]), eks()], cilium: cilium() },
        { path: "securityGroups.nodes", found: "TCP 10250 closed to the control plane" },
      ],
      [
        "a load balancer's group as the only source",
        {
          securityGroups: [
            nodes([everything("group:balancer")]),
            eks(),
            securityGroup({ name: "balancer", attachedTo: ["load-balancer"] }),
          ],
          cilium: cilium(),
        },
        { path: "securityGroups.nodes" },
      ],
    ],
    passes: [
      ["the group that EKS makes", group({}, WIREGUARD)],
      ["a group of load balancers", group({ attachedTo: ["load-balancer"], ingress: [] })],
      ["every port by itself, and all of ICMP", group({ ingress: [ping, ...singly] })],
      ["both blocks of the VPC", withPodSubnets(nodes([everything("10.0.0.0/16", "100.64.0.0/16")]))],
      [
        "its own group and the blocks of pods",
        withPodSubnets(nodes([everything("self", "100.64.0.0/16")], { attachedTo: ["node", "control-plane"] })),
      ],
      [
        "the groups of pods and of the control plane",
        ofPods(
          nodes([everything("self", "group:control", "group:pods")]),
          pods(everything("self", "group:nodes")),
          eks(),
        ),
      ],
      [
        "a second group on the same nodes, for what they ask of a database",
        {
          securityGroups: [
            nodes([tcp(5432, "self")], { name: "database", beside: ["nodes"] }),
            nodes([everything("self", "group:control")], { beside: ["database"] }),
            eks(),
          ],
          cilium: cilium(),
        },
      ],
      [
        "a group that is made elsewhere",
        { securityGroups: [nodes([everything("sg-0123456789abcdef0")])], cilium: cilium() },
      ],
      ["everybody", { securityGroups: [nodes([everything("0.0.0.0/0")])], cilium: cilium() }],
      [
        "DNS of pods in a tunnel, which no group sees",
        group(
          { ingress: [ping, ...singly.filter(({ from }) => from !== 53), udp(8472, "self")] },
          { ipam: { mode: "cluster-pool" }, routingMode: "tunnel", tunnelProtocol: "vxlan" },
        ),
      ],
    ],
    unknown: [["unknown rules", group({ ingress: unknown })]],
  },
  "control-plane-pod-groups-admit": {
    fails: [
      [
        "a group that admits itself alone",
        ofPods(pods(everything("self")), nodes([everything("self")]), eks()),
        { path: "securityGroups.pods", found: "closed to nodes", example: true },
      ],
      [
        "a group that admits one port",
        ofPods(pods(tcp(443, "0.0.0.0/0")), nodes([everything("self")]), eks()),
        { path: "securityGroups.pods", found: "UDP 53" },
      ],
      [
        "DNS over UDP alone",
        ofPods(pods(udp(53, "self"), tcp(8080, "group:nodes"), tcp(8181, "group:nodes")), nodes([]), eks()),
        { path: "securityGroups.pods", found: "TCP 53" },
      ],
    ],
    passes: [
      ["itself and the nodes", ofPods(pods(everything("self", "group:nodes")), nodes([]), eks())],
      ["everybody", ofPods(pods(everything("0.0.0.0/0")), nodes([]), eks())],
      ["pods with the groups of the nodes", group({})],
      ["the block of the nodes", { ...ofPods(pods(everything("10.0.0.0/16")), nodes([]), eks()), network: network() }],
    ],
    unknown: [["unknown rules", ofPods({ ...pods(), ingress: unknown }, nodes([]), eks())]],
  },
  "control-plane-pod-security-groups": {
    fails: [
      [
        "groups of pods by tag",
        { cilium: cilium({ values: ownGroups }) },
        { path: "cilium.values.eni.nodeSpec.securityGroupTags" },
      ],
      [
        "groups of one node group's pods by tag",
        { cilium: cilium(), nodeGroups: [nodeGroup({ podSecurityGroupTags: { tier: "a" } })] },
        { path: "nodeGroups.general.pods.securityGroupTags" },
      ],
      [
        "a tag that no group of the program has",
        { ...ofPods(), securityGroups: [securityGroup({ tags: { Name: "pod" } })] },
        { path: "cilium.values.eni.nodeSpec.securityGroupTags" },
      ],
    ],
    passes: [
      ["pods in the cluster's group", { cilium: cilium() }],
      ["a group of the program", ofPods(pods(everything("self")), nodes([]), eks())],
    ],
    unknown: [["unknown tags", { cilium: cilium({ values: { eni: { nodeSpec: { securityGroupTags: unknown } } } }) }]],
  },
});
