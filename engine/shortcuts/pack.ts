import { createRequire, Module } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { loadReal, replace } from "./late.ts";
import type { Shortcut } from "./shortcut.ts";
import { shareStack } from "./stack-once.ts";

/** As the policy server of the pack sees it: the host and the pack may stand on different copies of the SDK. */
const requireOfServer = () =>
  createRequire(createRequire(join(process.cwd(), "index.js")).resolve("@pulumi/policy/server.js"));

/** What the process takes that serves a policy pack. */
export const SHORTCUTS: readonly Shortcut[] = [
  // As in a program, where the reason stands.
  {
    name: "source-maps",
    take: (require, count) => replace(require, "source-map-support/register", count, {}),
  },
  // The host sets up ts-node, which loads the compiler, for packs that are written in TypeScript and those that are not.
  {
    name: "ts-node",
    take(require, count) {
      const id = "../../vendor/ts-node@7.0.1";
      const register = (options: unknown): void => {
        const { _extensions: extensions } = Module as unknown as {
          _extensions: Record<string, (...given: unknown[]) => unknown>;
        };
        extensions[".ts"] = (...given) => {
          (loadReal(require, id, count) as { register: (options: unknown) => void }).register(options);
          return extensions[".ts"]?.(...given);
        };
      };
      replace(require, id, count, { register });
    },
  },
  { name: "stack-once", take: (_require, count) => shareStack(requireOfServer(), count) },
];
