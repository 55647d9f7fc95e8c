import { rulesOn } from "../rule.ts";
import { roles } from "../subjects.ts";

const LBC_CHART = "aws-load-balancer-controller";

/** Chart 1.12 and older bring a controller before 2.13. */
const isOld = (version: string | undefined): boolean => /^v?1\.(?:\d|1[0-2])\./.test(version ?? "");

const covers = (action: string): boolean => ["*", "ec2:*", "ec2:Describe*", "ec2:DescribeRouteTables"].includes(action);

export default rulesOn(roles("controller"), [
  {
    id: "identity-load-balancer-rights",
    severity: "error",
    title: "The load balancer controller has the rights of its version",
    why: "From 2.13 on it reads route tables to tell public subnets from private ones; a policy of an older version lacks the right.",
    symptom: "The controller logs: not authorized to perform ec2:DescribeRouteTables; load balancers are not made.",
    source:
      "aws-load-balancer-controller docs/install/iam_policy.json at v3.5; aws-ia/terraform-aws-eks-blueprints-addons#503",
    fix: "Take over the policy of the controller's version, which has ec2:DescribeRouteTables.",
    also: ["releases"],
    *check({ statements, managedPolicies, trust }, { releases: all = [] }) {
      const release = all.find(({ chart }) => chart.endsWith(LBC_CHART));
      if (release === undefined || isOld(release.version) || statements.length === 0 || managedPolicies.length > 0)
        return;
      const isItsRole = trust.some(({ subject }) => subject?.endsWith(`:${LBC_CHART}`) === true);
      const actions = statements.flatMap((statement) => statement.actions);
      if (!isItsRole || actions.some((action) => covers(action))) return;
      yield { at: "statements", found: "no ec2:DescribeRouteTables", expected: "ec2:DescribeRouteTables" };
    },
  },
]);
