import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { SecurityGroupPlan } from "../../core/security-groups/plan.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";

/** Ingress rules on the group that EKS made for the cluster, one resource a rule. */
export const createSecurityGroupRules = (
  scope: Scope,
  { rules }: SecurityGroupPlan,
  clusterSecurityGroupId: pulumi.Input<string>,
): aws.vpc.SecurityGroupIngressRule[] =>
  rules.map(
    ({ key, description, protocol, from, to, source }) =>
      new aws.vpc.SecurityGroupIngressRule(
        childName(scope, "ingress", key),
        {
          securityGroupId: clusterSecurityGroupId,
          description,
          ipProtocol: protocol,
          fromPort: from,
          toPort: to,
          ...(source.kind === "cidr"
            ? { cidrIpv4: source.cidr }
            : { referencedSecurityGroupId: clusterSecurityGroupId }),
          tags: childTags(scope, "ingress", key),
        },
        childOptions(scope),
      ),
  );
