import * as aws from "@pulumi/aws";
import type { QuotaAlarmPlan } from "../../core/observability/types.ts";
import { asInput } from "../internal/ref.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";

/** CloudWatch publishes usage once a minute; five minutes are enough for what takes days to raise. */
const PERIOD_SECONDS = 300;

/** One alarm a quota: CloudWatch divides the use by the account's own quota. */
export const createQuotaAlarms = (scope: Scope, plan: QuotaAlarmPlan): aws.cloudwatch.MetricAlarm[] =>
  plan.metrics.map(({ key, service, resource, usageClass }) => {
    const topic = [asInput(plan.topicArn)];
    return new aws.cloudwatch.MetricAlarm(
      childName(scope, "quota", key),
      {
        alarmDescription: `More than ${String(plan.thresholdPercent)} % of the quota for ${service} ${resource} (${usageClass}) is used.`,
        comparisonOperator: "GreaterThanThreshold",
        threshold: plan.thresholdPercent,
        evaluationPeriods: 1,
        // An account without Spot instances has no such metric.
        treatMissingData: "notBreaching",
        alarmActions: topic,
        okActions: topic,
        metricQueries: [
          {
            id: "share",
            expression: "usage/SERVICE_QUOTA(usage)*100",
            label: "Percent of the quota",
            returnData: true,
          },
          {
            id: "usage",
            returnData: false,
            metric: {
              namespace: "AWS/Usage",
              metricName: "ResourceCount",
              dimensions: { Service: service, Resource: resource, Class: usageClass, Type: "Resource" },
              period: PERIOD_SECONDS,
              stat: "Maximum",
            },
          },
        ],
        tags: childTags(scope, "quota", key),
      },
      childOptions(scope),
    );
  });
