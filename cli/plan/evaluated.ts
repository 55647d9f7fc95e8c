import type { Parsed } from "../../config/parse.ts";
import { locateInStack } from "../../config/parse.ts";
import type { StackFile } from "../../config/stack-file.ts";
import { NAMESPACE } from "../../config/stack.ts";
import { type State, changesOf, runningOf, stateOfCluster } from "../../core/changes/index.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { type EvaluationOptions, type Evaluation, evaluate } from "../../core/plan/index.ts";
import { settingOf } from "../../core/plan/origins.ts";
import type { Settings } from "../../core/settings/index.ts";
import { type DeclaredCluster, argumentOf } from "./declared.ts";
import type { PlacedFinding } from "../shared/report/types.ts";

export type Locate = (finding: Finding, lens?: PlacedFinding["lens"]) => PlacedFinding;

/** A cluster with what is said of it, and the words for where its settings stand. */
export interface EvaluatedCluster {
  readonly name: string;
  readonly waivers: Readonly<Record<string, string>>;
  readonly evaluation: Evaluation;
  /** What it does to the stack that runs. */
  readonly changes: ReturnType<typeof changesOf>;
  readonly place: Locate;
}

interface EvaluationRequest {
  readonly asOf: string;
  readonly strict: boolean;
  readonly stackFile: StackFile;
  readonly state?: State;
  /** How the program is called. */
  readonly program: string;
}

/** What the stack file says, told at its lines. */
export function evaluateStack(parsed: Extract<Parsed, { ok: true }>, request: EvaluationRequest): EvaluatedCluster {
  const { settings } = parsed;
  const { evaluation, changes } = evaluateWithState(settings, request);
  const { waivers = {} } = settings;
  const place = placeInStack(request.stackFile, evaluation);
  return { name: settings.cluster.name, waivers, evaluation, changes, place };
}

function evaluateWithState(
  settings: Settings,
  { asOf, strict, state = [] }: EvaluationRequest,
  options: EvaluationOptions = {},
): Pick<EvaluatedCluster, "evaluation" | "changes"> {
  const own = stateOfCluster(state, settings.cluster.name);
  const running = runningOf(own);
  const evaluation = evaluate(settings, { ...options, asOf, strict, ...(running === undefined ? {} : { running }) });
  return { evaluation, changes: changesOf(own, evaluation.plan) };
}

/** What a program asks for, told at the program's lines, or at those of the stack file that it has it from. */
export function evaluateDeclared(
  cluster: DeclaredCluster,
  request: EvaluationRequest,
  stack: Parsed | undefined,
): EvaluatedCluster {
  const { settings, features, explicitAwsProvider } = cluster;
  const { evaluation, changes } = evaluateWithState(settings, request, {
    ...(features === undefined ? {} : { features }),
    ...(explicitAwsProvider === undefined ? {} : { explicitAwsProvider }),
  });
  const inStack = placeInStack(request.stackFile, evaluation);
  const read = stack?.ok === true ? stack.settings : undefined;
  const place: Locate = (finding, lens = "settings") => {
    const setting = settingOf(finding.path, evaluation.origins);
    const told = valueAt(settings, setting);
    if (told !== undefined && read !== undefined && same(told, valueAt(read, setting))) return inStack(finding, lens);
    const argument = argumentOf(cluster, setting);
    return { ...finding, setting: argument.setting, where: argument.where ?? request.program, lens };
  };
  return { name: cluster.name, waivers: settings.waivers ?? {}, evaluation, changes, place };
}

/** The line of the stack file that a finding is about. */
export function placeInStack(file: StackFile, evaluation?: Pick<Evaluation, "origins">): Locate {
  const locate = locateInStack(evaluation?.origins);
  return (finding, lens = "settings") => {
    const setting = locate(finding.path);
    const position = file.position(setting.replace(`${NAMESPACE}:`, ""));
    return { ...finding, setting, where: position === undefined ? file.path : `${file.path}:${position}`, lens };
  };
}

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, inner]) => inner !== undefined)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, inner]) => [key, sorted(inner)]),
        )
      : value;

const valueAt = (settings: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined,
      settings,
    );
