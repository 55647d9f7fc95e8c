import type { NetworkAclEntryModel, NetworkAclModel } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { type Props, type Registered, word, at, items, ofType, read } from "./registered.ts";

/** Protocol numbers of the API (IANA assigned internet protocol numbers); -1 is every protocol. */
const PROTOCOLS: Readonly<Record<string, NetworkAclEntryModel["protocol"]>> = {
  "-1": "all",
  all: "all",
  "1": "icmp",
  icmp: "icmp",
  "6": "tcp",
  tcp: "tcp",
  "17": "udp",
  udp: "udp",
};

type Direction = NetworkAclEntryModel["direction"];

/** Network ACLs with the entries written into them or beside them. Entries for IPv6 are left out. */
export function viewNetworkAcls(
  resources: readonly Registered[],
  subnets: readonly Registered[],
): readonly NetworkAclModel[] {
  const own = ofType(resources, "aws:ec2/networkAcl:NetworkAcl").map((acl) => model(acl, resources, subnets));
  const taken = new Set(own.flatMap(({ subnets: names }) => names));
  const left = subnets.map(({ name }) => name).filter((name) => !taken.has(name));
  const fallback = ofType(resources, "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl").map((acl) => ({
    ...model(acl, resources, subnets),
    subnets: left,
  }));
  return [...own, ...fallback];
}

function model(acl: Registered, resources: readonly Registered[], subnets: readonly Registered[]): NetworkAclModel {
  const beside = ofType(resources, "aws:ec2/networkAclRule:NetworkAclRule").filter(({ sources }) =>
    (sources["networkAclId"] ?? []).includes(acl.urn),
  );
  const associated = ofType(resources, "aws:ec2/networkAclAssociation:NetworkAclAssociation")
    .filter(({ sources }) => (sources["networkAclId"] ?? []).includes(acl.urn))
    .flatMap(({ sources }) => sources["subnetId"] ?? []);
  const on = new Set([...(acl.sources["subnetIds"] ?? []), ...associated]);
  const written = (["ingress", "egress"] as const).flatMap((direction) =>
    items(acl.props, direction).flatMap((entry) => inline(direction, entry)),
  );
  return {
    name: acl.name,
    subnets: subnets.filter(({ urn }) => on.has(urn)).map(({ name }) => name),
    entries: [...written, ...beside.flatMap(({ props }) => standing(props))],
  };
}

function inline(direction: Direction, entry: unknown): NetworkAclEntryModel[] {
  if (entry === UNKNOWN) return [UNKNOWN as never];
  return at(entry, "ipv6CidrBlock") !== undefined && at(entry, "cidrBlock") === undefined
    ? []
    : [fields(direction, entry, "ruleNo", "action")];
}

const standing = (props: Props): NetworkAclEntryModel[] =>
  at(props, "ipv6CidrBlock") === undefined
    ? [fields(at(props, "egress") === true ? "egress" : "ingress", props, "ruleNumber", "ruleAction")]
    : [];

function fields(direction: Direction, entry: unknown, number: string, action: string): NetworkAclEntryModel {
  const protocol = word(at(entry, "protocol", "-1"));
  return {
    direction,
    number: read(entry, number, 0),
    action: read(entry, action, "allow"),
    protocol: protocol === UNKNOWN ? (UNKNOWN as never) : (PROTOCOLS[protocol] ?? "icmp"),
    from: read(entry, "fromPort", 0),
    to: read(entry, "toPort", 65_535),
    cidr: read(entry, "cidrBlock", ""),
  };
}
