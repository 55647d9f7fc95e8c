import { rulesOn } from "../rule.ts";
import { only } from "../subject.ts";
import { subnets } from "../subjects.ts";
import { block, cidrFault, contains, overlaps, prefixLength } from "../../net/cidr.ts";
import { INTERNAL_LB_TAG, PUBLIC_LB_TAG } from "../../network/defaults.ts";
import { CONTROL_PLANE_ADDRESSES } from "../../capacity/budget.ts";
import type { SubnetModel } from "../../model/index.ts";

const valid = ({ cidr }: { readonly cidr: string }): boolean => cidrFault(cidr) === undefined;

/** A block of /28 or less of type explicit keeps a load balancer's fixed address; prefixes lose one block by it. */
const holdsOneAddress = ({ type, cidr }: { readonly type: string; readonly cidr: string }): boolean =>
  type === "explicit" && cidrFault(cidr) === undefined && prefixLength(cidr) >= 28;

const withRole = (role: SubnetModel["role"]) => only(subnets, (subnet) => subnet.role === role);

const validSubnets = only(subnets, valid);

export default [
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
  ...rulesOn(withRole("public"), [
    {
      id: "network-public-way-in",
      severity: "error",
      title: "Public subnets lead to an internet gateway",
      why: "A load balancer that faces the internet answers through its subnet's route: behind a NAT gateway, or with no way out, it has an address that nobody reaches.",
      symptom: "Connections to the load balancer time out, in one zone or in all.",
      source: "ELB user guide: network-load-balancers, subnets; VPC user guide: VPC_Internet_Gateway",
      fix: "Name a subnet whose route table has 0.0.0.0/0 to an internet gateway, or leave this one out.",
      *check({ egress }) {
        if (egress === "nat" || egress === "none")
          yield {
            at: "egress",
            found: egress === "nat" ? "a route to a NAT gateway" : "no way out",
            expected: "a route to an internet gateway",
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
