import type { BilledItem } from "../../core/contracts/area-part.ts";
import { type Finding, ofClusters } from "../../core/findings/finding.ts";
import type { Evaluation } from "../../core/plan/index.ts";
import type { EvaluatedCluster } from "./evaluated.ts";
import type { OwnRates } from "../../core/plan/money.ts";
import { pictureOf } from "../../core/plan/picture.ts";
import { teach } from "../shared/report/teach.ts";
import type { PlacedFinding } from "../shared/report/types.ts";
import type { PlanDocument, PlannedResource } from "./types.ts";

export interface DocumentParts {
  readonly stack: string;
  readonly stackFile: string;
  readonly program: string;
  readonly clusters: readonly EvaluatedCluster[];
  readonly resources: readonly PlannedResource[];
  /** Beside those of the clusters' settings. */
  readonly findings: readonly PlacedFinding[];
  readonly notes: readonly string[];
  /** Prices of the user's own. */
  readonly rates?: OwnRates | undefined;
}

/** The plan of all clusters of a program; where there are several, what is said of each carries its name. */
export function toDocument({ clusters, ...parts }: DocumentParts): PlanDocument {
  const several = clusters.length > 1;
  const label = ({ name }: EvaluatedCluster, text: string): string => (several ? `${name}: ${text}` : text);
  const ofCluster = <F extends Finding>({ name }: EvaluatedCluster, finding: F): F =>
    several ? ofClusters(finding, [name]) : finding;
  const from = <T>(list: (evaluation: Evaluation, cluster: EvaluatedCluster) => readonly T[]): T[] =>
    clusters.flatMap((cluster) => list(cluster.evaluation, cluster));
  return {
    stack: parts.stack,
    stackFile: parts.stackFile,
    program: parts.program,
    clusters: clusters.map(({ name }) => name),
    versions: Object.fromEntries(
      from(({ versions }, cluster) =>
        Object.entries(versions).map(([what, version]) => [label(cluster, what), version]),
      ),
    ),
    requirements: requirements(clusters, label),
    resources: parts.resources,
    capacity: capacity(clusters, several),
    pictures: clusters.map(({ name, evaluation }) => pictureOf(evaluation, name, parts.rates)),
    billed: several ? summed(from(({ billed }) => billed)) : from(({ billed }) => billed),
    notes: [...parts.notes, ...from(({ notes }, cluster) => notes.map((note) => label(cluster, note)))],
    sections: from(({ sections }, cluster) =>
      [...sections, ...cluster.changes].map((section) => ({
        ...section,
        title: label(cluster, section.title),
      })),
    ),
    findings: [
      ...from(({ report }, cluster) => report.findings.map((finding) => ofCluster(cluster, cluster.place(finding)))),
      ...parts.findings,
    ].map(teach),
    waived: from(({ report }, cluster) =>
      report.waived.map((finding) => ({
        ...ofCluster(cluster, teach(cluster.place(finding))),
        reason: finding.reason,
      })),
    ),
    skipped: from(({ report }) => report.skipped),
    undecided: from(({ report }, cluster) =>
      report.undecided.map((rule) => ({ ...rule, path: label(cluster, rule.path) })),
    ),
  };
}

/** What the machine that deploys needs is the same for all. */
function requirements(
  clusters: readonly EvaluatedCluster[],
  label: (cluster: EvaluatedCluster, text: string) => string,
): PlanDocument["requirements"] {
  const all = clusters.map(({ evaluation }) => evaluation.requirements);
  const shared = (text: string): boolean => all.every((list) => list.some((one) => JSON.stringify(one) === text));
  const told = new Set<string>();
  return clusters.flatMap((cluster) =>
    cluster.evaluation.requirements.flatMap((one) => {
      const text = JSON.stringify(one);
      if (!shared(text)) return [{ ...one, what: label(cluster, one.what) }];
      if (told.has(text)) return [];
      told.add(text);
      return [one];
    }),
  );
}

function capacity(clusters: readonly EvaluatedCluster[], several: boolean): PlanDocument["capacity"] {
  const known = clusters.flatMap(({ name, evaluation }) =>
    evaluation.model.capacity === undefined ? [] : [{ name, capacity: evaluation.model.capacity }],
  );
  const [first] = known;
  if (first === undefined) return null;
  if (!several) return first.capacity;
  return {
    ...first.capacity,
    groups: known.flatMap(({ name, capacity: { groups } }) =>
      groups.map((group) => ({ ...group, name: `${name}/${group.name}` })),
    ),
    subnets: known.flatMap(({ name, capacity: { subnets } }) =>
      subnets.map((budget) => ({ ...budget, subnet: `${name}/${budget.subnet}` })),
    ),
  };
}

/** Equal items of several clusters are one. */
function summed(items: readonly BilledItem[]): BilledItem[] {
  const found = new Map<string, BilledItem>();
  for (const one of items) {
    const before = found.get(one.item);
    found.set(
      one.item,
      before === undefined
        ? one
        : { ...one, count: before.count + one.count, ...grown("min", before, one), ...grown("max", before, one) },
    );
  }
  return [...found.values()];
}

const grown = (size: "min" | "max", before: BilledItem, one: BilledItem): Partial<BilledItem> =>
  before[size] === undefined && one[size] === undefined
    ? {}
    : { [size]: (before[size] ?? before.count) + (one[size] ?? one.count) };
