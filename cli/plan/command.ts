import { writeFileSync } from "node:fs";
import path from "node:path";
import { readStackFile } from "../../config/stack-file.ts";
import { StackFileError } from "../../config/stack.ts";
import { Severity } from "../../core/findings/finding.ts";
import type { WaitingProgram } from "../../engine/types.ts";
import { progress } from "../shared/progress.ts";
import type { PlanFlags } from "./index.ts";
import { startRun } from "./run.ts";
import type { PlanDocument } from "./types.ts";

export interface PlanCall {
  readonly flags: PlanFlags;
  /** Whether the stack was named, or is the default. */
  readonly stackNamed: boolean;
  /** Folder of Pulumi.yaml. */
  readonly root: string;
  readonly waiting: WaitingProgram;
}

/** Runs `plan` and gives its exit status. */
export async function runPlan({ flags, stackNamed, root, waiting }: PlanCall): Promise<number> {
  const { name, file } = stackOf(flags, stackNamed);
  const shown = progress(process.stderr);
  const times = stopwatch();
  try {
    const stackFile = readStackFile(path.resolve(root, file), path.basename(file));
    const running = startRun({ root, waiting, stackName: name, stackFile, policies: flags.policies });
    shown.show("Running the program");
    await running.started.catch(() => {});
    const { collectPlan } = await import("./collect.ts");
    const request = {
      stackName: name,
      stackFile,
      asOf: flags.asOf ?? new Date().toISOString().slice(0, 10),
      strict: flags.strict ?? false,
      mark: times.mark,
      timings: () => (flags.timings === true ? times.read() : undefined),
    };
    const document = await collectPlan(request, running);
    shown.clear();
    await write(document, flags);
    return document.findings.some((finding) => finding.severity === Severity.Error) ? 1 : 0;
  } catch (error) {
    waiting.kill();
    shown.clear();
    if (!(error instanceof StackFileError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

/** Milliseconds since the process began, by step. */
function stopwatch(): { readonly mark: (step: string) => void; readonly read: () => Record<string, number> } {
  const marks: Record<string, number> = { start: Math.round(performance.now()) };
  return {
    mark: (step) => {
      marks[step] = Math.round(performance.now());
    },
    read: () => ({ ...marks, total: Math.round(performance.now()) }),
  };
}

/** `--stack-file path/Pulumi.blue.yaml` names the stack `blue` unless `--stack` says otherwise. */
function stackOf(flags: PlanFlags, stackNamed: boolean): { name: string; file: string } {
  if (flags.stackFile === undefined) return { name: flags.stack, file: `Pulumi.${flags.stack}.yaml` };
  const fromFile = path
    .basename(flags.stackFile)
    .replace(/^Pulumi\./, "")
    .replace(/\.ya?ml$/, "");
  return { name: stackNamed ? flags.stack : fromFile, file: path.resolve(flags.stackFile) };
}

async function write(document: PlanDocument, flags: PlanFlags): Promise<void> {
  const text = await render(document, flags);
  if (flags.out === undefined) process.stdout.write(text);
  else writeFileSync(flags.out, text);
}

async function render(document: PlanDocument, flags: PlanFlags): Promise<string> {
  switch (flags.format) {
    case "json":
      return `${JSON.stringify(document, null, 2)}\n`;
    case "sarif":
      return (await import("./sarif.ts")).toSarif(document);
    case "junit":
      return (await import("./junit.ts")).toJunit(document);
    case "text": {
      const { toText } = await import("./text.ts");
      const terminal = flags.out === undefined && process.stdout.isTTY;
      return toText(document, {
        colour: terminal && process.env["NO_COLOR"] === undefined,
        width: terminal ? process.stdout.columns : 120,
      });
    }
    default:
      throw new Error(`unknown format ${String(flags.format)}`);
  }
}
