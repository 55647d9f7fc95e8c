import type { JsonObject } from "../../model/index.ts";
import { Severity } from "../../findings/finding.ts";
import { configMapKey } from "../../facts/config-map-keys.ts";
import { rulesOn } from "../rule.ts";
import { wholeModel } from "../subjects.ts";
import { ciliumHosts, keyOf, ofAll } from "./subjects.ts";

/** What runs beside what the stack plans. */
export default rulesOn(wholeModel("live", "planned"), [
  {
    id: "live-planned-version",
    severity: Severity.Error,
    title: "The Cilium version that is planned runs",
    why: "An upgrade that did not go through leaves agents of the old version, or of both.",
    source: "Cilium docs: operations/upgrade",
    fix: "helm history cilium -n kube-system and kubectl -n kube-system rollout status ds/cilium say where it stands; then pulumi up.",
    *check({ live, planned: { cilium } }) {
      for (const { part, name, version } of live.workloads) {
        if (cilium === undefined || version === undefined || version === cilium.version) continue;
        if (part !== "agent" && part !== "operator") continue;
        yield {
          subject: `Cilium's ${name}`,
          path: `live.workloads.${name}.version`,
          found: version,
          expected: cilium.version,
        };
      }
    },
  },
  {
    id: "live-planned-config",
    severity: Severity.Warning,
    title: "The agents' ConfigMap says what the plan's values say",
    why: "A key that was changed by hand or by another Helm run is set back at the next pulumi up, and agents take it only when they restart: what runs may be neither.",
    source: "Cilium charts 1.19.6 and 1.20.0: templates/cilium-configmap.yaml",
    fix: "Take the change into the stack's cilium.values, or run pulumi up; restart the agents where a key changed.",
    *check({ live, planned: { cilium } }) {
      const { found, data } = live.config;
      if (!found || cilium === undefined) return;
      for (const [path, value] of leavesOf(cilium.values)) {
        const key = configMapKey(path);
        const running = key === undefined ? undefined : data[key];
        if (key === undefined || running === undefined || running === String(value)) continue;
        yield {
          subject: "ConfigMap cilium-config",
          path: `live.config.${key}`,
          found: `${key} ${running}`,
          expected: `${String(value)} (${path})`,
        };
      }
    },
  },
  {
    id: "live-planned-kubernetes",
    severity: Severity.Warning,
    title: "The control plane has the Kubernetes version that is planned",
    why: "EKS goes one minor at a time and never back; a version that was moved in the console is not what the stack knows.",
    source: "EKS user guide: update-cluster",
    fix: "Write the version that runs into cluster.kubernetesVersion, or run pulumi up to move the cluster.",
    *check({ live, planned: { kubernetesVersion } }) {
      if (kubernetesVersion === undefined || live.server.version === kubernetesVersion) return;
      yield {
        subject: "control plane",
        path: "live.server.version",
        found: live.server.version,
        expected: kubernetesVersion,
      };
    },
  },
  {
    id: "live-planned-nodes",
    severity: Severity.Error,
    title: "Every node group has its least number of nodes",
    why: "A group that stays below it could not start machines: a quota, a type that the zone lacks, or nodes that did not join.",
    source: "EKS user guide: managed-node-groups, troubleshooting",
    fix: "aws eks describe-nodegroup shows health.issues; aws autoscaling describe-scaling-activities shows what EC2 said.",
    *check(model) {
      const counts = new Map<string, number>();
      for (const { group, ready } of ciliumHosts(model))
        if (group !== undefined && ready) counts.set(group, (counts.get(group) ?? 0) + 1);
      for (const { name, scaling } of model.planned.nodeGroups) {
        // EKS's name of a group is the plan's, or begins with it.
        const own = [...counts].filter(
          ([group]) => group === name || group.endsWith(`-${name}`) || group.startsWith(`${name}-`),
        );
        const ready = own.reduce((sum, [, count]) => sum + count, 0);
        if (ready >= scaling.min) continue;
        yield {
          subject: `node group "${name}"`,
          path: `live.nodes.${name}`,
          found: `${ofAll(ready, scaling.min)} nodes Ready`,
          expected: `at least ${String(scaling.min)}`,
        };
      }
    },
  },
  {
    id: "live-planned-gateways",
    severity: Severity.Error,
    title: "Every Gateway that is planned is there",
    why: "A Gateway that was deleted by hand takes its load balancer with it.",
    source: "Gateway API docs: reference/spec",
    fix: "pulumi up --refresh makes it again; its load balancer then has a new name.",
    *check({ live, planned }) {
      const there = new Set(live.gateways.map(keyOf));
      for (const { metadata } of planned.gateways) {
        if (there.has(keyOf(metadata))) continue;
        yield {
          subject: `Gateway "${keyOf(metadata)}"`,
          path: `live.gateways.${keyOf(metadata)}`,
          found: "not there",
          expected: "the one of the plan",
        };
      }
    },
  },
]);

/** Every scalar of the values with its path. */
function* leavesOf(
  values: JsonObject,
  before = "",
): Generator<readonly [path: string, value: string | number | boolean]> {
  for (const [key, value] of Object.entries(values)) {
    const path = `${before}${key}`;
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      yield* leavesOf(value as JsonObject, `${path}.`);
    else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") yield [path, value];
  }
}
