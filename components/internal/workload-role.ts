import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type PolicyDocument, renderDocument } from "../../core/iam/documents.ts";
import { irsaTrust, podIdentityTrust } from "../../core/iam/trust.ts";
import { ROLE_ANNOTATION, type WorkloadIdentityPlan } from "../../core/controllers/workload.ts";
import { OperatorIdentity } from "../../core/settings/index.ts";
import { type Scope, childName, childOptions, childTags } from "./scope.ts";

export interface WorkloadRole {
  readonly roleArn: pulumi.Output<string>;
  /** Annotations of the service account: the role with IRSA, none with Pod Identity. */
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
  /** What must exist before the workload's pods. */
  readonly ready: readonly pulumi.Resource[];
}

/** The cluster whose service accounts get roles. */
export interface IdentityCluster {
  readonly name: pulumi.Input<string>;
  readonly oidcProviderArn?: pulumi.Input<string> | undefined;
  readonly ready: readonly pulumi.Resource[];
}

/** Rights of a service account; text where they depend on what only a deployment knows. */
type WorkloadRights = Omit<WorkloadIdentityPlan, "policy"> & {
  readonly policy: PolicyDocument | pulumi.Output<string>;
};

/** A role with one policy for one service account. */
export const createPolicyRole = (
  scope: Scope,
  part: string,
  { policy, ...identity }: WorkloadRights,
  cluster: IdentityCluster,
): WorkloadRole => createPoliciesRole(scope, part, { ...identity, policies: { "": policy } }, cluster);

/** The same with policies by name: one for each thing that the workload does. */
export function createPoliciesRole(
  scope: Scope,
  part: string,
  {
    serviceAccount,
    policies,
    mechanism,
  }: Omit<WorkloadIdentityPlan, "policy"> & {
    readonly policies: Readonly<Record<string, PolicyDocument | pulumi.Output<string>>>;
  },
  cluster: IdentityCluster,
): WorkloadRole {
  const podIdentity = mechanism === OperatorIdentity.PodIdentity;
  const role = new aws.iam.Role(
    childName(scope, part),
    {
      description: `${serviceAccount.namespace}/${serviceAccount.name}`,
      assumeRolePolicy: podIdentity
        ? renderDocument(podIdentityTrust())
        : pulumi.output(cluster.oidcProviderArn ?? "").apply((arn) => renderDocument(irsaTrust(arn, serviceAccount))),
      tags: childTags(scope, part),
    },
    childOptions(scope),
  );
  const rights = Object.entries(policies).map(
    ([name, policy]) =>
      new aws.iam.RolePolicy(
        childName(scope, part, ...(name === "" ? [] : [name])),
        { role: role.name, policy: pulumi.Output.isInstance(policy) ? policy : renderDocument(policy) },
        childOptions(scope),
      ),
  );
  const roleArn = role.arn;
  if (!podIdentity) return { roleArn, annotations: { [ROLE_ANNOTATION]: role.arn }, ready: [role, ...rights] };
  const association = new aws.eks.PodIdentityAssociation(
    childName(scope, part),
    {
      clusterName: cluster.name,
      namespace: serviceAccount.namespace,
      serviceAccount: serviceAccount.name,
      roleArn: role.arn,
      tags: childTags(scope, part),
    },
    childOptions(scope, { dependsOn: [...cluster.ready, ...rights] }),
  );
  return { roleArn, annotations: {}, ready: [role, ...rights, association] };
}
