export { ALERT_CATALOGUE, ALERT_NAMES, alertGroups } from "./groups.ts";
export { toPrometheusRule, toRuleFile } from "./render.ts";
export { THRESHOLDS } from "./thresholds.ts";
export { AlertSeverity, type AlertFeatures, type AlertOptions, type AlertRule, type RuleGroup } from "./types.ts";
