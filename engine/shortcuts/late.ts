import { Module } from "node:module";
import type { Count, Require, Shortcut } from "./shortcut.ts";

/** Properties that are answered without making the object they belong to. */
type Known = Readonly<Record<string, unknown>>;

/** What stands for an object until something in it is used. */
class Late {
  #made: object | undefined;
  readonly #make: () => object;
  readonly #known: Known;

  constructor(make: () => object, known: Known) {
    this.#make = make;
    this.#known = known;
  }

  get real(): object {
    return (this.#made ??= this.#make());
  }

  read(key: string | symbol): unknown {
    const known = this.#made === undefined && typeof key === "string" && Object.hasOwn(this.#known, key);
    return known ? this.#known[key] : (Reflect.get(this.real, key) as unknown);
  }
}

// One for all: there are tens of thousands of these objects.
const LATE: ProxyHandler<Late> = {
  get: (late, key) => late.read(key),
  set: ({ real }, key, value) => Reflect.set(real, key, value),
  has: ({ real }, key) => Reflect.has(real, key),
  deleteProperty: ({ real }, key) => Reflect.deleteProperty(real, key),
  ownKeys: ({ real }) => Reflect.ownKeys(real),
  getOwnPropertyDescriptor({ real }, key) {
    const descriptor = Reflect.getOwnPropertyDescriptor(real, key);
    return descriptor && { ...descriptor, configurable: true };
  },
};

const NOTHING: Known = {};

/** An object that is made when something in it is first used. */
export const lazy = (make: () => object, known: Known = NOTHING): object => new Proxy(new Late(make, known), LATE);

/** Puts an object where a module would be; each time that somebody is given it is a hit. */
export function replace(require: Require, id: string, count: Count, exports: object): void {
  const file = require.resolve(id);
  const stub = new Module(file);
  stub.filename = file;
  stub.loaded = true;
  Object.defineProperty(stub, "exports", {
    get() {
      count.hits++;
      return exports;
    },
  });
  require.cache[file] = stub;
}

/** Loads the module in whose place something else stands: then nothing was spared. */
export function loadReal(require: Require, id: string, count: Count): unknown {
  count.hits = Number.NEGATIVE_INFINITY;
  delete require.cache[require.resolve(id)];
  return require(id);
}

/** Puts off loading a module until something in it is used that is not known without it. */
export const loadedLate =
  (id: string, known: Known | ((require: Require) => Known) = NOTHING): Shortcut["take"] =>
  (require, count) => {
    const load = (): object => loadReal(require, id, count) as object;
    const told = typeof known === "function" ? known(require) : known;
    // The helpers of compiled TypeScript copy every property of a module that does not say that it is one.
    replace(require, id, count, lazy(load, { __esModule: true, ...told }));
  };
