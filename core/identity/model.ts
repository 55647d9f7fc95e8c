import type { IamRoleModel, IamTrustModel } from "../model/index.ts";
import { OperatorIdentity } from "../settings/index.ts";
import { type PolicyDocument, statementsOf } from "../iam/documents.ts";
import { operatorPolicy } from "./operator-policy.ts";
import type { IdentityPlan, NodeRolePlan, WorkloadRolePlan } from "./plan.ts";
import { policyName } from "../iam/managed-policies.ts";
import { IRSA_AUDIENCE, POD_IDENTITY_ACTIONS, subjectOf } from "../iam/trust.ts";

/** Stands in for an id that only a deployment knows; rules look at the shape of an ARN, never at this. */
const VPC_ID = "vpc-00000000000000000";

/** The control plane's own role, which its planner makes. */
type ClusterRole = Pick<NodeRolePlan, "managedPolicies" | "trust">;

/** What the rules see of the planned roles; the cluster's own only where the cluster is made. */
export function identityModel(identity: IdentityPlan, clusterRole: ClusterRole | undefined): IamRoleModel[] {
  const { operator, ebsCsi, vpcCni, node } = identity;
  return [
    ...(clusterRole === undefined ? [] : [clusterRoleModel(clusterRole)]),
    {
      name: "node",
      purpose: "node",
      statements: [],
      managedPolicies: node.managedPolicies.map(policyName),
      trust: [serviceTrust(node.trust)],
    },
    ...(operator === undefined
      ? []
      : [
          {
            ...workload("operator", identity, operator),
            purpose: "operator" as const,
            statements: statementsOf(operatorPolicy(operator.policy, VPC_ID)),
          },
        ]),
    ...(ebsCsi === undefined ? [] : [workload("ebs-csi", identity, ebsCsi)]),
    ...(vpcCni === undefined ? [] : [workload("vpc-cni", identity, vpcCni)]),
  ];
}

const clusterRoleModel = (role: ClusterRole): IamRoleModel => ({
  name: "cluster",
  purpose: "cluster",
  statements: [],
  managedPolicies: role.managedPolicies.map(policyName),
  trust: [serviceTrust(role.trust)],
});

const workload = (name: string, { mechanism }: IdentityPlan, plan: WorkloadRolePlan): IamRoleModel => ({
  name,
  purpose: "addon",
  statements: [],
  managedPolicies: plan.managedPolicies.map(policyName),
  trust: [
    mechanism === OperatorIdentity.PodIdentity
      ? { kind: "pod-identity", actions: POD_IDENTITY_ACTIONS }
      : {
          kind: "irsa",
          subject: subjectOf(plan.serviceAccount),
          audience: IRSA_AUDIENCE,
          actions: ["sts:AssumeRoleWithWebIdentity"],
        },
  ],
});

const serviceTrust = ({ Statement }: PolicyDocument): IamTrustModel => ({
  kind: "service",
  actions: Statement.flatMap(({ Action }) => Action),
});
