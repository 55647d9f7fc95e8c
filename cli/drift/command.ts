import { comparedOf, driftOf } from "../../lens/drift/index.ts";
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
  const { sides, reading, gaps } = await lookAround(declared, flags, (what) => output.progress.show(`Reading ${what}`));
  output.progress.show("Comparing");
  const { drifts, pending } = driftOf(sides, state);
  const compared = comparedOf(sides);
  const document: DriftDocument = {
    source: reading.source,
    cluster: reading.cluster ?? null,
    stack,
    state: state !== undefined,
    status: statusOf(drifts, gaps, compared.length),
    compared,
    drifts,
    pending,
    gaps,
  };
  await output.write((format, style) => draw(document, format, style, output.quiet));
  return document.status;
}

async function draw(document: DriftDocument, format: DriftFormat, style: Style, quiet: boolean): Promise<string> {
  if (format === "json") return `${JSON.stringify(document, null, 2)}\n`;
  if (format === "text") return driftText(document, style, quiet);
  if (format === "junit") return (await import("./junit.ts")).driftJunit(document);
  return (await import("./sarif.ts")).driftSarif(document);
}
