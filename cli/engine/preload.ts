/**
 * Runs in every child before Pulumi's own runner (`node --import`): ties the child to its parent and keeps the SDK from
 * doing what only a deployment needs. Each shortcut is optional: where the SDK's layout differs, the child is slower.
 * Together they more than halved the time of a run of 76 resources (SDK 3.270.0, Node 24.21.0, two cores).
 */
import { createRequire, Module } from "node:module";
import { basename, join } from "node:path";
import process from "node:process";

/** How Node ends a process that a signal interrupts: 128 + SIGINT. */
const INTERRUPTED = 130;

/** The child ends when the channel to its parent closes, however the parent ended. */
function leash(): void {
  process.on("disconnect", () => process.exit(INTERRUPTED));
  process.channel?.unref();
}

type Require = ReturnType<typeof createRequire>;

/** Properties that are answered without making the object they belong to. */
type Known = Readonly<Record<string, unknown>>;

/** An object that is made when something in it is first used. */
function lazy(make: () => object, known: Known = {}): object {
  let made: object | undefined;
  const real = (): object => (made ??= make());
  return new Proxy(
    {},
    {
      get(_, key) {
        if (made === undefined && typeof key === "string" && Object.hasOwn(known, key)) return known[key];
        return Reflect.get(real(), key) as unknown;
      },
      set: (_, key, value) => Reflect.set(real(), key, value),
      has: (_, key) => Reflect.has(real(), key),
      deleteProperty: (_, key) => Reflect.deleteProperty(real(), key),
      ownKeys: () => Reflect.ownKeys(real()),
      getOwnPropertyDescriptor(_, key) {
        const descriptor = Reflect.getOwnPropertyDescriptor(real(), key);
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
}

function replace(require: Require, id: string, exports: object): void {
  const file = require.resolve(id);
  const stub = new Module(file);
  stub.filename = file;
  stub.loaded = true;
  stub.exports = exports;
  require.cache[file] = stub;
}

/** Puts off loading a module until something in it is used that is not known without it. */
function loadLate(require: Require, id: string, known: Known = {}): void {
  const file = require.resolve(id);
  const load = (): object => {
    delete require.cache[file];
    return require(file) as object;
  };
  // The helpers of compiled TypeScript copy every property of a module that does not say that it is one.
  replace(require, id, lazy(load, { __esModule: true, ...known }));
}

/** The same for a module that is one function. */
function loadFunctionLate(require: Require, id: string): void {
  const file = require.resolve(id);
  replace(require, id, (...args: readonly unknown[]) => {
    delete require.cache[file];
    return (require(file) as (...given: readonly unknown[]) => unknown)(...args);
  });
}

/**
 * What serves the serialisation of functions for dynamic providers only: npm's dependency trees, the TypeScript compiler,
 * and a session of the inspector that hears of every script. Most of the time that loading the SDK takes.
 */
function loadSerialisationLate(require: Require, compiler: boolean): void {
  attempt(() => loadLate(require, "@npmcli/arborist"));
  attempt(() => loadFunctionLate(require, "normalize-package-data"));
  attempt(() => loadLate(require, "../../runtime/closure/v8Hooks.js", { isInitializedAsync: () => Promise.resolve() }));
  if (compiler) attempt(() => loadLate(require, "typescript"));
}

/** Tracing is never asked for; without it a span does nothing. */
function loadTracingLate(require: Require): void {
  loadLate(require, "./tracing.js", { newSpan: () => NO_SPAN });
}

const NO_SPAN = { end: nothing, addEvent: nothing, setAttribute: nothing };

function nothing(): void {}

/**
 * The SDK takes a stack trace for every resource and looks each frame up in source maps. Node strips types without moving
 * anything, so the positions are right as they are.
 */
function keepPositions(require: Require): void {
  replace(require, "source-map-support/register", {});
}

/**
 * The SDK sends every debug message to the engine and waits for the answer before it sends the next, some ten for each
 * resource. The engine here would throw them away.
 */
function dropDebugMessages(require: Require): void {
  const log = require("../../log/index.js") as { debug: () => Promise<void> };
  log.debug = () => Promise.resolve();
}

/**
 * The policy server reads the properties of the whole stack anew for every stack policy. Most policies look at few
 * resources: what one does not look at is not read.
 */
function readPropertiesLate(require: Require): void {
  const module = require("@pulumi/policy/deserialize.js") as Deserialize;
  const { deserializeProperties } = module;
  module.deserializeProperties = (struct, keepSecrets) =>
    keepSecrets ? deserializeProperties(struct, keepSecrets) : lazy(() => deserializeProperties(struct, keepSecrets));
}

interface Deserialize {
  deserializeProperties: (struct: unknown, keepSecrets: boolean) => object;
}

function attempt(shortcut: () => void): void {
  try {
    shortcut();
  } catch {
    // Another layout of the SDK.
  }
}

leash();
const runner = process.argv[1];
if (runner !== undefined) {
  const require = createRequire(join(runner, "index.js"));
  const runsProgram = basename(runner) === "run";
  attempt(() => keepPositions(require));
  loadSerialisationLate(require, runsProgram);
  if (runsProgram) {
    attempt(() => loadTracingLate(require));
    attempt(() => dropDebugMessages(require));
  } else {
    attempt(() => readPropertiesLate(createRequire(join(process.cwd(), "index.js"))));
  }
}
