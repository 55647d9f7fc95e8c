import type * as pulumi from "@pulumi/pulumi";
import { type Deferred, type DeferredValue, keysOf } from "../../core/contracts/deferred.ts";

/** What a component knows while it deploys. */
export type DeferredSources = Partial<Readonly<Record<Deferred, pulumi.Input<unknown>>>>;

/**
 * Planned values, or a planned object, with what only a deployment knows. Each Output stands where it belongs, so that a preview
 * shows every other value; what nobody gives stays as it was planned.
 */
export const fill = <T extends object>(planned: T, deferred: readonly DeferredValue[], sources: DeferredSources): T =>
  deferred.reduce<Values>((filled, { path, from }) => {
    const value = sources[from];
    return value === undefined ? filled : place(filled, keysOf(path), value);
  }, planned as Values) as T;

type Values = Readonly<Record<string, unknown>>;

function place(values: Values, [key = "", ...rest]: readonly string[], input: pulumi.Input<unknown>): Values {
  return { ...values, [key]: rest.length === 0 ? input : place((values[key] ?? {}) as Values, rest, input) };
}
