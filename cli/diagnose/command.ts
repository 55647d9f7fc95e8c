import { didYouMean, suggest } from "../../core/facts/suggest.ts";
import { CHAINS } from "../../lens/live/chains.ts";
import { type Diagnosis, diagnose } from "../../lens/live/diagnose.ts";
import { isBroken } from "../../readers/live/gaps.ts";
import type { Reading } from "../../readers/live/index.ts";
import { lookOf, rightsText } from "../shared/cluster.ts";
import { CallError } from "../shared/errors.ts";
import type { Output } from "../shared/output.ts";
import type { DiagnoseFlags } from "./index.ts";
import { diagnosisText, symptomsText } from "./text.ts";

/** Reads the evidence once, walks the chains, and gives the exit status. */
export async function runDiagnose(
  symptom: string | undefined,
  flags: DiagnoseFlags,
  output: Output<"text" | "json">,
): Promise<number> {
  if (flags.list === true) {
    await output.write((format, style) => (format === "json" ? json(CHAINS) : symptomsText(style)));
    return 0;
  }
  if (flags.printRights === true) {
    const rights = await rightsText("diagnose", flags);
    await output.write(() => rights);
    return 0;
  }
  known(symptom);
  const look = await lookOf("diagnose", flags);
  const reading = await withFlows(await look((what) => output.progress.show(`Reading ${what}`)), flags.flows);
  output.progress.show("Walking the evidence");
  const found = diagnose(reading.model, symptom);
  await output.write((format, style) =>
    format === "json"
      ? json({ source: reading.source, cluster: reading.cluster ?? null, diagnoses: found, gaps: reading.gaps })
      : diagnosisText(found, reading, style, output.quiet),
  );
  return statusOf(found, reading);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function known(symptom: string | undefined): void {
  const ids = CHAINS.map(({ id }) => id);
  if (symptom === undefined || ids.includes(symptom)) return;
  throw new CallError(
    [`There is no symptom "${symptom}".`, didYouMean(suggest(symptom, ids)), `There are: ${ids.join(", ")}.`]
      .filter((part) => part !== "")
      .join(" "),
  );
}

async function withFlows(reading: Reading, file: string | undefined): Promise<Reading> {
  if (file === undefined) return reading;
  const { readDrops } = await import("../../readers/live/flows.ts");
  const live = { ...reading.live, drops: await readDrops(file) };
  return { ...reading, live, model: { ...reading.model, live } };
}

/** A cause is a cause, whatever else could not be read. */
function statusOf(found: readonly Diagnosis[], { gaps }: Reading): number {
  if (found.some(({ cause }) => cause !== undefined)) return 1;
  if (gaps.some(isBroken)) return 2;
  const open = found.some(({ links }) => links.some(({ state }) => state === "unknown"));
  return gaps.length > 0 && (found.length === 0 || open) ? 2 : 0;
}
