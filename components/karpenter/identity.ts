import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Deferred, placeholder } from "../../core/contracts/deferred.ts";
import { renderDocument } from "../../core/iam/documents.ts";
import { VOLUME_GRANT_OPERATIONS } from "../../core/identity/volume-grant.ts";
import type { KarpenterPlan } from "../../core/karpenter/types.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";
import { asInput } from "../internal/ref.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";
import { type WorkloadRole, createPoliciesRole } from "../internal/workload-role.ts";

export interface NodeIdentity {
  readonly role: aws.iam.Role;
  readonly ready: readonly pulumi.Resource[];
}

/** Role of the nodes, and the access entry that lets them join: EKS makes one by itself for managed groups only. */
export function createNodeIdentity(
  scope: Scope,
  { nodeRole, clusterName }: KarpenterPlan,
  cluster: ClusterHandle,
): NodeIdentity {
  const role = new aws.iam.Role(
    childName(scope, "node"),
    {
      description: `Nodes of ${clusterName} by Karpenter`,
      assumeRolePolicy: renderDocument(nodeRole.trust),
      tags: childTags(scope, "node"),
    },
    childOptions(scope),
  );
  const attached = nodeRole.managedPolicies.map(
    (policyArn) =>
      new aws.iam.RolePolicyAttachment(
        childName(scope, "node", policyArn.slice(policyArn.lastIndexOf("/") + 1)),
        { role: role.name, policyArn },
        childOptions(scope),
      ),
  );
  const entry = new aws.eks.AccessEntry(
    childName(scope, "node"),
    { clusterName, principalArn: role.arn, type: "EC2_LINUX", tags: childTags(scope, "node") },
    childOptions(scope, { dependsOn: [...cluster.ready] }),
  );
  return { role, ready: [role, ...attached, entry] };
}

/** Role of the controller, with what names the node role and the queue put in. */
export function createControllerRole(
  scope: Scope,
  plan: KarpenterPlan,
  cluster: ClusterHandle,
  { nodeRoleArn, queueArn }: { readonly nodeRoleArn: pulumi.Output<string>; readonly queueArn?: pulumi.Output<string> },
): WorkloadRole {
  const known = pulumi.all([nodeRoleArn, queueArn ?? ""]);
  const policies = Object.fromEntries(
    Object.entries(plan.policies).map(([name, document]) => {
      const text = renderDocument(document);
      return [
        name,
        ARNS.some((arn) => text.includes(arn))
          ? known.apply(([node, queue]) =>
              text
                .replace(placeholder(Deferred.NodeRoleArn), node)
                .replace(placeholder(Deferred.InterruptionQueueArn), queue),
            )
          : document,
      ];
    }),
  );
  return createPoliciesRole(
    scope,
    "controller",
    { ...plan.identity, policies },
    { name: plan.clusterName, oidcProviderArn: cluster.oidcProviderArn, ready: cluster.ready },
  );
}

const ARNS = [placeholder(Deferred.NodeRoleArn), placeholder(Deferred.InterruptionQueueArn)];

/** EC2 encrypts volumes with the rights of whoever starts the instance; for managed groups that is Auto Scaling, here the controller. */
export const createVolumeGrants = (
  scope: Scope,
  { pools }: KarpenterPlan,
  granteePrincipal: pulumi.Output<string>,
): pulumi.Resource[] =>
  pools.flatMap(({ name, kmsKeyArn }) =>
    kmsKeyArn === undefined
      ? []
      : [
          new aws.kms.Grant(
            childName(scope, "volumes", name),
            { keyId: asInput(kmsKeyArn), granteePrincipal, operations: [...VOLUME_GRANT_OPERATIONS] },
            childOptions(scope),
          ),
        ],
  );
