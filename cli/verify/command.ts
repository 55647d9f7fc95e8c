import { setTimeout as sleep } from "node:timers/promises";
import { evaluateRunning } from "../../lens/live/evaluate.ts";
import { type Look, lookOf, rightsText } from "../shared/cluster.ts";
import type { Output } from "../shared/output.ts";
import type { Style } from "../shared/terminal.ts";
import { type VerifyDocument, documentOf } from "./document.ts";
import type { VerifyFlags, VerifyFormat } from "./index.ts";
import { type Beside, besideOf } from "./stack.ts";
import { verifyText } from "./text.ts";

/** Looks, judges, and looks again where it is told to; gives the exit status. */
export async function runVerify(flags: VerifyFlags, output: Output<VerifyFormat>): Promise<number> {
  if (flags.printRights === true) {
    const rights = await rightsText("verify", flags);
    await output.write(() => rights);
    return 0;
  }
  const beside = await besideOf(flags);
  const look = await lookOf("verify", withStack(flags, beside));
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  try {
    const document = await (flags.watch === true ? watch : once)({ flags, output, look, beside, signal: stop.signal });
    await output.write((format, style) => draw(document, format, style, output.quiet));
    return document.status;
  } finally {
    process.removeListener("SIGINT", interrupt);
    process.removeListener("SIGTERM", interrupt);
  }
}

interface Round {
  readonly flags: VerifyFlags;
  readonly output: Output<VerifyFormat>;
  readonly look: Look;
  readonly beside: Beside | undefined;
  readonly signal: AbortSignal;
}

/** The stack knows the cluster's name and Region. */
const withStack = (flags: VerifyFlags, beside: Beside | undefined): VerifyFlags => ({
  ...(beside === undefined ? {} : { cluster: beside.cluster, region: beside.region }),
  ...flags,
});

async function evaluateOnce({ flags, output, look, beside }: Round): Promise<VerifyDocument> {
  const reading = await look((what) => output.progress.show(`Reading ${what}`));
  output.progress.show("Judging");
  const model = beside === undefined ? reading.model : { ...reading.model, planned: beside.planned };
  return documentOf(
    reading,
    evaluateRunning(model, { aws: flags.aws, waivers: beside?.waivers ?? {} }),
    beside?.name,
    flags.strict,
  );
}

/** Once, or until it is healthy within the time that is given. */
async function once(round: Round): Promise<VerifyDocument> {
  const { flags, output, signal } = round;
  const until = performance.now() + (flags.wait ?? 0) * 1000;
  let before = "";
  for (;;) {
    const document = await evaluateOnce(round);
    const pause = flags.interval * 1000;
    if (document.status === 0 || signal.aborted || performance.now() + pause > until) return document;
    const now = lineOf(document);
    if (now !== before) output.remark(now);
    before = now;
    output.progress.show(`Waiting: ${now}`);
    await sleep(pause, undefined, { signal }).catch(() => {});
  }
}

/** Goes on until somebody ends it, and tells what comes and goes. */
async function watch(round: Round): Promise<VerifyDocument> {
  const { flags, output, signal } = round;
  let known = new Map<string, string>();
  for (;;) {
    const document = await evaluateOnce(round);
    const found = new Map(document.findings.map((one) => [`${one.rule} ${one.path}`, `${one.subject}: ${one.found}`]));
    const time = new Date(document.at * 1000).toISOString();
    for (const [key, said] of found)
      if (!known.has(key)) output.remark(`${time} + ${key.split(" ")[0] ?? ""}  ${said}`);
    for (const [key, said] of known)
      if (!found.has(key)) output.remark(`${time} - ${key.split(" ")[0] ?? ""}  ${said}`);
    if (known.size === 0 && found.size === 0) output.remark(`${time}   ${lineOf(document)}`);
    known = found;
    await sleep(flags.interval * 1000, undefined, { signal }).catch(() => {});
    if (signal.aborted) return document;
  }
}

const lineOf = ({ checks, findings, gaps }: VerifyDocument): string => {
  const wrong = checks.filter(({ state }) => state === "failed").map(({ title }) => title);
  const errors = findings.filter(({ severity }) => severity === "error").length;
  return `${String(errors)} errors${wrong.length === 0 ? "" : ` (${wrong.join(", ")})`}, ${String(gaps.length)} not read`;
};

async function draw(document: VerifyDocument, format: VerifyFormat, style: Style, quiet: boolean): Promise<string> {
  if (format === "json") return `${JSON.stringify(document, null, 2)}\n`;
  if (format === "text") return verifyText(document, style, quiet);
  if (format === "junit") return (await import("./junit.ts")).verifyJunit(document);
  const { toSarif } = await import("../shared/report/sarif.ts");
  return toSarif({
    command: "verify",
    about: document.cluster ?? document.source,
    findings: document.findings,
    waived: [],
  });
}
