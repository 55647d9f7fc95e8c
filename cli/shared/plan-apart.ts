import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { within } from "./deadline.ts";
import { CallError } from "./errors.ts";

const run = promisify(execFile);
/** A plan takes seconds; a program that hangs must not hang who asked for its plan. */
const DEADLINE = 120_000;
const MEGABYTE = 1024 * 1024;

interface Apart {
  readonly cwd: string;
  /** What is planned, at the start of a sentence: `The stack`. */
  readonly what: string;
  /** A folder that means nothing to people. */
  readonly unsaid?: string;
}

/** A plan's JSON, made by this command line in a process of its own: a program runs once in a process. */
export async function planApart(flags: readonly string[], { cwd, what, unsaid }: Apart): Promise<unknown> {
  const folder = mkdtempSync(path.join(tmpdir(), "cilium-eks-plan-"));
  const out = path.join(folder, "plan.json");
  const own = [process.argv[1] ?? "", "plan", "--quiet", "--format", "json", "--out", out];
  try {
    const { stderr, code } = await within(DEADLINE, `The plan of ${what}`, (signal) =>
      ended([...process.execArgv, ...own, ...flags], cwd, signal),
    );
    if (existsSync(out)) return JSON.parse(readFileSync(out, "utf8"));
    const said = unsaid === undefined ? stderr : stderr.replaceAll(`${unsaid}${path.sep}`, "");
    throw new CallError(`${what} cannot be planned (status ${String(code)}). ${said.trim()}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Findings end a plan with 1, and it is a plan all the same. */
async function ended(
  args: readonly string[],
  cwd: string,
  signal: AbortSignal,
): Promise<{ readonly stderr: string; readonly code: number }> {
  try {
    const { stderr } = await run(process.execPath, args, { cwd, signal, maxBuffer: 64 * MEGABYTE });
    return { stderr, code: 0 };
  } catch (error) {
    const { stderr = "", code = 2 } = error as { readonly stderr?: string; readonly code?: number };
    return { stderr, code };
  }
}
