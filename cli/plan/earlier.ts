import { existsSync, readFileSync } from "node:fs";
import { type State, readState } from "../../core/changes/index.ts";
import { StackFileError } from "../../config/stack.ts";
import type { PlanFlags } from "./index.ts";
import type { PlanDocument } from "./types.ts";

/** What stands for the cluster that runs and its account. */
const LIVE = "live";

/** What `--against` compares with: a plan, or a stack as the engine keeps it. */
export interface Earlier {
  /** The file or the revision, as it was given. */
  readonly name: string;
  readonly state?: State;
  readonly plan?: PlanDocument;
  /** The cluster that runs, which can be looked at only once it is planned. */
  readonly live?: true;
}

/** Reads an earlier plan or a state from a file; what is no file, nor `live`, is a Git revision, which is planned. */
export async function earlierOf(name: string, flags: PlanFlags, root: string): Promise<Earlier> {
  if (existsSync(name)) return { name, ...readEarlier(name) };
  if (name === LIVE) return { name, live: true };
  const { planOfRevision } = await import("./revision.ts");
  return { name, ...known(await planOfRevision(name, flags, root), name) };
}

/** Reads what `pulumi stack export` wrote. */
export function readStateFile(file: string): State {
  const state = readState(readJson(file, `pulumi stack export --file ${file}`));
  if (state !== undefined) return state;
  throw new StackFileError(`${file} is no state of a stack. Write it by: pulumi stack export --file ${file}`);
}

function readEarlier(file: string): Omit<Earlier, "name"> {
  const content = readJson(file, `cilium-eks plan --format json:${file}`);
  const state = readState(content);
  return state === undefined ? known(content, file) : { state };
}

function readJson(file: string, written: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new StackFileError(`${file} cannot be read as JSON. Write it by: ${written}`);
  }
}

function known(content: unknown, name: string): Omit<Earlier, "name"> {
  const plan = content as Partial<PlanDocument> | null;
  if (Array.isArray(plan?.resources) && Array.isArray(plan.findings) && Array.isArray(plan.pictures))
    return { plan: plan as PlanDocument };
  throw new StackFileError(
    `${name} is neither a plan of this version nor a state. Write it by: cilium-eks plan --format json:${name}`,
  );
}
