import type { Argument, Option } from "commander";

/** Values that a shell offers for an option or argument, where they are no fixed choices. */
type Values = () => readonly string[] | Promise<readonly string[]>;

const known = new WeakMap<Argument | Option, Values>();

/** Says which values to offer; they are asked for only when a shell completes. */
export function completes<T extends Argument | Option>(what: T, values: Values): T {
  known.set(what, values);
  return what;
}

export const valuesOf = (what: Argument | Option): ReturnType<Values> => known.get(what)?.() ?? what.argChoices ?? [];
