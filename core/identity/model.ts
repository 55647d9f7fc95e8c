import type { ControlPlanePlan } from "../control-plane/plan.ts";
import type { IamRoleModel, IamStatementModel, IamTrustModel } from "../model/index.ts";
import { OperatorIdentity } from "../settings/index.ts";
import type { PolicyDocument } from "../iam/documents.ts";
import { operatorPolicy } from "./operator-policy.ts";
import type { IdentityPlan, WorkloadRolePlan } from "./plan.ts";
import { IRSA_AUDIENCE, POD_IDENTITY_ACTIONS, subjectOf } from "../iam/trust.ts";

/** Stands in for an id that only a deployment knows; rules look at the shape of an ARN, never at this. */
const VPC_ID = "vpc-00000000000000000";

/** What the rules see of the planned roles. */
export function identityModel(identity: IdentityPlan, controlPlane: ControlPlanePlan): IamRoleModel[] {
  const { operator, ebsCsi, vpcCni, node } = identity;
  return [
    ...(controlPlane.existing === undefined ? [clusterRole(controlPlane)] : []),
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
            statements: statements(operatorPolicy(operator.policy, VPC_ID)),
          },
        ]),
    ...(ebsCsi === undefined ? [] : [workload("ebs-csi", identity, ebsCsi)]),
    ...(vpcCni === undefined ? [] : [workload("vpc-cni", identity, vpcCni)]),
  ];
}

const clusterRole = ({ role }: ControlPlanePlan): IamRoleModel => ({
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

const statements = ({ Statement }: PolicyDocument): IamStatementModel[] =>
  Statement.map(({ Action, Resource = [], Condition }) => ({
    actions: Action,
    resources: Resource,
    conditioned: Condition !== undefined,
  }));

/** `AmazonEKSWorkerNodePolicy` of its ARN. */
const policyName = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);
