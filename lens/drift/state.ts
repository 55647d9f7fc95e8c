import type { State, StateResource } from "../../core/changes/index.ts";
import { keyOf } from "../../core/changes/resources.ts";
import { pathText } from "../../core/model/differences.ts";
import { mismatches } from "./equal.ts";
import { objectName, subjectOf } from "./objects.ts";
import { told } from "./text.ts";
import type { Declared, Deviation, Pending } from "./types.ts";

/** What the last run wrote, by URN without stack and project: a state may be compared with a plan under another name. */
export type Written = ReadonlyMap<string, StateResource>;

export const writtenIn = (state: State): Written => new Map(state.map((one) => [keyOf(one.urn), one]));

/** What a state adds to a difference. */
interface BesideState {
  /** The state agrees with what is there, and only the plan is new: nothing drifted. */
  readonly pending?: Pending;
  /** The state says something else than the plan, and than what is there. */
  readonly wrote?: string;
}

export function besideState(one: Deviation, written: Written): BesideState {
  const { urn, subject, at, planned, found, kind } = one;
  const own = written.get(keyOf(urn));
  const base = { urn, subject, path: pathText(at) };
  if (own === undefined) return kind === "missing" ? { pending: { ...base, says: "is made by the next run" } } : {};
  // The component that makes a control plane keeps no inputs in a state: its children do.
  if (kind !== "changed" || own.inputs === undefined || Object.keys(own.inputs).length === 0) return {};
  const wrote = at.reduce<unknown>(
    (inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step],
    own.inputs,
  );
  if (mismatches(planned, wrote).length === 0) return {};
  if (wrote !== undefined && mismatches(wrote, found).length === 0)
    return { pending: { ...base, says: `${told(wrote, one)} becomes ${told(planned, one)} by the next run` } };
  return { wrote: told(wrote, one) };
}

/** Objects that the last run made and the settings no longer name. */
export function goneFromPlan(declared: readonly Declared[], written: Written): Pending[] {
  const names = new Set(declared.map(({ urn }) => keyOf(urn)));
  return [...written].flatMap(([key, { urn, type, inputs }]) => {
    const name = names.has(key) ? undefined : objectName({ type, inputs });
    return name === undefined
      ? []
      : [{ urn, subject: subjectOf(name), path: "", says: "is removed by the next run: the plan no longer has it" }];
  });
}
