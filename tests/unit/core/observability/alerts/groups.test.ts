import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { findMetric, labelsOf } from "../../../../../core/facts/metrics/index.ts";
import {
  ALERT_NAMES,
  AlertSeverity,
  alertGroups,
  toPrometheusRule,
  toRuleFile,
  type AlertOptions,
  type AlertRule,
} from "../../../../../core/observability/alerts/index.ts";
import { readPromql } from "../../../../support/promql.ts";
import { alertCases } from "./cases/index.ts";
import { COMBINATIONS, EVERYTHING, VERSIONS } from "./combinations.ts";

const baseline: AlertOptions = { ciliumVersion: "1.19.6", clusterName: "blue", features: EVERYTHING };
const rulesOf = (options: AlertOptions): AlertRule[] => alertGroups(options).flatMap(({ rules }) => [...rules]);
const named = (name: string, options: AlertOptions = baseline): AlertRule | undefined =>
  rulesOf(options).find(({ alert }) => alert === name);

describe.each(VERSIONS)("alerts for Cilium %s", (ciliumVersion) => {
  it.each(COMBINATIONS)("name only metrics and labels that exist there, with %s", (_, given) => {
    const own = given.clusterLabel === undefined ? [] : [given.clusterLabel];
    for (const { alert, expr } of rulesOf({ ...baseline, ciliumVersion, ...given })) {
      const { errors, selectors, groupingLabels } = readPromql(expr);
      expect({ alert, errors }).toEqual({ alert, errors: [] });
      const known = new Set<string>(own);
      for (const { metric, labels } of selectors) {
        const fact = findMetric(metric, ciliumVersion);
        expect(fact, `${alert}: ${metric} is not a metric of ${ciliumVersion}`).toBeDefined();
        expect(fact?.offByDefault ?? false, `${alert}: ${metric} is off by default`).toBe(false);
        const has = fact === undefined ? new Set<string>() : labelsOf(fact, ciliumVersion);
        expect({ alert, metric, missing: labels.filter((label) => !has.has(label) && !own.includes(label)) }).toEqual({
          alert,
          metric,
          missing: [],
        });
        for (const label of has) known.add(label);
      }
      expect({ alert, missing: groupingLabels.filter((label) => !known.has(label)) }).toEqual({ alert, missing: [] });
    }
  });

  it("print only labels that the expression keeps", () => {
    for (const { alert, expr, annotations } of rulesOf({ ...baseline, ciliumVersion })) {
      const printed = [
        ...Object.values(annotations)
          .join(" ")
          .matchAll(/\$labels\.(\w+)/g),
      ].map(([, label]) => label);
      const { groupingLabels, selectors } = readPromql(expr);
      // `up` and `absent(up)` keep what the scrape gives.
      const kept = selectors.every(({ metric }) => metric === "up") ? ["job", "instance"] : groupingLabels;
      expect({ alert, lost: printed.filter((label) => !kept.includes(label ?? "")) }).toEqual({ alert, lost: [] });
    }
  });

  it("have a severity, a summary, a description and a runbook each", () => {
    for (const { alert, labels, annotations } of rulesOf({ ...baseline, ciliumVersion })) {
      expect(Object.values(AlertSeverity)).toContain(labels["severity"]);
      expect(annotations["summary"]).toMatch(/^[A-Zc].*\.$/);
      expect(annotations["description"]?.length).toBeGreaterThan(20);
      expect(annotations["runbook_url"]).toBe(`docs/alerts.md#${alert.toLowerCase()}`);
    }
  });
});

describe("alerts", () => {
  it("have names that are used once", () => {
    expect(new Set(ALERT_NAMES).size).toBe(ALERT_NAMES.length);
  });

  it("have a case each that fires and one that does not", () => {
    const cases = alertCases(baseline).map(({ alert }) => alert);
    expect(cases.toSorted()).toEqual(ALERT_NAMES.toSorted());
  });

  it("can all fire under some combination", () => {
    const everywhere = VERSIONS.flatMap((ciliumVersion) =>
      COMBINATIONS.flatMap(([, given]) => rulesOf({ ...baseline, ciliumVersion, ...given }).map(({ alert }) => alert)),
    );
    expect([...new Set(everywhere)].toSorted()).toEqual(ALERT_NAMES.toSorted());
  });

  it("follow what the version can tell", () => {
    const newer = { ...baseline, ciliumVersion: "1.20.2" };
    expect(named("CiliumProxyRedirectsMissing")).toBeUndefined();
    expect(named("CiliumProxyRedirectsMissing", newer)).toBeDefined();
    expect(named("CiliumEndpointRegenerationFailing")?.expr).toContain("sum by (pod) ");
    expect(named("CiliumEndpointRegenerationFailing", newer)?.expr).toContain("sum by (pod, reason, error) ");
  });

  it("take thresholds, and keep the other defaults", () => {
    const options = { ...baseline, thresholds: { subnetFreeAddresses: 256, downMinutes: 3 } };
    expect(named("CiliumSubnetNearlyFull", options)?.expr).toMatch(/ < 256$/);
    expect(named("CiliumTargetDown", options)?.for).toBe("3m");
    expect(named("CiliumNodeNearlyFull", options)?.expr).toMatch(/ > 0.9$/);
    expect(named("CiliumCaExpiring")?.expr).toMatch(new RegExp(` < ${String(400 * 86_400)}$`));
  });

  it("span four scrapes at least", () => {
    const slow = { ...baseline, scrapeIntervalSeconds: 300 };
    expect(named("CiliumPacketsDropped")?.expr).toContain("[5m]");
    expect(named("CiliumPacketsDropped", slow)?.expr).toContain("[20m]");
  });

  it("select one cluster of many, in every selector", () => {
    const options = { ...baseline, clusterLabel: "k8s_cluster" };
    for (const { alert, expr, labels } of rulesOf(options)) {
      const { selectors } = readPromql(expr);
      const without = selectors.filter(({ labels: matched }) => !matched.includes("k8s_cluster"));
      expect({ alert, without }).toEqual({ alert, without: [] });
      expect(labels["k8s_cluster"]).toBe("blue");
    }
  });

  it("follow the names of jobs and the namespace", () => {
    const options = { ...baseline, jobs: { agent: "network/cilium.agent" }, namespace: "cilium" };
    expect(named("CiliumTargetDown", options)?.expr).toContain(String.raw`network/cilium\\.agent|cilium-operator`);
    expect(named("CiliumTargetMissing", options)?.expr).toContain('absent(up{job="network/cilium.agent"})');
    expect(named("CiliumOperatorDown", options)?.expr).toContain('namespace="cilium"');
  });

  it("can be left out by name", () => {
    const omit = [
      "CiliumBgpSessionDown",
      "CiliumBgpReconcileFailing",
      "CiliumClusterMeshNotReady",
      "CiliumClusterMeshFailures",
    ];
    expect(alertGroups({ ...baseline, omit }).map(({ name }) => name)).not.toContain("cilium-links");
  });

  it("take extra labels, but not for what they say themselves", () => {
    const rule = named("CiliumTargetDown", { ...baseline, labels: { team: "network", severity: "page" } });
    expect(rule?.labels).toEqual({ team: "network", severity: "warning", cluster: "blue" });
  });
});

describe("rendering", () => {
  const groups = alertGroups(baseline);

  it("makes one object for the Prometheus operator", () => {
    const object = toPrometheusRule(groups, {
      name: "cilium",
      namespace: "kube-system",
      labels: { release: "prometheus" },
    });
    expect(object).toMatchObject({ apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule", spec: { groups } });
    expect(object.metadata).toEqual({ name: "cilium", namespace: "kube-system", labels: { release: "prometheus" } });
  });

  it("makes a rule file that reads back as it was", () => {
    expect(parse(toRuleFile(groups))).toEqual({ groups });
  });
});
