import { rulesOn } from "../rule.ts";
import { objects, observabilitySettings } from "../subjects.ts";
import { GONE_METRICS, METRICS, findMetric } from "../../facts/metrics/index.ts";
import { type MetricFact } from "../../facts/metrics/types.ts";
import { ALERT_NAMES } from "../../observability/alerts/groups.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import { AlertDelivery, PrometheusMode } from "../../settings/index.ts";
import { ofKind, specOf } from "../gateway/objects.ts";
import { Values } from "../common.ts";
import type { CiliumModel, ClusterModel, KubernetesObject } from "../../model/index.ts";
import { alertDelivery } from "../../observability/delivery.ts";
import { metricsOn } from "../../observability/metrics.ts";
import { isText, texts } from "./common.ts";

const GROUP = "monitoring.coreos.com";

interface RuleSpec {
  readonly groups?: readonly { readonly rules?: readonly { readonly expr?: unknown }[] }[];
}

/** Series that a rule's expressions name, with the field of the expression. */
function* seriesOf(object: KubernetesObject): Generator<[at: string, series: string]> {
  for (const [group, { rules = [] }] of (specOf<RuleSpec>(object).groups ?? []).entries()) {
    for (const [index, { expr }] of rules.entries()) {
      const names = new Set((isText(expr) ? expr : "").match(/\b(?:cilium|hubble)_[a-z0-9_]+/g) ?? []);
      for (const name of names) yield [`spec.groups.${String(group)}.rules.${String(index)}.expr`, name];
    }
  }
}

const prometheusRules = ({ objects }: ClusterModel) => ofKind(objects, GROUP, "PrometheusRule");

/** A metric that some minor has, but not this one. */
const inOtherMinor = (series: string, version: string): boolean =>
  findMetric(series, version) === undefined && ["1.19.0", "1.20.0"].some((other) => findMetric(series, other));

/** Why a known metric has no series with these values. */
function whyOff({ origin, offByDefault, name }: MetricFact, cilium: CiliumModel): [string, string] | undefined {
  const values = new Values(cilium);
  if (origin === "agent" && !values.on("prometheus.enabled"))
    return ["prometheus.enabled is off", "Set prometheus.enabled to true."];
  if (origin === "agent" && offByDefault === true && !texts(values.get("prometheus.metrics")).includes(`+${name}`))
    return ["it is off by default", `Add +${name} to prometheus.metrics.`];
  if (origin === "hubble" && !values.has("hubble.metrics.enabled") && !values.on("hubble.metrics.dynamic.enabled"))
    return ["hubble.metrics.enabled is empty", "List Hubble's metrics in hubble.metrics.enabled."];
  if (origin === "relay" && !values.on("hubble.relay.prometheus.enabled"))
    return ["hubble.relay.prometheus.enabled is off", "Set hubble.relay.prometheus.enabled to true."];
  if (origin === "operator" && values.off("operator.prometheus.enabled"))
    return ["operator.prometheus.enabled is off", "Remove operator.prometheus.enabled: true is the default."];
  return undefined;
}

const KNOWN_SERIES: readonly string[] = METRICS.map(({ name }) => name);

/** A histogram has series of three names. */
const isSeriesOf = (series: string, name: string): boolean =>
  series === name || ["_bucket", "_sum", "_count"].some((suffix) => series === `${name}${suffix}`);

export default [
  ...rulesOn(objects(prometheusRules), [
    {
      id: "observability-alert-metric",
      severity: "error",
      title: "Alerts name metrics that exist",
      why: "An expression on a series that nobody exposes is always empty: the alert can never fire, and nothing says so.",
      source: "core/facts/metrics, with the source of each name; cilium pkg/metrics and pkg/ipam/metrics at v1.19.4",
      also: ["cilium"],
      fix: "Name a metric that this version of Cilium exposes.",
      *check(object, { cilium }) {
        for (const [at, series] of seriesOf(object)) {
          const instead = GONE_METRICS[series];
          if (instead !== undefined)
            yield { at, found: `${series}, which no version exposes`, expected: instead, fix: `Use ${instead}.` };
          else if (cilium !== undefined && inOtherMinor(series, cilium.version))
            yield {
              at,
              found: `${series}, which Cilium ${cilium.version} does not expose`,
              expected: "a metric of this version",
              fix:
                didYouMean(
                  suggest(
                    series,
                    METRICS.map(({ name }) => name),
                  ),
                ) || "Look it up in docs/alerts.md.",
            };
        }
      },
    },
    {
      id: "observability-alert-metric-known",
      severity: "warning",
      title: "Alerts name metrics as Cilium spells them",
      why: "An expression on a series that nobody exposes is always empty: the alert can never fire, and nothing says so.",
      source:
        "core/facts/metrics, with the source of each name; the table is not complete, so only near misses are told",
      fix: "Name a metric that Cilium exposes, or waive this where the name is right.",
      *check(object) {
        for (const [at, series] of seriesOf(object)) {
          if (GONE_METRICS[series] !== undefined || KNOWN_SERIES.some((name) => isSeriesOf(series, name))) continue;
          const near = [
            ...new Set([
              ...KNOWN_SERIES.filter((name) => name.startsWith(`${series}_`)),
              ...suggest(series, KNOWN_SERIES),
            ]),
          ];
          if (near.length === 0) continue;
          yield {
            at,
            found: `${series}, which is not among the metrics known here`,
            expected: near.slice(0, 3).join(" or "),
            fix: didYouMean(near.slice(0, 3)),
          };
        }
      },
    },
    {
      id: "observability-alert-source",
      severity: "warning",
      title: "What alerts look at is switched on",
      why: "Agents, Hubble and relay expose nothing by default: an alert on their series never fires.",
      source: "values.yaml of the Cilium charts 1.19.6 and 1.20.0; cilium pkg/metrics at v1.19.4",
      also: ["cilium"],
      fix: "Switch on the metrics that the alert looks at, in the values of Cilium.",
      *check(object, { cilium }) {
        if (cilium === undefined) return;
        for (const [at, series] of seriesOf(object)) {
          const fact = findMetric(series, cilium.version);
          const off = fact === undefined ? undefined : whyOff(fact, cilium);
          if (off === undefined) continue;
          yield { at, found: `${series}, but ${off[0]}`, expected: "a series that is exposed", fix: off[1] };
        }
      },
    },
  ]),
  ...rulesOn(observabilitySettings, [
    {
      id: "observability-alert-omit",
      severity: "error",
      title: "Alerts that are left out exist",
      why: "A name that fits none leaves nothing out.",
      source: "docs/alerts.md",
      fix: "Write the names of docs/alerts.md.",
      *check({ alerts }) {
        for (const [index, name] of (alerts?.omit ?? []).entries()) {
          if (ALERT_NAMES.includes(name)) continue;
          yield {
            at: `alerts.omit.${String(index)}`,
            found: name,
            expected: "the name of an alert, see docs/alerts.md",
            fix: didYouMean(suggest(name, ALERT_NAMES)) || "Remove it.",
          };
        }
      },
    },
    {
      id: "observability-alert-delivery",
      severity: "error",
      title: "Alerts go where something reads them, and there is something to read",
      why: "AMP reads no PrometheusRule objects, a Prometheus operator reads no rule namespace of AMP, and without metrics no alert can fire.",
      source: "AMP user guide: AMP-Ruler; prometheus-operator docs: PrometheusRule",
      fix: "Deliver alerts to what reads them, and leave metrics on.",
      *check(settings) {
        const delivery = alertDelivery(settings);
        const mode = settings.prometheus?.mode ?? PrometheusMode.None;
        if (delivery === undefined) return;
        if (delivery === AlertDelivery.Amp && mode !== PrometheusMode.Amp)
          yield {
            at: "alerts.delivery",
            found: `amp with prometheus.mode ${mode}`,
            expected: "prometheus.mode amp, or delivery prometheusRule or file",
            fix: "Remove alerts.delivery: the default fits the mode.",
          };
        if (delivery === AlertDelivery.PrometheusRule && mode === PrometheusMode.Amp)
          yield {
            at: "alerts.delivery",
            found: "prometheusRule with prometheus.mode amp",
            expected: "amp or file",
            fix: "Remove alerts.delivery: the default fits the mode.",
          };
        if (!metricsOn(settings))
          yield {
            at: "alerts",
            found: "alerts without metrics",
            expected: "metrics that are on",
            fix: "Remove metrics.enabled, or set alerts.enabled to false.",
          };
      },
    },
  ]),
];
