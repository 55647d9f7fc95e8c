import { UNKNOWN } from "../../core/model/unknown.ts";

/** A part made of another one; unknown where that is. */
export const given = <T, R>(value: T, make: (value: T) => R): R =>
  (value as unknown) === UNKNOWN ? (UNKNOWN as never) : make(value);

export const both = <T>(a: readonly T[], b: readonly T[]): readonly T[] =>
  given(a, (first) => given(b, (more) => [...first, ...more]));
