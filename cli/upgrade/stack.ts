import { parseSettings } from "../../config/parse.ts";
import { parseStackFile } from "../../config/stack-file.ts";
import { eksVersion, DEFAULT_KUBERNETES_VERSION } from "../../core/facts/kubernetes.ts";
import { DEFAULT_CILIUM_VERSION } from "../../core/facts/versions.ts";
import { Severity } from "../../core/findings/finding.ts";
import type { ClusterModel, JsonObject } from "../../core/model/index.ts";
import { type Evaluation, evaluate } from "../../core/plan/index.ts";
import type { Settings } from "../../core/settings/index.ts";
import type { Move, Versions } from "../../core/upgrade/path.ts";
import { keyChanges, meaningChanges } from "../../core/upgrade/values.ts";
import { placeInStack } from "../plan/evaluated.ts";
import { CallError } from "../shared/errors.ts";
import { teach } from "../shared/report/teach.ts";
import type { TaughtFinding } from "../shared/report/types.ts";
import { stackCommands } from "./commands.ts";
import { edit, editsBetween } from "../shared/edits.ts";
import { keyOperations, stackOperations } from "./operations.ts";
import { reportedKeys, reportedMeanings } from "./reported.ts";
import type { Roll, UpgradeStep, VersionSet } from "./types.ts";
import { planChanges, supportOf } from "./plan-changes.ts";

/** A stack file as it stands between two steps. */
export interface StackAt {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly settings: Settings;
  readonly evaluation: Evaluation;
  /** Everything the catalogue says of it, at its lines. */
  readonly findings: readonly TaughtFinding[];
}

export interface StackName {
  readonly name: string;
  readonly file: string;
  readonly asOf: string;
}

export function stackAt(text: string, { name, file, asOf }: StackName): StackAt {
  const stackFile = parseStackFile(text, file);
  const parsed = parseSettings(stackFile.raw);
  if (!parsed.ok) throw new CallError(`${file} cannot be planned: cilium-eks plan --stack-file ${file} says why.`);
  const evaluation = evaluate(parsed.settings, { asOf });
  const locate = placeInStack(stackFile, evaluation);
  const findings = evaluation.report.findings.map((finding) => teach(locate(finding)));
  return { name, file, text, settings: parsed.settings, evaluation, findings };
}

/** Where a stack stands. A Cilium that cannot be planned any more is told by the settings. */
export function versionsAt({ settings, evaluation }: StackAt): Versions {
  const { cilium, controlPlane } = evaluation.model;
  const own =
    settings.cilium?.ipam?.mode === "vpc-cni" ? undefined : (settings.cilium?.version ?? DEFAULT_CILIUM_VERSION);
  const version = cilium?.version ?? own;
  return {
    kubernetes: controlPlane?.kubernetesVersion ?? settings.cluster.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION,
    ...(version === undefined ? {} : { cilium: version }),
  };
}

export const setOf = (at: StackAt): VersionSet => {
  const { cilium = null, kubernetes } = versionsAt(at);
  return { cilium, kubernetes, gatewayApi: at.evaluation.model.gatewayApi?.bundle ?? null };
};

/** Goes one step: the edits, what they make of the plan, and where the stack then stands. */
export function stepOfStack(
  at: StackAt,
  move: Move,
  { number, first, asOf }: { readonly number: number; readonly first: string; readonly asOf: string },
): { readonly step: UpgradeStep; readonly after: StackAt } {
  const user = (at.settings.cilium?.helmValues ?? {}) as JsonObject;
  const changes = move.of === "cilium" ? keyChanges(user, move.from, move.to) : [];
  const keys = keyOperations(user, changes, { to: move.to, above: ["config", "cilium-eks:cilium", "helmValues"] });
  const text = edit(at.text, [...stackOperations(move, at.settings, first), ...keys.operations]);
  const after = stackAt(text, { name: at.name, file: at.file, asOf });
  const values = after.evaluation.model.cilium?.values ?? user;
  const planned = move.of === "cilium" ? keyChanges(values, move.from, move.to) : [];
  const told = [...changes, ...planned.filter(({ path }) => !changes.some((one) => one.path === path))];
  const meanings = move.of === "cilium" ? meaningChanges(values, move.from, move.to) : [];
  const [from, to] = [setOf(at), setOf(after)];
  const known = new Set(at.findings.map(({ rule, path }) => `${rule} ${path}`));
  return {
    after,
    step: {
      number,
      of: move.of,
      from,
      to,
      ...stackCommands(move, {
        stack: at.name,
        cluster: at.settings.cluster.name,
        bundleChanges: from.gatewayApi !== to.gatewayApi,
      }),
      edits: editsBetween(at.text, text),
      keys: reportedKeys(told, keys.edited),
      ...reportedMeanings(meanings),
      alsoChanges: planChanges(at.evaluation.model, after.evaluation.model),
      roll: rollOf(at.evaluation.model, after.evaluation.model),
      support: move.of === "kubernetes" ? supportOf(eksVersion(move.to)) : [],
      findings: after.findings.filter(({ rule, path }) => !known.has(`${rule} ${path}`)),
    },
  };
}

/** What a group boots from. */
const imageOf = (model: ClusterModel, name: string): string =>
  JSON.stringify(
    model.nodeGroups
      ?.filter((group) => group.name === name)
      .map(({ amiKubernetesVersion, amiRelease, imageParameter }) => [
        amiKubernetesVersion,
        amiRelease,
        imageParameter,
      ]),
  );

/** Groups whose image changes are replaced, each with the nodes that it adds meanwhile. */
function rollOf(before: ClusterModel, after: ClusterModel): Roll | null {
  const groups = (after.nodeGroups ?? []).filter(({ name }) => imageOf(before, name) !== imageOf(after, name));
  if (groups.length === 0) return null;
  const subnets = (after.capacity?.subnets ?? []).filter(({ scenario }) => scenario === "surge");
  return {
    groups: groups.map(({ name, surge }) => ({ name, surge })),
    subnets: subnets.map(({ subnet, unit, needed, available }) => ({ subnet, unit, needed, available })),
  };
}

export const errorsIn = (findings: readonly TaughtFinding[]): readonly TaughtFinding[] =>
  findings.filter(({ severity }) => severity === Severity.Error);
