import { block, cidrFault, overlaps } from "../../net/cidr.ts";
import type { FleetMember, FleetModel, FleetNetworkModel } from "../../model/index.ts";
import { each } from "../../model/unknown.ts";
import { rulesOn } from "../rule.ts";
import { about, fleet, placeOf, shown } from "./common.ts";

const PEERING = "VPC user guide: vpc-peering-basics (overlapping CIDR blocks); Transit Gateway guide: tgw-route-tables";

interface Held {
  readonly owner: string;
  /** Clusters in one VPC hold the same blocks and are one owner. */
  readonly vpc: string;
  readonly cidr: string;
}

/** Clusters of a network, in the fleet's order. */
const membersOf = ({ clusters }: FleetModel, network: FleetNetworkModel): FleetMember[] => {
  const names = new Set(network.clusters);
  return clusters.filter(({ name }) => names.has(name));
};

/** Blocks that a network routes: the VPCs', and in a mesh those of pods too. */
const heldBy = (members: readonly FleetMember[], { kind }: FleetNetworkModel): Held[] =>
  members.flatMap(({ name, vpcId, account, region, vpcCidrs, overlayCidrs }) =>
    [...vpcCidrs, ...(kind === "mesh" ? overlayCidrs : [])]
      .filter((cidr) => cidrFault(cidr) === undefined)
      .map((cidr) => ({ owner: name, vpc: vpcId === undefined ? name : `${account} ${region} ${vpcId}`, cidr })),
  );

/** Blocks that touch, each group with its owners; one walk in the order of addresses, because a fleet has a thousand blocks. */
function collisions(held: readonly Held[]): readonly (readonly Held[])[] {
  const inOrder = held.map((one) => ({ ...one, ...block(one.cidr) })).toSorted((a, b) => a.first - b.first);
  const groups: Held[][] = [];
  let end = -1;
  for (const one of inOrder) {
    if (one.first > end) groups.push([]);
    groups.at(-1)?.push({ owner: one.owner, vpc: one.vpc, cidr: one.cidr });
    end = Math.max(end, one.last);
  }
  return groups.filter((group) => new Set(group.map(({ vpc }) => vpc)).size > 1);
}

export default [
  ...rulesOn(fleet, [
    {
      id: "fleet-networks-overlap",
      severity: "error",
      title: "Clusters that are joined have blocks of their own",
      why: "A route leads to one of two equal blocks: a peering is refused, a transit gateway drops the second attachment's route, and in a mesh pods reach the wrong cluster.",
      symptom:
        "The peering fails with an invalid state, or connections between clusters time out or end in the wrong one.",
      source: `${PEERING}; Cilium docs: network/clustermesh/clustermesh (prerequisites)`,
      fix: "Give each cluster a block of its own; `cilium-eks fleet addresses` allocates them.",
      *check({ fleet: model }) {
        yield* each(model.networks, function* (network) {
          for (const group of collisions(heldBy(membersOf(model, network), network))) {
            const owners = [...new Set(group.map(({ owner }) => owner))];
            const last = owners.at(-1) ?? "";
            yield {
              ...about(owners),
              path: placeOf(last, "settings.network.vpc"),
              found: `${shown([...new Set(group.map(({ cidr }) => cidr))])} in ${shown(owners)}, which network "${network.name}" joins`,
              expected: "blocks that do not overlap",
            };
          }
        });
      },
    },
    {
      id: "fleet-networks-premises",
      severity: "error",
      title: "No cluster has a block that its network leads to elsewhere",
      why: "Inside the VPC the local route wins, so whatever has the same addresses outside cannot be reached from the cluster.",
      symptom: "Connections from pods to the office or another VPC time out.",
      source: "VPC user guide: route-tables-priority",
      fix: "Move the cluster to another block, or take the block out of the network's cidrs where nothing there is needed.",
      *check({ fleet: model }) {
        yield* each(model.networks, function* (network) {
          const others = network.cidrs.filter((cidr) => cidrFault(cidr) === undefined);
          for (const { owner, cidr } of heldBy(membersOf(model, network), network)) {
            const touched = others.filter((other) => overlaps(other, cidr));
            if (touched.length === 0) continue;
            yield {
              ...about([owner]),
              path: placeOf(owner, "settings.network.vpc"),
              found: `${cidr}, while network "${network.name}" leads to ${shown(touched)}`,
              expected: "a block that is nobody else's",
            };
          }
        });
      },
    },
  ]),
];
