import { rulesOn } from "../rule.ts";
import { roles } from "../subjects.ts";
import { usesEni } from "../../helm/values.ts";
import { operatorOptions, type OperatorOptions } from "../../identity/operator-options.ts";
import { CNI_POLICY, covers, isReadAction, managedEc2Actions, policyName } from "../../iam/managed-policies.ts";
import { OPERATOR_ACTIONS_SOURCE, conditionalActions, operatorActions } from "../../identity/operator-actions.ts";
import type { IamRoleModel } from "../../model/index.ts";
import { Undecided } from "../../model/unknown.ts";
import { eniOperator, isSet } from "./common.ts";

/** Action patterns that a role is known to hold. */
const grantedActions = ({ statements, managedPolicies }: IamRoleModel): readonly string[] => [
  ...statements.flatMap(({ actions }) => actions),
  ...managedPolicies.flatMap((policy) => managedEc2Actions(policy) ?? []),
];

function explained(action: string, options: OperatorOptions): string {
  const because = conditionalActions(options).find((conditional) => conditional.action === action)?.because;
  return because === undefined ? action : `${action} (${because})`;
}

/** Policies that a node needs: one of each line. */
const NODE_POLICIES: readonly (readonly string[])[] = [
  ["AmazonEKSWorkerNodePolicy", "AmazonEKSWorkerNodeMinimalPolicy"],
  ["AmazonEC2ContainerRegistryPullOnly", "AmazonEC2ContainerRegistryReadOnly", "AmazonEC2ContainerRegistryPowerUser"],
];

/** What the operator does and the role does not allow; undecided where a policy whose content nobody knows here may hold it. */
function missingActions(role: IamRoleModel, options: OperatorOptions): readonly string[] | Undecided {
  const granted = grantedActions(role);
  const missing = operatorActions(options).filter((action) => !granted.some((pattern) => covers(pattern, action)));
  const isOpen = role.managedPolicies.some((policy) => managedEc2Actions(policy) === undefined);
  return missing.length === 0 || !isOpen ? missing : new Undecided(`identity.${role.name}.managedPolicies`);
}

export default [
  ...rulesOn(roles("operator"), [
    {
      id: "identity-operator-actions",
      severity: "error",
      title: "The operator's role has every EC2 right that its options need",
      why: "A missing right is an error in the operator's log only: no ENI is made, pods stay in ContainerCreating. Without DescribeInstanceTypes the operator stops at its start. The five actions of common guides are not enough.",
      symptom: "The operator logs UnauthorizedOperation for the missing action, and pods stay in ContainerCreating.",
      source: OPERATOR_ACTIONS_SOURCE,
      fix: "Add the missing actions to the role's policy.",
      also: ["cilium"],
      *check(role, { cilium }) {
        if (cilium === undefined || !usesEni(cilium)) return;
        const options = operatorOptions(cilium);
        const missing = missingActions(role, options);
        if (missing instanceof Undecided) {
          yield missing;
          return;
        }
        if (missing.length === 0) return;
        yield {
          at: "statements",
          found: `${String(missing.length)} missing: ${missing.map((action) => explained(action, options)).join(", ")}`,
          expected: operatorActions(options).join(", "),
        };
      },
    },
  ]),
  ...rulesOn(eniOperator, [
    {
      id: "identity-operator-role-present",
      severity: "warning",
      title: "The operator has a role of its own",
      why: "Otherwise it takes the node's role through the metadata service. Its rights must then be on every node, for every pod on the host network.",
      source: "chart cilium 1.19.6 templates/cilium-operator; AWS SDK for Go: default credential chain",
      fix: "Make a role for the service account kube-system/cilium-operator.",
      also: ["identity"],
      *check(values, { identity = [] }) {
        if (isSet(values, "eni.iamRole")) return;
        if (identity.some(({ purpose }) => purpose === "operator")) return;
        yield {
          at: "eni.iamRole",
          found: "neither eni.iamRole nor a role for cilium-operator",
          expected: "a role by IRSA or EKS Pod Identity",
        };
      },
    },
  ]),
  ...rulesOn(roles("operator"), [
    {
      id: "identity-operator-wildcard-resource",
      severity: "warning",
      title: "Changing rights of the operator are limited to the cluster's own resources",
      why: 'With Resource "*" and no condition a stolen token changes or deletes every ENI of the account, those of other clusters included.',
      source: "amazon-vpc-cni-k8s docs/iam-policy.md; checkov CKV_AWS_111, CKV_AWS_356",
      fix: "Limit Resource and add conditions, as docs/security.md shows.",
      *check({ statements }) {
        const open = statements
          .filter(({ resources, conditioned }) => !conditioned && resources.includes("*"))
          .flatMap(({ actions }) => actions.filter((action) => !isReadAction(action)));
        if (open.length === 0) return;
        yield {
          at: "statements",
          found: `${[...new Set(open)].join(", ")} on every resource`,
          expected:
            "network-interface ARNs with a condition on the cluster's tags, subnets and groups with one on the VPC",
        };
      },
    },
    {
      id: "identity-operator-wildcard-action",
      severity: "warning",
      title: "The operator's rights name their actions",
      why: "A wildcard such as ec2:* also ends instances and opens security groups.",
      source: "IAM user guide: best-practices, least privilege; checkov CKV_AWS_356",
      fix: "List the actions that are needed.",
      *check({ statements, managedPolicies }) {
        const wide = [
          ...statements.flatMap(({ actions }) => actions),
          ...managedPolicies.flatMap((policy) => managedEc2Actions(policy) ?? []),
        ].filter((action) => action.includes("*") && !isReadAction(action));
        if (wide.length === 0) return;
        yield {
          at: "statements",
          found: [...new Set(wide)].join(", "),
          expected: "actions by name",
        };
      },
    },
  ]),
  ...rulesOn(roles("node"), [
    {
      id: "identity-node-operator-actions",
      severity: "error",
      title: "A node role that the operator works with has every right that it needs",
      why: "Without a role of its own the operator takes the node's. The VPC CNI's policy was made for another program: it lets the operator make interfaces, and leaves out some of what it reads before.",
      symptom: "The operator logs UnauthorizedOperation for the missing action, and pods stay in ContainerCreating.",
      source: OPERATOR_ACTIONS_SOURCE,
      fix: "Give the operator a role of its own by IRSA or EKS Pod Identity.",
      also: ["cilium"],
      *check(role, { cilium, identity }) {
        if (cilium === undefined || !usesEni(cilium) || isSet(cilium.values, "eni.iamRole")) return;
        if (identity.some(({ purpose }) => purpose === "operator")) return;
        const granted = grantedActions(role);
        // A role that makes no interface is not meant for it: the operator's may come from elsewhere.
        if (!granted.some((pattern) => covers(pattern, "ec2:CreateNetworkInterface"))) return;
        const options = operatorOptions(cilium);
        const missing = missingActions(role, options);
        if (missing instanceof Undecided) {
          yield missing;
          return;
        }
        if (missing.length === 0) return;
        yield {
          at: "managedPolicies",
          found: `${String(missing.length)} missing for the operator: ${missing.map((action) => explained(action, options)).join(", ")}`,
          expected: "a role of the operator's own",
        };
      },
    },
    {
      id: "identity-node-cni-policy",
      severity: "warning",
      title: "Node roles do not carry AmazonEKS_CNI_Policy",
      why: "Every pod on the host network, and every pod behind two metadata hops, could then change every ENI of the account. Cilium's operator has a role of its own; no one else needs it.",
      source: "amazon-vpc-cni-k8s docs/iam-policy.md; EKS best practices: security, iam",
      fix: `Detach ${CNI_POLICY}; where the VPC CNI runs, give it to the service account kube-system/aws-node.`,
      *check({ managedPolicies }) {
        if (!managedPolicies.map(policyName).includes(CNI_POLICY)) return;
        yield {
          at: "managedPolicies",
          found: CNI_POLICY,
          expected: "AmazonEKSWorkerNodePolicy and AmazonEC2ContainerRegistryPullOnly",
        };
      },
    },
    {
      id: "identity-node-policies",
      severity: "error",
      title: "Node roles can join the cluster and pull images",
      why: "Without them nodes do not register, or stay NotReady because no image comes; the node group fails after half an hour.",
      symptom: "Nodes do not register or stay NotReady; the node group ends with NodeCreationFailure.",
      source: "EKS user guide: create-node-role",
      fix: "Attach the missing managed policies to the node role.",
      *check({ managedPolicies, statements }) {
        const names = managedPolicies.map(policyName);
        // Rights of its own may stand for the managed ones.
        if (statements.length > 0) return;
        const missing = NODE_POLICIES.filter((choices) => !choices.some((name) => names.includes(name)));
        if (missing.length === 0) return;
        yield {
          at: "managedPolicies",
          found: names.length === 0 ? "no policies" : names.join(", "),
          expected: NODE_POLICIES.map(([first = ""]) => first).join(" and "),
          fix: `Attach ${missing.map(([first = ""]) => first).join(" and ")}.`,
        };
      },
    },
  ]),
];
