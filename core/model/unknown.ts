/** A value that is not known yet: an Output in a preview, an id that AWS will give. Put into a model in place of the value. */
export const UNKNOWN: unique symbol = Symbol.for("cilium-eks.unknown");
export type Unknown = typeof UNKNOWN;

/** Thrown by a guarded model when a rule reads a value that is not known yet; yielded by {@link each}. */
export class Undecided extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`${path} is not known yet`);
    this.name = "Undecided";
    this.path = path;
  }
}

export const isUnknown = (value: unknown): value is Unknown => value === UNKNOWN;

/**
 * A read-only view of plain data that throws {@link Undecided} where an unknown value is read. What holds none is given out as it
 * is, and a view is made once: rules read the same model hundreds of times.
 */
export function guard<T>(value: T): T {
  if (!isObject(value) || !holdsUnknown(value)) return guardAt(value, "");
  const known = views.get(value);
  if (known !== undefined) return known as T;
  const view = guardAt(value, "");
  views.set(value, view);
  return view;
}

function guardAt<T>(value: T, path: string): T {
  if (isUnknown(value)) throw new Undecided(path);
  return isObject(value) && holdsUnknown(value) ? viewOf(value, path) : value;
}

function viewOf<T extends object>(value: T, path: string): T {
  const inside = new Map<string, unknown>();
  return new Proxy(thawed(value), {
    get(target, key, receiver) {
      const inner: unknown = Reflect.get(target, key, receiver);
      if (typeof key === "symbol" || typeof inner === "function") return inner;
      if (!isObject(inner)) return guardAt(inner, within(path, key));
      let view = inside.get(key);
      if (view === undefined) inside.set(key, (view = guardAt(inner, within(path, key))));
      return view;
    },
  });
}

const views = new WeakMap<object, object>();
const holding = new WeakMap<object, boolean>();

function holdsUnknown(value: object): boolean {
  const known = holding.get(value);
  if (known !== undefined) return known;
  holding.set(value, false); // Ends the walk where data holds itself.
  const holds = Object.values(value).some((inner) => isUnknown(inner) || (isObject(inner) && holdsUnknown(inner)));
  holding.set(value, holds);
  return holds;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const within = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

/** A proxy may not answer differently for a frozen property, so frozen data is copied. */
const thawed = <T extends object>(value: T): T =>
  Object.isFrozen(value) ? ((Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as T) : value;

/** Runs a check for every item of a collection; an unknown value in one item leaves the others decided. */
export function* each<T, R>(items: Iterable<T>, check: (item: T) => Iterable<R>): Generator<R | Undecided> {
  const iterator = items[Symbol.iterator]();
  for (;;) {
    try {
      const next = iterator.next();
      if (next.done === true) return;
      yield* check(next.value);
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      yield error;
    }
  }
}

/** Whether a test holds for one of the items; undecided only where it holds for none of the known ones and some are not known. */
export function some<T>(items: Iterable<T>, test: (item: T) => boolean): boolean {
  let undecided: Undecided | undefined;
  const iterator = items[Symbol.iterator]();
  for (;;) {
    try {
      const next = iterator.next();
      if (next.done === true) break;
      if (test(next.value)) return true;
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      undecided ??= error;
    }
  }
  if (undecided !== undefined) throw undecided;
  return false;
}
