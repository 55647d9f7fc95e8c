import { rulesOn } from "../rule.ts";
import { nodeGroupSettings, settingsOf } from "../subjects.ts";
import { LOG_RETENTION_SOURCE, retentionFault } from "../../facts/log-retention.ts";
import { MAX_PREFIX_RESERVATION_PERCENT } from "../../network/defaults.ts";
import type { Draft } from "../subject.ts";

const draft = (at: string, found: string, expected: string, fix: string): Draft => ({ at, found, expected, fix });

export default [
  ...rulesOn(settingsOf("network"), [
    {
      id: "network-vpc-choice",
      severity: "error",
      title: "The VPC is either made or given",
      why: "With both or neither nobody can tell which network is meant.",
      source: "core/settings/network.ts",
      fix: "Set either vpc.cidr for a new VPC, or vpc.id with its cidrs and subnets.",
      *check({ vpc }) {
        if (vpc.cidr === undefined && vpc.id === undefined) {
          yield draft(
            "vpc",
            "neither cidr nor id",
            "cidr for a new VPC, or id for one that exists",
            "Set vpc.cidr, for example 10.0.0.0/16.",
          );
        }
        if (vpc.cidr !== undefined && vpc.id !== undefined) {
          yield draft("vpc", "cidr and id", "one of them", "Remove vpc.cidr to use the VPC that exists.");
        }
        if (vpc.id === undefined) return;
        for (const key of ["availabilityZones", "natGateways"] as const) {
          if (vpc[key] !== undefined)
            yield draft(
              `vpc.${key}`,
              `${key} with an existing VPC`,
              "nothing",
              `Remove it: the VPC's own ${key} count.`,
            );
        }
        if ((vpc.cidrs ?? []).length === 0) {
          yield draft(
            "vpc.cidrs",
            "nothing",
            "every CIDR of the VPC, the primary first",
            "Write the VPC's CIDRs: every overlap check depends on them.",
          );
        }
        if (vpc.subnets === undefined || vpc.subnets.private.length === 0) {
          yield draft(
            "vpc.subnets.private",
            "nothing",
            "a private subnet in two zones or more",
            "Write id, zone and cidr of the private subnets.",
          );
        }
      },
    },
    {
      id: "network-pod-subnet-choice",
      severity: "error",
      title: "Pod subnets are either cut from a new CIDR or given",
      why: "With both or neither nobody can tell which subnets are meant.",
      source: "core/settings/network.ts",
      fix: "Set either podSubnets.cidr, or podSubnets.existing.",
      *check({ podSubnets: pods }) {
        if (pods === undefined) return;
        if ((pods.cidr === undefined) === (pods.existing === undefined)) {
          yield draft(
            "podSubnets",
            pods.cidr === undefined ? "neither cidr nor existing" : "cidr and existing",
            "one of them",
            "Set podSubnets.cidr, for example 100.64.0.0/16, or list existing subnets.",
          );
        }
      },
    },
    {
      id: "network-zones",
      severity: "error",
      title: "The network has two zones or more, each named once",
      why: "EKS refuses a cluster whose subnets lie in one zone.",
      symptom: "CreateCluster is refused: subnets specified must be in at least two different AZs.",
      source: "EKS user guide: network-reqs",
      fix: "Name two zones of the Region or more, each once.",
      *check({ vpc }, { settings: { region } }) {
        const given = vpc.availabilityZones;
        const names = Array.isArray(given) ? (given as readonly string[]) : [];
        const existing = vpc.id === undefined ? undefined : (vpc.subnets?.private.map(({ zone }) => zone) ?? []);
        const count =
          existing === undefined ? (typeof given === "number" ? given : new Set(names).size) : new Set(existing).size;
        const path = existing === undefined ? "vpc.availabilityZones" : "vpc.subnets.private";
        if (
          (given !== undefined || existing !== undefined) &&
          count < 2 &&
          (existing === undefined || existing.length > 0)
        ) {
          yield draft(path, `${String(count)} zone`, "two zones or more", "Add a zone.");
        }
        if (new Set(names).size !== names.length)
          yield draft(path, names.join(", "), "each zone once", "Remove the one that stands twice.");
        for (const [at, zone] of names.entries()) {
          if (zone.startsWith(region)) continue;
          yield draft(
            `${path}.${String(at)}`,
            zone,
            `a zone of ${region}, such as ${region}a`,
            "Correct the zone or the Region.",
          );
        }
      },
    },
    {
      id: "network-reservation-share",
      severity: "error",
      title: "A quarter of every pod subnet stays unreserved",
      why: "ENIs take their own addresses from what is not reserved; without room new ENIs fail although prefixes are free.",
      symptom:
        "The operator's CreateNetworkInterface fails with InsufficientFreeAddressesInSubnet although prefixes are free.",
      source: "EC2 API reference: CreateSubnetCidrReservation; EKS best practices: prefix mode",
      fix: "Lower podSubnets.prefixReservationPercent.",
      *check({ podSubnets }) {
        const percent = podSubnets?.prefixReservationPercent;
        if (percent === undefined || percent <= MAX_PREFIX_RESERVATION_PERCENT) return;
        yield draft(
          "podSubnets.prefixReservationPercent",
          String(percent),
          `${String(MAX_PREFIX_RESERVATION_PERCENT)} at most`,
          `Set it to ${String(MAX_PREFIX_RESERVATION_PERCENT)}.`,
        );
      },
    },
    {
      id: "network-flow-log-retention",
      severity: "error",
      title: "The retention of the VPC's flow logs is one that CloudWatch Logs offers",
      why: "CloudWatch Logs refuses any other number of days.",
      source: LOG_RETENTION_SOURCE,
      fix: "Use a number of days that CloudWatch Logs offers.",
      *check({ flowLogs }) {
        const fault = retentionFault(flowLogs?.retentionDays);
        if (fault !== undefined) yield { at: "flowLogs.retentionDays", ...fault };
      },
    },
    {
      id: "network-attach-target",
      severity: "error",
      title: "An attachment goes to one transit gateway or one peering",
      why: "Routes need exactly one target.",
      source: "EC2 API reference: CreateRoute",
      fix: "Name one target, and the networks behind it.",
      *check({ attach }) {
        if (attach === undefined) return;
        if ((attach.transitGatewayId === undefined) === (attach.peeringConnectionId === undefined)) {
          yield draft(
            "attach",
            attach.transitGatewayId === undefined ? "no target" : "two targets",
            "transitGatewayId or peeringConnectionId",
            "Set one of them.",
          );
        }
        if (attach.cidrs.length === 0)
          yield draft(
            "attach.cidrs",
            "nothing",
            "the networks behind the attachment",
            "Add the range that the deploying machine is in.",
          );
      },
    },
  ]),
  ...rulesOn(nodeGroupSettings, [
    {
      id: "network-node-group-zones",
      severity: "error",
      title: "Every zone of a node group has a subnet",
      why: "A group without subnets cannot be made.",
      source: "EKS API reference: CreateNodegroup, subnets",
      fix: "Choose a zone of the network, or add the zone there.",
      also: ["network"],
      *check({ settings: { zones = [] } }, { network }) {
        const nodes = network?.subnets.filter(({ role }) => role === "node") ?? [];
        const known = [...new Set(nodes.map(({ zone }) => zone))];
        for (const [at, zone] of zones.entries())
          if (!known.includes(zone))
            yield { at: `zones.${String(at)}`, found: zone, expected: `one of ${known.join(", ")}` };
      },
    },
  ]),
];
