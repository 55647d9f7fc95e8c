import { changedVariables } from "../facts/vpc-cni.ts";
import type { ClusterModel, LiveNode, MigrationModel } from "../model/index.ts";
import { Undecided, guard } from "../model/unknown.ts";

/** Something that depends on the VPC CNI or kube-proxy, and what becomes of it. */
export interface InventoryRow {
  readonly what: string;
  /** What is there; null where it could not be read. */
  readonly found: string | null;
  readonly becomes: string;
}

/** What a cluster has that a migration touches; what it has not is left out. */
export function inventoryOf(model: ClusterModel): readonly InventoryRow[] {
  const { migration, live } = guard(model);
  if (migration === undefined || live === undefined) return [];
  return ROWS.flatMap(({ what, becomes, find }) => {
    const found = attempt(() => find(migration, live.nodes));
    if (found === "") return [];
    return [{ what, found: found ?? null, becomes }];
  }).concat(variablesOf(migration));
}

interface Row {
  readonly what: string;
  readonly becomes: string;
  readonly find: (migration: MigrationModel, nodes: readonly LiveNode[]) => string;
}

const count = (amount: number, one: string): string =>
  amount === 0 ? "" : `${String(amount)} ${one}${amount === 1 ? "" : "s"}`;
const listed = (names: readonly string[]): string => {
  const counts = Map.groupBy(names, (name) => name);
  return [...counts]
    .map(([name, all]) => `${String(all.length)} ${name}`)
    .toSorted()
    .join(", ");
};

const ROWS: readonly Row[] = [
  {
    what: "VPC CNI",
    becomes: "Cilium in ENI mode; off after the last old node",
    find: ({ vpcCni }) =>
      vpcCni === null ? "" : `aws-node ${vpcCni.version ?? ""} on ${count(vpcCni.desired, "node") || "no node"}`,
  },
  {
    what: "kube-proxy",
    becomes: "Cilium's kube-proxy replacement; off after the last old node",
    find: ({ kubeProxy, kubeProxyMode }) =>
      kubeProxy === null ? "" : `${kubeProxyMode}, on ${count(kubeProxy.desired, "node") || "no node"}`,
  },
  {
    what: "nodes",
    becomes: "new groups with the same labels, taints and sizes",
    find: (_migration, nodes) =>
      listed(nodes.map(({ kind, group }) => (kind === "ec2" ? `of ${group ?? "no group"}` : kind))),
  },
  {
    what: "NetworkPolicies",
    becomes: "the same, enforced by Cilium",
    find: ({ networkPolicies, vpcCni, calico }) => {
      const by = [...(vpcCni?.enforcesPolicies === true ? ["the VPC CNI"] : []), ...(calico ? ["Calico"] : [])];
      return networkPolicies.length === 0
        ? ""
        : `${String(networkPolicies.length)}, enforced by ${by.join(" and ") || "nobody"}`;
    },
  },
  {
    what: "policies of other kinds",
    becomes: "policies of Cilium's",
    find: ({ otherPolicies }) => listed(otherPolicies.map(({ apiVersion, kind }) => `${kind} (${apiVersion})`)),
  },
  {
    what: "security groups for pods",
    becomes: "groups of a node group, or policies",
    find: ({ securityGroupPolicies }) => listed(securityGroupPolicies.map(() => "SecurityGroupPolicy")),
  },
  {
    what: "custom networking",
    becomes: "network.podSubnets",
    find: ({ eniConfigs }) => listed(eniConfigs.map(() => "ENIConfig")),
  },
  {
    what: "ports of nodes",
    becomes: "the same, served by Cilium",
    find: ({ workloads }) => {
      const ports = workloads.filter(({ hostPorts }) => hostPorts.length > 0);
      return ports.length === 0
        ? ""
        : `${count(ports.length, "workload")}: ${[...new Set(ports.flatMap(({ hostPorts }) => hostPorts))].toSorted((a, b) => a - b).join(", ")}`;
    },
  },
  {
    what: "load balancers",
    becomes: "the same: pods keep addresses of the VPC, and Cilium serves node ports; targets change with the nodes",
    find: ({ loadBalancers }) =>
      listed(
        loadBalancers.map(({ kind, targets }) => `${kind} to ${targets === "ip" ? "addresses of pods" : "node ports"}`),
      ),
  },
  {
    what: "Karpenter",
    becomes: "a second NodePool for Cilium's nodes",
    find: ({ nodePools }) => listed(nodePools.map(() => "NodePool")),
  },
];

/** Settings of aws-node that somebody changed. */
function variablesOf(migration: MigrationModel): readonly InventoryRow[] {
  const env = attempt(() => migration.vpcCni?.env);
  return changedVariables(env ?? {}).map(({ name, value, replacement }) => ({
    what: name,
    found: value,
    becomes: replacement,
  }));
}

/** Undefined where a part is unknown. */
function attempt<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}
