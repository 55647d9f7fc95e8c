import {
  ALERT_CATALOGUE,
  alertGroups,
  THRESHOLDS,
  type AlertFeatures,
  type AlertRule,
} from "../core/observability/alerts/index.ts";
import { CILIUM_TUPLES } from "../core/facts/versions.ts";
import { RUNBOOKS, type Runbook } from "./runbooks/index.ts";

/** Every feature, so that every alert is rendered; the certificate method in each of its ways. */
const EVERYTHING: AlertFeatures = {
  prefixDelegation: true,
  hubble: true,
  hubbleHttp: true,
  relay: true,
  gateway: true,
  inference: true,
  bgp: true,
  clusterMesh: true,
};
/** Ways in which expressions differ beyond the version, as the page names them. */
const WAYS: Readonly<Record<string, AlertFeatures>> = {
  "certificates by the CronJob": { ...EVERYTHING, certificates: "cronJob" },
  "with the certificate exporter": { ...EVERYTHING, certificates: "cronJob", certificateExporter: true },
  "certificates by cert-manager": { ...EVERYTHING, certificates: "certmanager" },
};
const MINORS = CILIUM_TUPLES.map(({ minor }) => minor);

/** A rendering, with the minors and ways that share its expression. */
interface Variant {
  readonly rule: AlertRule;
  readonly minors: ReadonlySet<string>;
  readonly ways: ReadonlySet<string>;
}

const renderings = CILIUM_TUPLES.flatMap(({ minor, checked }) =>
  Object.entries(WAYS).flatMap(([way, features]) =>
    alertGroups({ ciliumVersion: checked, clusterName: "<cluster>", features })
      .flatMap(({ rules }) => rules)
      .map((rule) => ({ minor, way, rule })),
  ),
);

function variantsOf(alert: string): Variant[] {
  const all = renderings.filter(({ rule }) => rule.alert === alert);
  return [...new Set(all.map(({ rule }) => rule.expr))].flatMap((expr) => {
    const same = all.filter(({ rule }) => rule.expr === expr);
    const [first] = same;
    if (first === undefined) return [];
    return {
      rule: first.rule,
      minors: new Set(same.map(({ minor }) => minor)),
      ways: new Set(same.map(({ way }) => way)),
    };
  });
}

/** When a rendering holds: `Cilium 1.20, certificates by cert-manager`; nothing where it always does. */
function condition({ minors, ways }: Variant): string {
  return [
    ...(minors.size === MINORS.length ? [] : [`Cilium ${[...minors].join(", ")}`]),
    ...(ways.size === Object.keys(WAYS).length ? [] : [[...ways].join(" or ")]),
  ].join(", ");
}

/** docs/alerts.md: every alert with its expression and runbook, under the anchor that `runbook_url` names. */
export function alertsPage(): string {
  const groups = Object.entries(ALERT_CATALOGUE).map(
    ([name, specs]) => `## Group ${name}\n\n${specs.map(({ alert }) => section(alert)).join("\n")}`,
  );
  return `# Alerts\n\n${INTRODUCTION}\n\n${thresholdTable()}\n\n${groups.join("\n")}`;
}

const INTRODUCTION = `Generated from \`core/observability/alerts\` and \`scripts/runbooks\` by \`npm run generate\`. An alert is rendered only where what it reads exists: for the pinned Cilium version, the features that are on, and what is scraped. \`critical\` wakes somebody, \`warning\` is looked at within a day, \`info\` is a hint. Expressions are shown for one cluster with the default thresholds and a scrape every 30 s; with \`clusterLabel\` each selector also names the cluster. Each was tried by \`promtool\` in a case that fires and one that does not, for both minors; none was seen in a live cluster.

\`<agent>\` stands for the pod that the alert names.`;

function thresholdTable(): string {
  const rows = Object.entries(THRESHOLDS).map(
    ([name, { default: value, reason }]) => `| \`${name}\` | ${String(value)} | ${reason} |`,
  );
  return ["## Thresholds", "", "| argument | default | reason |", "| --- | --- | --- |", ...rows].join("\n");
}

function section(alert: string): string {
  const variants = variantsOf(alert);
  const [first] = variants;
  const runbook = RUNBOOKS[alert];
  if (first === undefined || runbook === undefined) throw new Error(`Alert ${alert} has no rendering or no runbook.`);
  const { labels, annotations } = first.rule;
  return [
    `### ${alert}`,
    "",
    `${labels["severity"] ?? ""}${first.rule.for === undefined ? "" : `, after ${first.rule.for}`}: ${annotations["summary"] ?? ""}`,
    "",
    ...variants.flatMap(expression),
    ...steps(runbook),
    "",
  ].join("\n");
}

function expression(variant: Variant): string[] {
  const when = condition(variant);
  return [...(when === "" ? [] : [`${when}:`, ""]), "```promql", variant.rule.expr, "```", ""];
}

const steps = ({ meaning, look, act }: Runbook): string[] => [
  meaning,
  "",
  "Look at:",
  "",
  ...look.map((step) => `- ${step}`),
  "",
  "Do:",
  "",
  ...act.map((step) => `- ${step}`),
];
