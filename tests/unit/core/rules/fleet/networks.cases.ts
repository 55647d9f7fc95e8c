import type { ClusterModel, FleetNetworkModel } from "../../../../../core/model/index.ts";
import { fleetOf, member } from "../../../../support/fleet.ts";
import { cases } from "../../../../support/rule-cases.ts";

const network = (parts: Partial<FleetNetworkModel> = {}): FleetNetworkModel => ({
  name: "backbone",
  kind: "transit-gateway",
  clusters: ["blue", "green"],
  cidrs: [],
  ...parts,
});
const blocks = (blue: string, green: string, parts: Partial<FleetNetworkModel> = {}): ClusterModel =>
  fleetOf([member("blue", { vpcCidrs: [blue] }), member("green", { vpcCidrs: [green] })], {
    networks: [network(parts)],
  });
const overlays = (kind: FleetNetworkModel["kind"]): ClusterModel =>
  fleetOf(
    [
      member("blue", { vpcCidrs: ["10.0.0.0/16"], overlayCidrs: ["10.200.0.0/16"] }),
      member("green", { vpcCidrs: ["10.1.0.0/16"], overlayCidrs: ["10.200.0.0/16"] }),
    ],
    { networks: [network({ kind })] },
  );
const inVpcs = (blue: string, green: string, region = "eu-central-1"): ClusterModel =>
  fleetOf(
    [
      member("blue", { vpcCidrs: ["10.0.0.0/16"], vpcId: blue }),
      member("green", { vpcCidrs: ["10.0.0.0/16"], vpcId: green, region }),
    ],
    { networks: [network()] },
  );

export default cases({
  "fleet-networks-overlap": {
    fails: [
      [
        "one block twice",
        blocks("10.0.0.0/16", "10.0.0.0/16"),
        { path: "fleet.clusters.green.settings.network.vpc", example: true },
      ],
      ["a block within another", blocks("10.0.0.0/12", "10.15.0.0/16"), { found: "10.0.0.0/12 and 10.15.0.0/16" }],
      ["the last address of another", blocks("10.15.255.0/24", "10.0.0.0/12")],
      ["a single address", blocks("10.0.0.4/31", "10.0.0.5/32")],
      ["pods' blocks of a mesh", overlays("mesh"), { found: "10.200.0.0/16" }],
      ["two VPCs", inVpcs("vpc-1", "vpc-2")],
      ["two VPCs of one id in two Regions", inVpcs("vpc-1", "vpc-1", "us-east-1")],
    ],
    passes: [
      ["blocks beside each other", blocks("10.0.0.0/16", "10.1.0.0/16")],
      ["pods' blocks that nobody routes", overlays("peering")],
      ["two clusters of one VPC", inVpcs("vpc-1", "vpc-1")],
      ["clusters that are not joined", blocks("10.0.0.0/16", "10.0.0.0/16", { clusters: ["blue"] })],
      ["what is no block, of which the cluster's own plan tells", blocks("10.0.0.0/99", "10.0.0.0/99")],
    ],
  },
  "fleet-networks-premises": {
    fails: [
      [
        "the office's block",
        blocks("10.0.0.0/16", "192.168.4.0/22", { cidrs: ["192.168.0.0/16"] }),
        { path: "fleet.clusters.green.settings.network.vpc", found: "192.168.4.0/22", example: true },
      ],
    ],
    passes: [
      ["other blocks", blocks("10.0.0.0/16", "10.1.0.0/16", { cidrs: ["192.168.0.0/16"] })],
      ["what is no block", blocks("10.0.0.0/16", "10.1.0.0/16", { cidrs: ["10.0.0.0/99"] })],
    ],
  },
});
