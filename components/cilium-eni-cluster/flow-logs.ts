import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { FlowLogPlan } from "../../core/network/types.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";

/** Flow logs of the VPC to a log group of their own. */
export function createFlowLogs(scope: Scope, plan: FlowLogPlan | undefined, vpcId: pulumi.Input<string>): void {
  if (plan === undefined) return;
  const group = new aws.cloudwatch.LogGroup(
    childName(scope, "flow-logs"),
    { retentionInDays: plan.retentionDays, tags: childTags(scope, "flow-logs") },
    childOptions(scope),
  );
  const role = new aws.iam.Role(
    childName(scope, "flow-logs"),
    { assumeRolePolicy: JSON.stringify(FLOW_LOG_TRUST), tags: childTags(scope, "flow-logs") },
    childOptions(scope),
  );
  const policy = new aws.iam.RolePolicy(
    childName(scope, "flow-logs"),
    { role: role.id, policy: group.arn.apply((arn) => JSON.stringify(flowLogPolicy(arn))) },
    childOptions(scope),
  );
  const flowLog = {
    vpcId,
    trafficType: "ALL",
    logDestinationType: "cloud-watch-logs",
    logDestination: group.arn,
    iamRoleArn: role.arn,
    // One minute: ten are too coarse to follow a connection.
    maxAggregationInterval: 60,
    tags: childTags(scope, "flow-logs"),
    ...(plan.format === undefined ? {} : { logFormat: plan.format }),
  };
  new aws.ec2.FlowLog(childName(scope, "flow-logs"), flowLog, childOptions(scope, { dependsOn: [policy] }));
}

const FLOW_LOG_TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "vpc-flow-logs.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

/** Actions of the VPC user guide (flow-logs-iam-role), on the one group. */
const flowLogPolicy = (groupArn: string) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"],
      Resource: [groupArn, `${groupArn}:*`],
    },
  ],
});
