import { releaseModel } from "../helm/charts.ts";
import { type ControllerPlan, roleModel } from "../controllers/controller.ts";
import type { KubernetesObject } from "../model/index.ts";
import type { AreaPart, PlanSection, BilledItem } from "../contracts/area-part.ts";
import type { ClusterFacts } from "../contracts/facts.ts";
import type { ObservabilitySettings, Settings } from "../settings/index.ts";
import { observabilityContext } from "./context.ts";
import { hubbleMetricList, metricsOn, readHubbleMetric } from "./metrics.ts";
import { planObservability } from "./plan.ts";
import type { ObservabilityPlan } from "./types.ts";

/** What Hubble of a stack adds to its plan. */
export function observabilityPart(settings: Settings, facts: ClusterFacts): AreaPart | undefined {
  const { observability } = settings;
  const context = observability === undefined ? undefined : observabilityContext(facts);
  if (observability === undefined || context === undefined) return undefined;
  const planned = planObservability(observability, context);
  const part = partOf(planned, observability);
  return {
    ...part,
    sections: [
      ...(metricsOn(observability) ? [metricsSection(hubbleMetricList(observability, context.seen.gateway))] : []),
      ...(part.sections ?? []),
    ],
  };
}

/** The same from a plan, for a component that stands alone. */
export function partOf(plan: ObservabilityPlan, settings: ObservabilitySettings): AreaPart {
  const controllers = controllersOf(plan);
  return {
    observability: { settings },
    objects: objectsOf(plan),
    releases: controllers.map(({ release }) => releaseModel(release)),
    identity: controllers.flatMap(roleModel),
    billed: billed(plan),
    notes: notes(plan),
    sections: sections(plan),
  };
}

export const objectsOf = ({ ui, alerts, dashboards }: ObservabilityPlan): KubernetesObject[] => [
  ...(ui === undefined ? [] : [ui.policy]),
  ...(ui?.exposure === undefined ? [] : [ui.exposure.route]),
  ...(alerts?.object === undefined ? [] : [alerts.object]),
  ...(dashboards?.objects ?? []),
];

const controllersOf = ({ ui, prometheus, flowLogs }: ObservabilityPlan): ControllerPlan[] =>
  [prometheus, ui?.exposure?.proxy, flowLogs?.forwarder].flatMap((one) => one ?? []);

const billed = ({ amp, flowLogs, quotaAlarms }: ObservabilityPlan): BilledItem[] =>
  [
    {
      item: "CloudWatch log group (flows)",
      count: flowLogs?.logGroup === undefined ? 0 : 1,
      byVolume: "GB of logs taken in, and GB-months kept",
    },
    {
      item: "Amazon Managed Service for Prometheus scraper",
      count: amp === undefined ? 0 : 1,
      byVolume: "hours of the scraper, and samples",
    },
    {
      item: "CloudWatch alarm on a quota",
      count: quotaAlarms?.metrics.length ?? 0,
      rates: [{ rate: "cloudWatchAlarm" as const, amount: 1 }],
    },
  ].filter(({ count }) => count > 0);

const notes = ({ amp, ui, prometheus, dashboards }: ObservabilityPlan): string[] => [
  ...(ui?.exposure === undefined
    ? []
    : [
        "Hubble UI: its proxy starts once the secret is in namespace hubble-ui; the command is in docs/observability.md.",
      ]),
  ...(amp === undefined
    ? []
    : ["The managed scraper puts a network interface into every node subnet and needs the private API endpoint."]),
  ...(prometheus !== undefined && !JSON.stringify(prometheus.release.values).includes("storageSpec")
    ? [
        "Prometheus keeps its samples in the pod: they are lost with it. Set prometheus.install.storageGib for a volume.",
      ]
    : []),
  ...(prometheus === undefined
    ? []
    : ["Alertmanager tells nobody until an AlertmanagerConfig says whom; docs/observability.md has one."]),
  ...(prometheus?.release.skipAwait === true
    ? ["Grafana starts once its secret is in namespace monitoring; the command is in docs/observability.md."]
    : []),
  ...(dashboards?.delivery === "amg"
    ? [
        "Dashboards are the output `dashboards`: load them into Amazon Managed Grafana by its API, see docs/observability.md.",
      ]
    : []),
];

const metricsSection = (list: readonly string[]): PlanSection => ({
  title: "Hubble metrics",
  columns: ["metric", "labels and options"],
  rows: list.map((text) => {
    const { name, flags, values } = readHubbleMetric(text);
    const rest = Object.entries(values).map(([key, items]) => `${key}: ${items.join(", ")}`);
    return [name, [...flags, ...rest].join("; ") || "-"];
  }),
});

function sections({ alerts }: ObservabilityPlan): PlanSection[] {
  if (alerts === undefined) return [];
  return [
    {
      title: `Alerts (${alerts.delivery})`,
      columns: ["group", "alerts"],
      rows: alerts.groups.map(({ name, rules }) => [name, String(rules.length)]),
    },
  ];
}
