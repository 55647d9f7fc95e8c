import * as aws from "@pulumi/aws";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AutoscalerPlan } from "../../core/nodes/autoscaler.ts";
import { createRelease } from "../internal/release.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";
import type { ControlPlaneResources } from "./control-plane.ts";
import type { NodeResources } from "./nodes.ts";
import { createPolicyRole } from "../internal/workload-role.ts";

export interface AutoscalerDeps {
  readonly controlPlane: Pick<ControlPlaneResources, "name" | "oidcProviderArn" | "ready" | "provider">;
  readonly nodes: NodeResources;
}

/** The cluster-autoscaler and the tags that it reads of groups without nodes. */
export function createAutoscaler(
  scope: Scope,
  plan: AutoscalerPlan,
  { controlPlane, nodes }: AutoscalerDeps,
): kubernetes.helm.v3.Release {
  const role = createPolicyRole(scope, "autoscaler", plan, controlPlane);
  const tags = createGroupTags(scope, plan, nodes);
  const { rbac, ...values } = plan.release.values;
  const { serviceAccount } = rbac as { serviceAccount: object };
  return createRelease(scope, "autoscaler", plan.release, {
    values: { ...values, rbac: { serviceAccount: { ...serviceAccount, annotations: { ...role.annotations } } } },
    provider: controlPlane.provider,
    dependsOn: [...controlPlane.ready, ...role.ready, ...nodes.ready, ...tags],
  });
}

function createGroupTags(scope: Scope, { groupTags }: AutoscalerPlan, { groups }: NodeResources): pulumi.Resource[] {
  return Object.entries(groupTags).flatMap(([group, tags]) => {
    const autoscalingGroupName = groups[group]?.resources.apply(
      (resources) => resources[0]?.autoscalingGroups?.[0]?.name ?? "",
    );
    if (autoscalingGroupName === undefined) return [];
    return Object.entries(tags).map(
      ([key, value]) =>
        new aws.autoscaling.Tag(
          childName(scope, "nodes", group, key.replace(/^.*\/node-template\//, "").replaceAll(/[^\w.-]+/g, "-")),
          { autoscalingGroupName, tag: { key, value, propagateAtLaunch: false } },
          childOptions(scope),
        ),
    );
  });
}
