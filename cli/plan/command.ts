import { writeFileSync } from "node:fs";
import path from "node:path";
import { StackFileError, readStackFile } from "../../config/stack-file.ts";
import { Severity } from "../../core/finding.ts";
import { progress } from "../shared/progress.ts";
import { collectPlan } from "./collect.ts";
import type { PlanFlags } from "./index.ts";
import { projectRoot } from "./project.ts";
import type { PlanDocument } from "./types.ts";

/** Runs `plan` and gives its exit status. */
export async function runPlan(flags: PlanFlags, stackNamed: boolean): Promise<number> {
  const started = performance.now();
  const { name, file } = stackOf(flags, stackNamed);
  const step = progress(process.stderr);
  try {
    const stackFile = readStackFile(path.resolve(projectRoot(), file), path.basename(file));
    const document = await collectPlan({
      stackName: name,
      stackFile,
      asOf: flags.asOf ?? new Date().toISOString().slice(0, 10),
      strict: flags.strict ?? false,
      policies: flags.policies,
      timings: flags.timings ?? false,
      started,
      step: (text) => step.show(text),
    });
    step.clear();
    await write(document, flags);
    return document.findings.some((finding) => finding.severity === Severity.Error) ? 1 : 0;
  } catch (error) {
    step.clear();
    if (!(error instanceof StackFileError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
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
