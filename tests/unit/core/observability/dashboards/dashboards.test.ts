import { describe, expect, it } from "vitest";
import { findMetric, labelsOf } from "../../../../../core/facts/metrics/index.ts";
import {
  dashboardNames,
  dashboards,
  planDashboards,
  type DashboardOptions,
} from "../../../../../core/observability/dashboards/index.ts";
import { buildDashboard } from "../../../../../core/observability/dashboards/build.ts";
import { builtBySdk } from "../../../../support/grafana-built.ts";
import { readPromql } from "../../../../support/promql.ts";
import { EVERYTHING, VERSIONS } from "../alerts/combinations.ts";
import { checkRules, hasPromtool } from "../alerts/promtool.ts";

/** Grafana's model, as far as it is checked here. */
interface Model {
  readonly uid: string;
  readonly title: string;
  readonly templating: { readonly list: readonly { name: string; type: string; query: string }[] };
  readonly panels: readonly Panel[];
}
interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string;
      readonly thresholds?: { readonly steps: readonly { value: number | null }[] };
    };
  };
  readonly targets?: readonly { readonly refId: string; readonly expr: string; readonly legendFormat: string }[];
}

const COMBINATIONS: readonly (readonly [string, Omit<DashboardOptions, "ciliumVersion">])[] = [
  ["everything", { features: { ...EVERYTHING, certificateExporter: true } }],
  ["many clusters", { features: EVERYTHING, clusterLabel: "k8s_cluster" }],
  ["cert-manager", { features: { ...EVERYTHING, certificates: "certmanager" } }],
  ["little", { features: { hubble: true }, hubbleMetrics: ["drop"] }],
];
const CASES = VERSIONS.flatMap((ciliumVersion) =>
  COMBINATIONS.map(([name, given]) => [ciliumVersion, name, { ...given, ciliumVersion }] as const),
);
const built = (options: DashboardOptions): Model[] => dashboards(options).map(({ json }) => JSON.parse(json) as Model);
/** A query as Prometheus gets it: Grafana puts a range in. */
const asSent = (expr: string): string => expr.replaceAll("$__rate_interval", "5m");

describe.each(CASES)("dashboards for Cilium %s with %s", (ciliumVersion, _, options) => {
  const own = options.clusterLabel === undefined ? [] : [options.clusterLabel];

  it("ask only for metrics and labels that exist there", () => {
    const panels = planDashboards(options).flatMap(({ spec }) => spec.rows.flatMap((row) => row.panels));
    for (const { title, queries, on } of panels) {
      if (on === false) continue;
      for (const { expr, legend } of queries) {
        const { errors, selectors, groupingLabels } = readPromql(asSent(expr));
        expect({ title, errors, selectors: selectors.length > 0 }).toEqual({ title, errors: [], selectors: true });
        const known = new Set(["le", ...own]);
        for (const { metric, labels } of selectors) {
          const fact = findMetric(metric, ciliumVersion);
          expect(fact?.name, `${title}: ${metric} is not a metric of ${ciliumVersion}`).toBeDefined();
          expect(fact?.offByDefault ?? false, `${title}: ${metric} is off by default`).toBe(false);
          for (const label of fact === undefined ? [] : labelsOf(fact, ciliumVersion)) known.add(label);
          expect({ title, missing: labels.filter((label) => !known.has(label)) }).toEqual({ title, missing: [] });
          expect({ title, metric, selected: own.every((label) => labels.includes(label)) }).toEqual({
            title,
            metric,
            selected: true,
          });
        }
        expect({ title, missing: groupingLabels.filter((label) => !known.has(label)) }).toEqual({ title, missing: [] });
        const shown = [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label);
        expect({ title, lost: shown.filter((label) => !groupingLabels.includes(label ?? "")) }).toEqual({
          title,
          lost: [],
        });
      }
    }
  });

  it.skipIf(!hasPromtool)("are queries that promtool takes, types and all", () => {
    const queries = planDashboards(options).flatMap(({ spec }) =>
      spec.rows.flatMap((row) => row.panels.filter(({ on }) => on ?? true).flatMap((panel) => panel.queries)),
    );
    const rules = queries.map(({ expr }, at) => ({
      alert: `Q${String(at)}`,
      expr: asSent(expr),
      labels: {},
      annotations: {},
    }));
    expect(checkRules([{ name: "queries", rules }])).toMatchObject({ ok: true });
  });

  it("are built with panels that do not overlap, and fit a ConfigMap", () => {
    for (const [at, model] of built(options).entries()) {
      const ids = model.panels.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const cells = model.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (__, cell) => `${String(x + (cell % w))},${String(y + Math.floor(cell / w))}`),
      );
      expect(new Set(cells).size, model.title).toBe(cells.length);
      expect(Math.max(...model.panels.map(({ gridPos: { x, w } }) => x + w))).toBeLessThanOrEqual(24);
      const { json } = dashboards(options)[at] ?? { json: "" };
      // etcd's limit for an object, which kubectl's annotation can double.
      expect(json.length).toBeLessThan(512 * 1024);
    }
  });

  it("give every panel a unit, a description, legends and thresholds in order", () => {
    const panels = built(options).flatMap(({ panels: all }) => all.filter(({ type }) => type !== "row"));
    for (const { title, description, fieldConfig, targets = [], datasource } of panels) {
      expect({ title, described: (description?.length ?? 0) > 19 }).toEqual({ title, described: true });
      expect({ title, unit: fieldConfig?.defaults.unit }).toEqual({
        title,
        unit: expect.stringMatching(/./) as string,
      });
      expect({ title, datasource }).toEqual({ title, datasource: { type: "prometheus", uid: "${datasource}" } });
      expect(targets.map(({ refId }) => refId)).toEqual(["A", "B", "C"].slice(0, targets.length));
      expect({ title, legends: targets.every(({ legendFormat }) => legendFormat !== "") }).toEqual({
        title,
        legends: true,
      });
      const values = (fieldConfig?.defaults.thresholds?.steps ?? []).map(
        ({ value }) => value ?? Number.NEGATIVE_INFINITY,
      );
      expect(values[0]).toBe(Number.NEGATIVE_INFINITY);
      expect(values).toEqual(values.toSorted((a, b) => a - b));
      expect(new Set(values).size).toBe(values.length);
    }
  });

  it("use only variables that they have", () => {
    for (const { title, templating, panels } of built(options)) {
      const names = templating.list.map(({ name }) => name);
      const used = JSON.stringify(panels).matchAll(/\$\{?([a-z_]\w*)\}?/g);
      const unknown = [...used]
        .map(([, name]) => name ?? "")
        .filter((name) => !names.includes(name) && name !== "__rate_interval");
      expect({ title, unknown }).toEqual({ title, unknown: [] });
    }
  });
});

describe("dashboards", () => {
  const options: DashboardOptions = { ciliumVersion: "1.19.6", features: EVERYTHING };

  it("keep their uids and names", () => {
    expect(dashboardNames(options).map(({ name, uid }) => [name, uid])).toEqual([
      ["cilium-eni", "cilium-eks-eni"],
      ["cilium-datapath", "cilium-eks-datapath"],
      ["cilium-gateway", "cilium-eks-gateway"],
      ["cilium-inference", "cilium-eks-inference"],
      ["hubble-health", "cilium-eks-hubble"],
    ]);
  });

  it("are those whose parts are on", () => {
    expect(dashboardNames({ ...options, features: {} }).map(({ name }) => name)).toEqual([
      "cilium-eni",
      "cilium-datapath",
    ]);
    expect(dashboardNames({ ...options, features: { eni: false } }).map(({ name }) => name)).toEqual([
      "cilium-datapath",
    ]);
  });

  it("are the same text each time", () => {
    expect(dashboards(options)).toEqual(dashboards(options));
  });

  it("have a variable for the cluster only where series carry its name", () => {
    const variables = (given: DashboardOptions) =>
      built(given).map(({ templating }) => templating.list.map(({ name }) => name));
    expect(variables(options)[0]).toEqual(["datasource"]);
    expect(variables({ ...options, clusterLabel: "cluster" })[0]).toEqual(["datasource", "cluster"]);
  });

  it("draw the thresholds of the alerts", () => {
    const [eni] = built({ ...options, thresholds: { subnetFreeAddresses: 256 } });
    const panel = eni?.panels.find(({ title }) => title === "Free addresses by subnet");
    expect(panel?.fieldConfig?.defaults.thresholds?.steps.map(({ value }) => value)).toEqual([null, 256, 1024]);
  });

  it.each(CASES)("are what Grafana's own SDK builds: Cilium %s with %s", (_version, _name, given) => {
    for (const { name, spec } of planDashboards(given)) {
      expect(JSON.parse(buildDashboard(name, spec, given))).toEqual(JSON.parse(builtBySdk(name, spec, given)));
    }
  });
});
