import type { EventPattern, InterruptionPlan } from "./types.ts";

/** What is older says nothing any more (cloudformation.yaml, MessageRetentionPeriod). */
const RETENTION_SECONDS = 300;

const event = (source: string, detail: string): EventPattern => ({ source: [source], "detail-type": [detail] });

/** The events that Karpenter reads (cloudformation.yaml, AWS::Events::Rule; pkg/controllers/interruption/messages). */
export const planInterruption = (): InterruptionPlan => ({
  retentionSeconds: RETENTION_SECONDS,
  rules: {
    "scheduled-change": event("aws.health", "AWS Health Event"),
    "spot-interruption": event("aws.ec2", "EC2 Spot Instance Interruption Warning"),
    rebalance: event("aws.ec2", "EC2 Instance Rebalance Recommendation"),
    "instance-state-change": event("aws.ec2", "EC2 Instance State-change Notification"),
    "capacity-reservation-interruption": event("aws.ec2", "EC2 Capacity Reservation Instance Interruption Warning"),
  },
});
