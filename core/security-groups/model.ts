import type { PortRuleModel, SecurityGroupModel } from "../model/index.ts";
import type { SecurityGroupPlan } from "./plan.ts";

/** How the model names a rule's own group as its source. */
const SELF = "self";

/** What the rules see: the group that EKS makes, with the rule that EKS gives it and the planned ones. */
export const securityGroupsModel = ({ rules }: SecurityGroupPlan): SecurityGroupModel[] => [
  {
    name: "cluster",
    attachedTo: ["control-plane", "node", "pod"],
    ingress: [
      { protocol: "all", from: 0, to: 65_535, sources: [SELF] },
      ...rules.map(({ protocol, from, to, source }): PortRuleModel => ({
        protocol,
        from,
        to,
        sources: [source.kind === "cidr" ? source.cidr : SELF],
      })),
    ],
    tags: {},
  },
];
