import { Severity } from "../../core/findings/finding.ts";
import { type CheckOptions, type Checked, type RunProgram, check } from "../../readers/check.ts";
import { readWaivers } from "../../readers/waivers.ts";
import { type Input, ReadError } from "../../readers/input.ts";
import { CallError } from "../shared/errors.ts";
import type { Output } from "../shared/output.ts";
import { documentOf, draw } from "./draw.ts";
import { isProject, readInputs } from "./files.ts";
import type { CheckFlags, CheckFormat } from "./index.ts";
import { readWaiversFile } from "./waivers.ts";

interface CheckCall {
  readonly named: readonly string[];
  readonly flags: CheckFlags;
  readonly output: Output<CheckFormat>;
}

/** Runs `check` and gives its exit status. */
export async function runCheck({ named, flags, output }: CheckCall): Promise<number> {
  const projects = named.filter(isProject);
  const { inputs, found, folders, notes } = await readInputs(named.filter((name) => !projects.includes(name)));
  const file = readWaiversFile(flags.waivers, [...folders, ...projects]);
  const settings = file === undefined ? {} : readWaivers(file);
  const options: CheckOptions = {
    ...settings,
    ...(flags.chartVersion === undefined ? {} : { chartVersion: flags.chartVersion }),
    ...(flags.kubernetesVersion === undefined ? {} : { kubernetesVersion: flags.kubernetesVersion }),
    ...(flags.platform === undefined ? {} : { platform: flags.platform }),
    set: flags.set ?? [],
    strict: flags.strict ?? false,
    programs: await runProjects(projects, flags, output),
    found,
    ...(file === undefined ? {} : { waiversFile: file.name }),
  };
  const checked = await checkOrReport(inputs, options, output);
  if (checked.inputs.every(({ reads }) => reads.length === 0)) {
    throw new CallError(
      `Nothing to judge in ${named.join(", ")}: no file there is of a kind that check knows. Name the files; docs/check.md lists the kinds.`,
    );
  }
  if (checked.asked === 0) {
    throw new CallError(
      [`Nothing of what ${named.join(", ")} holds is judged by a rule.`, ...checked.notes].join("\n"),
    );
  }
  const document = documentOf(checked, notes);
  const detail = flags.explain === true ? "explained" : "short";
  await output.write((format, style) => draw(document, format, { style, quiet: output.quiet, detail }));
  return document.findings.some(({ severity }) => severity === Severity.Error) ? 1 : 0;
}

/** The engine is loaded where there is a program to run. */
async function runProjects(
  projects: readonly string[],
  { stack }: CheckFlags,
  { progress }: Output<CheckFormat>,
): Promise<RunProgram[]> {
  if (projects.length === 0) return [];
  const { runFolder } = await import("./program.ts");
  try {
    const programs: RunProgram[] = [];
    for (const folder of projects) {
      progress.show(`Running ${folder}`);
      programs.push(await runFolder(folder, stack));
    }
    return programs;
  } finally {
    progress.clear();
  }
}

/** Reports that were asked for have an input that cannot be read at its line; for people the sentence on standard error is enough. */
async function checkOrReport(
  inputs: readonly Input[],
  options: CheckOptions,
  output: Output<CheckFormat>,
): Promise<Checked> {
  try {
    return check(inputs, options);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    const { unreadableInput } = await import("./unreadable.ts");
    const document = unreadableInput(inputs, error);
    await output.write((format, style) =>
      format === "text" ? "" : draw(document, format, { style, quiet: true, detail: "short" }),
    );
    throw error;
  }
}
