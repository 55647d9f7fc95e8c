import { NAMESPACE, locateInStack, parseSettings } from "../../config/parse.ts";
import type { StackFile } from "../../config/stack-file.ts";
import { type Finding, Severity } from "../../core/finding.ts";
import { type Judgement, judge } from "../../core/plan/index.ts";
import type { Settings } from "../../core/settings/index.ts";
import { type EngineResource, creationWaves, runProgram, startPolicyHost, toDisplay } from "../engine/index.ts";
import { policyFindings } from "./policies.ts";
import { readProject, projectRoot } from "./project.ts";
import type { PlacedFinding, PlanDocument, PlannedResource } from "./types.ts";

export interface PlanRequest {
  readonly stackName: string;
  readonly stackFile: StackFile;
  /** `YYYY-MM-DD`: the command line's clock, because core has none. */
  readonly asOf: string;
  readonly strict: boolean;
  readonly policies: boolean;
  readonly timings: boolean;
  /** `performance.now()` at the start of the command. */
  readonly started: number;
  readonly step: (name: string) => void;
}

/** Judges the settings, runs the program and the policy pack, and puts together what they say. */
export async function collectPlan(request: PlanRequest): Promise<PlanDocument> {
  const parsed = parseSettings(request.stackFile.raw);
  if (!parsed.ok) return emptyDocument(request, parsed.findings);

  // Loading the pack takes as long as running the program, so both start before the settings are judged.
  const running = startRun(request, parsed.settings);
  const judgement = judge(parsed.settings, { asOf: request.asOf, strict: request.strict });
  const place = placer(request.stackFile, judgement.origins);
  const refused = judgement.report.findings.some((finding) => finding.severity === Severity.Error);
  if (refused) {
    await running.cancel();
    return document(request, judgement, { place, resources: [], extra: [] });
  }
  request.step("Running the program");
  const { resources, findings } = await running.result(judgement, place);
  return document(request, judgement, { place, resources, extra: findings });
}

type Place = (finding: Finding, lens?: PlacedFinding["lens"]) => PlacedFinding;

function placer(file: StackFile, origins: Readonly<Record<string, string>>): Place {
  const locate = locateInStack(origins);
  return (finding, lens = "settings") => {
    const setting = locate(finding.path);
    const position = file.position(setting.replace(`${NAMESPACE}:`, ""));
    return { ...finding, setting, where: position === undefined ? file.path : `${file.path}:${position}`, lens };
  };
}

interface Run {
  cancel(): Promise<void>;
  result(judgement: Judgement, place: Place): Promise<{ resources: PlannedResource[]; findings: PlacedFinding[] }>;
}

function startRun(request: PlanRequest, settings: Settings): Run {
  const project = readProject(projectRoot());
  const abort = new AbortController();
  const stack = {
    projectName: project.name,
    stackName: request.stackName,
    config: request.stackFile.config,
    secretKeys: request.stackFile.secretKeys,
  };
  const host =
    request.policies && project.policyPack !== undefined
      ? startPolicyHost(project.policyPack)
      : Promise.resolve(undefined);
  const program = runProgram({ ...stack, projectDir: project.root, main: project.main, signal: abort.signal });
  // Failures surface in result(); a cancelled run must not become an unhandled rejection.
  host.catch(() => {});
  program.catch(() => {});
  return {
    cancel: async () => {
      abort.abort();
      await Promise.allSettled([program, host.then((started) => started?.close())]);
    },
    result: async (judgement, place) => {
      const ran = await program;
      const policies = await host;
      try {
        if (!ran.ok)
          return { resources: [], findings: [place(programFault(ran.errors.map((error) => error.message)))] };
        request.step("Running the policies");
        const report = await policies?.analyze(ran.resources, stack);
        const findings = report === undefined ? [] : policyFindings(report, judgement, settings, place);
        return { resources: planned(ran.resources), findings };
      } finally {
        await policies?.close();
      }
    },
  };
}

const programFault = (messages: readonly string[]): Finding => ({
  rule: "program-runs",
  severity: Severity.Error,
  subject: "program",
  path: "program",
  found: messages.join("\n"),
  expected: "a program that runs to its end",
  fix: "Correct the program; it failed before every resource was declared.",
});

const planned = (resources: readonly EngineResource[]): PlannedResource[] =>
  creationWaves(resources).flatMap((wave, index) =>
    wave.map((resource) => ({
      urn: resource.urn,
      type: resource.type,
      name: resource.name,
      ...(resource.parent === undefined ? {} : { parent: resource.parent }),
      dependencies: [...resource.dependencies].toSorted(),
      inputs: toDisplay(resource.inputs),
      wave: index,
      ...(resource.note === undefined ? {} : { note: resource.note }),
    })),
  );

interface Parts {
  readonly place: Place;
  readonly resources: readonly PlannedResource[];
  readonly extra: readonly PlacedFinding[];
}

function document(request: PlanRequest, judgement: Judgement, { place, resources, extra }: Parts): PlanDocument {
  const { report } = judgement;
  return {
    stack: request.stackName,
    stackFile: request.stackFile.path,
    versions: judgement.versions,
    requirements: judgement.requirements,
    resources,
    capacity: judgement.model.capacity ?? null,
    billed: judgement.billed,
    notes: judgement.notes,
    findings: [...report.findings.map((finding) => place(finding)), ...extra],
    waived: report.waived.map((finding) => ({ ...place(finding), reason: finding.reason })),
    skipped: report.skipped,
    undecided: report.undecided,
    ...timings(request),
  };
}

function emptyDocument(request: PlanRequest, findings: readonly Finding[]): PlanDocument {
  const place = placer(request.stackFile, {});
  return {
    stack: request.stackName,
    stackFile: request.stackFile.path,
    versions: {},
    requirements: [],
    resources: [],
    capacity: null,
    billed: [],
    notes: [],
    findings: findings.map((finding) => place(finding)),
    waived: [],
    skipped: [],
    undecided: [],
    ...timings(request),
  };
}

const timings = ({ timings: wanted, started }: PlanRequest): Pick<PlanDocument, "timings"> =>
  wanted ? { timings: { total: Math.round(performance.now() - started) } } : {};
