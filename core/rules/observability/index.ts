import agentMetrics from "./agent-metrics.ts";
import alerts from "./alerts.ts";
import amp from "./amp.ts";
import certificates from "./certificates.ts";
import exposure from "./exposure.ts";
import flowLogs from "./flow-logs.ts";
import metricOptions from "./metric-options.ts";
import metrics from "./metrics.ts";
import prometheus from "./prometheus.ts";
import visibility from "./visibility.ts";

export default [
  ...metrics,
  ...metricOptions,
  ...agentMetrics,
  ...visibility,
  ...flowLogs,
  ...certificates,
  ...exposure,
  ...prometheus,
  ...alerts,
  ...amp,
];
