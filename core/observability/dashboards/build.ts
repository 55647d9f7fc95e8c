import { SCRAPE_INTERVAL_SECONDS } from "../alerts/context.ts";
import type { DashboardSpec, PanelSpec, VariableSpec } from "./panel.ts";
import type { DashboardName, DashboardOptions } from "./types.ts";

/** A part of Grafana's JSON model. */
type Part = Readonly<Record<string, unknown>>;

const DATASOURCE = { type: "prometheus", uid: "${datasource}" };
/** Grafana's grid has 24 columns: six numbers or two graphs a line. */
const COLUMNS = 24;
const SIZE = { stat: { w: 4, h: 4 }, timeseries: { w: 12, h: 8 } } as const;
/** The model that Grafana 12 writes; it reads older ones and brings them up to its own. */
const SCHEMA_VERSION = 42;

/**
 * Grafana's JSON model of a planned dashboard, as its SDK would write it (tests hold one against the other). The SDK itself is left
 * to the tests: its builders are 200 modules and a tenth of a second.
 */
export function buildDashboard(
  { title, uid }: DashboardName,
  { description, tags, variables, rows }: DashboardSpec,
  { clusterLabel, scrapeIntervalSeconds = SCRAPE_INTERVAL_SECONDS }: DashboardOptions,
): string {
  const clusters: readonly VariableSpec[] =
    clusterLabel === undefined
      ? []
      : [{ name: "cluster", label: "Cluster", query: `label_values(cilium_version, ${clusterLabel})` }];
  return JSON.stringify({
    timezone: "browser",
    editable: false,
    graphTooltip: 0,
    fiscalYearStartMonth: 0,
    schemaVersion: SCHEMA_VERSION,
    templating: { list: [DATASOURCES, ...[...clusters, ...variables].map(variable)] },
    annotations: {},
    title,
    uid,
    description,
    tags,
    refresh: "1m",
    time: { from: "now-3h", to: "now" },
    panels: laidOut(rows, `${String(scrapeIntervalSeconds)}s`),
  });
}

/** What every variable has. */
const VARIABLE = { skipUrlSync: false, allowCustomValue: true, auto: false, auto_min: "10s", auto_count: 30 };

const DATASOURCES: Part = {
  ...VARIABLE,
  type: "datasource",
  name: "datasource",
  multi: false,
  includeAll: false,
  label: "Data source",
  query: "prometheus",
};

/** When Grafana looks the values up anew, and how it sorts them: by number in its model. */
const ON_TIME_RANGE_CHANGED = 2;
const ALPHABETICALLY = 1;

/** Values of a label; several at once, all of them at first. */
const variable = ({ name, label, query, regex = "" }: VariableSpec): Part => ({
  ...VARIABLE,
  type: "query",
  name,
  multi: true,
  includeAll: true,
  label,
  datasource: DATASOURCE,
  query,
  definition: query,
  regex,
  refresh: ON_TIME_RANGE_CHANGED,
  sort: ALPHABETICALLY,
  allValue: ".*",
  current: { selected: true, text: "All", value: "$__all" },
});

/** Rows and their panels from left to right, each where Grafana's grid has room. */
function laidOut(rows: DashboardSpec["rows"], interval: string): Part[] {
  const laid: Part[] = [];
  let y = 0;
  for (const { title, panels } of rows) {
    const shown = panels.filter(({ on }) => on ?? true);
    if (shown.length === 0) continue;
    const id = laid.length + 1;
    laid.push({ type: "row", collapsed: false, id, panels: [], title, gridPos: { x: 0, y, h: 1, w: COLUMNS } });
    y += 1;
    let [x, height] = [0, 0];
    for (const spec of shown) {
      const { w, h } = SIZE[spec.kind];
      laid.push({ ...panel(spec), gridPos: { h, w, x, y }, id: laid.length + 1, interval });
      height = Math.max(height, h);
      x += w;
      if (x >= COLUMNS) [x, y, height] = [0, y + height, 0];
    }
    y += height;
  }
  return laid;
}

/** What numbers and graphs have alike, and what only one has. */
function panel(spec: PanelSpec): Part {
  const { kind, title, description, unit, queries } = spec;
  const isNumber = kind === "stat";
  const { options, defaults } = isNumber ? NUMBER : graph(spec);
  return {
    type: kind,
    transparent: false,
    repeatDirection: "h",
    options,
    title,
    description,
    fieldConfig: {
      defaults: { unit, noValue: "no data", thresholds: { mode: "absolute", steps: stepsOf(spec) }, ...defaults },
      overrides: [],
    },
    datasource: DATASOURCE,
    targets: queries.map(({ expr, legend }, at) => ({
      refId: String.fromCodePoint(65 + at),
      expr,
      legendFormat: legend,
      instant: isNumber,
      range: !isNumber,
    })),
  };
}

interface Look {
  readonly options: Part;
  readonly defaults: Part;
}

const NUMBER: Look = {
  options: {
    graphMode: "area",
    colorMode: "value",
    justifyMode: "auto",
    textMode: "auto",
    wideLayout: true,
    showPercentChange: false,
    reduceOptions: { calcs: ["lastNotNull"] },
    percentChangeColorMode: "standard",
    orientation: "auto",
  },
  defaults: {},
};

const graph = ({ stacked = false, max, thresholds }: PanelSpec): Look => ({
  options: {
    legend: { displayMode: "table", placement: "bottom", showLegend: true, calcs: ["lastNotNull", "max"] },
    tooltip: { mode: "multi", sort: "desc" },
  },
  defaults: {
    custom: {
      lineWidth: 1,
      fillOpacity: stacked ? 30 : 5,
      showPoints: "never",
      ...(stacked ? { stacking: { mode: "normal" } } : {}),
      ...(thresholds === undefined ? {} : { thresholdsStyle: { mode: "dashed" } }),
    },
    min: 0,
    ...(max === undefined ? {} : { max }),
  },
});

/** Green, yellow, red upwards; with `low` red, yellow, green. */
function stepsOf({ thresholds: given = {} }: PanelSpec): Part[] {
  const { warning, critical, low = false } = given;
  return low
    ? [
        ...(critical === undefined ? [] : [{ value: null, color: "red" }]),
        ...(warning === undefined ? [] : [{ value: critical ?? null, color: "yellow" }]),
        { value: warning ?? critical ?? null, color: "green" },
      ]
    : [
        { value: null, color: "green" },
        ...(warning === undefined ? [] : [{ value: warning, color: "yellow" }]),
        ...(critical === undefined ? [] : [{ value: critical, color: "red" }]),
      ];
}
