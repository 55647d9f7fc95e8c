import { block, cidrFault, contains, overlaps, prefixLength } from "../../net/cidr.ts";
import { CGNAT, INTERNAL_LB_TAG, PUBLIC_LB_TAG } from "../../network/defaults.ts";
import { CONTROL_PLANE_ADDRESSES } from "../../capacity/budget.ts";
import type { ClusterModel } from "../../model/index.ts";
import { type Rule, rule } from "../rule.ts";
import { each } from "../../model/unknown.ts";

interface Range {
  readonly name: string;
  readonly path: string;
  readonly cidr: string;
}

const valid = ({ cidr }: { readonly cidr: string }): boolean => cidrFault(cidr) === undefined;

/** Ranges that must not overlap each other: the VPC's, the services', those of neighbours. */
function ranges({ network, controlPlane }: ClusterModel): Range[] {
  if (network === undefined) return [];
  return [
    ...network.vpcCidrs.map((cidr, at) => ({
      name: at === 0 ? "the VPC" : `CIDR ${String(at + 1)} of the VPC`,
      path: `network.vpcCidrs.${String(at)}`,
      cidr,
    })),
    ...(controlPlane?.serviceCidr === undefined
      ? []
      : [{ name: "the service CIDR", path: "controlPlane.serviceCidr", cidr: controlPlane.serviceCidr }]),
    ...network.neighbours.flatMap(({ name, cidrs }, at) =>
      cidrs.map((cidr, index) => ({
        name: `neighbour "${name}"`,
        path: `network.neighbours.${String(at)}.cidrs.${String(index)}`,
        cidr,
      })),
    ),
  ].filter(valid);
}

export const rangeOverlap = rule({
  id: "network-cidr-overlap",
  group: "network",
  severity: "error",
  title: "No two networks share addresses",
  why: "Where ranges overlap, packets go to whichever is nearer: Services, pods or neighbours become unreachable, and AWS refuses some of it only while creating.",
  source: "VPC user guide: vpc-cidr-blocks; EKS user guide: network-reqs",
  needs: ["network"],
  *check(model) {
    const all = ranges(model);
    for (const [index, a] of all.entries()) {
      for (const b of all.slice(index + 1)) {
        // Neighbours may know each other; only the cluster's own ranges are this stack's business.
        if (a.name === b.name || (a.name.startsWith("neighbour") && b.name.startsWith("neighbour"))) continue;
        if (!overlaps(a.cidr, b.cidr)) continue;
        yield {
          subject: "network",
          path: b.path,
          found: `${b.cidr} of ${b.name}, which overlaps ${a.cidr} of ${a.name}`,
          expected: "ranges that share no address",
          fix: `Move ${b.name} or ${a.name} to another range.`,
        };
      }
    }
  },
});

/** Docker's default bridge, which build agents and some node images use. */
const DOCKER_BRIDGE = "172.17.0.0/16";

export const dockerBridge = rule({
  id: "network-docker-bridge",
  group: "network",
  severity: "warning",
  title: "The VPC keeps off Docker's default bridge",
  why: "Machines that run Docker route 172.17.0.0/16 to themselves: they cannot reach a VPC or pods there.",
  source: "EKS best practices: networking; Docker docs: bridge network driver",
  needs: ["network"],
  *check(model) {
    for (const { path, cidr, name } of ranges(model)) {
      if (name.startsWith("neighbour") || !overlaps(cidr, DOCKER_BRIDGE)) continue;
      yield {
        subject: "network",
        path,
        found: `${cidr} of ${name}`,
        expected: `a range outside ${DOCKER_BRIDGE}`,
        fix: "Choose another range, or move Docker's bridge (bip in daemon.json).",
      };
    }
  },
});

/** Groups of ranges that AWS lets stand together in a VPC (VPC user guide: vpc-cidr-blocks, restrictions). */
const SECONDARY_GROUPS: readonly (readonly string[])[] = [["10.0.0.0/8"], ["172.16.0.0/12"], ["192.168.0.0/16"]];
const ALWAYS_ALLOWED = [CGNAT, "198.19.0.0/16"];

export const secondaryRange = rule({
  id: "network-secondary-range",
  group: "network",
  severity: "error",
  title: "Every further CIDR of the VPC is of a range that AWS takes beside the first",
  why: "AWS refuses a secondary block of another private range than the primary one; 100.64.0.0/10 and 198.19.0.0/16 go with all.",
  source: "VPC user guide: vpc-cidr-blocks, IPv4 CIDR block association restrictions",
  needs: ["network"],
  *check({ network }) {
    const [primary, ...further] = network?.vpcCidrs ?? [];
    if (primary === undefined || cidrFault(primary) !== undefined) return;
    const group = SECONDARY_GROUPS.find((own) => own.some((range) => contains(range, primary)));
    if (group === undefined) return;
    for (const [at, cidr] of further.entries()) {
      if (cidrFault(cidr) !== undefined) continue;
      const isPrivate = SECONDARY_GROUPS.flat().some((range) => contains(range, cidr));
      if (!isPrivate || [...group, ...ALWAYS_ALLOWED].some((range) => contains(range, cidr))) continue;
      yield {
        subject: "network",
        path: `network.vpcCidrs.${String(at + 1)}`,
        found: `${cidr} beside ${primary}`,
        expected: `a block in ${[...group, ...ALWAYS_ALLOWED].join(", ")}`,
        fix: "Use 100.64.0.0/16 or another block of the primary's range.",
      };
    }
  },
});

export const cidrCount = rule({
  id: "network-vpc-cidr-count",
  group: "network",
  severity: "error",
  title: "The VPC has five IPv4 CIDRs at most",
  why: "AWS refuses the sixth; the quota is adjustable to 50.",
  source: "VPC user guide: amazon-vpc-limits (L-83CA0A9D)",
  needs: ["network"],
  *check({ network }) {
    const count = network?.vpcCidrs.length ?? 0;
    if (count > 5)
      yield {
        subject: "network",
        path: "network.vpcCidrs",
        found: `${String(count)} CIDRs`,
        expected: "5",
        fix: "Use fewer, larger blocks, or have quota L-83CA0A9D raised.",
      };
  },
});

export const subnetInside = rule({
  id: "network-subnet-inside",
  group: "network",
  severity: "error",
  title: "Every subnet lies in the VPC and overlaps no other",
  why: "AWS refuses it while creating.",
  source: "VPC user guide: subnet-sizing",
  needs: ["network"],
  *check({ network }) {
    if (network === undefined) return;
    const vpc = network.vpcCidrs.filter((cidr) => cidrFault(cidr) === undefined);
    const subnets = network.subnets.filter(valid);
    yield* each(subnets, function* ({ name, cidr }) {
      if (!vpc.some((own) => contains(own, cidr))) {
        yield {
          subject: `subnet "${name}"`,
          path: `network.subnets.${name}`,
          found: cidr,
          expected: `a block inside ${vpc.join(" or ")}`,
          fix: "Correct the block, or add its range to the VPC's CIDRs.",
        };
      }
      for (const other of subnets) {
        if (other.name <= name || other.cidr === cidr || !overlaps(other.cidr, cidr)) continue;
        yield {
          subject: `subnet "${other.name}"`,
          path: `network.subnets.${other.name}`,
          found: `${other.cidr}, which overlaps ${cidr} of "${name}"`,
          expected: "subnets that share no address",
          fix: "Move one of them.",
        };
      }
    });
  },
});

export const controlPlaneRoom = rule({
  id: "network-control-plane-room",
  group: "network",
  severity: "error",
  title: "Control-plane subnets have room for EKS's interfaces",
  why: "EKS keeps interfaces in them and needs more while it updates: without free addresses an update stops.",
  source: "EKS user guide: network-reqs (6 free addresses, 16 recommended)",
  needs: ["network"],
  *check({ network }) {
    yield* each(
      network?.subnets.filter(({ role }) => role === "control-plane").filter(valid) ?? [],
      function* ({ name, cidr }) {
        const usable = block(cidr).size - 5;
        if (usable >= CONTROL_PLANE_ADDRESSES) return;
        yield {
          subject: `subnet "${name}"`,
          path: `network.subnets.${name}`,
          found: `${String(usable)} usable addresses`,
          expected: `${String(CONTROL_PLANE_ADDRESSES)}, better 16`,
          fix: "Use a /28 or larger.",
        };
      },
    );
  },
});

export const loadBalancerTags = rule({
  id: "network-pod-subnet-tags",
  group: "network",
  severity: "error",
  title: "Pod subnets carry no load balancer tags",
  why: "The load balancer controller would put NLBs there: their interfaces break up the prefixes that pods need.",
  source: "EKS user guide: network-load-balancing; AWS Load Balancer Controller docs: subnet discovery",
  needs: ["network"],
  *check({ network }) {
    yield* each(network?.subnets.filter(({ role }) => role === "pod") ?? [], function* ({ name, tags }) {
      for (const tag of [PUBLIC_LB_TAG, INTERNAL_LB_TAG]) {
        if (tags[tag] !== undefined)
          yield {
            subject: `subnet "${name}"`,
            path: `network.subnets.${name}.tags`,
            found: tag,
            expected: "no load balancer tag",
            fix: "Remove the tag.",
          };
      }
    });
  },
});

/** A block of /28 or less of type explicit keeps a load balancer's fixed address; prefixes lose one block by it. */
const holdsOneAddress = ({ type, cidr }: { readonly type: string; readonly cidr: string }): boolean =>
  type === "explicit" && cidrFault(cidr) === undefined && prefixLength(cidr) >= 28;

export const reservations = rule({
  id: "network-reservation-form",
  group: "network",
  severity: "error",
  title: "Reservations for prefixes are of type prefix, inside their subnet, and disjoint",
  why: "A reservation of type explicit is never used for prefixes: they then run out although the subnet looks empty.",
  source: "EC2 API reference: CreateSubnetCidrReservation",
  needs: ["network"],
  *check({ network }) {
    yield* each(network?.subnets.filter(valid) ?? [], function* ({ name, cidr, reservations: own }) {
      const path = `network.subnets.${name}.reservations`;
      for (const [at, reserved] of own.entries()) {
        const place = { subject: `subnet "${name}"`, path };
        if (reserved.type !== "prefix" && !holdsOneAddress(reserved))
          yield {
            ...place,
            found: `${reserved.cidr} of type ${reserved.type}`,
            expected: "type prefix",
            fix: "Set reservationType to prefix.",
          };
        if (cidrFault(reserved.cidr) !== undefined) continue;
        if (!contains(cidr, reserved.cidr))
          yield {
            ...place,
            found: `${reserved.cidr} outside ${cidr}`,
            expected: `a block inside ${cidr}`,
            fix: "Correct the block.",
          };
        const clash = own
          .slice(at + 1)
          .find((other) => cidrFault(other.cidr) === undefined && overlaps(other.cidr, reserved.cidr));
        if (clash !== undefined)
          yield {
            ...place,
            found: `${reserved.cidr} and ${clash.cidr}`,
            expected: "reservations that share no address",
            fix: "Remove one.",
          };
      }
    });
  },
});

export const layoutRules: readonly Rule[] = [
  rangeOverlap,
  dockerBridge,
  secondaryRange,
  cidrCount,
  subnetInside,
  controlPlaneRoom,
  loadBalancerTags,
  reservations,
];
