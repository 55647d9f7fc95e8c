import type { ResourceValidationPolicy } from "@pulumi/policy";
import { RuleGroup } from "../core/rules/rule.ts";
import { BASELINE_GROUP } from "./baseline.ts";
import { collect } from "./collected.ts";

/** Name of the policy that gathers inputs; it never reports anything. */
export const COLLECTOR = "cilium-eks-collect";

export interface PackConfig {
  /** Groups whose rules are not run. */
  readonly disabledGroups?: readonly string[];
}

/** Groups that are asked of a cluster that runs, of a way between versions, and of several clusters. */
const NOT_OF_A_PROGRAM: ReadonlySet<string> = new Set([RuleGroup.Live, RuleGroup.Upgrade, RuleGroup.Fleet]);

let config: PackConfig = {};

/** What is configured for the pack as a whole: the engine keeps config by policy, and this one is always asked first. */
export const packConfig = (): PackConfig => config;

export const collector: ResourceValidationPolicy = {
  name: COLLECTOR,
  description: "Gathers what the other policies of this pack read. Leave it enabled.",
  enforcementLevel: "advisory",
  severity: "low",
  configSchema: {
    properties: {
      disabledGroups: {
        type: "array",
        items: {
          type: "string",
          enum: [...Object.values(RuleGroup).filter((group) => !NOT_OF_A_PROGRAM.has(group)), BASELINE_GROUP],
        },
        description: "Groups of rules that are not run.",
      },
    },
  },
  validateResource: async (args) => {
    config = args.getConfig<PackConfig>();
    await collect(args);
  },
};
