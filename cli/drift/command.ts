import { existsSync } from "node:fs";
import type { PlannedModel } from "../../core/model/index.ts";
import { comparedOf, driftOf } from "../../lens/drift/index.ts";
import { plannedDrift } from "../../lens/drift/observed.ts";
import { rightsText } from "../shared/cluster.ts";
import type { Output } from "../shared/output.ts";
import type { Style } from "../shared/terminal.ts";
import { type DriftDocument, statusOf } from "./document.ts";
import type { DriftFlags, DriftFormat } from "./index.ts";
import { lookAround, namesOf } from "./look.ts";
import { plannedSide, stateSide } from "./sides.ts";
import { driftText } from "./text.ts";

/** Reads the four sides, compares and judges; gives the exit status. */
export async function runDrift(flags: DriftFlags, output: Output<DriftFormat>): Promise<number> {
  output.progress.show("Planning");
  const { stack, declared } = await plannedSide(flags);
  if (flags.printRights === true) {
    const rights = await rightsText("drift", { ...flags, objects: [...namesOf(declared).values()] });
    await output.write(() => rights);
    return 0;
  }
  const state = await stateSide(flags, stack);
  const planned = await settingsOf(flags);
  const { sides, reading, gaps } = await lookAround(declared, flags, (what) => output.progress.show(`Reading ${what}`));
  output.progress.show("Comparing");
  const { drifts, pending } = driftOf(sides, state);
  const all = [...drifts, ...(planned === undefined ? [] : plannedDrift(reading.model, planned))];
  const compared = comparedOf(sides);
  const document: DriftDocument = {
    source: reading.source,
    cluster: reading.cluster ?? null,
    stack,
    state: state !== undefined,
    status: statusOf(all, gaps, compared.length),
    compared,
    drifts: all,
    pending,
    gaps,
  };
  await output.write((format, style) => draw(document, format, style, output.quiet));
  return document.status;
}

/** What the settings plan of Cilium: only of a stack, because a plan's JSON does not hold it. */
async function settingsOf(flags: DriftFlags): Promise<PlannedModel | undefined> {
  if (flags.plan !== undefined) return undefined;
  const [{ besideOf }, { namedStack }] = await Promise.all([
    import("../verify/stack.ts"),
    import("../shared/stacks.ts"),
  ]);
  const { file } = namedStack(flags, process.cwd());
  return existsSync(file) ? (await besideOf({ ...flags, stackFile: file }))?.planned : undefined;
}

async function draw(document: DriftDocument, format: DriftFormat, style: Style, quiet: boolean): Promise<string> {
  if (format === "json") return `${JSON.stringify(document, null, 2)}\n`;
  if (format === "text") return driftText(document, style, quiet);
  if (format === "junit") return (await import("./junit.ts")).driftJunit(document);
  return (await import("./sarif.ts")).driftSarif(document);
}
