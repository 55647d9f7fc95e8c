import { rulesOn } from "../rule.ts";
import { type Subject, only, subjectOf } from "../subject.ts";
import { subnets } from "../subjects.ts";
import { block, cidrFault, contains, overlaps, prefixLength } from "../../net/cidr.ts";
import { INTERNAL_LB_TAG, PUBLIC_LB_TAG } from "../../network/defaults.ts";
import { refusedAssociation } from "../../network/association.ts";
import { CONTROL_PLANE_ADDRESSES } from "../../capacity/budget.ts";
import type { ClusterModel, SubnetModel } from "../../model/index.ts";
import { vpc } from "./common.ts";

interface Range {
  readonly name: string;
  readonly path: string;
  readonly cidr: string;
  readonly of: "vpc" | "services" | "neighbour" | "route";
}

const valid = ({ cidr }: { readonly cidr: string }): boolean => cidrFault(cidr) === undefined;

/** Ranges that must not overlap each other: the VPC's, the services', those of neighbours. */
function ranges({ network, controlPlane }: Pick<ClusterModel, "network" | "controlPlane">): Range[] {
  if (network === undefined) return [];
  return [
    ...network.vpcCidrs.map((cidr, at) => ({
      name: at === 0 ? "the VPC" : `CIDR ${String(at + 1)} of the VPC`,
      path: `network.vpcCidrs.${String(at)}`,
      cidr,
      of: "vpc" as const,
    })),
    ...(controlPlane?.serviceCidr === undefined
      ? []
      : [
          {
            name: "the service CIDR",
            path: "controlPlane.serviceCidr",
            cidr: controlPlane.serviceCidr,
            of: "services" as const,
          },
        ]),
    ...network.neighbours.flatMap(({ name, cidrs, routed = false }, at) =>
      cidrs.map((cidr, index) => ({
        name: `${routed ? "the route to" : "neighbour"} "${name}"`,
        path: `network.neighbours.${String(at)}.cidrs.${String(index)}`,
        cidr,
        of: routed ? ("route" as const) : ("neighbour" as const),
      })),
    ),
  ].filter(valid);
}

/** Beyond the cluster: their ranges may meet each other, and nobody here moves them. */
const isOutside = ({ of }: Range): boolean => of === "neighbour" || of === "route";

/**
 * Whether two ranges get in each other's way. A route's destination is no network's CIDR: 10.0.0.0/8 to a transit gateway leaves
 * the VPC's own 10.0.0.0/16 alone, because the longest prefix wins; only what lies inside takes addresses away.
 */
const clashes = (one: Range, other: Range): boolean => {
  if (one.of === "route") return contains(other.cidr, one.cidr);
  return overlaps(one.cidr, other.cidr);
};

/** Docker's default bridge, which build agents and some node images use. */
const DOCKER_BRIDGE = "172.17.0.0/16";

/** A block of /28 or less of type explicit keeps a load balancer's fixed address; prefixes lose one block by it. */
const holdsOneAddress = ({ type, cidr }: { readonly type: string; readonly cidr: string }): boolean =>
  type === "explicit" && cidrFault(cidr) === undefined && prefixLength(cidr) >= 28;

const withRole = (role: SubnetModel["role"]) => only(subnets, (subnet) => subnet.role === role);
const validSubnets = only(subnets, valid);

/** The cluster's ranges, each with those before it in the list. */
const rangesInOrder: Subject<{ readonly range: Range; readonly earlier: readonly Range[] }, "network"> = subjectOf({
  needs: ["network"],
  of: (model) => {
    const all = ranges(model);
    return all.map((range, at) => ({ range, earlier: all.slice(0, at) }));
  },
  read: (pair) => pair,
  place: ({ range }) => ({ subject: "network", path: range.path }),
});

export default [
  ...rulesOn(rangesInOrder, [
    {
      id: "network-cidr-overlap",
      severity: "error",
      title: "No two networks share addresses",
      why: "Where ranges overlap, packets go to whichever is nearer: Services, pods or neighbours become unreachable, and AWS refuses some of it only while creating.",
      source: "VPC user guide: vpc-cidr-blocks; EKS user guide: network-reqs",
      fix: "Move one of the two to another range.",
      *check({ range, earlier }) {
        const { name, cidr, of } = range;
        for (const other of earlier) {
          if (name === other.name || (isOutside(range) && isOutside(other))) continue;
          if (!clashes(range, other)) continue;
          yield {
            found: `${cidr} of ${name}, which overlaps ${other.cidr} of ${other.name}`,
            expected: "ranges that share no address",
            fix:
              of === "route"
                ? `Take ${name} away, or give ${other.name} another range.`
                : `Move ${name} or ${other.name} to another range.`,
          };
        }
      },
    },
    {
      id: "network-docker-bridge",
      severity: "warning",
      title: "The VPC keeps off Docker's default bridge",
      why: "Machines that run Docker route 172.17.0.0/16 to themselves: they cannot reach a VPC or pods there.",
      source: "EKS best practices: networking; Docker docs: bridge network driver",
      fix: "Choose another range, or move Docker's bridge (bip in daemon.json).",
      *check({ range }) {
        const { name, cidr } = range;
        if (isOutside(range) || !overlaps(cidr, DOCKER_BRIDGE)) return;
        yield { found: `${cidr} of ${name}`, expected: `a range outside ${DOCKER_BRIDGE}` };
      },
    },
  ]),
  ...rulesOn(vpc, [
    {
      id: "network-secondary-range",
      severity: "error",
      title: "Every further CIDR of the VPC is of a range that AWS takes beside those it has",
      why: "AWS takes blocks of the primary's own private range, of 100.64.0.0/10 and public ones. It refuses the other private ranges, 198.19.0.0/16 beside any of them, all private ranges beside a primary of 100.64.0.0/10, 172.31.0.0/16 beside 172.16.0.0/12, and blocks in 10.0.0.0/16 once the VPC has one in 10.0.0.0/15.",
      source:
        "VPC user guide: vpc-cidr-blocks, IPv4 CIDR block association restrictions; aws/aws-eks-best-practices#633",
      fix: "Use 100.64.0.0/16 or another block of the primary's range.",
      *check({ vpcCidrs }) {
        for (const [at, cidr] of vpcCidrs.entries()) {
          if (at === 0) continue;
          const refused = refusedAssociation(cidr, vpcCidrs.slice(0, at));
          if (refused === undefined) continue;
          yield {
            at: `vpcCidrs.${String(at)}`,
            found: `${cidr} beside ${refused.beside}`,
            expected: refused.expected,
            fix: refused.fix,
          };
        }
      },
    },
    {
      id: "network-vpc-cidr-count",
      severity: "error",
      title: "The VPC has five IPv4 CIDRs at most",
      why: "AWS refuses the sixth; the quota is adjustable to 50.",
      symptom: "AssociateVpcCidrBlock is refused with CidrLimitExceeded.",
      source: "VPC user guide: amazon-vpc-limits (L-83CA0A9D)",
      fix: "Use fewer, larger blocks, or have quota L-83CA0A9D raised.",
      *check({ vpcCidrs: { length } }) {
        if (length > 5) yield { at: "vpcCidrs", found: `${String(length)} CIDRs`, expected: "5" };
      },
    },
  ]),
  ...rulesOn(validSubnets, [
    {
      id: "network-subnet-inside",
      severity: "error",
      title: "Every subnet lies in the VPC and overlaps no other",
      why: "AWS refuses it while creating.",
      symptom: "CreateSubnet is refused with InvalidSubnet.Range or InvalidSubnet.Conflict.",
      source: "VPC user guide: subnet-sizing",
      fix: "Give every subnet a block of its own inside the VPC's CIDRs.",
      *check({ name, cidr }, { network }) {
        const inside = network.vpcCidrs.filter((own) => cidrFault(own) === undefined);
        if (!inside.some((own) => contains(own, cidr)))
          yield {
            found: cidr,
            expected: `a block inside ${inside.join(" or ")}`,
            fix: "Correct the block, or add its range to the VPC's CIDRs.",
          };
        for (const other of network.subnets.filter(valid)) {
          // A subnet that exists may be named for the control plane and for nodes: then it is one.
          const isSame = !network.created && other.cidr === cidr;
          if (other.name >= name || isSame || !overlaps(other.cidr, cidr)) continue;
          yield {
            found: `${cidr}, which overlaps ${other.cidr} of "${other.name}"`,
            expected: "subnets that share no address",
            fix: "Move one of them.",
          };
        }
      },
    },
    {
      id: "network-reservation-form",
      severity: "error",
      title: "Reservations for prefixes are of type prefix, inside their subnet, and disjoint",
      why: "A reservation of type explicit is never used for prefixes: they then run out although the subnet looks empty.",
      symptom: "The operator logs InsufficientCidrBlocks although the subnet looks empty.",
      source: "EC2 API reference: CreateSubnetCidrReservation",
      fix: "Make reservations of type prefix inside their subnet, none over another.",
      *check({ cidr, reservations: own }) {
        for (const [at, reserved] of own.entries()) {
          if (reserved.type !== "prefix" && !holdsOneAddress(reserved))
            yield {
              at: "reservations",
              found: `${reserved.cidr} of type ${reserved.type}`,
              expected: "type prefix",
              fix: "Set reservationType to prefix.",
            };
          if (cidrFault(reserved.cidr) !== undefined) continue;
          if (!contains(cidr, reserved.cidr))
            yield {
              at: "reservations",
              found: `${reserved.cidr} outside ${cidr}`,
              expected: `a block inside ${cidr}`,
              fix: "Correct the block.",
            };
          const clash = own
            .slice(at + 1)
            .find((other) => cidrFault(other.cidr) === undefined && overlaps(other.cidr, reserved.cidr));
          if (clash !== undefined)
            yield {
              at: "reservations",
              found: `${reserved.cidr} and ${clash.cidr}`,
              expected: "reservations that share no address",
              fix: "Remove one.",
            };
        }
      },
    },
  ]),
  ...rulesOn(only(withRole("control-plane"), valid), [
    {
      id: "network-control-plane-room",
      severity: "error",
      title: "Control-plane subnets have room for EKS's interfaces",
      why: "EKS keeps interfaces in them and needs more while it updates: without free addresses an update stops.",
      source: "EKS user guide: network-reqs (6 free addresses, 16 recommended)",
      fix: "Use a /28 or larger.",
      *check({ cidr }) {
        const usable = block(cidr).size - 5;
        if (usable >= CONTROL_PLANE_ADDRESSES) return;
        yield {
          found: `${String(usable)} usable addresses`,
          expected: `${String(CONTROL_PLANE_ADDRESSES)}, better 16`,
        };
      },
    },
  ]),
  ...rulesOn(withRole("pod"), [
    {
      id: "network-pod-subnet-tags",
      severity: "error",
      title: "Pod subnets carry no load balancer tags",
      why: "The load balancer controller would put NLBs there: their interfaces break up the prefixes that pods need.",
      source: "EKS user guide: network-load-balancing; AWS Load Balancer Controller docs: subnet discovery",
      fix: "Remove the tag.",
      *check({ tags }) {
        for (const tag of [PUBLIC_LB_TAG, INTERNAL_LB_TAG]) {
          if (tags[tag] !== undefined) yield { at: "tags", found: tag, expected: "no load balancer tag" };
        }
      },
    },
  ]),
];
