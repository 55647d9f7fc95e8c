import { rulesOn } from "../rule.ts";
import { type Subject, subjectOf } from "../subject.ts";
import { cidrFault, contains, overlaps } from "../../net/cidr.ts";
import { refusedAssociation } from "../../network/association.ts";
import type { ClusterModel } from "../../model/index.ts";
import { vpc } from "./common.ts";

interface Range {
  readonly name: string;
  readonly path: string;
  readonly cidr: string;
  readonly of: "vpc" | "services" | "neighbour" | "route";
}

/** Ranges of which no host has an address. */
const SPECIAL = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"] as const;

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
      id: "network-special-range",
      severity: "error",
      title: "The VPC's blocks are ones that hosts can have",
      why: "Addresses of this network, loopback, link-local (where instances ask for metadata, DNS and Pod Identity), multicast and reserved ones are no host's: AWS refuses the block, or nodes never reach what lies there.",
      source:
        "IANA IPv4 special-purpose address registry (RFC 6890); EC2 user guide: using-instance-addressing, link-local addresses",
      fix: "Use a block of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10.",
      *check({ vpcCidrs }) {
        for (const [at, cidr] of vpcCidrs.entries()) {
          const special = cidrFault(cidr) === undefined ? SPECIAL.find((range) => overlaps(range, cidr)) : undefined;
          if (special !== undefined)
            yield {
              at: `vpcCidrs.${String(at)}`,
              found: `${cidr}, in ${special}`,
              expected: "a private block, one of 100.64.0.0/10, or a public one of your own",
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
];
