import type { ClusterModel, PlannedModel } from "../../core/model/index.ts";
import { Severity } from "../../core/findings/finding.ts";
import { isUnknown } from "../../core/model/unknown.ts";
import { catalogue } from "../../core/rules/index.ts";
import { runRule } from "../../core/rules/run.ts";
import type { Drift } from "./types.ts";

/** Rules on what runs beside the settings that need no look at nodes. */
const ASKED: ReadonlySet<string> = new Set(["live-planned-version", "live-planned-config", "live-planned-kubernetes"]);

/** What the rules say of Cilium as it runs beside the settings: its version, its ConfigMap, the version of Kubernetes. */
export function plannedDrift(model: ClusterModel, planned: PlannedModel): Drift[] {
  const { workloads } = model.live ?? {};
  const hasAgent = workloads === undefined || isUnknown(workloads) || workloads.some(({ part }) => part === "agent");
  return [...(planned.cilium === undefined || hasAgent ? [] : [GONE]), ...observed(model, planned)];
}

const GONE: Drift = {
  urn: "live:workloads.cilium",
  type: "live",
  subject: "Cilium",
  kind: "missing",
  path: "",
  planned: "there",
  found: "not there",
  verdict: "dangerous",
  why: "no new pod gets an address without its agents",
  rules: [],
};

const observed = (model: ClusterModel, planned: PlannedModel): Drift[] =>
  catalogue
    .filter(({ id }) => ASKED.has(id))
    .flatMap((rule) => runRule(rule, { ...model, planned }).findings)
    .map(({ rule, severity, subject, path, found, expected }): Drift => {
      const worst = severity === Severity.Error;
      return {
        urn: `live:${path}`,
        type: "live",
        subject,
        kind: "changed",
        path: path.replace(/^live\.(?:config\.)?/, ""),
        planned: expected,
        found,
        verdict: worst ? "dangerous" : "reverted",
        why: worst ? `objected to by ${rule}` : `the plan says otherwise; noted by ${rule}`,
        rules: [rule],
      };
    });
