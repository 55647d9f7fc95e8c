import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { scrubbed } from "./environment.ts";
import { readable } from "./messages.ts";
import { compileCache, startNode, type NodeProcess } from "./process.ts";

/** The host ignores its first argument, the address of an engine; it logs to its own standard error. */
const NO_ENGINE = "none";

export interface PackProcess extends NodeProcess {
  /** Where the pack serves, once it does. */
  readonly port: Promise<number>;
}

/**
 * Starts the SDK's own `run-policy-pack` in the folder of the pack, because a pack takes its version from the package.json
 * of the working directory.
 */
export function startPack(sdkRoot: string, packDir: string, timeoutMs: number): PackProcess {
  const output = new PassThrough();
  const child = startNode({
    script: join(sdkRoot, "cmd", "run-policy-pack"),
    args: [NO_ENGINE, "."],
    cwd: packDir,
    env: { ...scrubbed(process.env), NODE_COMPILE_CACHE: compileCache(sdkRoot) },
    onStdout: (text) => output.write(text),
  });
  return { ...child, port: firstOf(announcedPort(output), child, packDir, timeoutMs) };
}

/** The host prints the port on a line of its own; a pack may print other lines before it. */
async function announcedPort(output: PassThrough): Promise<number> {
  for await (const line of createInterface({ input: output })) {
    if (/^\d+$/.test(line)) return Number(line);
  }
  throw new Error("The policy host closed its output before it printed a port.");
}

async function firstOf(port: Promise<number>, child: NodeProcess, packDir: string, timeoutMs: number): Promise<number> {
  const said = (): string => readable(child.stderr() + child.stdout()).trim() || "It printed nothing.";
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The policy pack in ${packDir} did not start within ${timeoutMs / 1000} s. ${said()}`));
    }, timeoutMs);
  });
  const ended = child.exited.then(({ code }): never => {
    throw new Error(`The policy pack in ${packDir} ended with exit code ${code ?? "none"} before it served. ${said()}`);
  });
  try {
    return await Promise.race([port, late, ended]);
  } finally {
    clearTimeout(timer);
  }
}
