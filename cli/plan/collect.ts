import { locateInStack, parseSettings } from "../../config/parse.ts";
import type { StackFile } from "../../config/stack-file.ts";
import { NAMESPACE } from "../../config/stack.ts";
import { type State, changesOf } from "../../core/changes/index.ts";
import { type Finding, Severity } from "../../core/findings/finding.ts";
import type { Origins } from "../../core/contracts/area-part.ts";
import { type Judgement, judge } from "../../core/plan/index.ts";
import { addedFindings } from "./policies.ts";
import { type Run, planned } from "./run.ts";
import type { PlacedFinding, PlanDocument, PlannedResource } from "./types.ts";

export interface PlanRequest {
  readonly stackName: string;
  readonly stackFile: StackFile;
  /** The stack as it runs, where the call gives it. */
  readonly state?: State;
  /** `YYYY-MM-DD`: the command line's clock, because core has none. */
  readonly asOf: string;
  readonly strict: boolean;
  /** Notes that a step is done. */
  readonly mark: (step: string) => void;
  /** Milliseconds by step, where they are wanted. */
  readonly timings: () => Readonly<Record<string, number>> | undefined;
}

/** Judges the settings while the program runs, and puts together what both and the policy pack say. */
export async function collectPlan(request: PlanRequest, running: Run): Promise<PlanDocument> {
  const parsed = parseSettings(request.stackFile.raw);
  if (!parsed.ok) {
    await running.cancel();
    return emptyDocument(request, parsed.findings);
  }
  const judgement = judge(parsed.settings, { asOf: request.asOf, strict: request.strict });
  request.mark("judge");
  const place = placer(request.stackFile, judgement.origins);
  const refused = judgement.report.findings.some((finding) => finding.severity === Severity.Error);
  if (refused) {
    await running.cancel();
    return document(request, judgement, { place, resources: [], extra: [] });
  }
  const { program, policies } = await running.result(() => request.mark("program"));
  if (!program.ok) {
    const fault = place(programFault(program.errors.map((error) => error.message)));
    return document(request, judgement, { place, resources: [], extra: [fault] });
  }
  request.mark(policies === undefined ? "program" : "policies");
  const extra = policies === undefined ? [] : addedFindings(policies, judgement, parsed.settings, place);
  return document(request, judgement, { place, resources: planned(program.resources), extra });
}

type Place = (finding: Finding, lens?: PlacedFinding["lens"]) => PlacedFinding;

function placer(file: StackFile, origins?: Origins): Place {
  const locate = locateInStack(origins);
  return (finding, lens = "settings") => {
    const setting = locate(finding.path);
    const position = file.position(setting.replace(`${NAMESPACE}:`, ""));
    return { ...finding, setting, where: position === undefined ? file.path : `${file.path}:${position}`, lens };
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

interface Parts {
  readonly place: Place;
  readonly resources: readonly PlannedResource[];
  readonly extra: readonly PlacedFinding[];
}

function document(request: PlanRequest, judgement: Judgement, { place, resources, extra }: Parts): PlanDocument {
  const { report } = judgement;
  const changes = changesOf(request.state ?? [], judgement.plan);
  return {
    stack: request.stackName,
    stackFile: request.stackFile.path,
    versions: judgement.versions,
    requirements: judgement.requirements,
    resources,
    capacity: judgement.model.capacity ?? null,
    billed: judgement.billed,
    notes: judgement.notes,
    sections: [...judgement.sections, ...changes.sections],
    findings: [...[...changes.findings, ...report.findings].map((finding) => place(finding)), ...extra],
    waived: report.waived.map((finding) => ({ ...place(finding), reason: finding.reason })),
    skipped: report.skipped,
    undecided: report.undecided,
    ...timings(request),
  };
}

function emptyDocument(request: PlanRequest, findings: readonly Finding[]): PlanDocument {
  const place = placer(request.stackFile);
  return {
    stack: request.stackName,
    stackFile: request.stackFile.path,
    versions: {},
    requirements: [],
    resources: [],
    capacity: null,
    billed: [],
    notes: [],
    sections: [],
    findings: findings.map((finding) => place(finding)),
    waived: [],
    skipped: [],
    undecided: [],
    ...timings(request),
  };
}

function timings(request: PlanRequest): Pick<PlanDocument, "timings"> {
  const measured = request.timings();
  return measured === undefined ? {} : { timings: measured };
}
