import type { ClusterModel, IamRoleModel } from "../../../../../core/model/index.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { role, unknown } from "../../../../support/model.ts";

const NAME = "aws-load-balancer-controller";
const statement = (...actions: string[]) => ({ actions, resources: ["*"], conditioned: false });
const of = (
  actions: readonly string[],
  parts: Partial<IamRoleModel> = {},
  version: string | undefined = "3.5.0",
): ClusterModel => ({
  identity: [
    role({
      name: NAME,
      purpose: "controller",
      managedPolicies: [],
      statements: [statement(...actions)],
      trust: [
        {
          kind: "irsa",
          subject: `system:serviceaccount:kube-system:${NAME}`,
          audience: "sts.amazonaws.com",
          issuer: "oidc.eks.eu-central-1.amazonaws.com/id/A",
          conditionIssuers: ["oidc.eks.eu-central-1.amazonaws.com/id/A"],
          actions: ["sts:AssumeRoleWithWebIdentity"],
        },
      ],
      ...parts,
    }),
  ],
  releases: [{ name: NAME, chart: NAME, values: {}, ...(version === undefined ? {} : { version }) }],
});
const OLD = ["ec2:DescribeSubnets", "elasticloadbalancing:CreateLoadBalancer"];

export default cases({
  "identity-load-balancer-rights": {
    fails: [
      ["the policy of an older version", of(OLD), { path: `identity.${NAME}.statements`, example: true }],
      ["the newest version, by none", of(OLD, {}, undefined)],
      ["the first version that asks", of(OLD, {}, "1.13.0")],
    ],
    passes: [
      ["the policy of the version", of([...OLD, "ec2:DescribeRouteTables"])],
      ["every reading right", of(["ec2:Describe*"])],
      ["the last version before", of(OLD, {}, "1.12.0")],
      ["an old version", of(OLD, {}, "1.8.1")],
      ["a policy by ARN, of which nobody knows", of(OLD, { managedPolicies: ["lbc"] })],
      ["no statement that is known", of([], { statements: [] })],
      [
        "a role of another controller",
        of(OLD, { trust: [{ kind: "irsa", subject: "system:serviceaccount:a:b", actions: [] }] }),
      ],
      ["no controller", { ...of(OLD), releases: [] }],
    ],
    unknown: [["unknown rights", of([unknown])]],
  },
});
