import { join } from "node:path";
import process from "node:process";
import { scrubbed } from "./environment.ts";
import { compileCache, startNode } from "./process.ts";
import { sdkRoot } from "./sdk.ts";
import type { WaitingProgram } from "./types.ts";

/**
 * Starts Node with the SDK's own program runner, which takes long enough for the caller to find out what to run: it hears of
 * that by {@link NodeProcess.begin}. `program` is the file or URL that the program imports the SDK from, where it stands
 * outside the project.
 */
export function awaitProgram(projectDir: string, program?: string): WaitingProgram {
  const root = sdkRoot(program ?? projectDir);
  const child = startNode({
    script: join(root, "cmd", "run"),
    args: [],
    cwd: projectDir,
    env: { ...scrubbed(process.env), NODE_COMPILE_CACHE: compileCache(root) },
  });
  return { root, child, kill: () => child.kill() };
}
