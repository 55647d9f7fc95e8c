import type { Rule } from "../rule.ts";
import { alertRules } from "./alerts.ts";
import { ampRules } from "./amp.ts";
import { certificateRules } from "./certificates.ts";
import { exposureRules } from "./exposure.ts";
import { flowLogRules } from "./flow-logs.ts";
import { metricRules } from "./metrics.ts";
import { prometheusRules } from "./prometheus.ts";
import { visibilityRules } from "./visibility.ts";

export const observabilityRules: readonly Rule[] = [
  ...metricRules,
  ...alertRules,
  ...prometheusRules,
  ...ampRules,
  ...certificateRules,
  ...exposureRules,
  ...flowLogRules,
  ...visibilityRules,
];
