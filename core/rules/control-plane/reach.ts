import type { PortNeed, PortUser } from "../../helm/cilium-ports.ts";
import { usesEni } from "../../helm/values.ts";
import { some } from "../../model/unknown.ts";
import type { ClusterModel, PortRuleModel, SecurityGroupModel } from "../../model/index.ts";
import { cidrFault, contains } from "../../net/cidr.ts";

/** Who opens connections, by what their interfaces have: sets of groups, of which each must be admitted, or addresses. */
interface Party {
  readonly sets: readonly (readonly string[])[];
  /** Blocks that they have addresses in; undefined where they are not known. */
  readonly cidrs: readonly string[] | undefined;
}

type Parties = Readonly<Record<PortUser, Party>>;

/** A group and those beside it. */
export const setOf = ({ name, beside = [] }: SecurityGroupModel): string[] => [name, ...beside];

const on = (groups: readonly SecurityGroupModel[], place: SecurityGroupModel["attachedTo"][number]) =>
  groups.filter(({ attachedTo }) => attachedTo.includes(place));

/** Where a group has no place of its own, nodes have the one that EKS makes. */
const EKS_GROUP = "eks-cluster-sg";

/** Groups that only pods have: Cilium puts them on the interfaces that it makes, in place of the node's. */
export const podGroups = ({ securityGroups = [] }: ClusterModel): readonly SecurityGroupModel[] =>
  on(securityGroups, "pod").filter(({ attachedTo }) => !attachedTo.includes("node"));

export function partiesOf(model: ClusterModel): Parties {
  const { securityGroups = [], network, nodeGroups, cilium } = model;
  const nodeSets = on(securityGroups, "node").map((group) => setOf(group));
  const nodes: Party = {
    sets: nodeSets.length === 0 ? [[EKS_GROUP]] : nodeSets,
    cidrs: blocks(model, "node", new Set(nodeGroups?.flatMap(({ subnets }) => subnets))),
  };
  const ownSubnets = network?.subnets.some(({ role }) => role === "pod") === true;
  const own = podGroups(model);
  const pods: Party =
    cilium === undefined || !usesEni(cilium)
      ? nodes
      : {
          sets: own.length === 0 ? nodes.sets : own.map((group) => setOf(group)),
          cidrs: ownSubnets ? blocks(model, "pod") : nodes.cidrs,
        };
  return {
    nodes,
    pods,
    "control-plane": {
      sets: [[EKS_GROUP, ...on(securityGroups, "control-plane").map(({ name }) => name)]],
      cidrs: blocks(model, "control-plane") ?? nodes.cidrs,
    },
  };
}

/** Blocks of the subnets of a role; of some of them where those are named. */
function blocks({ network }: ClusterModel, role: string, named: ReadonlySet<string> = new Set()): string[] | undefined {
  const ofRole = (network?.subnets ?? []).filter((subnet) => subnet.role === role);
  const chosen = ofRole.filter(({ name }) => named.has(name));
  const cidrs = (chosen.length === 0 ? ofRole : chosen).map(({ cidr }) => cidr);
  return cidrs.length === 0 || cidrs.some((cidr) => cidrFault(cidr) !== undefined) ? undefined : cidrs;
}

const covers = ({ protocol, from, to }: PortRuleModel, need: PortNeed): boolean =>
  protocol === "all" || (protocol === need.protocol && (protocol === "icmp" || (from <= need.from && to >= need.to)));

const isBlock = (source: string): boolean => /^[\d.]+\//.test(source);

/** Whether a set of groups lets a party in on a port. Who is in a group or a prefix list made elsewhere, nobody can tell: it may be the party. */
export function admits(groups: readonly SecurityGroupModel[], need: PortNeed, { sets, cidrs }: Party): boolean {
  const sources = (test: (source: string, group: SecurityGroupModel) => boolean): boolean =>
    some(groups, (group) =>
      some(group.ingress, (rule) => covers(rule, need) && some(rule.sources, (source) => test(source, group))),
    );
  const lets = (name: string): boolean =>
    sources((source, group) => source === `group:${name}` || (source === "self" && group.name === name));
  const isElse = (source: string): boolean =>
    source !== "self" && !source.startsWith("group:") && !isBlock(source) && !source.includes(":");
  if (sources((source) => source === "0.0.0.0/0" || isElse(source))) return true;
  if (
    cidrs === undefined
      ? sources(isBlock)
      : cidrs.every((cidr) => sources((source) => isBlock(source) && contains(source, cidr)))
  )
    return true;
  return sets.every((set) => some(set, lets));
}
