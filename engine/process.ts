import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { extname, join } from "node:path";
import process from "node:process";

export interface NodeStart {
  readonly script: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onStdout?: (text: string) => void;
}

/** What a child hears of after it was started. */
export interface Beginning {
  readonly args: readonly string[];
  /** Added to its environment. Not seen by who lists processes, so secrets may be in it. */
  readonly env: Readonly<Record<string, string>>;
}

interface NodeExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface NodeProcess {
  stdout(): string;
  stderr(): string;
  readonly exited: Promise<NodeExit>;
  /** For a child that waits for it (preload.ts). */
  begin(beginning: Beginning): void;
  /** Hears what the child tells, in order; everything has been heard when `exited` is settled. */
  listen(hear: (message: unknown) => void): void;
  kill(): void;
  /** Lets the child end by itself, so that it can save compiled code; kills it if it does not. */
  end(): Promise<void>;
}

/** A file of this folder, in the sources and in the built package alike. */
const PRELOAD = new URL(`./preload${extname(import.meta.url)}`, import.meta.url).href;

/** Half of Node's own: a program of 1,000 resources stays 40 MB smaller, and takes no more processor time. */
const YOUNG_GENERATION = "--max-semi-space-size=8";

/** How long a child may take to end when it is asked to. */
const GRACE_MS = 2_000;

const TERMINATING: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
const children = new Set<ChildProcess>();

/** Runs a script with this very Node, without a shell. The child never outlives us. */
export function startNode({ script, args, cwd, env, onStdout }: NodeStart): NodeProcess {
  const nodeArgs = [YOUNG_GENERATION, "--disable-warning=ExperimentalWarning", "--import", PRELOAD];
  const child = spawn(process.execPath, [...nodeArgs, script, ...args], {
    cwd,
    env,
    shell: false,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    windowsHide: true,
  });
  const text = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    text.stdout += chunk;
    onStdout?.(chunk);
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    text.stderr += chunk;
  });
  const exited = exitOf(child);
  keepTrack(child);
  return {
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    exited,
    begin(beginning) {
      // A child that ended before it heard this says so by its exit.
      child.send(beginning, () => undefined);
    },
    listen: (hear) => void child.on("message", hear),
    kill: () => child.kill("SIGKILL"),
    async end() {
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
      await exited.finally(() => clearTimeout(timer));
    },
  };
}

/** Not the event "close": Node leaves it out when we are the ones who close the channel. */
async function exitOf(child: ChildProcess): Promise<NodeExit> {
  const ended = new Promise<NodeExit>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  const drained = [child.stdout, child.stderr].flatMap((stream) => (stream ? [once(stream, "close")] : []));
  // Whatever the child told before it ended is read by then.
  if (child.connected) drained.push(once(child, "disconnect"));
  const exit = await ended;
  await Promise.all(drained);
  return exit;
}

/**
 * Where V8 keeps compiled code between runs: beside the SDK, in the folder that npm tools use for caches. Node ignores it
 * when it cannot be written.
 */
export function compileCache(sdkRoot: string): string {
  return join(sdkRoot, "..", "..", ".cache", "pulumi-cilium-eks");
}

function keepTrack(child: ChildProcess): void {
  if (children.size === 0) {
    process.on("exit", killAll);
    for (const signal of TERMINATING) process.on(signal, onSignal);
  }
  children.add(child);
  const forget = (): void => {
    if (!children.delete(child) || children.size > 0) return;
    process.off("exit", killAll);
    for (const signal of TERMINATING) process.off(signal, onSignal);
  };
  child.once("exit", forget);
  child.once("error", forget);
}

function killAll(): void {
  for (const child of children) child.kill("SIGKILL");
}

/** Kills the children, then lets the signal have the effect it would have had without us. */
function onSignal(signal: NodeJS.Signals): void {
  killAll();
  process.off(signal, onSignal);
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
