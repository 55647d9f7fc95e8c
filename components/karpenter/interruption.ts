import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { InterruptionPlan } from "../../core/karpenter/types.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";

export interface InterruptionResources {
  readonly queue: aws.sqs.Queue;
  /** The queue gets events only where all of them are there. */
  readonly ready: readonly pulumi.Resource[];
}

/** The queue that Karpenter reads, and what AWS writes into it. */
export function createInterruption(scope: Scope, { retentionSeconds, rules }: InterruptionPlan): InterruptionResources {
  const queue = new aws.sqs.Queue(
    childName(scope, "interruption"),
    {
      messageRetentionSeconds: retentionSeconds,
      sqsManagedSseEnabled: true,
      tags: childTags(scope, "interruption"),
    },
    childOptions(scope),
  );
  const policy = new aws.sqs.QueuePolicy(
    childName(scope, "interruption"),
    { queueUrl: queue.url, policy: queue.arn.apply((arn) => JSON.stringify(queuePolicy(arn))) },
    childOptions(scope),
  );
  const targets = Object.entries(rules).flatMap(([name, pattern]) => {
    const rule = new aws.cloudwatch.EventRule(
      childName(scope, "interruption", name),
      { eventPattern: JSON.stringify(pattern), tags: childTags(scope, "interruption", name) },
      childOptions(scope),
    );
    const target = new aws.cloudwatch.EventTarget(
      childName(scope, "interruption", name),
      { rule: rule.name, arn: queue.arn },
      childOptions(scope, { dependsOn: [policy] }),
    );
    return [rule, target];
  });
  return { queue, ready: [queue, policy, ...targets] };
}

/** Who may write, and by TLS only (cloudformation.yaml, KarpenterInterruptionQueuePolicy). */
const queuePolicy = (arn: string): object => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Events",
      Effect: "Allow",
      Principal: { Service: ["events.amazonaws.com", "sqs.amazonaws.com"] },
      Action: "sqs:SendMessage",
      Resource: arn,
    },
    {
      Sid: "DenyHTTP",
      Effect: "Deny",
      Principal: "*",
      Action: "sqs:*",
      Resource: arn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ],
});
