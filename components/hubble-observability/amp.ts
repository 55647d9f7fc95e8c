import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { alertManagerDefinition } from "../../core/observability/alert-manager.ts";
import type { AlertPlan, AmpPlan } from "../../core/observability/types.ts";
import type { Ref } from "../../core/settings/index.ts";
import { partitionOf } from "../../core/facts/partition.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";
import { asInput } from "../internal/ref.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";

export interface AmpWorkspace {
  readonly arn: pulumi.Output<string>;
  readonly id: pulumi.Output<string>;
}

/** Workspace, unless one is given, and the managed scraper. EKS gives the scraper its access by itself (AMP user guide). */
export function createAmp(scope: Scope, plan: AmpPlan, cluster: ClusterHandle): AmpWorkspace {
  const arn =
    plan.workspaceArn === undefined ? createWorkspace(scope, plan) : pulumi.output(asInput(plan.workspaceArn));
  const { facts, nodeSubnetIds, clusterSecurityGroupId, ready } = cluster;
  const { accountId } = aws.getCallerIdentityOutput({}, { parent: scope.parent });
  const { region, clusterName } = facts;
  new aws.amp.Scraper(
    childName(scope, "scraper"),
    {
      alias: plan.alias,
      scrapeConfiguration: plan.scrapeConfiguration,
      source: {
        eks: {
          clusterArn: pulumi.interpolate`arn:${partitionOf(region)}:eks:${region}:${accountId}:cluster/${clusterName}`,
          // Its interfaces are members of the cluster's group, so that they reach the metrics ports of nodes.
          securityGroupIds: [clusterSecurityGroupId],
          subnetIds: Object.values(nodeSubnetIds),
        },
      },
      destination: { amp: { workspaceArn: arn } },
      tags: childTags(scope, "scraper"),
    },
    childOptions(scope, { dependsOn: [...ready] }),
  );
  // `arn:aws:aps:eu-central-1:111122223333:workspace/ws-…`
  const id = arn.apply((text) => text.slice(text.lastIndexOf("/") + 1));
  if (plan.topicArn !== undefined) createReceiver(scope, id, plan.topicArn, region);
  return { arn, id };
}

/** Whom the workspace tells: alerts of its rules end there otherwise. */
const createReceiver = (scope: Scope, workspaceId: pulumi.Input<string>, topicArn: Ref, region: string) =>
  new aws.amp.AlertManagerDefinition(
    childName(scope, "receiver"),
    {
      workspaceId,
      definition: pulumi.output(asInput(topicArn)).apply((topic) => alertManagerDefinition(topic, region)),
    },
    childOptions(scope),
  );

const createWorkspace = (scope: Scope, { alias, kmsKeyArn }: AmpPlan): pulumi.Output<string> =>
  new aws.amp.Workspace(
    childName(scope, "workspace"),
    {
      alias,
      ...(kmsKeyArn === undefined ? {} : { kmsKeyArn: asInput(kmsKeyArn) }),
      // The managed scraper adds this tag; an update would take it away again (provider docs: aws.amp.Scraper).
      tags: { ...childTags(scope, "workspace"), AMPAgentlessScraper: "" },
    },
    childOptions(scope),
  ).arn;

/** The alerts in the workspace's own ruler, which reads no PrometheusRule. */
export const createAmpRules = (
  scope: Scope,
  { file }: AlertPlan,
  workspaceId: pulumi.Input<string>,
): aws.amp.RuleGroupNamespace =>
  new aws.amp.RuleGroupNamespace(
    childName(scope, "alerts"),
    { name: "cilium", workspaceId, data: file, tags: childTags(scope, "alerts") },
    childOptions(scope),
  );
