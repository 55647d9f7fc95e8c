import type { ObservabilitySettings } from "../settings/index.ts";
import type { QuotaAlarmPlan, UsageMetric } from "./types.ts";

const DEFAULT_THRESHOLD_PERCENT = 80;

/**
 * Usage metrics that CloudWatch has the quota of, among those a cluster uses up (AWS docs: CloudWatch-Quotas-Visualize-Alarms;
 * dimensions: deliveryhero/terraform-aws-service-quota-alarms modules/usage_alarms, made by asking the API). Network interfaces
 * have none.
 */
const USAGE_METRICS: readonly UsageMetric[] = [
  { key: "on-demand-vcpus", service: "EC2", resource: "vCPU", usageClass: "Standard/OnDemand" },
  { key: "spot-vcpus", service: "EC2", resource: "vCPU", usageClass: "Standard/Spot" },
  {
    key: "network-load-balancers",
    service: "Elastic Load Balancing",
    resource: "NetworkLoadBalancersPerRegion",
    usageClass: "None",
  },
  { key: "target-groups", service: "Elastic Load Balancing", resource: "TargetGroupsPerRegion", usageClass: "None" },
];

export const planQuotaAlarms = ({ quotaAlarms }: ObservabilitySettings): QuotaAlarmPlan | undefined =>
  quotaAlarms === undefined
    ? undefined
    : {
        topicArn: quotaAlarms.topicArn,
        thresholdPercent: quotaAlarms.thresholdPercent ?? DEFAULT_THRESHOLD_PERCENT,
        metrics: USAGE_METRICS,
      };
