import { ADDRESS_ALERTS } from "./catalogue/addresses.ts";
import { AGENT_ALERTS } from "./catalogue/agents.ts";
import { CERTIFICATE_ALERTS } from "./catalogue/certificates.ts";
import { DATAPATH_ALERTS } from "./catalogue/datapath.ts";
import { GATEWAY_ALERTS } from "./catalogue/gateway.ts";
import { HUBBLE_ALERTS } from "./catalogue/hubble.ts";
import { INFERENCE_ALERTS } from "./catalogue/inference.ts";
import { LINK_ALERTS } from "./catalogue/links.ts";
import { TARGET_ALERTS } from "./catalogue/targets.ts";
import { alertContext, type AlertContext, type AlertSpec } from "./context.ts";
import type { AlertOptions, AlertRule, RuleGroup } from "./types.ts";

/** Every alert by the name of its group, in the order of docs/alerts.md. */
export const ALERT_CATALOGUE: Readonly<Record<string, readonly AlertSpec[]>> = {
  "cilium-targets": TARGET_ALERTS,
  "cilium-addresses": ADDRESS_ALERTS,
  "cilium-datapath": DATAPATH_ALERTS,
  "cilium-agents": AGENT_ALERTS,
  hubble: HUBBLE_ALERTS,
  gateway: GATEWAY_ALERTS,
  inference: INFERENCE_ALERTS,
  "cilium-certificates": CERTIFICATE_ALERTS,
  "cilium-links": LINK_ALERTS,
};

/** Names of every alert, for settings that leave some out. */
export const ALERT_NAMES: readonly string[] = Object.values(ALERT_CATALOGUE).flatMap((specs) =>
  specs.map(({ alert }) => alert),
);

/** Says where to look without naming a host: nobody but the user knows where the page is served. */
const RUNBOOK_PAGE = "docs/alerts.md";

/** Every alert that can fire with these options, by group; a group without one is left out. */
export function alertGroups(options: AlertOptions): RuleGroup[] {
  const context = alertContext(options);
  return Object.entries(ALERT_CATALOGUE).flatMap(([name, specs]) => {
    const rules = specs
      .filter(({ alert, on }) => (on?.(context) ?? true) && !(options.omit?.includes(alert) ?? false))
      .map((spec) => toRule(spec, context, options));
    return rules.length === 0 ? [] : [{ name, rules }];
  });
}

function toRule(spec: AlertSpec, context: AlertContext, options: AlertOptions): AlertRule {
  const minutes = typeof spec.minutes === "number" ? spec.minutes : spec.minutes(context);
  return {
    alert: spec.alert,
    expr: spec.expr(context),
    ...(minutes === 0 ? {} : { for: `${String(minutes)}m` }),
    labels: { ...options.labels, severity: spec.severity, [options.clusterLabel ?? "cluster"]: options.clusterName },
    annotations: {
      summary: spec.summary,
      description: typeof spec.description === "string" ? spec.description : spec.description(context),
      runbook_url: `${options.runbookUrl ?? RUNBOOK_PAGE}#${spec.alert.toLowerCase()}`,
    },
  };
}
