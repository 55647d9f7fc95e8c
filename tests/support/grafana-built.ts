import {
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  GraphThresholdsStyleMode,
  GraphThresholdsStyleConfigBuilder,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
  type DataSourceRef,
} from "@grafana/grafana-foundation-sdk/common";
import {
  DashboardBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { Dataquery } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TimeSeriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { SCRAPE_INTERVAL_SECONDS } from "../../core/observability/alerts/context.ts";
import type { DashboardSpec, PanelSpec, VariableSpec } from "../../core/observability/dashboards/panel.ts";
import type { DashboardName, DashboardOptions } from "../../core/observability/dashboards/types.ts";

const DATASOURCE: DataSourceRef = { type: "prometheus", uid: "${datasource}" };
/** Grafana's grid has 24 columns: six numbers or two graphs a line. */
const SIZE = { stat: { width: 4, height: 4 }, timeseries: { width: 12, height: 8 } } as const;

/** Grafana's JSON model of a planned dashboard by Grafana's SDK, which says what the model has. */
export function builtBySdk(
  { title, uid }: DashboardName,
  { description, tags, variables, rows }: DashboardSpec,
  { clusterLabel, scrapeIntervalSeconds = SCRAPE_INTERVAL_SECONDS }: DashboardOptions,
): string {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([...tags])
    .readonly()
    .refresh("1m")
    .time({ from: "now-3h", to: "now" })
    .timezone("browser")
    .withVariable(new DatasourceVariableBuilder("datasource").label("Data source").type("prometheus"));
  if (clusterLabel !== undefined) {
    builder.withVariable(
      variable({ name: "cluster", label: "Cluster", query: `label_values(cilium_version, ${clusterLabel})` }),
    );
  }
  for (const spec of variables) builder.withVariable(variable(spec));
  let id = 0;
  for (const row of rows) {
    const panels = row.panels.filter(({ on }) => on ?? true);
    if (panels.length === 0) continue;
    builder.withRow(new RowBuilder(row.title).id((id += 1)));
    for (const panel of panels) {
      builder.withPanel(
        (panel.kind === "stat" ? statPanel(panel) : timeSeries(panel))
          .id((id += 1))
          .interval(`${String(scrapeIntervalSeconds)}s`),
      );
    }
  }
  return JSON.stringify(builder.build());
}

/** Values of a label; several at once, all of them at first. */
const variable = ({ name, label, query, regex = "" }: VariableSpec): QueryVariableBuilder =>
  new QueryVariableBuilder(name)
    .label(label)
    .datasource(DATASOURCE)
    .query(query)
    .definition(query)
    .regex(regex)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    // oxlint-disable-next-line unicorn/no-array-sort -- a builder's setting, not an array
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(".*")
    .current({ selected: true, text: "All", value: "$__all" });

const statPanel = (panel: PanelSpec): StatBuilder =>
  common(new StatBuilder(), panel).reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]));

function timeSeries(panel: PanelSpec): TimeSeriesBuilder {
  const builder = common(new TimeSeriesBuilder(), panel)
    .lineWidth(1)
    .fillOpacity(panel.stacked === true ? 30 : 5)
    .showPoints(VisibilityMode.Never)
    .min(0)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.Table)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs(["lastNotNull", "max"]),
    )
    // oxlint-disable-next-line unicorn/no-array-sort -- a builder's setting, not an array
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  if (panel.stacked === true) builder.stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
  if (panel.max !== undefined) builder.max(panel.max);
  if (panel.thresholds !== undefined) {
    builder.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  }
  return builder;
}

/** What numbers and graphs have alike. */
function common<T extends StatBuilder | TimeSeriesBuilder>(builder: T, panel: PanelSpec): T {
  const { width, height } = SIZE[panel.kind];
  builder
    .title(panel.title)
    .description(panel.description)
    .unit(panel.unit)
    .datasource(DATASOURCE)
    .span(width)
    .height(height)
    .noValue("no data")
    .thresholds(thresholds(panel));
  for (const [at, { expr, legend }] of panel.queries.entries()) {
    const last = panel.kind === "stat";
    const refId = String.fromCodePoint(65 + at);
    builder.withTarget(query({ refId, expr, legendFormat: legend, instant: last, range: !last }));
  }
  return builder;
}

/** The SDK's own builder of queries loads two more generations of dashboards, some 130 files. */
const query = (of: Omit<Dataquery, "_implementsDataqueryVariant">): { build: () => Dataquery } => ({
  build: () => ({ ...of, _implementsDataqueryVariant: () => undefined }),
});

/** Green, yellow, red upwards; with `low` red, yellow, green. */
function thresholds({ thresholds: given = {} }: PanelSpec): ThresholdsConfigBuilder {
  const { warning, critical, low = false } = given;
  const steps = low
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
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps);
}
