import { cases } from "../../../../support/rule-cases.ts";
import { operatorActions } from "../../../../../core/identity/operator-actions.ts";
import type { ClusterModel, IamRoleModel, JsonObject } from "../../../../../core/model/index.ts";
import { cilium, eniValues, role, unknown } from "../../../../support/model.ts";

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

/** No role for the operator: it takes the node's. */
const onNodes = (managedPolicies: readonly string[]): ClusterModel => ({
  identity: [role({ managedPolicies })],
  cilium: cilium({ values: eniValues({ eni: { enabled: true } }) }),
});

export default cases({
  "identity-operator-actions": {
    fails: [
      ["the five actions of guides", having(operator(ACTIONS.slice(0, 5))), { path: "identity.operator.statements" }],
      [
        "a release of addresses without its right",
        having(operator(ACTIONS), { eni: { enabled: true, awsReleaseExcessIPs: true } }),
        {
          path: "identity.operator.statements",
          found: "1 missing: ec2:UnassignPrivateIpAddresses (eni.awsReleaseExcessIPs is on)",
        },
      ],
      [
        "Cilium 1.20 with IPv6 and without its right",
        having(operator(ACTIONS), { ipv6: { enabled: true } }, "1.20.2"),
        { path: "identity.operator.statements" },
      ],
      [
        "the VPC CNI's policy",
        having(operator([], { managedPolicies: ["arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"] })),
        { path: "identity.operator.statements" },
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
    unknown: [
      ["unknown statements", having(operator([], { statements: unknown }))],
      ["a policy of the user's own", having(operator([], { managedPolicies: ["cilium-operator"] }))],
    ],
  },
  "identity-operator-role-present": {
    fails: [["no role at all", having(role(), { eni: { enabled: true } }), { path: "cilium.values.eni.iamRole" }]],
    passes: [
      ["a role for the operator", having(operator(ACTIONS), { eni: { enabled: true } })],
      ["eni.iamRole of another program", having(role())],
      ["eni.iamRole that is not known yet", having(role(), { eni: { enabled: true, iamRole: unknown } })],
    ],
    unknown: [["an unknown purpose", having(role({ purpose: unknown }), { eni: { enabled: true } })]],
  },
  "identity-operator-wildcard-resource": {
    fails: [
      [
        "deleting any ENI",
        having(
          operator([], {
            statements: [{ actions: ["ec2:DeleteNetworkInterface"], resources: ["*"], conditioned: false }],
          }),
        ),
        { path: "identity.operator.statements" },
      ],
    ],
    passes: [
      [
        "the load balancer controller's published policy",
        {
          identity: [
            role({
              name: "lbc",
              purpose: "controller",
              managedPolicies: [],
              statements: [
                {
                  actions: ["wafv2:AssociateWebACL", "shield:CreateProtection", "elasticloadbalancing:CreateListener"],
                  resources: ["*"],
                  conditioned: false,
                },
              ],
            }),
          ],
        },
      ],
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
    unknown: [["unknown statements", having(operator([], { statements: unknown }))]],
  },
  "identity-operator-wildcard-action": {
    fails: [
      ["ec2:*", having(operator(["ec2:*"])), { path: "identity.operator.statements" }],
      [
        "a managed policy with ec2:*",
        having(operator([], { managedPolicies: ["AmazonEC2FullAccess"] })),
        { path: "identity.operator.statements" },
      ],
    ],
    passes: [["reading by wildcard", having(operator(["ec2:Describe*", "ec2:CreateTags"]))]],
    unknown: [["unknown statements", having(operator([], { statements: unknown }))]],
  },
  "identity-node-operator-actions": {
    fails: [
      [
        "the VPC CNI's policy alone",
        onNodes(["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEKS_CNI_Policy"]),
        { path: "identity.node.managedPolicies", found: "ec2:DescribeVpcs" },
      ],
    ],
    passes: [
      ["every right", onNodes(["AmazonEC2FullAccess"])],
      ["no right on interfaces, so the operator's role comes from elsewhere", onNodes(["AmazonEKSWorkerNodePolicy"])],
      [
        "a role of the operator's own",
        {
          ...onNodes(["AmazonEKS_CNI_Policy"]),
          identity: [
            role({ managedPolicies: ["AmazonEKS_CNI_Policy"] }),
            role({
              name: "operator",
              purpose: "operator",
              trust: [{ kind: "pod-identity", actions: ["sts:AssumeRole", "sts:TagSession"] }],
            }),
          ],
        },
      ],
      ["eni.iamRole", { ...onNodes(["AmazonEKS_CNI_Policy"]), cilium: cilium() }],
      [
        "an overlay",
        { ...onNodes(["AmazonEKS_CNI_Policy"]), cilium: cilium({ values: { ipam: { mode: "cluster-pool" } } }) },
      ],
    ],
    unknown: [["a policy of one's own", onNodes(["AmazonEKS_CNI_Policy", "mine"])]],
  },
  "identity-node-cni-policy": {
    fails: [
      [
        "the CNI policy on nodes",
        node({ managedPolicies: ["AmazonEKS_CNI_Policy"] }),
        { path: "identity.node.managedPolicies" },
      ],
    ],
    passes: [
      ["worker policies", node({})],
      ["the CNI policy on aws-node's role", node({ purpose: "addon", managedPolicies: ["AmazonEKS_CNI_Policy"] })],
    ],
    unknown: [["unknown policies", node({ managedPolicies: unknown })]],
  },
  "identity-node-policies": {
    fails: [
      [
        "no image pulls",
        node({ managedPolicies: ["AmazonEKSWorkerNodePolicy"] }),
        { path: "identity.node.managedPolicies" },
      ],
      ["nothing", node({ managedPolicies: [] }), { path: "identity.node.managedPolicies" }],
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
    unknown: [["unknown policies", node({ managedPolicies: unknown })]],
  },
});
