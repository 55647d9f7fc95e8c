import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alertGroups, toPrometheusRule } from "../../core/observability/alerts/index.ts";
import { dashboards } from "../../core/observability/dashboards/index.ts";
import type { KubernetesObject } from "../../core/model/index.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";
import { EVERYTHING, VERSIONS } from "../unit/core/observability/alerts/combinations.ts";

const tools = findControlPlane();
if ("missing" in tools) console.warn(`No alert or dashboard was applied: ${tools.missing}.`);

describe.skipIf("missing" in tools)("the API server, with the Prometheus operator's CRDs", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({ crds: ["prometheus-operator-0.91.0"] });
  });
  afterAll(() => plane?.stop());

  it.each(VERSIONS)("takes the alerts for Cilium %s", async (ciliumVersion) => {
    const groups = alertGroups({ ciliumVersion, clusterName: "blue", features: EVERYTHING });
    const name = `cilium-${ciliumVersion.replaceAll(".", "-")}`;
    expect(
      await plane.apply([toPrometheusRule(groups, { name, namespace: "default", labels: { release: "kps" } })]),
    ).toEqual([]);
  });

  it("refuses a rule that is none", async () => {
    const rule = { alert: "Bad", expr: "up", for: "soon", labels: {}, annotations: {} };
    const [fault] = await plane.apply([
      toPrometheusRule([{ name: "bad", rules: [rule] }], { name: "bad", namespace: "default" }),
    ]);
    expect(JSON.stringify(fault)).toContain("for");
  });

  it("takes the dashboards as ConfigMaps", async () => {
    const built = dashboards({ ciliumVersion: "1.19.6", clusterLabel: "cluster", features: EVERYTHING });
    const objects = built.map(({ name, json }): KubernetesObject => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace: "default", labels: { grafana_dashboard: "1" } },
      data: { [`${name}.json`]: json },
    }));
    expect(await plane.apply(objects)).toEqual([]);
  });
});
