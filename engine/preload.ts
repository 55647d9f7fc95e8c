/**
 * Runs in every child before Pulumi's own runner (`node --import`): ties the child to its parent and keeps the SDK from
 * doing what only a deployment needs. Each shortcut is optional: where the SDK's layout differs, the child is slower.
 * Together they more than halved the time of a run of 76 resources (SDK 3.270.0, Node 24.21.0, two cores).
 */
import { once } from "node:events";
import { createRequire, Module } from "node:module";
import { basename, join } from "node:path";
import process from "node:process";
import type * as StructPb from "google-protobuf/google/protobuf/struct_pb.js";
import type { Beginning } from "./process.ts";
import { keepStructsAsBytes } from "./structs.ts";

/** How Node ends a process that a signal interrupts: 128 + SIGINT. */
const INTERRUPTED = 130;

/** The child ends when the channel to its parent closes, however the parent ended. */
function leash(): void {
  process.on("disconnect", () => process.exit(INTERRUPTED));
  process.channel?.unref();
}

/** The runner's arguments and variables, which the parent knows only after it has started this process. */
async function waitForBeginning(): Promise<void> {
  process.channel?.ref();
  const [{ args, env }] = (await once(process, "message")) as [Beginning];
  process.channel?.unref();
  process.argv.push(...args);
  Object.assign(process.env, env);
}

type Require = ReturnType<typeof createRequire>;

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
const lazy = (make: () => object, known: Known = NOTHING): object => new Proxy(new Late(make, known), LATE);

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
function loadSerialisationLate(require: Require): void {
  attempt(() => loadLate(require, "@npmcli/arborist"));
  attempt(() => loadFunctionLate(require, "normalize-package-data"));
  attempt(() => loadLate(require, "../../runtime/closure/v8Hooks.js", { isInitializedAsync: () => Promise.resolve() }));
  attempt(() => loadLate(require, "typescript", { version: versionOf(require, "typescript") }));
}

const versionOf = (require: Require, id: string): unknown =>
  (require(`${id}/package.json`) as { version: unknown }).version;

/** Programs that start other stacks and providers written in TypeScript use these; nothing that is only planned does. */
function loadAutomationLate(require: Require): void {
  attempt(() => loadLate(require, "../../automation/index.js"));
  attempt(() => loadLate(require, "../../provider/index.js"));
}

/** The policy host sets up ts-node, which loads the compiler, for packs that are written in TypeScript and those that are not. */
function compileLate(require: Require): void {
  const id = "../../vendor/ts-node@7.0.1";
  const file = require.resolve(id);
  const register = (options: unknown): void => {
    const { _extensions: extensions } = Module as unknown as {
      _extensions: Record<string, (...given: unknown[]) => unknown>;
    };
    const compile = (...given: unknown[]): unknown => {
      delete require.cache[file];
      (require(file) as { register: (options: unknown) => void }).register(options);
      return extensions[".ts"]?.(...given);
    };
    extensions[".ts"] = compile;
  };
  replace(require, id, { register });
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
 * The providers' indexes load the index of every service and API group, some 400 files of which a program uses twenty. What is
 * only named is loaded when it is used; `export *` uses it at once.
 */
function loadServicesLate(): void {
  const index = /[\\/]@pulumi[\\/](?:aws|awsx|kubernetes)[\\/](?:\w+[\\/])?index\.js$/;
  // oxlint-disable-next-line typescript/unbound-method -- called with the module
  const { require: load } = Module.prototype;
  Module.prototype.require = Object.assign(function (this: Module, id: string): unknown {
    if (!id.startsWith("./") || !index.test(this.filename)) return load.call(this, id);
    return lazy(() => load.call(this, id) as object, { __esModule: true });
  }, load);
}

/** The SDK reads a stack trace for every promise that it waits for, to print it should the promise never end. */
function traceNoPromises(require: Require): void {
  const debuggable = require("../../runtime/debuggable.js") as Debuggable;
  const { debuggablePromise } = debuggable;
  debuggable.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}

interface Debuggable {
  debuggablePromise: (promise: Promise<unknown>, context?: unknown) => Promise<unknown>;
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
  loadSerialisationLate(require);
  loadAutomationLate(require);
  attempt(() => keepStructsAsBytes(require("google-protobuf/google/protobuf/struct_pb.js") as typeof StructPb));
  if (runsProgram) {
    attempt(() => loadTracingLate(require));
    attempt(() => dropDebugMessages(require));
    attempt(() => traceNoPromises(require));
    loadServicesLate();
    await waitForBeginning();
  } else {
    attempt(() => compileLate(require));
    attempt(() => readPropertiesLate(createRequire(join(process.cwd(), "index.js"))));
  }
}
