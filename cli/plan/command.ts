import { existsSync } from "node:fs";
import { type StackFile, parseStackFile, readStackFile } from "../../config/stack-file.ts";
import { StackFileError } from "../../config/stack.ts";
import { Severity } from "../../core/findings/finding.ts";
import type { WaitingProgram } from "../../engine/types.ts";
import { dayOf } from "../shared/as-of.ts";
import type { Output } from "../shared/output.ts";
import { namedStack, stacksIn } from "../shared/stacks.ts";
import { draw } from "./draw.ts";
import { type Earlier, earlierOf, readStateFile } from "./earlier.ts";
import type { PlanFlags, PlanFormat } from "./index.ts";
import type { ProjectPlace } from "./project-root.ts";
import type { PlanDocument } from "./types.ts";
import { readRates } from "./rates.ts";
import { readProject } from "./project.ts";
import { startRun } from "./run.ts";

export interface PlanCall {
  readonly flags: PlanFlags;
  readonly output: Output<PlanFormat>;
  readonly place: ProjectPlace;
  readonly waiting: WaitingProgram;
}

/** Runs `plan` and gives its exit status. */
export async function runPlan({ flags, output, place, waiting }: PlanCall): Promise<number> {
  const times = stopwatch();
  const detail = flags.explain === true ? "explained" : "short";
  try {
    const project = readProject(place);
    const { name, stackFile } = await stackOf({ flags, output, place, program: project.program });
    const earlier = flags.against === undefined ? undefined : await earlierOf(flags.against, flags, place.root);
    const state = flags.state === undefined ? earlier?.state : readStateFile(flags.state);
    const rates = flags.prices === undefined ? undefined : readRates(flags.prices);
    const running = startRun({ project, waiting, stackName: name, stackFile, policies: flags.policies });
    output.progress.show("Running the program");
    await running.started.catch(() => {});
    const { collectPlan } = await import("./collect.ts");
    const request = {
      stackName: name,
      stackFile,
      program: project.program,
      root: project.root,
      ...(state === undefined ? {} : { state }),
      ...(rates === undefined ? {} : { rates }),
      asOf: dayOf(flags),
      strict: flags.strict ?? false,
      mark: times.mark,
      timings: () => (flags.timings === true ? times.read() : undefined),
    };
    const collected = await collectPlan(request, running);
    const document =
      earlier === undefined ? collected.document : await compared(earlier, collected.document, { flags, output });
    await output.write((format, style) =>
      draw(document, format, {
        style,
        quiet: output.quiet,
        full: flags.full === true,
        detail,
        clusters: collected.clusters,
      }),
    );
    const fails = flags.failOn === "replace" && destroys(document);
    if (fails || document.findings.some((finding) => finding.severity === Severity.Error)) return 1;
    // What could not be looked at is not called unchanged.
    return (document.difference?.unread ?? []).length > 0 ? 2 : 0;
  } catch (error) {
    waiting.kill();
    throw error;
  } finally {
    output.progress.clear();
  }
}

async function compared(
  { name, state, plan, live }: Earlier,
  planned: PlanDocument,
  { flags, output }: Pick<PlanCall, "flags" | "output">,
): Promise<PlanDocument> {
  if (live === true) {
    const { againstLive } = await import("./live.ts");
    return { ...planned, difference: await againstLive(name, planned, flags, (what) => output.progress.show(what)) };
  }
  const { difference, stateDifference } = await import("./difference.ts");
  const found = plan === undefined ? stateDifference(state ?? [], planned, name) : difference(plan, planned, name);
  return { ...planned, difference: found };
}

/** Whether the change destroys or replaces something, or rolls running nodes. */
const destroys = ({ difference, sections }: PlanDocument): boolean =>
  (difference?.consequences.some(({ destroys }) => destroys) ?? false) ||
  (difference?.resources.replaced.length ?? 0) > 0 ||
  sections.some(({ isChange }) => isChange === true);

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

interface StackCall extends Pick<PlanCall, "flags" | "output" | "place"> {
  readonly program: string;
}

/** A program that is given its settings in code needs no stack file. */
async function stackOf({ flags, output, place: { root, builtIn }, program }: StackCall): Promise<Stack> {
  const needsNone = flags.stack === undefined && flags.stackFile === undefined && !builtIn;
  if (needsNone && stacksIn(root).length === 0) {
    return { name: "dev", stackFile: parseStackFile("", "no stack file") };
  }
  const { name, file, shownAs } = namedStack(flags, root);
  try {
    return { name, stackFile: readStackFile(file, shownAs) };
  } catch (error) {
    if (error instanceof StackFileError && existsSync(file)) {
      const { unreadablePlan } = await import("./unreadable.ts");
      const document = unreadablePlan({ stack: name, stackFile: shownAs, program }, error);
      // For people the sentence on standard error is enough.
      await output.write((format, style) =>
        format === "text" ? "" : draw(document, format, { style, quiet: true, full: false, detail: "short" }),
      );
    }
    throw error;
  }
}

interface Stack {
  readonly name: string;
  readonly stackFile: StackFile;
}
