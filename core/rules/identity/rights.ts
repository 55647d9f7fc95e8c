import { usesEni } from "../../helm/values.ts";
import { operatorOptions, type OperatorOptions } from "../../identity/operator-options.ts";
import { CNI_POLICY, covers, isReadAction, managedEc2Actions, policyName } from "../../iam/managed-policies.ts";
import { OPERATOR_ACTIONS_SOURCE, conditionalActions, operatorActions } from "../../identity/operator-actions.ts";
import type { IamRoleModel } from "../../model/index.ts";
import { rule } from "../rule.ts";
import { Undecided } from "../../model/unknown.ts";
import { eachRole, isSet } from "./common.ts";

export const operatorRights = rule({
  id: "identity-operator-actions",
  group: "identity",
  severity: "error",
  title: "The operator's role has every EC2 right that its options need",
  why: "A missing right is an error in the operator's log only: no ENI is made, pods stay in ContainerCreating. Without DescribeInstanceTypes the operator stops at its start. The five actions of common guides are not enough.",
  source: OPERATOR_ACTIONS_SOURCE,
  needs: ["identity", "cilium"],
  *check(model) {
    const { cilium } = model;
    if (cilium === undefined || !usesEni(cilium)) return;
    const options = operatorOptions(cilium);
    yield* eachRole(model, ["operator"], function* (role) {
      const granted = grantedActions(role);
      const missing = operatorActions(options).filter((action) => !granted.some((pattern) => covers(pattern, action)));
      if (missing.length === 0) return;
      // A policy whose content nobody knows here may hold the rest.
      if (role.managedPolicies.some((policy) => managedEc2Actions(policy) === undefined)) {
        yield new Undecided(`identity.${role.name}.managedPolicies`);
        return;
      }
      yield {
        at: "statements",
        found: `${String(missing.length)} missing: ${missing.map((action) => explained(action, options)).join(", ")}`,
        expected: operatorActions(options).join(", "),
        fix: "Add the missing actions to the role's policy.",
      };
    });
  },
});

/** Action patterns that a role is known to hold. */
const grantedActions = ({ statements, managedPolicies }: IamRoleModel): readonly string[] => [
  ...statements.flatMap(({ actions }) => actions),
  ...managedPolicies.flatMap((policy) => managedEc2Actions(policy) ?? []),
];

function explained(action: string, options: OperatorOptions): string {
  const because = conditionalActions(options).find((conditional) => conditional.action === action)?.because;
  return because === undefined ? action : `${action} (${because})`;
}

export const operatorRolePresent = rule({
  id: "identity-operator-role-present",
  group: "identity",
  severity: "warning",
  title: "The operator has a role of its own",
  why: "Otherwise it takes the node's role through the metadata service. Its rights must then be on every node, for every pod on the host network.",
  source: "chart cilium 1.19.6 templates/cilium-operator; AWS SDK for Go: default credential chain",
  needs: ["identity", "cilium"],
  *check({ identity = [], cilium }) {
    if (cilium === undefined || !usesEni(cilium) || isSet(cilium.values, "eni.iamRole")) return;
    if (identity.some(({ purpose }) => purpose === "operator")) return;
    yield {
      subject: "Cilium operator",
      path: "cilium.values.eni.iamRole",
      found: "neither eni.iamRole nor a role for cilium-operator",
      expected: "a role by IRSA or EKS Pod Identity",
      fix: "Make a role for the service account kube-system/cilium-operator.",
    };
  },
});

export const wildcardResource = rule({
  id: "identity-operator-wildcard-resource",
  group: "identity",
  severity: "warning",
  title: "Changing rights of the operator are limited to the cluster's own resources",
  why: 'With Resource "*" and no condition a stolen token changes or deletes every ENI of the account, those of other clusters included.',
  source: "amazon-vpc-cni-k8s docs/iam-policy.md; checkov CKV_AWS_111, CKV_AWS_356",
  needs: ["identity"],
  *check(model) {
    yield* eachRole(model, ["operator", "controller"], function* ({ statements }) {
      const open = statements
        .filter(({ resources, conditioned }) => !conditioned && resources.includes("*"))
        .flatMap(({ actions }) => actions.filter((action) => !isReadAction(action)));
      if (open.length === 0) return;
      yield {
        at: "statements",
        found: `${[...new Set(open)].join(", ")} on every resource`,
        expected:
          "network-interface ARNs with a condition on the cluster's tags, subnets and groups with one on the VPC",
        fix: "Limit Resource and add conditions, as docs/security.md shows.",
      };
    });
  },
});

export const wildcardAction = rule({
  id: "identity-operator-wildcard-action",
  group: "identity",
  severity: "warning",
  title: "The operator's rights name their actions",
  why: "A wildcard such as ec2:* also ends instances and opens security groups.",
  source: "IAM user guide: best-practices, least privilege; checkov CKV_AWS_356",
  needs: ["identity"],
  *check(model) {
    yield* eachRole(model, ["operator", "controller"], function* ({ statements, managedPolicies }) {
      const wide = [
        ...statements.flatMap(({ actions }) => actions),
        ...managedPolicies.flatMap((policy) => managedEc2Actions(policy) ?? []),
      ].filter((action) => action.includes("*") && !isReadAction(action));
      if (wide.length === 0) return;
      yield {
        at: "statements",
        found: [...new Set(wide)].join(", "),
        expected: "actions by name",
        fix: "List the actions that are needed.",
      };
    });
  },
});

export const nodeCniPolicy = rule({
  id: "identity-node-cni-policy",
  group: "identity",
  severity: "warning",
  title: "Node roles do not carry AmazonEKS_CNI_Policy",
  why: "Every pod on the host network, and every pod behind two metadata hops, could then change every ENI of the account. Cilium's operator has a role of its own; no one else needs it.",
  source: "amazon-vpc-cni-k8s docs/iam-policy.md; EKS best practices: security, iam",
  needs: ["identity"],
  *check(model) {
    yield* eachRole(model, ["node"], function* ({ managedPolicies }) {
      if (!managedPolicies.map(policyName).includes(CNI_POLICY)) return;
      yield {
        at: "managedPolicies",
        found: CNI_POLICY,
        expected: "AmazonEKSWorkerNodePolicy and AmazonEC2ContainerRegistryPullOnly",
        fix: `Detach ${CNI_POLICY}; where the VPC CNI runs, give it to the service account kube-system/aws-node.`,
      };
    });
  },
});

/** Policies that a node needs: one of each line. */
const NODE_POLICIES: readonly (readonly string[])[] = [
  ["AmazonEKSWorkerNodePolicy", "AmazonEKSWorkerNodeMinimalPolicy"],
  ["AmazonEC2ContainerRegistryPullOnly", "AmazonEC2ContainerRegistryReadOnly", "AmazonEC2ContainerRegistryPowerUser"],
];

export const nodePolicies = rule({
  id: "identity-node-policies",
  group: "identity",
  severity: "error",
  title: "Node roles can join the cluster and pull images",
  why: "Without them nodes do not register, or stay NotReady because no image comes; the node group fails after half an hour.",
  source: "EKS user guide: create-node-role",
  needs: ["identity"],
  *check(model) {
    yield* eachRole(model, ["node"], function* ({ managedPolicies, statements }) {
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
    });
  },
});
