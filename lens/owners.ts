import type { Anchor } from "./anchors.ts";
import { PEERS, SPOKEN_WITH, clusterOfOwnName, clusterSources, clustersOfName, clustersOfTags } from "./names.ts";
import { providerClusters } from "./providers.ts";
import { type Registered, at } from "./registered.ts";

interface Attribution {
  /** By URN, the URNs of the clusters that a resource belongs to. */
  readonly owners: ReadonlyMap<string, ReadonlySet<string>>;
  /** What must belong to one cluster, and to which is not known. */
  readonly unattributed: readonly Registered[];
  /** URNs of what goes to clusters that the program does not make. */
  readonly elsewhere: readonly string[];
}

/** Stands on one cluster, or is part of it. */
const IS_OF_ONE = /^(?:kubernetes:|aws:eks\/|eks:index:)/;
const IS_PROVIDER = /^pulumi:providers:/;
/** Are the account's, and so every cluster's. */
const IS_OF_ACCOUNT = /^(?:aws:servicequotas\/|aws:ssm\/activation:|pulumi:providers:aws$)/;
const STACK = "pulumi:pulumi:Stack";

/**
 * To which of the program's clusters each resource belongs. Nearest evidence first: the Kubernetes provider that it names, the
 * cluster that an input names, the component that it is part of. What these use, and what refers to it, is theirs too; at last
 * the order of creation and the names decide.
 */
export function ownersOf(anchors: readonly Anchor[], resources: readonly Registered[]): Attribution {
  const leads = providerClusters(anchors, resources);
  // Where no provider is known to lead to a cluster of the program, which one leads elsewhere is not known either.
  const someLead = [...leads.values()].some((clusters) => clusters.length > 0);
  const elsewhere = resources.flatMap(({ urn, provider }) =>
    someLead && provider !== undefined && leads.get(provider)?.length === 0 ? [urn] : [],
  );
  if (anchors.length < 2) return { owners: new Map(), unattributed: [], elsewhere };
  const away = new Set(elsewhere);
  const search = new Search(
    anchors,
    resources.filter(({ urn, type }) => !away.has(urn) && type !== STACK),
    leads,
  );
  return { ...search.run(), elsewhere };
}

class Search {
  readonly #owners = new Map<string, Set<string>>();
  readonly #byUrn: ReadonlyMap<string, Registered>;
  readonly #children = new Map<string, Registered[]>();
  readonly #users = new Map<string, string[]>();
  /** By cluster, it and the components that made it and no other. */
  readonly #roots: ReadonlyMap<Anchor, ReadonlySet<string>>;
  readonly #anchors: readonly Anchor[];
  readonly #resources: readonly Registered[];
  readonly #leads: ReadonlyMap<string, readonly Anchor[]>;

  constructor(
    anchors: readonly Anchor[],
    resources: readonly Registered[],
    leads: ReadonlyMap<string, readonly Anchor[]>,
  ) {
    this.#anchors = anchors;
    this.#resources = resources;
    this.#leads = leads;
    this.#byUrn = new Map(resources.map((one) => [one.urn, one]));
    for (const one of resources) {
      if (one.parent !== undefined) push(this.#children, one.parent, one);
      for (const urn of usedBy(one)) push(this.#users, urn, one.urn);
    }
    const lines = anchors.map(({ cluster }) => this.#lineage(cluster.urn));
    this.#roots = new Map(
      anchors.map((anchor, at) => [
        anchor,
        new Set(lines[at]?.filter((urn) => !lines.some((line, other) => other !== at && line.includes(urn)))),
      ]),
    );
  }

  run(): Pick<Attribution, "owners" | "unattributed"> {
    const all = urns(this.#anchors);
    for (const one of this.#resources) this.#give(one, IS_OF_ACCOUNT.test(one.type) ? all : this.#decided(one));
    this.#handToUsed();
    this.#handByTags();
    const rounds: readonly ((one: Registered) => readonly string[])[] = [
      (one) => this.#ownersOf(referredBy(one, SPOKEN_WITH)),
      ({ urn }) => this.#ownersOf(this.#users.get(urn) ?? []),
      (one) => this.#ownersOf(this.#family(one)),
      ({ dependencies }) => this.#ownersOf(dependencies),
      (one) => urns(clusterOfOwnName(one, this.#anchors)),
    ];
    // The nearest evidence first, and what it decides may decide more.
    while (rounds.some((ask) => this.#round(ask)));
    return {
      owners: this.#owners,
      unattributed: this.#resources.filter((one) => wantsCluster(one) && !this.#owners.has(one.urn)),
    };
  }

  /** By what says it outright. */
  #decided(one: Registered): readonly string[] {
    if (IS_PROVIDER.test(one.type)) return urns(this.#leads.get(one.urn) ?? []);
    const led = one.provider === undefined ? [] : (this.#leads.get(one.provider) ?? []);
    if (led.length === 1) return urns(led);
    const itself = this.#anchors.filter((anchor) => anchor.urns.has(one.urn));
    if (itself.length > 0) return urns(itself);
    const sources = clusterSources(one).map((urn) => this.#lineage(urn));
    const bySource = this.#anchors.filter((anchor) => sources.some((line) => this.#isIn(line, anchor)));
    if (bySource.length > 0) return urns(bySource);
    const named = clustersOfName(one, this.#anchors);
    if (named.length > 0) return urns(named);
    const line = this.#lineage(one.urn);
    return urns(this.#anchors.filter((anchor) => this.#isIn(line, anchor)));
  }

  #isIn(line: readonly string[], anchor: Anchor): boolean {
    return line.some((urn) => this.#roots.get(anchor)?.has(urn) === true);
  }

  /** Itself and what it is part of. */
  #lineage(urn: string | undefined): string[] {
    const one = urn === undefined ? undefined : this.#byUrn.get(urn);
    return one === undefined ? [] : [one.urn, ...this.#lineage(one.parent)];
  }

  /** Whether this told anything new. What is of one cluster is given to nobody where two claim it. */
  #give({ urn, type }: Registered, clusters: readonly string[]): boolean {
    const before = this.#owners.get(urn);
    const now = new Set([...(before ?? []), ...clusters]);
    if (now.size === (before?.size ?? 0) || (IS_OF_ONE.test(type) && now.size > 1)) return false;
    this.#owners.set(urn, now);
    return true;
  }

  /** What a cluster's parts use is the cluster's, also where another made it; but no part of another cluster. */
  #handToUsed(): void {
    const queue = this.#resources.filter(({ urn, type }) => this.#owners.has(urn) && !IS_PROVIDER.test(type));
    for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
      const clusters = [...(this.#owners.get(one.urn) ?? [])];
      for (const other of this.#used(one)) if (this.#give(other, clusters)) queue.push(other);
    }
  }

  /** A component that is used is used with its parts. */
  #used(one: Registered): Registered[] {
    const used = usedBy(one).flatMap((urn) => this.#byUrn.get(urn) ?? []);
    const parts = IS_OF_ONE.test(one.type) ? [] : (this.#children.get(one.urn) ?? []);
    return [...used, ...parts].filter(
      ({ urn, type }) => !IS_OF_ONE.test(type) && !IS_PROVIDER.test(type) && !this.#isRoot(urn),
    );
  }

  #isRoot(urn: string): boolean {
    return [...this.#roots.values()].some((roots) => roots.has(urn));
  }

  #handByTags(): void {
    for (const one of this.#resources) {
      if (!IS_OF_ONE.test(one.type)) this.#give(one, urns(clustersOfTags(one, this.#anchors)));
    }
  }

  /** Asks all that have no cluster yet, and only then gives: nobody gains by standing first. */
  #round(ask: (one: Registered) => readonly string[]): boolean {
    const open = this.#resources.filter(({ urn, type }) => !this.#owners.has(urn) && !IS_PROVIDER.test(type));
    const answers = open.map((one) => [one, ask(one)] as const);
    return answers.filter(([one, clusters]) => this.#give(one, clusters)).length > 0;
  }

  #ownersOf(others: readonly string[]): readonly string[] {
    return others.flatMap((urn) =>
      IS_PROVIDER.test(this.#byUrn.get(urn)?.type ?? "") ? [] : [...(this.#owners.get(urn) ?? [])],
    );
  }

  /** The component that it is part of, and the parts that it has. */
  #family({ urn, parent }: Registered): readonly string[] {
    return [...(parent === undefined ? [] : [parent]), ...(this.#children.get(urn) ?? []).map((child) => child.urn)];
  }
}

/** What no cluster of its own would leave unjudged: a lambda's role is nobody's, a node group's is somebody's. */
function wantsCluster({ type, props }: Registered): boolean {
  if (type === "aws:iam/role:Role") return (JSON.stringify(at(props, "assumeRolePolicy")) ?? "").includes("eks");
  return /^(?:kubernetes:|aws:eks\/|aws:ec2\/launchTemplate:|eks:index:(?:Managed)?(?:NodeGroup|Addon|VpcCniAddon))/.test(
    type,
  );
}

const urns = (anchors: readonly Anchor[]): string[] => anchors.map(({ cluster }) => cluster.urn);

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Everything that its inputs come from but those left out; where nobody says which, everything that it waits for. */
function referredBy({ sources, dependencies }: Registered, leftOut: ReadonlySet<string>): readonly string[] {
  const all = Object.entries(sources);
  if (!all.some(([, from]) => from.length > 0)) return dependencies;
  return all.flatMap(([key, from]) => (leftOut.has(key) ? [] : from));
}

const usedBy = (one: Registered): readonly string[] => referredBy(one, PEERS);
