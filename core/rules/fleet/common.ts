import type { FindingDraft } from "../../findings/finding.ts";
import type { FleetMember, FleetMesh, FleetModel } from "../../model/index.ts";
import { wholeModel } from "../subjects.ts";

/** All clusters of a fleet file: a finding names its own subject and path. */
export const fleet = wholeModel("fleet");

/** What a finding is about: `cluster "blue"`, or several. */
export const about = (names: readonly string[]): Pick<FindingDraft, "subject" | "clusters"> => ({
  subject: `${names.length === 1 ? "cluster" : "clusters"} ${shown(names.map((name) => `"${name}"`))}`,
  clusters: names,
});

/** Names in a finding: the first few, because a fleet has hundreds. */
export function shown(names: readonly string[], most = 4): string {
  const rest = names.length - most;
  if (rest <= 1)
    return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
  return `${names.slice(0, most).join(", ")} and ${String(rest)} more`;
}

export const placeOf = (name: string, at: string): string => `fleet.clusters.${name}.${at}`;

/** Account and Region: what AWS counts and throttles together. */
export const homeOf = ({ account, region }: FleetMember): string => `${account} ${region}`;

export const homeText = ({ account, region }: FleetMember): string =>
  `${account === "" ? "the account" : `account ${account}`} in ${region}`;

/** Items by a key, in the order of their first. */
export function grouped<T>(items: Iterable<T>, key: (item: T) => string | undefined): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

export type MeshMember = FleetMember & { readonly mesh: FleetMesh };

/** Meshes of the fleet: clusters that name each other as peers, or that a network of kind mesh joins. */
export function meshesOf({ clusters, networks }: FleetModel): readonly (readonly MeshMember[])[] {
  const members = clusters.filter((one): one is MeshMember => one.mesh !== undefined);
  const parent = new Map(members.map(({ name }) => [name, name]));
  const rootOf = (name: string): string => {
    const above = parent.get(name) ?? name;
    return above === name ? name : rootOf(above);
  };
  const join = (a: string, b: string): void => {
    if (parent.has(a) && parent.has(b)) parent.set(rootOf(b), rootOf(a));
  };
  const byCluster = grouped(members, ({ cluster }) => cluster);
  const named = new Map(byCluster.map((group) => [group[0]?.cluster ?? "", group]));
  for (const { name, mesh } of members)
    for (const { cluster } of mesh.peers) for (const peer of named.get(cluster) ?? []) join(name, peer.name);
  for (const { kind, clusters: names } of networks)
    if (kind === "mesh") for (const name of names) join(names[0] ?? name, name);
  return grouped(members, ({ name }) => rootOf(name)).filter((mesh) => mesh.length > 1);
}
