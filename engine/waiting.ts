import { join } from "node:path";
import process from "node:process";
import { scrubbed } from "./environment.ts";
import { compileCache, startNode } from "./process.ts";
import { sdkRoot } from "./sdk.ts";
import type { WaitingProgram } from "./types.ts";

/**
 * Starts Node with the SDK's own program runner, which takes long enough for the caller to find out what to run: it hears of
 * that by {@link NodeProcess.begin}.
 */
export function awaitProgram(projectDir: string): WaitingProgram {
  const root = sdkRoot(projectDir);
  const child = startNode({
    script: join(root, "cmd", "run"),
    args: [],
    cwd: projectDir,
    env: { ...scrubbed(process.env), NODE_COMPILE_CACHE: compileCache(root) },
  });
  return { root, child, kill: () => child.kill() };
}
