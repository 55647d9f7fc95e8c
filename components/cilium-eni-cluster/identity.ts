import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AddonPlan } from "../../core/addons/plan.ts";
import { renderDocument } from "../../core/iam/documents.ts";
import { operatorPolicy } from "../../core/identity/operator-policy.ts";
import type { IdentityPlan, OperatorRolePlan, WorkloadRolePlan } from "../../core/identity/plan.ts";
import { irsaTrust, podIdentityTrust } from "../../core/iam/trust.ts";
import { VOLUME_GRANT_OPERATIONS, autoScalingRoleArn } from "../../core/identity/volume-grant.ts";
import { OperatorIdentity } from "../../core/settings/index.ts";
import { asInput } from "../internal/ref.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";
import { createAddon } from "./addon.ts";
import type { ControlPlaneResources } from "./control-plane.ts";

export interface IdentityDeps {
  readonly controlPlane: Pick<ControlPlaneResources, "name" | "oidcProviderArn" | "ready">;
  readonly vpcId: pulumi.Input<string>;
  /** The Pod Identity agent, where it has to run before Cilium. */
  readonly agent?: AddonPlan;
}

export interface IdentityResources {
  /** Absent where Cilium needs no AWS rights. */
  readonly operatorRoleArn?: pulumi.Output<string>;
  readonly ebsCsiRoleArn?: pulumi.Output<string>;
  readonly vpcCniRoleArn?: pulumi.Output<string>;
  readonly nodeRoleArn: pulumi.Output<string>;
  readonly nodeRoleName: pulumi.Output<string>;
  /** What must exist before the Cilium release and outlive it: roles, policies, the association, then the agent. */
  readonly ready: readonly pulumi.Resource[];
  /** What must exist before a node starts: the node role's policies and the grants on volume keys. */
  readonly nodeReady: readonly pulumi.Resource[];
}

/** Roles of the cluster's parts. With Pod Identity the order is association, agent, and whoever waits for `ready` after them. */
export function createIdentity(scope: Scope, plan: IdentityPlan, deps: IdentityDeps): IdentityResources {
  const node = createNodeRole(scope, plan);
  const grants = createVolumeGrants(scope, plan);
  const operator = plan.operator === undefined ? undefined : createOperator(scope, plan, plan.operator, deps);
  const ebsCsi = plan.ebsCsi === undefined ? undefined : createWorkloadRole(scope, plan, "ebs-csi", plan.ebsCsi, deps);
  const vpcCni = plan.vpcCni === undefined ? undefined : createWorkloadRole(scope, plan, "vpc-cni", plan.vpcCni, deps);
  const before = [...(operator?.ready ?? []), ...(ebsCsi?.ready ?? []), ...(vpcCni?.ready ?? [])];
  const agent =
    deps.agent === undefined
      ? []
      : [createAddon(scope, deps.agent, { clusterName: deps.controlPlane.name, dependsOn: before })];
  return {
    ...(operator === undefined ? {} : { operatorRoleArn: operator.role.arn }),
    ...(ebsCsi === undefined ? {} : { ebsCsiRoleArn: ebsCsi.role.arn }),
    ...(vpcCni === undefined ? {} : { vpcCniRoleArn: vpcCni.role.arn }),
    nodeRoleArn: node.role.arn,
    nodeRoleName: node.role.name,
    ready: [...before, ...agent],
    nodeReady: [...node.ready, ...grants],
  };
}

interface RoleResources {
  readonly role: aws.iam.Role;
  readonly ready: readonly pulumi.Resource[];
}

function createNodeRole(scope: Scope, { node, clusterName }: IdentityPlan): RoleResources {
  const role = new aws.iam.Role(
    childName(scope, "node"),
    {
      description: `Nodes of ${clusterName}`,
      assumeRolePolicy: renderDocument(node.trust),
      tags: childTags(scope, "node"),
    },
    childOptions(scope),
  );
  return { role, ready: [role, ...attach(scope, "node", role, node.managedPolicies)] };
}

/** The operator's role with its own policy; with Pod Identity, tied to its service account. */
function createOperator(
  scope: Scope,
  plan: IdentityPlan,
  operator: OperatorRolePlan,
  deps: IdentityDeps,
): RoleResources {
  const { role, ready } = createWorkloadRole(scope, plan, "operator", operator, deps);
  const policy = new aws.iam.RolePolicy(
    childName(scope, "operator"),
    {
      role: role.name,
      policy: pulumi.output(deps.vpcId).apply((vpcId) => renderDocument(operatorPolicy(operator.policy, vpcId))),
    },
    childOptions(scope),
  );
  if (plan.mechanism !== OperatorIdentity.PodIdentity) return { role, ready: [...ready, policy] };
  // The credentials come with the pod's admission, so the association is there first, and with all its rights.
  const association = new aws.eks.PodIdentityAssociation(
    childName(scope, "operator"),
    {
      clusterName: deps.controlPlane.name,
      namespace: operator.serviceAccount.namespace,
      serviceAccount: operator.serviceAccount.name,
      roleArn: role.arn,
      tags: childTags(scope, "operator"),
    },
    childOptions(scope, { dependsOn: [...deps.controlPlane.ready, ...ready, policy] }),
  );
  return { role, ready: [...ready, policy, association] };
}

function createWorkloadRole(
  scope: Scope,
  { mechanism, clusterName }: IdentityPlan,
  part: string,
  { serviceAccount, managedPolicies }: WorkloadRolePlan,
  { controlPlane }: IdentityDeps,
): RoleResources {
  const role = new aws.iam.Role(
    childName(scope, part),
    {
      description: `${serviceAccount.namespace}/${serviceAccount.name} of ${clusterName}`,
      assumeRolePolicy:
        mechanism === OperatorIdentity.PodIdentity
          ? renderDocument(podIdentityTrust())
          : (controlPlane.oidcProviderArn ?? pulumi.output("")).apply((providerArn) =>
              renderDocument(irsaTrust(providerArn, serviceAccount)),
            ),
      tags: childTags(scope, part),
    },
    childOptions(scope),
  );
  return { role, ready: [role, ...attach(scope, part, role, managedPolicies)] };
}

const attach = (scope: Scope, part: string, role: aws.iam.Role, policies: readonly string[]): pulumi.Resource[] =>
  policies.map(
    (policyArn) =>
      new aws.iam.RolePolicyAttachment(
        childName(scope, part, policyArn.slice(policyArn.lastIndexOf("/") + 1)),
        { role: role.name, policyArn },
        childOptions(scope),
      ),
  );

/** Without the grant, instances with a volume under a customer key end as soon as they start. */
function createVolumeGrants(scope: Scope, { volumeKeys, partition }: IdentityPlan): pulumi.Resource[] {
  if (volumeKeys.length === 0) return [];
  const grantee = aws
    .getCallerIdentityOutput({}, childOptions(scope))
    .accountId.apply((accountId) => autoScalingRoleArn(partition, accountId));
  return volumeKeys.map(
    ({ nodeGroup, keyArn }) =>
      new aws.kms.Grant(
        childName(scope, "volumes", nodeGroup),
        { keyId: asInput(keyArn), granteePrincipal: grantee, operations: [...VOLUME_GRANT_OPERATIONS] },
        childOptions(scope),
      ),
  );
}
