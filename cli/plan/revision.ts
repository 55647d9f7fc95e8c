import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { CallError } from "../shared/errors.ts";
import { planApart } from "../shared/plan-apart.ts";
import type { PlanFlags } from "./index.ts";

const run = promisify(execFile);

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

function plan(flags: PlanFlags, { top, root, folder, revision }: Place): Promise<unknown> {
  const there = (file: string): string => path.join(folder, path.relative(top, realpathSync(file)));
  const cwd = there(root);
  if (!existsSync(cwd)) throw new CallError(`${revision} does not have the folder ${path.relative(top, root)}.`);
  const args = [
    ...(flags.stack === undefined ? [] : ["--stack", flags.stack]),
    ...(flags.stackFile === undefined ? [] : ["--stack-file", there(flags.stackFile)]),
    ...(flags.asOf === undefined ? [] : ["--as-of", flags.asOf]),
    ...(flags.prices === undefined ? [] : ["--prices", path.resolve(flags.prices)]),
    ...(flags.policies ? [] : ["--no-policies"]),
  ];
  return planApart(args, { cwd, what: revision, unsaid: folder });
}
