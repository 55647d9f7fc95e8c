import { Module } from "node:module";
import { lazy, loadReal, loadedLate, replace } from "./late.ts";
import type { Shortcut } from "./shortcut.ts";

function nothing(): void {}

const NO_SPAN = { end: nothing, addEvent: nothing, setAttribute: nothing };

/** The index of a provider, or of one of its services or API groups. */
const INDEX = /[\\/]@pulumi[\\/](?:aws|awsx|kubernetes)[\\/](?:\w+[\\/])?index\.js$/;

/** The parts of OpenTelemetry that the SDK asks at every call. */
interface Telemetry {
  readonly context: object;
  readonly propagation: object;
}

interface Debuggable {
  debuggablePromise: (promise: Promise<unknown>, context?: unknown) => Promise<unknown>;
}

/** What the process takes that runs a program. */
export const SHORTCUTS: readonly Shortcut[] = [
  // Files of the packages that a serialised function needs.
  { name: "glob", take: loadedLate("glob") },
  /**
   * The SDK takes a stack trace for every resource and looks each frame up in source maps. Node strips types without moving
   * anything, so the positions are right as they are.
   */
  {
    name: "source-maps",
    take: (require, count) => replace(require, "source-map-support/register", count, {}),
  },
  // Tracing is never asked for; without it a span does nothing.
  { name: "tracing", take: loadedLate("./tracing.js", { newSpan: () => NO_SPAN }) },
  // Every call to the engine asks what to say of the trace that it belongs to; without tracing there is none.
  {
    name: "telemetry",
    take(require, count) {
      let real: Telemetry | undefined;
      const load = (): Telemetry => (real ??= loadReal(require, "@opentelemetry/api", count) as Telemetry);
      const context = lazy(() => load().context, { active: nothing });
      const propagation = lazy(() => load().propagation, { inject: nothing });
      replace(require, "@opentelemetry/api", count, lazy(load, { __esModule: true, context, propagation }));
    },
  },
  /**
   * The SDK sends every debug message to the engine and waits for the answer before it sends the next, some ten for each
   * resource. The engine here would throw them away.
   */
  {
    name: "debug-messages",
    take(require, count) {
      const log = require("../../log/index.js") as { debug: () => Promise<void> };
      if (typeof log.debug !== "function") throw new Error("log has no debug");
      log.debug = () => {
        count.hits++;
        return Promise.resolve();
      };
    },
  },
  // The SDK reads a stack trace for every promise that it waits for, to print it should the promise never end.
  {
    name: "promise-traces",
    take(require, count) {
      const debuggable = require("../../runtime/debuggable.js") as Debuggable;
      const { debuggablePromise } = debuggable;
      if (typeof debuggablePromise !== "function") throw new Error("promises have no trace");
      debuggable.debuggablePromise = (promise, context) => {
        const { stackTraceLimit } = Error;
        Error.stackTraceLimit = 0;
        count.hits++;
        try {
          return debuggablePromise(promise, context);
        } finally {
          Error.stackTraceLimit = stackTraceLimit;
        }
      };
    },
  },
  /**
   * The providers' indexes load the index of every service and API group, some 400 files of which a program uses twenty. What is
   * only named is loaded when it is used; `export *` uses it at once.
   */
  {
    name: "services",
    take(_require, count) {
      // oxlint-disable-next-line typescript/unbound-method -- called with the module
      const { require: load } = Module.prototype;
      Module.prototype.require = Object.assign(function (this: Module, id: string): unknown {
        if (!id.startsWith("./") || !INDEX.test(this.filename)) return load.call(this, id);
        count.hits++;
        const loadNow = (): object => {
          count.hits--;
          return load.call(this, id) as object;
        };
        return lazy(loadNow, { __esModule: true });
      }, load);
    },
  },
];
