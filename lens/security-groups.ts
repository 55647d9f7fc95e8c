import type { PortRuleModel, SecurityGroupModel } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { CLUSTER_COMPONENT, RAW_CLUSTER } from "./cluster.ts";
import { type Registered, type Seen, at, items, nothing, ofType, read, record, sourcesOf, word } from "./registered.ts";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULES = [
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
] as const;

type Place = SecurityGroupModel["attachedTo"][number];

/** Inputs that put a group on something, by the type of the resource. */
const PLACES: Readonly<Record<string, readonly [place: Place, input: string][]>> = {
  [RAW_CLUSTER]: [["control-plane", "vpcConfig"]],
  [CLUSTER_COMPONENT]: [
    ["control-plane", "clusterSecurityGroup"],
    ["node", "nodeSecurityGroup"],
  ],
  "aws:ec2/launchTemplate:LaunchTemplate": [
    ["node", "vpcSecurityGroupIds"],
    ["node", "networkInterfaces"],
  ],
  "eks:index:NodeGroupV2": [
    ["node", "nodeSecurityGroup"],
    ["node", "extraNodeSecurityGroups"],
  ],
};

/** Security groups with the rules written into them or beside them, and what they are on. */
export function seeSecurityGroups(resources: readonly Registered[]): Seen<readonly SecurityGroupModel[]> {
  const groups = ofType(resources, GROUP);
  if (groups.length === 0) return nothing;
  return {
    part: groups.map((group) => ({
      name: group.name,
      attachedTo: placesOf(group, resources),
      ingress: rulesOf(group, resources).map((rule) => portRule(rule)),
      tags: record<string>(group.props, "tags"),
    })),
    origins: Object.fromEntries(groups.map(({ name, urn }) => [`securityGroups.${name}`, urn])),
  };
}

function placesOf({ urn }: Registered, resources: readonly Registered[]): Place[] {
  const found = resources.flatMap((resource) =>
    (PLACES[resource.type] ?? []).flatMap(([place, input]) => (sourcesOf(resource, input).has(urn) ? [place] : [])),
  );
  return [...new Set(found)];
}

function rulesOf(group: Registered, resources: readonly Registered[]): readonly unknown[] {
  const beside = ofType(resources, ...RULES).filter(
    (rule) => at(rule.props, "type", "ingress") === "ingress" && sourcesOf(rule, "securityGroupId").has(group.urn),
  );
  return [...items(group.props, "ingress"), ...beside.map(({ props }) => props)];
}

function portRule(rule: unknown): PortRuleModel {
  if (rule === UNKNOWN) return UNKNOWN as never;
  const protocol = at(rule, "protocol", at(rule, "ipProtocol", "-1"));
  const all = protocolOf(protocol) === "all";
  return {
    protocol: protocolOf(protocol),
    from: all ? 0 : read(rule, "fromPort", 0),
    to: all ? 65_535 : read(rule, "toPort", 65_535),
    sources: [
      ...CIDR_INPUTS.flatMap((key) => items(rule, key) as readonly string[]),
      ...GROUP_INPUTS.flatMap((key) => items(rule, key).map((id) => (typeof id === "string" ? id : "another group"))),
      ...(at(rule, "self") === true ? ["self"] : []),
    ],
  };
}

const CIDR_INPUTS = ["cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6"] as const;
/** The id of a group may be unknown; that it is a group, and not the world, is not. */
const GROUP_INPUTS = ["securityGroups", "sourceSecurityGroupId", "referencedSecurityGroupId", "prefixListIds"] as const;

const NUMBERS: Readonly<Record<string, PortRuleModel["protocol"]>> = {
  tcp: "tcp",
  "6": "tcp",
  udp: "udp",
  "17": "udp",
  icmp: "icmp",
  "1": "icmp",
};

function protocolOf(protocol: unknown): PortRuleModel["protocol"] {
  const name = word(protocol);
  return name === UNKNOWN ? (UNKNOWN as never) : (NUMBERS[name] ?? "all");
}
