import { readFileSync } from "node:fs";
import { type StackFile, parseStackFile, readStackFile } from "../../config/stack-file.ts";
import { StackFileError } from "../../config/stack.ts";
import { type State, readState } from "../../core/changes/index.ts";
import { Severity } from "../../core/findings/finding.ts";
import type { WaitingProgram } from "../../engine/types.ts";
import type { Output } from "../shared/output.ts";
import { type StackFlags, namedStack, stacksIn } from "../shared/stacks.ts";
import type { Style } from "../shared/terminal.ts";
import type { PlanFlags, PlanFormat } from "./index.ts";
import type { ProjectPlace } from "./project-root.ts";
import { readProject } from "./project.ts";
import { startRun } from "./run.ts";
import type { PlanDocument } from "./types.ts";

export interface PlanCall {
  readonly flags: PlanFlags;
  readonly output: Output<PlanFormat>;
  readonly place: ProjectPlace;
  readonly waiting: WaitingProgram;
}

/** Runs `plan` and gives its exit status. */
export async function runPlan({ flags, output, place, waiting }: PlanCall): Promise<number> {
  const times = stopwatch();
  try {
    const { name, stackFile } = stackOf(flags, place);
    const project = readProject(place);
    const state = flags.state === undefined ? undefined : readStateFile(flags.state);
    const running = startRun({ project, waiting, stackName: name, stackFile, policies: flags.policies });
    output.progress.show("Running the program");
    await running.started.catch(() => {});
    const { collectPlan } = await import("./collect.ts");
    const request = {
      stackName: name,
      stackFile,
      program: project.program,
      ...(state === undefined ? {} : { state }),
      asOf: flags.asOf ?? new Date().toISOString().slice(0, 10),
      strict: flags.strict ?? false,
      mark: times.mark,
      timings: () => (flags.timings === true ? times.read() : undefined),
    };
    const document = await collectPlan(request, running);
    await output.write((format, style) => draw(document, format, style, output.quiet));
    return document.findings.some((finding) => finding.severity === Severity.Error) ? 1 : 0;
  } catch (error) {
    waiting.kill();
    throw error;
  } finally {
    output.progress.clear();
  }
}

function readStateFile(file: string): State {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new StackFileError(`${file} cannot be read as JSON. Write it by: pulumi stack export --file ${file}`);
  }
  const state = readState(content);
  if (state !== undefined) return state;
  throw new StackFileError(`${file} is no state of a stack. Write it by: pulumi stack export --file ${file}`);
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

/** A program that is given its settings in code needs no stack file. */
function stackOf(flags: StackFlags, { root, builtIn }: ProjectPlace): { name: string; stackFile: StackFile } {
  const needsNone = flags.stack === undefined && flags.stackFile === undefined && !builtIn;
  if (needsNone && stacksIn(root).length === 0) {
    return { name: "dev", stackFile: parseStackFile("", "no stack file") };
  }
  const { name, file, shownAs } = namedStack(flags, root);
  return { name, stackFile: readStackFile(file, shownAs) };
}

async function draw(document: PlanDocument, format: PlanFormat, style: Style, quiet: boolean): Promise<string> {
  switch (format) {
    case "json":
      return `${JSON.stringify(document, null, 2)}\n`;
    case "sarif":
      return (await import("./sarif.ts")).toSarif(document);
    case "junit":
      return (await import("./junit.ts")).toJunit(document);
    case "text":
      return (await import("./text.ts")).toText(document, style, quiet);
    default:
      return format satisfies never;
  }
}
