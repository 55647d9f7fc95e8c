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

/** A read-only view of plain data that throws {@link Undecided} where an unknown value is read. */
export function guard<T>(value: T, path = ""): T {
  if (isUnknown(value)) throw new Undecided(path);
  if (typeof value !== "object" || value === null) return value;
  return new Proxy(thawed(value), {
    get(target, key, receiver) {
      const inner: unknown = Reflect.get(target, key, receiver);
      if (typeof key === "symbol" || typeof inner === "function") return inner;
      return guard(inner, path === "" ? key : `${path}.${key}`);
    },
  });
}

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
