import { type Parsed, parseSettings } from "../../config/parse.ts";
import type { StackFile } from "../../config/stack-file.ts";
import { type State, removedFrom } from "../../core/changes/index.ts";
import type { OwnRates } from "../../core/plan/money.ts";
import { type Finding, Severity } from "../../core/findings/finding.ts";
import { catalogue } from "../../core/rules/index.ts";
import { runRules } from "../../core/rules/run.ts";
import { type Declared, declaredBy } from "./declared.ts";
import { toDocument } from "./document.ts";
import { type EvaluatedCluster, evaluateDeclared, evaluateStack, placeInStack, same } from "./evaluated.ts";
import { programFaults } from "./program-fault.ts";
import { addedFindings } from "./policies.ts";
import { type Run, type RunResult, planned } from "./run.ts";
import type { PlacedFinding } from "../shared/report/types.ts";
import type { PlanDocument } from "./types.ts";

export interface PlanRequest {
  readonly stackName: string;
  readonly stackFile: StackFile;
  /** The stack as it runs, where the call gives it. */
  readonly state?: State;
  /** Prices of the user's own. */
  readonly rates?: OwnRates;
  /** How the program is called. */
  readonly program: string;
  /** Folder of the project. */
  readonly root: string;
  /** `YYYY-MM-DD`: the command line's clock, because core has none. */
  readonly asOf: string;
  readonly strict: boolean;
  /** Notes that a step is done. */
  readonly mark: (step: string) => void;
  /** Milliseconds by step, where they are wanted. */
  readonly timings: () => Readonly<Record<string, number>> | undefined;
}

/**
 * Judges what the program asks for, and adds what the policy pack says of its resources. The stack file is judged while the
 * program starts, and counts once the program has read it.
 */
export async function collectPlan(request: PlanRequest, running: Run): Promise<Collected> {
  const parsed = parseSettings(request.stackFile.raw);
  const stack = parsed.ok ? evaluateStack(parsed, request) : undefined;
  request.mark("judge");
  // A program that is made from a stack file with faults ends there: no need to wait for it.
  if (refused(parsed, stack) && (await running.stack((settings) => !parsed.ok || same(settings, parsed.settings)))) {
    await running.cancel();
    return assemble(request, { clusters: stack === undefined ? [] : [stack], findings: faultsOf(parsed, request) });
  }
  const result = await running.result(() => request.mark("program"));
  request.mark(result.policies === undefined ? "program" : "policies");
  const declared = declaredBy(running.told());
  const clusters = declared.clusters.map((cluster) =>
    stack !== undefined && parsed.ok && cluster.features === undefined && same(cluster.settings, parsed.settings)
      ? stack
      : evaluateDeclared(cluster, request, declared.readsStack ? parsed : undefined),
  );
  return evaluated(request, { declared, clusters, result });
}

interface Outcome {
  readonly declared: Declared;
  readonly clusters: readonly EvaluatedCluster[];
  readonly result: RunResult;
}

function evaluated(request: PlanRequest, { declared, clusters, result }: Outcome): Collected {
  const { program, policies } = result;
  const told = new Set(clusters.flatMap(({ evaluation }) => evaluation.report.findings.map(({ rule }) => rule)));
  const refusals = declared.refused.flatMap(({ component, where, findings }) =>
    findings
      .filter(({ rule }) => !told.has(rule))
      .map((finding): PlacedFinding => ({
        ...finding,
        setting: `${component}, ${finding.path}`,
        where: where ?? request.program,
        lens: "settings",
      })),
  );
  const failed = !program.ok && declared.refused.length === 0;
  const faults = failed
    ? programFaults(
        program.errors.map(({ message }) => message),
        { name: request.program, root: request.root },
      )
    : [];
  const seen =
    policies === undefined
      ? []
      : addedFindings(policies, {
          clusters: clusters.map((cluster) => ({
            name: nameInEks(cluster),
            report: cluster.evaluation.report,
            waivers: cluster.waivers,
            place: cluster.place,
          })),
          waivers: ownWaivers(request, clusters),
          place: placeOfResource(request),
        });
  const destroyed = program.ok ? destroyedBy(request, clusters, program.resources) : [];
  return assemble(request, {
    clusters,
    findings: [...refusals, ...faults, ...seen, ...destroyed],
    resources: program.ok ? planned(program.resources) : [],
    notes: program.ok ? notesOn(declared) : [],
  });
}

/** A plan, and what it was judged from. */
export interface Collected {
  readonly document: PlanDocument;
  readonly clusters: readonly EvaluatedCluster[];
}

/** Clusters that run and that the program no longer has: said of the program as a whole, where none of its clusters is left too. */
function destroyedBy(
  request: PlanRequest,
  clusters: readonly EvaluatedCluster[],
  resources: readonly { readonly urn: string }[],
): PlacedFinding[] {
  const { state, strict } = request;
  if (state === undefined) return [];
  const removedClusters = removedFrom(state, {
    urns: resources.map(({ urn }) => urn),
    names: clusters.map(nameInEks),
  });
  const rules = catalogue.filter(({ needs }) => needs.includes("removedClusters"));
  const waivers = Object.assign(ownWaivers(request, clusters), ...clusters.map((cluster) => cluster.waivers));
  const { findings } = runRules(rules, { removedClusters }, { strict });
  return findings
    .filter(({ rule }) => !Object.hasOwn(waivers, rule))
    .map((finding) => placeOfResource(request)(finding, "settings"));
}

const nameInEks = ({ name, evaluation }: EvaluatedCluster): string => evaluation.model.controlPlane?.name ?? name;

/** Whether the stack file alone says that nothing can be built from it. */
const refused = (parsed: Parsed, stack: EvaluatedCluster | undefined): boolean =>
  !parsed.ok || (stack?.evaluation.report.findings.some(({ severity }) => severity === Severity.Error) ?? false);

const faultsOf = (parsed: Parsed, { stackFile }: PlanRequest): PlacedFinding[] =>
  parsed.ok ? [] : parsed.findings.map((finding) => placeInStack(stackFile)(finding));

/** Waivers of a stack whose program uses none of our components; there is nobody else who could say them. */
function ownWaivers({ stackFile }: PlanRequest, clusters: readonly EvaluatedCluster[]): Record<string, string> {
  const { waivers } = stackFile.raw.values;
  return clusters.length > 0 || typeof waivers !== "object" ? {} : { ...(waivers as Record<string, string>) };
}

function notesOn({ clusters, elsewhere }: Declared): string[] {
  const none =
    "This program makes no cluster by a component of pulumi-cilium-eks: it is judged by its resources alone. Capacity, addresses and costs are not worked out.";
  return [
    ...(clusters.length === 0 ? [none] : []),
    ...elsewhere.map((what) => `${what}, which this program does not make: judged by the facts that it is given.`),
  ];
}

const placeOfResource =
  ({ program }: PlanRequest) =>
  (finding: Finding, lens: PlacedFinding["lens"] = "resources"): PlacedFinding => ({
    ...finding,
    setting: finding.subject,
    where: program,
    lens,
  });

type Said = Pick<Parameters<typeof toDocument>[0], "clusters" | "findings"> &
  Partial<Pick<Parameters<typeof toDocument>[0], "resources" | "notes">>;

function assemble(request: PlanRequest, said: Said): Collected {
  const { stackName: stack, stackFile, program, rates } = request;
  const document = toDocument({
    stack,
    stackFile: stackFile.path,
    program,
    resources: [],
    notes: [],
    ...(rates === undefined ? {} : { rates }),
    ...said,
  });
  const measured = request.timings();
  const { clusters } = said;
  return { document: measured === undefined ? document : { ...document, timings: measured }, clusters };
}
