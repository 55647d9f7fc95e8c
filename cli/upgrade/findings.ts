import { Severity } from "../../core/findings/finding.ts";
import type { UpgradeModel } from "../../core/model/index.ts";
import { evaluateRunning } from "../../lens/live/evaluate.ts";
import { type CheckedFinding, check } from "../../readers/check.ts";
import type { Reading } from "../../readers/live/index.ts";
import { readInputs } from "../check/files.ts";
import { lookOf } from "../shared/cluster.ts";
import { teach } from "../shared/report/teach.ts";
import type { TaughtFinding } from "../shared/report/types.ts";
import { besideOf } from "../verify/stack.ts";
import type { UpgradeFlags } from "./index.ts";
import type { StackAt } from "./stack.ts";

export const isLive = ({ live, bundle, context, kubeconfig }: UpgradeFlags): boolean =>
  live === true || bundle !== undefined || context !== undefined || kubeconfig !== undefined;

/** Reads the cluster, where one is meant. */
export async function readCluster(
  flags: UpgradeFlags,
  stack: StackAt | undefined,
  show: (what: string) => void,
): Promise<Reading | undefined> {
  if (!isLive(flags)) return undefined;
  const own = stack === undefined ? {} : { cluster: stack.settings.cluster.name, region: stack.settings.region };
  const look = await lookOf("upgrade", { ...own, ...flags });
  return look(show);
}

/** What must be well before anything moves; the rest is `verify`'s. */
const BEFORE: ReadonlySet<string> = new Set([
  "live-planned-version",
  "live-planned-kubernetes",
  "live-workloads-rolled-out",
  "live-workloads-one-version",
]);

/** What of the cluster stands in the way. */
export async function findingsOfCluster(
  reading: Reading | undefined,
  stack: StackAt | undefined,
  { upgrade, aws }: { readonly upgrade: UpgradeModel; readonly aws: boolean },
): Promise<readonly TaughtFinding[]> {
  if (reading === undefined) return [];
  const beside = stack === undefined ? undefined : await besideOf({ stack: stack.name, stackFile: stack.file });
  const planned = beside === undefined ? {} : { planned: beside.planned };
  const { findings } = evaluateRunning(
    { ...reading.model, ...planned, upgrade },
    { aws, waivers: stack?.settings.waivers ?? {} },
  );
  return findings
    .filter(({ rule }) => rule.startsWith("upgrade-") || BEFORE.has(rule))
    .map((finding) =>
      teach({
        ...finding,
        where: reading.source,
        setting: finding.path.replace(/^live\./, ""),
        lens: "resources" as const,
      }),
    );
}

/** What of manifests stands in the way. */
export async function findingsInManifests(
  paths: readonly string[] | undefined,
  upgrade: UpgradeModel,
): Promise<{ readonly findings: readonly TaughtFinding[]; readonly notes: readonly string[] }> {
  if (paths === undefined) return { findings: [], notes: [] };
  const { inputs, found, notes } = await readInputs(paths);
  const checked = check(inputs, { found, upgrade, platform: "eks" });
  return {
    notes,
    findings: checked.findings
      .toSorted((a, b) => Number(b.severity === Severity.Error) - Number(a.severity === Severity.Error))
      .map((finding) => taught(finding)),
  };
}

/** Without the place in the input, which `where` says. */
function taught({
  rule,
  severity,
  subject,
  path,
  found,
  expected,
  fix,
  where,
  setting,
}: CheckedFinding): TaughtFinding {
  return teach({ rule, severity, subject, path, found, expected, fix, where, setting, lens: "inputs" });
}
