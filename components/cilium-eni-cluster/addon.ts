import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AddonPlan } from "../../core/addons/plan.ts";
import { OperatorIdentity } from "../../core/settings/index.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";
import { seal } from "../../secrets/seal.ts";

export interface AddonDeps {
  readonly clusterName: pulumi.Input<string>;
  readonly dependsOn: readonly pulumi.Resource[];
  /** ARN of the planned role, for add-ons that have one. */
  readonly roleArn?: pulumi.Input<string> | undefined;
}

/** One EKS add-on. What it finds of an earlier installation it takes over; what it made goes with it. */
export function createAddon(
  scope: Scope,
  { name, version, configuration, role }: AddonPlan,
  { clusterName, dependsOn, roleArn }: AddonDeps,
): aws.eks.Addon {
  const rights =
    role === undefined || roleArn === undefined
      ? {}
      : role.mechanism === OperatorIdentity.PodIdentity
        ? { podIdentityAssociations: [{ roleArn, serviceAccount: role.serviceAccount }] }
        : { serviceAccountRoleArn: roleArn };
  return new aws.eks.Addon(
    childName(scope, "addon", name),
    {
      clusterName,
      addonName: name,
      ...(version === undefined ? {} : { addonVersion: version }),
      ...(configuration === undefined ? {} : { configurationValues: textOf(configuration) }),
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      preserve: false,
      ...rights,
      tags: childTags(scope, "addon", name),
    },
    childOptions(scope, { dependsOn: [...dependsOn] }),
  );
}

/** One secret in it makes the whole text one. */
function textOf(configuration: NonNullable<AddonPlan["configuration"]>): pulumi.Input<string> {
  const text = JSON.stringify(configuration);
  return seal(configuration) === configuration ? text : pulumi.secret(text);
}
