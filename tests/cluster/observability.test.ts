import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ciliumModel } from "../../core/cilium/model.ts";
import { planCilium } from "../../core/cilium/plan.ts";
import { minorOf } from "../../core/facts/version.ts";
import { observabilityContext } from "../../core/observability/context.ts";
import { objectsOf } from "../../core/observability/part.ts";
import { planObservability } from "../../core/observability/plan.ts";
import { featuresOf } from "../../core/plan/features.ts";
import { evaluate } from "../../core/plan/index.ts";
import type { ObservabilitySettings, Settings } from "../../core/settings/index.ts";
import { findHelm, renderChart } from "../support/helm.ts";
import type { KubeObject } from "../support/kube-client.ts";
import { settings } from "../support/model.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const tools = findControlPlane();
const charts = findHelm();
const missing = "missing" in tools ? tools.missing : "missing" in charts ? charts.missing : undefined;
if (missing !== undefined) console.warn(`Nothing of Hubble was applied: ${missing}.`);

const observability: ObservabilitySettings = {
  ui: true,
  uiExposure: {
    hostname: "hubble.example.com",
    oidc: { issuerUrl: "https://login.example.com", secret: "hubble-ui", allowedGroups: ["sre"] },
  },
  prometheus: { mode: "present", labels: { release: "monitoring" } },
  alerts: { labels: { team: "network" } },
};

const stackOf = (version: string): Settings =>
  settings({
    cilium: { version },
    gateway: {
      enabled: true,
      listeners: { https: { protocol: "HTTPS", hostname: "*.example.com", allowedNamespaces: ["hubble-ui"] } },
    },
    observability,
  });

/** What the component registers. */
function plannedOf(version: string): KubeObject[] {
  const stack = stackOf(version);
  const context = observabilityContext(evaluate(stack).facts);
  if (context === undefined) throw new Error("no plan");
  return objectsOf(planObservability(observability, context));
}

/** What the chart makes, rendered without a look at the cluster, as a Release is the first time. */
async function renderedOf(version: string): Promise<KubeObject[]> {
  const stack = stackOf(version);
  const plan = planCilium(stack, { features: featuresOf(stack) });
  if (plan === undefined || "missing" in charts) throw new Error("no plan");
  const chart = charts.charts.findLast((one) => minorOf(one.version) === minorOf(version));
  if (chart === undefined) throw new Error(`no chart of ${version}`);
  return renderChart(chart, ciliumModel(plan).cilium?.values, {
    helm: charts.helm,
    apiVersions: ["gateway.networking.k8s.io/v1/GatewayClass"],
  });
}

const namespace = (name: string): KubeObject => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

describe.skipIf(missing !== undefined).each([
  { version: "1.19.6", crds: ["gateway-api-v1.4.1", "cilium-1.19.6"] },
  { version: "1.20.2", crds: ["gateway-api-v1.6.1", "cilium-1.20.2"] },
])("Hubble of Cilium $version", ({ version, crds }) => {
  describe("without the CRDs of the Prometheus operator", () => {
    let plane: ControlPlane;
    beforeAll(async () => {
      plane = await startControlPlane({ crds });
    });
    afterAll(() => plane?.stop());

    it("is refused: the API server knows no ServiceMonitor, so the release comes after the CRD wave", async () => {
      const monitors = (await renderedOf(version)).filter(({ kind }) => kind === "ServiceMonitor");
      expect(monitors.map(({ metadata }) => metadata.name).toSorted()).toEqual([
        "cilium-agent",
        "cilium-envoy",
        "cilium-operator",
        "hubble",
        "hubble-relay",
      ]);
      expect(await plane.apply(monitors)).toHaveLength(monitors.length);
    });
  });

  describe("after the CRD wave", () => {
    let plane: ControlPlane;
    beforeAll(async () => {
      plane = await startControlPlane({ crds: [...crds, "prometheus-operator-0.91.0"] });
    });
    afterAll(() => plane?.stop());

    it("brings its monitors in with the release, with labels and interval", async () => {
      const monitors = (await renderedOf(version)).filter(({ kind }) => kind === "ServiceMonitor");
      expect(await plane.apply(monitors)).toEqual([]);
      for (const monitor of monitors) {
        expect(monitor.metadata.labels).toMatchObject({ release: "monitoring" });
        expect(monitor).toMatchObject({ spec: { endpoints: [{ interval: "30s" }] } });
      }
    });

    it("has alerts, dashboards, the UI's policy and its route taken by the API server", async () => {
      const objects = plannedOf(version);
      expect(new Set(objects.map(({ kind }) => kind))).toEqual(
        new Set(["CiliumNetworkPolicy", "HTTPRoute", "PrometheusRule", "ConfigMap"]),
      );
      expect(await plane.apply([namespace("hubble-ui"), ...objects])).toEqual([]);
    });
  });
});
