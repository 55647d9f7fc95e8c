import { UNKNOWN } from "../core/model/unknown.ts";

/** A resource that a program registers, with plain inputs; unknown values are `UNKNOWN`. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly props: Props;
  readonly parent?: string;
  /** URN of the provider that it names. */
  readonly provider?: string;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  /** URNs that an input comes from, by input; empty where the engine does not say. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  /** URNs of everything it waits for, by inputs and by `dependsOn`. */
  readonly dependencies: readonly string[];
}

export type Props = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

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

/**
 * A list, also where AWS takes one block as an object. An unknown list holds one unknown item, of which every field is unknown:
 * so what is made of it stays undecided and nothing falls over.
 */
export function items(props: unknown, path: string): readonly unknown[] {
  const value = at(props, path, []);
  return Array.isArray(value) ? value : [value];
}

/** A list that the model holds as it is; an unknown one stays unknown as a whole. */
export const listAt = (props: unknown, path: string): readonly string[] =>
  at(props, path) === UNKNOWN ? (UNKNOWN as never) : (items(props, path) as readonly string[]);

export const isKnown = (value: unknown): boolean => value !== UNKNOWN;

/** The map at a path, `UNKNOWN` or empty. */
export const record = <T>(props: unknown, path: string): Readonly<Record<string, T>> => read(props, path, {});

/** Two maps in one; unknown where one of them is. */
export const joined = <T>(...maps: readonly Readonly<Record<string, T>>[]): Readonly<Record<string, T>> =>
  maps.every(isKnown) ? Object.assign({}, ...maps) : (UNKNOWN as never);

/** The name that a resource gives what it stands for, else its own: paths and origins need a known one. */
export function named(props: unknown, path: string, otherwise: string): string {
  const value = at(props, path);
  return typeof value === "string" && value !== "" ? value : otherwise;
}

/** What AWS takes as text or as a number, in small letters; anything else is as good as unknown. */
export const word = (value: unknown): string | typeof UNKNOWN =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value).toLowerCase()
    : UNKNOWN;

/** Model path -> URN of the resource it was read from. */
export type Origins = Readonly<Record<string, string>>;

export interface PartView<P> {
  readonly part: P | undefined;
  readonly origins: Origins;
}

export const nothing: PartView<never> = { part: undefined, origins: {} };

export const ofType = (resources: readonly Registered[], ...types: readonly string[]): Registered[] =>
  resources.filter(({ type }) => types.includes(type));

/** URNs that the inputs whose names start so come from. */
export const sourcesOf = ({ sources }: Registered, prefix: string): ReadonlySet<string> =>
  new Set(Object.entries(sources).flatMap(([key, urns]) => (key.startsWith(prefix) ? urns : [])));

/** Whether a resource waits for one that passes, directly or through others; a component stands for its children. */
export function waitsFor(
  resource: Registered,
  passes: (other: Registered) => boolean,
  resources: readonly Registered[],
): boolean {
  const byUrn = new Map(resources.map((other) => [other.urn, other]));
  const seen = new Set<string>();
  const queue = [...resource.dependencies];
  for (let urn = queue.pop(); urn !== undefined; urn = queue.pop()) {
    const other = byUrn.get(urn);
    if (other === undefined || seen.has(urn)) continue;
    if (passes(other)) return true;
    seen.add(urn);
    queue.push(...other.dependencies);
    for (const child of resources) if (child.parent === urn) queue.push(child.urn);
  }
  return false;
}
