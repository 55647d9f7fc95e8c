import { UNKNOWN } from "../../core/rules/unknown.ts";

/** A resource that a program registers, with plain inputs; unknown values are `UNKNOWN`. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly props: Props;
  readonly parent?: string;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  /** URNs that an input comes from, by input; empty where the engine does not say. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
}

export type Props = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Reads `a.b.0.c`; `UNKNOWN` where the way leads through an unknown value, `otherwise` where there is nothing. */
export function at(props: unknown, path: string, otherwise?: unknown): unknown {
  let value = props;
  for (const key of path.split(".")) {
    if (value === UNKNOWN) return UNKNOWN;
    if (!isObject(value)) return otherwise;
    value = value[key];
  }
  return value ?? otherwise;
}

/** The same, given out as the type of the model; rules read the model through a guard that knows `UNKNOWN`. */
export const read = <T>(props: unknown, path: string, otherwise?: T): T => at(props, path, otherwise) as T;

/** A list, also where AWS takes one block as an object; `UNKNOWN` stays. */
export function items(props: unknown, path: string): readonly unknown[] {
  const value = at(props, path, []);
  if (value === UNKNOWN) return UNKNOWN as never;
  return Array.isArray(value) ? value : [value];
}

export const isKnown = (value: unknown): boolean => value !== UNKNOWN;

/** Makes a part absent, not present-but-undefined. */
export const given = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);

/** Model path -> URN of the resource it was read from. */
export type Origins = Readonly<Record<string, string>>;

export interface Seen<P> {
  readonly part: P | undefined;
  readonly origins: Origins;
}

export const nothing: Seen<never> = { part: undefined, origins: {} };

export const ofType = (resources: readonly Registered[], ...types: readonly string[]): Registered[] =>
  resources.filter(({ type }) => types.includes(type));
