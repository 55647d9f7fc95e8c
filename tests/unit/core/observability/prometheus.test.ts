import { describe, expect, it } from "vitest";
import type { ObservabilityContext } from "../../../../core/observability/context.ts";
import { partOf } from "../../../../core/observability/part.ts";
import { planObservability } from "../../../../core/observability/plan.ts";
import type { ObservabilitySettings, PrometheusSettings } from "../../../../core/settings/index.ts";

const CONTEXT: ObservabilityContext = {
  clusterName: "test",
  region: "eu-central-1",
  partition: "aws",
  mechanism: "irsa",
  registry: undefined,
  ciliumVersion: "1.20.2",
  routes: undefined,
  gateway: undefined,
  seen: { eni: true, prefixDelegation: false, gateway: false, clusterMesh: false, bgp: false, inference: false },
};
const planned = (prometheus: PrometheusSettings, rest: ObservabilitySettings = {}) =>
  planObservability({ ...rest, prometheus }, CONTEXT);
const notesOf = (prometheus: PrometheusSettings) => partOf(planned(prometheus), { prometheus }).notes?.join("\n") ?? "";

describe("kube-prometheus-stack", () => {
  it("is waited for, unless Grafana waits for a secret that comes later", () => {
    expect(planned({ mode: "install" }).prometheus?.release.skipAwait).toBeUndefined();
    const withGrafana: PrometheusSettings = { mode: "install", install: { grafanaSecret: "grafana" } };
    expect(planned(withGrafana).prometheus?.release.skipAwait).toBe(true);
    expect(notesOf(withGrafana)).toContain("Grafana starts once its secret");
  });

  it("lets an AlertmanagerConfig take alerts that carry no namespace, and says that one is missing", () => {
    expect(planned({ mode: "install" }).prometheus?.release.values).toMatchObject({
      alertmanager: { alertmanagerSpec: { alertmanagerConfigMatcherStrategy: { type: "None" } } },
    });
    expect(notesOf({ mode: "install" })).toContain("AlertmanagerConfig");
  });
});

describe("the label of the cluster", () => {
  it("is on what an installed Prometheus sends, not in what its own alerts select by", () => {
    const { prometheus, alerts, dashboards } = planned({ mode: "install", clusterLabel: "k8s_cluster" });
    expect(prometheus?.release.values).toMatchObject({
      prometheus: { prometheusSpec: { externalLabels: { k8s_cluster: "test" } } },
    });
    expect(alerts?.file).not.toContain("k8s_cluster");
    expect(dashboards?.options.clusterLabel).toBeUndefined();
  });

  it.each<[PrometheusSettings, string | undefined]>([
    [{ mode: "amp" }, 'cluster="test"'],
    [{ mode: "amp", clusterLabel: "k8s_cluster" }, 'k8s_cluster="test"'],
    [{ mode: "present", clusterLabel: "k8s_cluster" }, 'k8s_cluster="test"'],
    [{ mode: "present" }, undefined],
  ])("of %o selects %s", (prometheus, selector) => {
    const { alerts } = planned(prometheus);
    if (selector === undefined) expect(alerts?.file).not.toContain('="test"');
    else expect(alerts?.file).toContain(selector);
  });
});

describe("the alert on the CA", () => {
  const caAlert = (settings: ObservabilitySettings) =>
    planned({ mode: "present" }, settings)
      .alerts?.groups.flatMap(({ rules }) => rules)
      .find(({ alert }) => alert === "CiliumCaExpiring")?.expr;
  const seconds = (days: number) => String(days * 86_400);

  it("fires before certificates of this length can no longer be signed", () => {
    expect(caAlert({})).toContain(seconds(400));
    expect(caAlert({ certificates: { validityDays: 200 } })).toContain(seconds(400));
    expect(caAlert({ certificates: { validityDays: 730 } })).toContain(seconds(765));
    expect(caAlert({ certificates: { validityDays: 730 }, alerts: { thresholds: { caDays: 500 } } })).toContain(
      seconds(500),
    );
  });
});
