import type { ClusterModel, QuotaModel } from "../../../../../core/model/index.ts";
import {
  codesKnown,
  requestAdjustable,
  requestDirection,
  serviceCode,
} from "../../../../../core/rules/quotas/codes.ts";
import { aboveCurrent, aboveDefault, crossZoneTargets, otherFamilies } from "../../../../../core/rules/quotas/needs.ts";
import type { QuotaSettings } from "../../../../../core/settings/index.ts";
import { nodeGroup, settings, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const CODE = "L-DF5E4CA3";
const quota = (parts: Partial<QuotaModel>): ClusterModel => ({
  quotas: [{ serviceCode: "vpc", quotaCode: CODE, name: "Network interfaces per Region", needed: 100, ...parts }],
});
const asked = (quotas: QuotaSettings) => ({ settings: settings({ quotas }), quotas: [] });
const groupOf = (...instanceTypes: string[]) => ({ nodeGroups: [nodeGroup({ instanceTypes })] });

describeRules([
  {
    rule: aboveCurrent,
    fails: [
      ["a need above the account's value", quota({ needed: 6000, current: 5000 }), `quotas.current.${CODE}`],
      [
        "a need for which an increase is requested",
        quota({ needed: 6000, current: 5000, requested: 6000 }),
        `quotas.current.${CODE}`,
        "warning",
      ],
    ],
    passes: [
      ["room", quota({ current: 5000 })],
      ["a value that nobody has looked up", quota({ needed: 6000 })],
    ],
    undecided: [["an unknown value", quota({ current: unknown })]],
  },
  {
    rule: aboveDefault,
    fails: [["a need above the default", quota({ needed: 6000 }), `quotas.current.${CODE}`]],
    passes: [
      ["a small need", quota({})],
      ["a known value", quota({ needed: 6000, current: 7000 })],
      ["a request", quota({ needed: 6000, requested: 6000 })],
    ],
    undecided: [["an unknown need", quota({ needed: unknown })]],
  },
  {
    rule: crossZoneTargets,
    fails: [["501 nodes behind a load balancer", quota({ quotaCode: "L-EEF1AD04", needed: 501 }), "nodeGroups"]],
    passes: [
      ["500 nodes", quota({ quotaCode: "L-EEF1AD04", needed: 500 })],
      ["another quota", quota({ needed: 501 })],
    ],
    undecided: [["an unknown need", quota({ quotaCode: "L-EEF1AD04", needed: unknown })]],
  },
  {
    rule: otherFamilies,
    fails: [["GPU instances", groupOf("g6.xlarge"), "nodeGroups.general.instanceTypes"]],
    passes: [["Standard families", groupOf("m6i.large", "im4gn.large", "t3.medium", "z1d.large")]],
    undecided: [["unknown types", { nodeGroups: [nodeGroup({ instanceTypes: unknown })] }]],
  },
  {
    rule: serviceCode,
    fails: [["ENIs asked of ec2", quota({ serviceCode: "ec2" }), `quotas.${CODE}`]],
    passes: [
      ["ENIs asked of vpc", quota({})],
      ["a code that is not in the table", quota({ quotaCode: "L-00000000", serviceCode: "ec2" })],
    ],
    undecided: [["an unknown service", quota({ serviceCode: unknown })]],
  },
  {
    rule: requestDirection,
    fails: [
      ["a request below the account's value", quota({ requested: 4000, current: 5000 }), `quotas.${CODE}`],
      ["a request below the default", quota({ requested: 4000 }), `quotas.${CODE}`],
    ],
    passes: [
      ["a request above", quota({ requested: 6000, current: 5000 })],
      ["no request", quota({ current: 5000 })],
    ],
    undecided: [["an unknown request", quota({ requested: unknown })]],
  },
  {
    rule: requestAdjustable,
    fails: [
      ["listeners asked for in the settings", asked({ request: ["L-57A373D6"] }), "quotas.request"],
      ["listeners requested by a program", quota({ quotaCode: "L-57A373D6", requested: 60 }), "quotas.L-57A373D6"],
    ],
    passes: [["ENIs", asked({ request: [CODE] })]],
    undecided: [["an unknown code", quota({ quotaCode: unknown, requested: 1 })]],
  },
  {
    rule: codesKnown,
    fails: [
      ["a misspelled request", asked({ request: ["L-DF5E4CA2"] }), "quotas.request"],
      ["a misspelled value", asked({ current: { "L-1": 5 } }), "quotas.current.L-1"],
    ],
    passes: [["known codes", asked({ request: [CODE], current: { [CODE]: 5000 } })]],
  },
]);
