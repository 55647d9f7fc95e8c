import { describe, expect, it } from "vitest";
import { operatorActions } from "../../../../../core/identity/operator-actions.ts";
import type { ClusterModel, IamRoleModel, JsonObject } from "../../../../../core/model/index.ts";
import {
  nodeCniPolicy,
  nodePolicies,
  operatorRights,
  operatorRolePresent,
  wildcardAction,
  wildcardResource,
} from "../../../../../core/rules/identity/rights.ts";
import { cilium, eniValues, role, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";
import { check } from "../../../../support/rules.ts";

const ACTIONS = operatorActions({
  assignsIpv6: false,
  releaseExcessIps: false,
  instanceTagsFilter: false,
  detectsGcTags: false,
});
const ENI = "arn:aws:ec2:eu-central-1:*:network-interface/*";
const operator = (actions: readonly string[], parts: Partial<IamRoleModel> = {}): IamRoleModel =>
  role({
    name: "operator",
    purpose: "operator",
    managedPolicies: [],
    statements: [{ actions, resources: [ENI], conditioned: true }],
    trust: [],
    ...parts,
  });
const having = (one: IamRoleModel, values: JsonObject = {}, version = "1.19.6"): ClusterModel => ({
  identity: [one],
  cilium: cilium({ version, values: eniValues(values) }),
});
const node = (parts: Partial<IamRoleModel>) => ({ identity: [role(parts)] });

describeRules([
  {
    rule: operatorRights,
    fails: [
      ["the five actions of guides", having(operator(ACTIONS.slice(0, 5))), "identity.operator.statements"],
      [
        "a release of addresses without its right",
        having(operator(ACTIONS), { eni: { enabled: true, awsReleaseExcessIPs: true } }),
        "identity.operator.statements",
      ],
      [
        "Cilium 1.20 with IPv6 and without its right",
        having(operator(ACTIONS), { ipv6: { enabled: true } }, "1.20.2"),
        "identity.operator.statements",
      ],
      [
        "the VPC CNI's policy",
        having(operator([], { managedPolicies: ["arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"] })),
        "identity.operator.statements",
      ],
    ],
    passes: [
      ["all actions by name", having(operator(ACTIONS))],
      ["Cilium 1.20 with the same actions", having(operator(ACTIONS), {}, "1.20.2")],
      ["Cilium 1.19, whose ENI mode gives no IPv6", having(operator(ACTIONS), { ipv6: { enabled: true } })],
      [
        "all actions by pattern",
        having(operator(["ec2:Describe*", "ec2:*Network*", "EC2:AssignPrivateIpAddresses", "ec2:CreateTags"])),
      ],
      ["a managed policy that covers them", having(operator([], { managedPolicies: ["AmazonEC2FullAccess"] }))],
      [
        "a mode without AWS rights",
        { identity: [operator([])], cilium: cilium({ values: { ipam: { mode: "cluster-pool" } } }) },
      ],
      ["a node's role", having(role())],
    ],
    undecided: [
      ["unknown statements", having(operator([], { statements: unknown }))],
      ["a policy of the user's own", having(operator([], { managedPolicies: ["cilium-operator"] }))],
    ],
  },
  {
    rule: operatorRolePresent,
    fails: [["no role at all", having(role(), { eni: { enabled: true } }), "cilium.values.eni.iamRole"]],
    passes: [
      ["a role for the operator", having(operator(ACTIONS), { eni: { enabled: true } })],
      ["eni.iamRole of another program", having(role())],
      ["eni.iamRole that is not known yet", having(role(), { eni: { enabled: true, iamRole: unknown } })],
    ],
    undecided: [["an unknown purpose", having(role({ purpose: unknown }), { eni: { enabled: true } })]],
  },
  {
    rule: wildcardResource,
    fails: [
      [
        "deleting any ENI",
        having(
          operator([], {
            statements: [{ actions: ["ec2:DeleteNetworkInterface"], resources: ["*"], conditioned: false }],
          }),
        ),
        "identity.operator.statements",
      ],
    ],
    passes: [
      [
        "reading everything",
        having(
          operator([], { statements: [{ actions: ["ec2:DescribeSubnets"], resources: ["*"], conditioned: false }] }),
        ),
      ],
      [
        "a condition",
        having(
          operator([], {
            statements: [{ actions: ["ec2:DeleteNetworkInterface"], resources: ["*"], conditioned: true }],
          }),
        ),
      ],
    ],
    undecided: [["unknown statements", having(operator([], { statements: unknown }))]],
  },
  {
    rule: wildcardAction,
    fails: [
      ["ec2:*", having(operator(["ec2:*"])), "identity.operator.statements"],
      [
        "a managed policy with ec2:*",
        having(operator([], { managedPolicies: ["AmazonEC2FullAccess"] })),
        "identity.operator.statements",
      ],
    ],
    passes: [["reading by wildcard", having(operator(["ec2:Describe*", "ec2:CreateTags"]))]],
    undecided: [["unknown statements", having(operator([], { statements: unknown }))]],
  },
  {
    rule: nodeCniPolicy,
    fails: [
      ["the CNI policy on nodes", node({ managedPolicies: ["AmazonEKS_CNI_Policy"] }), "identity.node.managedPolicies"],
    ],
    passes: [
      ["worker policies", node({})],
      ["the CNI policy on aws-node's role", node({ purpose: "addon", managedPolicies: ["AmazonEKS_CNI_Policy"] })],
    ],
    undecided: [["unknown policies", node({ managedPolicies: unknown })]],
  },
  {
    rule: nodePolicies,
    fails: [
      ["no image pulls", node({ managedPolicies: ["AmazonEKSWorkerNodePolicy"] }), "identity.node.managedPolicies"],
      ["nothing", node({ managedPolicies: [] }), "identity.node.managedPolicies"],
    ],
    passes: [
      ["both", node({})],
      [
        "the older policy for pulls",
        node({ managedPolicies: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly"] }),
      ],
      [
        "rights of one's own",
        node({ managedPolicies: [], statements: [{ actions: ["ecr:*"], resources: ["*"], conditioned: false }] }),
      ],
    ],
    undecided: [["unknown policies", node({ managedPolicies: unknown })]],
  },
]);

describe("a missing right", () => {
  it("is named with the option that asks for it", () => {
    const [finding] = check(
      operatorRights,
      having(operator(ACTIONS), { eni: { enabled: true, awsReleaseExcessIPs: true } }),
    ).findings;
    expect(finding?.found).toBe("1 missing: ec2:UnassignPrivateIpAddresses (eni.awsReleaseExcessIPs is on)");
  });
});
