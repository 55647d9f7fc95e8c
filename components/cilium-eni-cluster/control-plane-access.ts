import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { AccessEntryPlan, ControlPlanePlan } from "../../core/control-plane/plan.ts";
import { asInput } from "../internal/ref.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";

/** Access entries and their policies, in the order of the plan. */
export const createAccess = (
  scope: Scope,
  { accessEntries }: ControlPlanePlan,
  clusterName: pulumi.Input<string>,
  dependsOn: readonly pulumi.Resource[],
): pulumi.Resource[] => accessEntries.flatMap((entry) => createEntry(scope, entry, clusterName, dependsOn));

function createEntry(
  scope: Scope,
  { name, principalArn, type, kubernetesGroups, policyArn, scope: accessScope }: AccessEntryPlan,
  clusterName: pulumi.Input<string>,
  dependsOn: readonly pulumi.Resource[],
): pulumi.Resource[] {
  const entry = new aws.eks.AccessEntry(
    childName(scope, "access", name),
    {
      clusterName,
      principalArn: asInput(principalArn),
      type,
      ...(kubernetesGroups.length === 0 ? {} : { kubernetesGroups: [...kubernetesGroups] }),
      tags: childTags(scope, "access", name),
    },
    childOptions(scope, { dependsOn: [...dependsOn] }),
  );
  if (policyArn === undefined) return [entry];
  const association = new aws.eks.AccessPolicyAssociation(
    childName(scope, "access", name),
    {
      clusterName,
      principalArn: asInput(principalArn),
      policyArn,
      accessScope:
        accessScope.type === "cluster"
          ? { type: accessScope.type }
          : { type: accessScope.type, namespaces: [...accessScope.namespaces] },
    },
    childOptions(scope, { dependsOn: [entry] }),
  );
  return [entry, association];
}
