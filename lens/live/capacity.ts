import { nodeCapacity } from "../../core/capacity/node.ts";
import { findInstanceType } from "../../core/facts/instances.ts";
import type { CapacityModel, LiveModel, LiveSubnet } from "../../core/model/index.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";

/** Where a cluster that runs stands against its limits. */
export interface LiveCapacity {
  readonly groups: readonly GroupUse[];
  /** Null where AWS was not asked, or not all of it answered. */
  readonly subnets: readonly SubnetRoom[] | null;
  /** Interfaces of the Region and their quota; null where they were not read. */
  readonly interfaces: { readonly inRegion: number; readonly quota: number } | null;
}

/** Nodes of one group and instance type together. */
interface GroupUse {
  readonly group: string;
  readonly instanceType: string;
  readonly nodes: number;
  readonly pods: number;
  /** Pods that the kubelets take. */
  readonly maxPods: number;
  /** Addresses in use, on the nodes, and what their type can hold; null where it is not known. */
  readonly used: number;
  readonly held: number;
  readonly possible: number | null;
  readonly interfaces: number;
  readonly prefixes: number;
  /** What the plan allows a node of the group; null without a plan. */
  readonly plannedMaxPods: number | null;
}

interface SubnetRoom extends LiveSubnet {
  /** What is left in the unit that nodes take: prefixes or addresses. */
  readonly left: number;
  readonly unit: "addresses" | "prefixes";
  /** What the plan needs there at its largest; null without one. */
  readonly plannedAtMost: number | null;
  /** Days until nothing is left at the slope of late; null where it does not shrink or nobody knows. */
  readonly daysLeft: number | null;
}

/** Free addresses of a subnet over time: seconds since 1970 and how many. */
export type History = Readonly<Record<string, readonly (readonly [at: number, free: number])[]>>;

export function capacityOf(live: LiveModel, history: History = {}, planned?: CapacityModel): LiveCapacity {
  const unit = live.config.data["aws-enable-prefix-delegation"] === "true" ? "prefixes" : "addresses";
  return {
    groups: groupsOf(live, planned),
    subnets: known(live.subnets)
      ? live.subnets.map((subnet) => roomOf(subnet, unit, history[subnet.id] ?? [], planned))
      : null,
    interfaces:
      known(live.interfaces) && known(live.interfaces.quota)
        ? { inRegion: live.interfaces.inRegion, quota: live.interfaces.quota }
        : null,
  };
}

const known = (value: unknown): boolean => value !== UNKNOWN;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function groupsOf({ nodes, ciliumNodes, config: { data } }: LiveModel, planned: CapacityModel | undefined): GroupUse[] {
  const byName = new Map(ciliumNodes.map((node) => [node.name, node]));
  const groups = Map.groupBy(nodes, ({ group = "-", instanceType = "?" }) => JSON.stringify([group, instanceType]));
  return [...groups].map(([key, own]) => {
    const [group, instanceType] = JSON.parse(key) as [string, string];
    const cilium = own.flatMap(({ name }) => byName.get(name) ?? []);
    const plan = planned?.groups.find(
      ({ name }) => group === name || group.endsWith(`-${name}`) || group.startsWith(`${name}-`),
    );
    const limits = findInstanceType(instanceType);
    const gateway = data["enable-gateway-api"] === "true";
    const prefixDelegation = data["aws-enable-prefix-delegation"] === "true";
    const possible =
      limits === undefined || data["ipam"] !== "eni"
        ? null
        : sum(
            cilium.map(
              ({ firstInterfaceIndex, prefixDelegationOff }) =>
                nodeCapacity(limits, {
                  prefixDelegation: prefixDelegation && !prefixDelegationOff,
                  firstInterfaceIndex,
                  gateway,
                }).addresses,
            ),
          );
    return {
      group,
      instanceType,
      nodes: own.length,
      pods: sum(own.map(({ pods }) => pods)),
      maxPods: sum(own.map(({ maxPods }) => maxPods)),
      used: sum(cilium.map(({ used }) => used)),
      held: sum(cilium.map(({ held }) => held)),
      possible,
      interfaces: sum(cilium.map(({ interfaces }) => interfaces.length)),
      prefixes: sum(cilium.flatMap(({ interfaces }) => interfaces.map(({ prefixes }) => prefixes))),
      plannedMaxPods: plan?.maxPods ?? null,
    };
  });
}

function roomOf(
  subnet: LiveSubnet,
  podUnit: SubnetRoom["unit"],
  history: History[string],
  planned: CapacityModel | undefined,
): SubnetRoom {
  const unit = subnet.forPods ? podUnit : "addresses";
  const budgets = planned?.subnets.filter((one) => one.subnet === subnet.name && one.unit === unit) ?? [];
  const slope = slopeOf(history);
  const days = slope < 0 ? subnet.free / -slope / 86_400 : undefined;
  return {
    ...subnet,
    left: unit === "prefixes" ? subnet.freePrefixes : subnet.free,
    unit,
    plannedAtMost: budgets.length === 0 ? null : Math.max(...budgets.map(({ needed }) => needed)),
    daysLeft: days === undefined ? null : Math.round(days * 10) / 10,
  };
}

/** Least squares: how many addresses more a second; 0 where there are too few points to tell. */
export function slopeOf(points: History[string]): number {
  if (points.length < 3) return 0;
  const meanAt = sum(points.map(([at]) => at)) / points.length;
  const meanFree = sum(points.map(([, free]) => free)) / points.length;
  const spread = sum(points.map(([at]) => (at - meanAt) ** 2));
  return spread === 0 ? 0 : sum(points.map(([at, free]) => (at - meanAt) * (free - meanFree))) / spread;
}
