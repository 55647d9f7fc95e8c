import type { PortRuleModel, SecurityGroupModel } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { CLUSTER_COMPONENT, RAW_CLUSTER } from "./cluster.ts";
import { podSecurityGroups } from "./pod-choices.ts";
import {
  type Registered,
  type PartView,
  at,
  isKnown,
  items,
  nothing,
  ofType,
  read,
  record,
  sourcesOf,
  word,
} from "./registered.ts";
import { present } from "../core/model/present.ts";

const GROUPS = ["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"] as const;
const RULES = [
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
] as const;

/** How EKS names the group that it makes for a cluster, and puts on its nodes where the launch template names none. */
const EKS_GROUP = "eks-cluster-sg";
const EKS_RULE: PortRuleModel = { protocol: "all", from: 0, to: 65_535, sources: ["self"] };

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

/** A group by what the program says of it: a resource, the one that EKS makes, or an id. */
interface Group {
  readonly name: string;
  readonly urn: string;
  readonly props?: Registered["props"];
  /** URNs that the groups in its own rules come from: the engine says where a list comes from, not each rule of it. */
  readonly admits?: readonly string[];
  /** Whether a name stands for it: a URN, or an id. */
  readonly is: (reference: string) => boolean;
}

/** Security groups with the rules written into them or beside them, and what they are on. */
export function viewSecurityGroups(resources: readonly Registered[]): PartView<readonly SecurityGroupModel[]> {
  const rules = ofType(resources, ...RULES).filter((rule) => at(rule.props, "type", "ingress") === "ingress");
  const groups = groupsOf(resources, rules);
  if (groups.length === 0) return nothing;
  const forPods = podSecurityGroups(resources);
  const placed = new Map(groups.map((group) => [group.name, placesOf(group, resources)]));
  return {
    part: groups.map((group) => {
      const places = placed.get(group.name) ?? [];
      const beside = groups.filter(
        ({ name }) => name !== group.name && placed.get(name)?.some((place) => together(place, places)),
      );
      return {
        name: group.name,
        attachedTo: [
          ...new Set([
            ...(group.name === EKS_GROUP
              ? (["control-plane", "node", "pod"] as const)
              : places.map(({ place }) => place)),
            ...(forPods.has(group.urn) ? (["pod"] as const) : []),
          ]),
        ],
        ingress: [
          ...(group.name === EKS_GROUP ? [EKS_RULE] : []),
          ...rulesOf(group, rules).map((rule) => portRule(rule, groups)),
        ],
        tags: group.props === undefined ? {} : record<string>(group.props, "tags"),
        ...present("beside", beside.length === 0 ? undefined : beside.map(({ name }) => name)),
        ...present("partial", group.props === undefined && group.name !== EKS_GROUP ? (true as const) : undefined),
      };
    }),
    origins: Object.fromEntries(groups.map((group) => [`securityGroups.${group.name}`, originOf(group, rules)])),
  };
}

/** The rule that is beside a group which no resource stands for. */
const originOf = (group: Group, rules: readonly Registered[]): string =>
  group.props === undefined ? (rules.find((rule) => isOn(rule, group))?.urn ?? group.urn) : group.urn;

function groupsOf(resources: readonly Registered[], rules: readonly Registered[]): Group[] {
  const made = ofType(resources, ...GROUPS).map((group) => ({
    name: group.name,
    urn: group.urn,
    props: group.props,
    admits: [...sourcesOf(group, "ingress")],
    is: (reference: string) => reference === group.urn || reference === at(group.props, "id"),
  }));
  const clusters = new Set(ofType(resources, RAW_CLUSTER, CLUSTER_COMPONENT).map(({ urn }) => urn));
  const [cluster = ""] = clusters;
  const named = rules.flatMap((rule) => [...sourcesOf(rule, "securityGroupId")]).some((urn) => clusters.has(urn));
  const onNodes = ofType(resources, ...Object.keys(PLACES)).some(
    (resource) =>
      !clusters.has(resource.urn) &&
      (PLACES[resource.type] ?? []).some(([, input]) =>
        [...sourcesOf(resource, input)].some((urn) => clusters.has(urn)),
      ),
  );
  const eks =
    named || onNodes ? [{ name: EKS_GROUP, urn: cluster, is: (reference: string) => clusters.has(reference) }] : [];
  const ids = new Set(
    rules.flatMap(({ props }) => {
      const id = at(props, "securityGroupId");
      return typeof id === "string" ? [id] : [];
    }),
  );
  const byId = [...ids].map((id) => ({ name: id, urn: id, is: (reference: string) => reference === id }));
  return [...made, ...eks, ...byId.filter(({ name }) => !made.some(({ is }) => is(name)))];
}

interface Placed {
  readonly place: Place;
  readonly on: string;
}

/** On the same interfaces of nodes. */
const together = (one: Placed, others: readonly Placed[]): boolean =>
  one.place === "node" && others.some(({ place, on }) => place === "node" && on === one.on);

/** What an input names: the resources that it comes from, and ids that are written there. */
const referencesIn = (resource: Registered, input: string): readonly unknown[] => [
  ...sourcesOf(resource, input),
  ...items(resource.props, input),
  ...items(at(resource.props, input), "securityGroupIds"),
];

function placesOf(group: Group, resources: readonly Registered[]): Placed[] {
  return resources.flatMap((resource) =>
    (PLACES[resource.type] ?? []).flatMap(([place, input]) =>
      referencesIn(resource, input).some((one) => typeof one === "string" && group.is(one))
        ? [{ place, on: resource.urn }]
        : [],
    ),
  );
}

const isOn = (rule: Registered, group: Group): boolean =>
  referencesIn(rule, "securityGroupId").some((one) => typeof one === "string" && group.is(one));

interface Written {
  readonly rule: unknown;
  /** URNs that the groups it admits come from. */
  readonly from: readonly string[];
}

function rulesOf(group: Group, rules: readonly Registered[]): readonly Written[] {
  const beside = rules
    .filter((rule) => isOn(rule, group))
    .map((rule) => ({ rule: rule.props as unknown, from: GROUP_INPUTS.flatMap((key) => [...sourcesOf(rule, key)]) }));
  return [...items(group.props, "ingress").map((rule) => ({ rule, from: group.admits ?? [] })), ...beside];
}

function portRule({ rule, from }: Written, groups: readonly Group[]): PortRuleModel {
  if (rule === UNKNOWN) return UNKNOWN as never;
  const protocol = at(rule, "protocol", at(rule, "ipProtocol", "-1"));
  const all = protocolOf(protocol) === "all";
  return {
    protocol: protocolOf(protocol),
    from: all ? 0 : read(rule, "fromPort", 0),
    to: all ? 65_535 : read(rule, "toPort", 65_535),
    sources: [
      ...CIDR_INPUTS.flatMap((key) => items(rule, key) as readonly string[]),
      ...GROUP_INPUTS.flatMap((key) => items(rule, key)).flatMap((id) => sourceNames(id, from, groups)),
      ...(at(rule, "prefixListIds") === undefined ? [] : [ANOTHER]),
      ...(at(rule, "self") === true ? ["self"] : []),
    ],
  };
}

const CIDR_INPUTS = ["cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6"] as const;
const GROUP_INPUTS = ["securityGroups", "sourceSecurityGroupId", "referencedSecurityGroupId"] as const;
/** Who is in it, nobody can tell here; that it is not the world, is certain. */
const ANOTHER = "another group";

/** A group that is admitted: by its id, else by the resources that the id comes from. */
function sourceNames(id: unknown, from: readonly string[], groups: readonly Group[]): string[] {
  const references = isKnown(id) ? [String(id)] : from;
  const found = groups.filter(({ is }) => references.some((reference) => is(reference)));
  return found.length === 0 ? [ANOTHER] : found.map(({ name }) => `group:${name}`);
}

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
