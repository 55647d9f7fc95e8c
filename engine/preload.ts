/**
 * Runs in every child before Pulumi's own runner (`node --import`): ties the child to its parent and keeps the SDK from
 * doing what only a deployment needs (shortcuts/).
 */
import { once } from "node:events";
import { basename } from "node:path";
import process from "node:process";
import { resolveOwnModulesAtOnce } from "./own-modules.ts";
import type { Beginning } from "./process.ts";
import { takeShortcuts } from "./shortcuts/index.ts";

/** How Node ends a process that a signal interrupts: 128 + SIGINT. */
const INTERRUPTED = 130;

/** The child ends when the channel to its parent closes, however the parent ended. */
function leash(): void {
  process.on("disconnect", () => process.exit(INTERRUPTED));
  process.channel?.unref();
}

/** A library in the program may tell the caller of the engine what it is asked for. */
function letProgramTell(): void {
  Object.defineProperty(globalThis, Symbol.for("pulumi-preview.tell"), {
    value: (message: unknown) => process.send?.(message),
  });
}

/** The runner's arguments and variables, which the parent knows only after it has started this process. */
async function waitForBeginning(): Promise<void> {
  process.channel?.ref();
  const [{ args, env }] = (await once(process, "message")) as [Beginning];
  process.channel?.unref();
  process.argv.push(...args);
  Object.assign(process.env, env);
}

leash();
const runner = process.argv[1];
if (runner !== undefined) {
  await takeShortcuts(runner);
  if (basename(runner) === "run") {
    resolveOwnModulesAtOnce();
    letProgramTell();
    await waitForBeginning();
  }
}
