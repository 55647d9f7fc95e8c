export { ALERT_CATALOGUE, ALERT_NAMES, alertGroups } from "./groups.ts";
export { toPrometheusRule, toRuleFile, type RuleObjectOptions } from "./render.ts";
export { THRESHOLDS, type ThresholdDefault } from "./thresholds.ts";
export {
  AlertSeverity,
  type AlertFeatures,
  type AlertOptions,
  type AlertRule,
  type RuleGroup,
  type ScrapeJobs,
} from "./types.ts";
export { type AlertThresholds } from "../../settings/observability.ts";
