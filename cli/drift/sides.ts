import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { promisify } from "node:util";
import { type State, readState } from "../../core/changes/index.ts";
import { type Declared, declaredByCluster } from "../../lens/drift/index.ts";
import { within } from "../shared/deadline.ts";
import { CallError } from "../shared/errors.ts";
import { planApart } from "../shared/plan-apart.ts";
import type { DriftFlags } from "./index.ts";

const run = promisify(execFile);
const EXPORT_MS = 120_000;
const MOST_BYTES = 256 << 20;

/** What a plan says that is needed here. */
export interface PlannedSide {
  readonly stack: string;
  readonly declared: readonly Declared[];
}

/** The plan of a file, or of the stack, planned anew; of a program with several clusters what belongs to the one that is named. */
export async function plannedSide(flags: DriftFlags): Promise<PlannedSide> {
  const { stack, stackFile, plan } = flags;
  const args = [
    "--no-policies",
    ...(stack === undefined ? [] : ["--stack", stack]),
    ...(stackFile === undefined ? [] : ["--stack-file", stackFile]),
  ];
  const name = plan ?? "The stack";
  const found =
    plan === undefined ? await planApart(args, { cwd: process.cwd(), what: name }) : json(readFileSync(plan, "utf8"));
  const planned = planIn(found, name);
  return { ...planned, declared: ofCluster(planned.declared, flags.cluster) };
}

function planIn(content: unknown, name: string): PlannedSide {
  const plan = content as { readonly resources?: unknown; readonly stack?: unknown } | undefined;
  if (!Array.isArray(plan?.resources) || typeof plan.stack !== "string")
    throw new CallError(`${name} is no plan. Write it by: cilium-eks plan --format json:plan.json`);
  if (plan.resources.length === 0)
    throw new CallError(`${name} has no resources, because it has errors: cilium-eks plan says which.`);
  return { stack: plan.stack, declared: plan.resources as readonly Declared[] };
}

function ofCluster(declared: readonly Declared[], cluster: string | undefined): readonly Declared[] {
  const clusters = declaredByCluster(declared);
  if (clusters.size === 1) return declared;
  const names = [...clusters.keys()].flatMap((name) => name ?? []);
  const own = cluster === undefined ? undefined : clusters.get(cluster);
  if (own !== undefined) return own;
  throw new CallError(`The program makes several clusters: give --cluster ${names.join(", or --cluster ")}.`);
}

/** The last state, where it is given or asked for. */
export async function stateSide(flags: DriftFlags, stack: string): Promise<State | undefined> {
  const { state: file } = flags;
  if (file !== undefined && flags.export === true) throw new CallError("Give --state FILE or --export, not both.");
  if (flags.export === true) return stateIn(await exported(stack), "What pulumi stack export wrote");
  if (file === undefined) return undefined;
  return stateIn(readFileSync(file === "-" ? 0 : file, "utf8"), file === "-" ? "Standard input" : file);
}

async function exported(stack: string): Promise<string> {
  try {
    return await within(EXPORT_MS, "pulumi stack export", async (signal) => {
      const { stdout } = await run("pulumi", ["stack", "export", "--stack", stack], { signal, maxBuffer: MOST_BYTES });
      return stdout;
    });
  } catch (error) {
    if (error instanceof CallError) throw error;
    const { code, stderr = "" } = error as { readonly code?: string; readonly stderr?: string };
    throw new CallError(
      code === "ENOENT"
        ? "The Pulumi CLI is not on PATH: give --state FILE instead."
        : `pulumi stack export --stack ${stack} failed: ${stderr.trim()}`,
      { cause: error },
    );
  }
}

function stateIn(text: string, name: string): State {
  const state = readState(json(text));
  if (state !== undefined) return state;
  throw new CallError(`${name} is no state of a stack. Write it by: pulumi stack export --file FILE`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
