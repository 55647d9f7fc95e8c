import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { CallError } from "../shared/errors.ts";
import { within } from "../shared/deadline.ts";
import type { PlanFlags } from "./index.ts";

const run = promisify(execFile);
/** A plan takes seconds; a program that hangs at the revision must not hang the comparison. */
const DEADLINE = 120_000;
const MEGABYTE = 1024 * 1024;

/** The plan of the project as a Git revision has it, made in a folder of its own with the packages that are installed now. */
export async function planOfRevision(revision: string, flags: PlanFlags, root: string): Promise<unknown> {
  const top = await topOf(revision, root);
  const folder = mkdtempSync(path.join(tmpdir(), "cilium-eks-revision-"));
  try {
    await unpack(revision, top, folder);
    linkPackages(top, root, folder);
    return await plan(flags, { top, root, folder, revision });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function topOf(revision: string, root: string): Promise<string> {
  const neither = `${revision} is neither a file nor a Git revision of this folder. Give a plan (cilium-eks plan --format json:FILE), a state (pulumi stack export --file FILE), or a revision such as main or HEAD~1.`;
  // A revision cannot begin so, and Git must not take it for an option.
  if (revision.startsWith("-")) throw new CallError(neither);
  try {
    await run("git", ["-C", root, "rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
    return realpathSync((await run("git", ["-C", root, "rev-parse", "--show-toplevel"])).stdout.trim());
  } catch {
    throw new CallError(neither);
  }
}

async function unpack(revision: string, top: string, folder: string): Promise<void> {
  const archive = path.join(folder, "revision.tar");
  await run("git", ["-C", top, "archive", "--format=tar", `--output=${archive}`, revision]);
  await run("tar", ["-xf", archive, "-C", folder]);
  rmSync(archive);
}

/** The installed packages of the project's folder and of those above it, up to the repository's. */
function linkPackages(top: string, root: string, folder: string): void {
  for (let at = realpathSync(root); at.startsWith(top); at = path.dirname(at)) {
    const packages = path.join(at, "node_modules");
    const link = path.join(folder, path.relative(top, packages));
    if (existsSync(packages) && existsSync(path.dirname(link)) && !existsSync(link)) symlinkSync(packages, link, "dir");
  }
}

interface Place {
  readonly top: string;
  readonly root: string;
  readonly folder: string;
  readonly revision: string;
}

async function plan(flags: PlanFlags, { top, root, folder, revision }: Place): Promise<unknown> {
  const there = (file: string): string => path.join(folder, path.relative(top, realpathSync(file)));
  const cwd = there(root);
  if (!existsSync(cwd)) throw new CallError(`${revision} does not have the folder ${path.relative(top, root)}.`);
  const out = path.join(folder, "plan.json");
  const args = [
    ...process.execArgv,
    process.argv[1] ?? "",
    "plan",
    "--quiet",
    "--format",
    "json",
    "--out",
    out,
    ...(flags.stack === undefined ? [] : ["--stack", flags.stack]),
    ...(flags.stackFile === undefined ? [] : ["--stack-file", there(flags.stackFile)]),
    ...(flags.asOf === undefined ? [] : ["--as-of", flags.asOf]),
    ...(flags.prices === undefined ? [] : ["--prices", path.resolve(flags.prices)]),
    ...(flags.policies ? [] : ["--no-policies"]),
  ];
  const { stderr, code } = await within(DEADLINE, `The plan of ${revision}`, (signal) => ended(args, cwd, signal));
  if (existsSync(out)) return JSON.parse(readFileSync(out, "utf8"));
  const said = stderr.trim().replaceAll(`${folder}${path.sep}`, "");
  throw new CallError(`${revision} cannot be planned (status ${String(code)}). ${said}`);
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
