import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, NetworkModel, SubnetModel } from "../../../../../core/model/index.ts";
import { cilium, controlPlane, eniValues, network, unknown } from "../../../../support/model.ts";

const net = (parts: Partial<NetworkModel>): ClusterModel => ({ network: network(parts) });
const withCilium = (parts: Partial<NetworkModel>, masquerade = false): ClusterModel => ({
  network: network(parts),
  cilium: cilium({ values: eniValues({ enableIPv4Masquerade: masquerade }) }),
});
const node = (egress: SubnetModel["egress"]): Partial<NetworkModel> => ({
  subnets: network().subnets.map((subnet) => ({ ...subnet, egress })),
});
const created = (publicAccess: boolean, attached: boolean): ClusterModel => ({
  network: network({ created: true, attached }),
  controlPlane: controlPlane({ publicAccess }),
});
const podSubnets: Partial<NetworkModel> = {
  neighbours: [{ name: "office", cidrs: ["192.168.0.0/16"] }],
  subnets: [
    {
      name: "pod-1",
      role: "pod",
      zone: "eu-central-1a",
      cidr: "100.64.0.0/18",
      egress: "nat",
      reservations: [],
      tags: {},
    },
  ],
};

const podsBeside = (egress: SubnetModel["egress"]): Partial<NetworkModel> => ({
  subnets: [...network().subnets, ...(podSubnets.subnets ?? []).map((subnet) => ({ ...subnet, egress }))],
});

export default cases({
  "network-private-endpoint-reach": {
    fails: [["a private endpoint in a new VPC", created(false, false), { path: "controlPlane.endpoint" }]],
    passes: [
      ["an attachment", created(false, true)],
      ["a public endpoint", created(true, false)],
      ["an existing VPC", { network: network({ attached: false }), controlPlane: controlPlane() }],
    ],
    unknown: [
      [
        "an unknown endpoint",
        { network: network({ created: true, attached: false }), controlPlane: controlPlane({ publicAccess: unknown }) },
      ],
    ],
  },
  "network-closed-endpoints": {
    fails: [
      ["a closed network without endpoints", net({ created: true, ...node("none") }), { path: "network.endpoints" }],
    ],
    passes: [
      ["a network with NAT", net({ created: true })],
      [
        "every endpoint",
        net({
          created: true,
          ...node("none"),
          endpoints: ["ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "elasticloadbalancing", "logs", "s3", "sts"],
        }),
      ],
      ["no subnets of nodes", net({ created: true, subnets: [] })],
    ],
    unknown: [["an unknown way out", net({ created: true, ...node(unknown) })]],
  },
  "network-pod-no-egress": {
    fails: [
      [
        "pods' subnets without a route",
        withCilium(podsBeside("none")),
        { path: "network.subnets.pod-1.egress", found: "private-a" },
      ],
    ],
    passes: [
      ["a NAT gateway", withCilium(podsBeside("nat"))],
      ["masquerade", withCilium(podsBeside("none"), true)],
      [
        "a closed network",
        withCilium({
          subnets: (podsBeside("none").subnets ?? []).map((one) => ({ ...one, egress: "none" as const })),
        }),
      ],
      ["pods in the nodes' subnets", withCilium(node("none"))],
    ],
    unknown: [["an unknown way out", withCilium(podsBeside(unknown))]],
  },
  "network-pod-egress": {
    fails: [
      [
        "pods behind an internet gateway",
        withCilium(node("internet-gateway")),
        { path: "network.subnets.private-a.egress" },
      ],
    ],
    passes: [
      ["NAT", withCilium({})],
      ["masquerade", withCilium(node("internet-gateway"), true)],
    ],
    unknown: [["an unknown way out", withCilium(node(unknown))]],
  },
  "network-pod-range-routable": {
    fails: [["100.64 pods and a neighbour", withCilium(podSubnets), { path: "network.podSubnets" }]],
    passes: [
      ["masquerade", withCilium(podSubnets, true)],
      ["no neighbour", withCilium({ ...podSubnets, neighbours: [] })],
    ],
    unknown: [["unknown neighbours", withCilium({ ...podSubnets, neighbours: unknown })]],
  },
  "network-single-nat": {
    fails: [
      ["one NAT gateway for two zones", net({ created: true, natGateways: 1 }), { path: "network.vpc.natGateways" }],
    ],
    passes: [
      ["one a zone", net({ created: true })],
      ["an existing VPC", net({ natGateways: 1 })],
    ],
    unknown: [["an unknown number", net({ created: true, natGateways: unknown })]],
  },
  "network-flow-logs": {
    fails: [["no flow logs", net({ created: true, flowLogs: false }), { path: "network.flowLogs" }]],
    passes: [
      ["flow logs", net({ created: true })],
      ["a VPC of somebody else", net({ flowLogs: false })],
    ],
    unknown: [["an unknown choice", net({ created: true, flowLogs: unknown })]],
  },
});
