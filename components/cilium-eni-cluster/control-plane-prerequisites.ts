import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { clusterKeyPolicy, secretsKeyPolicy } from "../../core/control-plane/documents.ts";
import type { ControlPlanePlan } from "../../core/control-plane/plan.ts";
import { renderDocument } from "../../core/iam/documents.ts";
import { asInput } from "../internal/ref.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";

interface SecretsKey {
  readonly arn: pulumi.Input<string>;
  /** Set when the key is ours: then it encrypts the logs too, because its policy admits CloudWatch Logs. */
  readonly own?: aws.kms.Key;
}

/** The key of the Kubernetes secrets; undefined for AWS's own. */
export function createSecretsKey(
  scope: Scope,
  { secretsKey, name, partition, region, logs }: ControlPlanePlan,
): SecretsKey | undefined {
  if (secretsKey.kind === "aws-owned") return undefined;
  if (secretsKey.kind === "given") return { arn: asInput(secretsKey.arn) };
  const options = childOptions(scope);
  const policy = aws
    .getCallerIdentityOutput({}, options)
    .accountId.apply((accountId) => secretsKeyPolicy({ partition, region, accountId, logGroupName: logs.groupName }));
  const own = new aws.kms.Key(
    childName(scope, "secrets"),
    {
      description: `Kubernetes secrets and control-plane logs of ${name}`,
      enableKeyRotation: secretsKey.rotation,
      deletionWindowInDays: secretsKey.deletionWindowDays,
      policy,
      tags: childTags(scope, "secrets"),
    },
    options,
  );
  return { arn: own.arn, own };
}

/** Before the cluster, because EKS otherwise makes one that never expires and outlives the cluster. */
export const createLogGroup = (
  scope: Scope,
  { logs }: ControlPlanePlan,
  key: SecretsKey | undefined,
): aws.cloudwatch.LogGroup[] =>
  logs.types.length === 0
    ? []
    : [
        new aws.cloudwatch.LogGroup(
          childName(scope, "control-plane"),
          {
            name: logs.groupName,
            retentionInDays: logs.retentionDays,
            ...(key?.own === undefined ? {} : { kmsKeyId: key.own.arn }),
            tags: childTags(scope, "control-plane"),
          },
          childOptions(scope),
        ),
      ];

/** The cluster role with all its rights. */
export function createRole(
  scope: Scope,
  { role, name }: ControlPlanePlan,
  keyArn: pulumi.Input<string> | undefined,
): { readonly role: aws.iam.Role; readonly policies: readonly pulumi.Resource[] } {
  const made = new aws.iam.Role(
    childName(scope, "control-plane"),
    {
      description: `Control plane of ${name}`,
      assumeRolePolicy: renderDocument(role.trust),
      tags: childTags(scope, "control-plane"),
    },
    childOptions(scope),
  );
  const attachments = role.managedPolicies.map(
    (policyArn) =>
      new aws.iam.RolePolicyAttachment(
        childName(scope, "control-plane", policyArn.slice(policyArn.lastIndexOf("/") + 1)),
        { role: made.name, policyArn },
        childOptions(scope),
      ),
  );
  if (keyArn === undefined) return { role: made, policies: attachments };
  const keyPolicy = new aws.iam.RolePolicy(
    childName(scope, "control-plane", "secrets"),
    { role: made.name, policy: pulumi.output(keyArn).apply((arn) => renderDocument(clusterKeyPolicy(arn))) },
    childOptions(scope),
  );
  return { role: made, policies: [...attachments, keyPolicy] };
}
