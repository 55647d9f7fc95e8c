import type { State } from "../../core/changes/index.ts";
import type { EarlierResource } from "../../core/changes/resources.ts";
import type { LiveModel } from "../../core/model/index.ts";
import { pathText } from "../../core/model/differences.ts";
import type { Registered } from "../registered.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import { accountDeviations, accountSubject } from "./account.ts";
import { judged } from "./judge.ts";
import { type Looked, objectDeviations, objectName, subjectOf } from "./objects.ts";
import { overlaid } from "./overlay.ts";
import { releaseDeviations } from "./release.ts";
import { besideState, goneFromPlan, writtenIn } from "./state.ts";
import { told } from "./text.ts";
import type { Declared, Deviation, Drift, Pending } from "./types.ts";

export { declaredByCluster } from "./clusters.ts";
export { type Looked, type ObjectName, objectName, subjectOf } from "./objects.ts";
export type { Declared, Drift, DriftVerdict, Pending } from "./types.ts";

/** What is there, beside what a plan declares. */
export interface Sides {
  readonly declared: readonly Declared[];
  /** What the cluster has of the plan's objects, by URN. */
  readonly objects: ReadonlyMap<string, Looked>;
  /** What AWS has, and the types that it was asked for. */
  readonly account: readonly Registered[];
  readonly asked: ReadonlySet<string>;
  /** What is observed of Cilium. */
  readonly live: Pick<LiveModel, "workloads" | "config">;
}

export interface DriftFound {
  readonly drifts: readonly Drift[];
  readonly pending: readonly Pending[];
}

/** Compares settings, the last state where there is one, cluster and AWS, and judges each difference. */
export function driftOf(sides: Sides, state: State | undefined): DriftFound {
  const written = state === undefined ? undefined : writtenIn(state);
  const all = deviationsOf(sides).map((one) => ({ one, ...(written === undefined ? {} : besideState(one, written)) }));
  const drifted = all.filter(({ pending }) => pending === undefined);
  const verdicts = judged(
    sides.declared,
    drifted.map(({ one }) => one),
  );
  return {
    drifts: drifted.flatMap(({ one, wrote }, index) => {
      const verdict = verdicts[index];
      return verdict === undefined
        ? []
        : [{ ...inWords(one), ...(wrote === undefined ? {} : { state: wrote }), ...verdict }];
    }),
    pending: [
      ...all.flatMap(({ pending }) => pending ?? []),
      ...(written === undefined ? [] : goneFromPlan(sides.declared, written)),
    ],
  };
}

/** What could be compared, in words. */
export const comparedOf = ({ declared, objects, account, asked }: Sides): string[] => [
  ...declared.flatMap((one) => {
    const name = objectName(one);
    const looked = objects.get(one.urn);
    return name === undefined || !objects.has(one.urn) || looked === UNKNOWN ? [] : [subjectOf(name)];
  }),
  ...account.filter(({ type }) => asked.has(type)).map(accountSubject),
];

/** A plan's resources as they are there: what could not be looked at is as it was planned, what is missing is left out. */
export function resourcesAsFound(sides: Sides): EarlierResource[] {
  const byUrn = Map.groupBy(deviationsOf(sides), ({ urn }) => urn);
  return sides.declared.flatMap((one) => {
    const own = byUrn.get(one.urn) ?? [];
    return own.some(({ kind }) => kind === "missing") ? [] : [{ ...one, inputs: overlaid(one.inputs, own) }];
  });
}

/** Every difference between what is planned and what is there. */
function deviationsOf({ declared, objects, account, asked, live }: Sides): Deviation[] {
  return [
    ...declared.flatMap((one) => {
      const name = objectName(one);
      return name === undefined || !objects.has(one.urn) ? [] : objectDeviations(one, name, objects.get(one.urn));
    }),
    ...accountDeviations(declared, account, asked),
    ...releaseDeviations(declared, live),
  ];
}

function inWords(one: Deviation) {
  const { urn, type, subject, kind, at, foundAt, planned, found, by } = one;
  const whole = at.length === 0;
  return {
    urn,
    type,
    subject,
    kind,
    path: pathText(kind === "added" ? foundAt : at),
    planned: kind === "added" ? "nothing" : whole ? "there" : told(planned, one),
    found: whole ? (kind === "missing" ? "not there" : "there") : told(found, one),
    ...(by === undefined ? {} : { by }),
  };
}
