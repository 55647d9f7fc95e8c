import { rulesOn } from "../rule.ts";
import { settingsOf } from "../subjects.ts";
import { CONTROL_PLANE_PREFIX, SMALLEST_SUBNET } from "../../network/defaults.ts";
import { planNetwork } from "../../network/plan.ts";
import { type CidrFault, type PrefixRange, cidrFault } from "../../net/cidr.ts";
import type { Settings } from "../../settings/index.ts";
import type { Draft } from "../subject.ts";

const VPC_RANGE: PrefixRange = { min: 16, max: 24 };

const POD_RANGE: PrefixRange = { min: 16, max: SMALLEST_SUBNET - 3 };

const SUBNET_RANGE: PrefixRange = { min: 16, max: SMALLEST_SUBNET };

const ANY: PrefixRange = { min: 0, max: 32 };

interface NamedBlock {
  readonly at: string;
  readonly cidr: string;
  readonly range: PrefixRange;
}

const one = (path: string, cidr: string | undefined, range: PrefixRange): NamedBlock[] =>
  cidr === undefined ? [] : [{ at: path, cidr, range }];

const many = (path: string, cidrs: readonly string[] = [], range = ANY): NamedBlock[] =>
  cidrs.flatMap((cidr, at) => one(`${path}.${String(at)}`, cidr, range));

const subnets = (path: string, list: readonly { cidr: string }[] = []): NamedBlock[] =>
  list.flatMap(({ cidr }, at) => one(`${path}.${String(at)}.cidr`, cidr, SUBNET_RANGE));

const entries = (path: string, list: readonly { cidr: string }[] = []): NamedBlock[] =>
  list.flatMap(({ cidr }, at) => one(`${path}.${String(at)}.cidr`, cidr, ANY));

/** Every block that a stack writes, with the prefix lengths that its place allows. */
function blocks({ vpc, podSubnets, attach, neighbours = [] }: Settings["network"]): NamedBlock[] {
  return [
    ...one("vpc.cidr", vpc.cidr, VPC_RANGE),
    ...many("vpc.cidrs", vpc.cidrs, SUBNET_RANGE),
    ...subnets("vpc.subnets.private", vpc.subnets?.private),
    ...subnets("vpc.subnets.controlPlane", vpc.subnets?.controlPlane),
    ...subnets("vpc.subnets.public", vpc.subnets?.public),
    ...Object.entries(vpc.acls ?? {}).flatMap(([name, acl]) => [
      ...entries(`vpc.acls.${name}.ingress`, acl.ingress),
      ...entries(`vpc.acls.${name}.egress`, acl.egress),
    ]),
    ...one("podSubnets.cidr", podSubnets?.cidr, POD_RANGE),
    ...subnets("podSubnets.existing", podSubnets?.existing),
    ...many("attach.cidrs", attach?.cidrs),
    ...neighbours.flatMap(({ cidrs }, at) => many(`neighbours.${String(at)}.cidrs`, cidrs)),
  ];
}

const wanted = ({ min, max }: PrefixRange): string =>
  min === 0 ? "an IPv4 block such as 10.0.0.0/16" : `an IPv4 block of /${String(min)} to /${String(max)}`;

const draft = (at: string, found: string, expected: string, fix: string): Draft => ({ at, found, expected, fix });

export default rulesOn(settingsOf("network"), [
  {
    id: "network-cidr-valid",
    severity: "error",
    title: "Every CIDR is a valid block of a size that its place allows",
    why: "AWS refuses it only when it is created; nothing can be planned on it.",
    source: "VPC user guide: vpc-cidr-blocks, subnet-sizing",
    fix: "Write a block whose address is the network's own and whose prefix its place allows.",
    *check(network) {
      for (const { at, cidr, range } of blocks(network)) {
        const fault: CidrFault | undefined = cidrFault(cidr, range);
        if (fault === undefined) continue;
        yield {
          at,
          found: `"${cidr}", which ${fault.reason}`,
          expected: wanted(range),
          fix: fault.suggestion === undefined ? "Correct the block." : `Use ${fault.suggestion}.`,
        };
      }
    },
  },
  {
    id: "network-vpc-size",
    severity: "error",
    title: "The VPC holds its subnets",
    why: "Node, public and control-plane subnets of every zone must fit into the block.",
    source: "core/network/plan.ts; VPC user guide: subnet-sizing",
    fix: "Use a larger block or fewer zones.",
    *check({ vpc, podSubnets }, { settings }) {
      if (vpc.cidr === undefined || vpc.id !== undefined || cidrFault(vpc.cidr, VPC_RANGE) !== undefined) return;
      const count =
        typeof vpc.availabilityZones === "number" ? vpc.availabilityZones : (vpc.availabilityZones?.length ?? 3);
      if (count < 2) return;
      const alone: Settings = { ...settings, network: { vpc } };
      if (planNetwork(alone) === undefined) {
        yield draft(
          "vpc.cidr",
          `${vpc.cidr} for ${String(count)} zones`,
          `a larger block: each zone needs a node subnet, a public one and a /${String(CONTROL_PLANE_PREFIX)}`,
          "Use a /20 or larger, or fewer zones.",
        );
      }
      if (podSubnets?.cidr !== undefined && count > 8)
        yield draft("vpc.availabilityZones", String(count), "8 zones at most", "Use fewer zones.");
    },
  },
]);
