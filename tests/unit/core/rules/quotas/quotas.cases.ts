import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, QuotaModel } from "../../../../../core/model/index.ts";
import type { QuotaSettings } from "../../../../../core/settings/index.ts";
import { nodeGroup, settings, unknown } from "../../../../support/model.ts";

const CODE = "L-DF5E4CA3";
const quota = (parts: Partial<QuotaModel>): ClusterModel => ({
  quotas: [{ serviceCode: "vpc", quotaCode: CODE, name: "Network interfaces per Region", needed: 100, ...parts }],
});
const asked = (quotas: QuotaSettings) => ({ settings: settings({ quotas }), quotas: [] });
const groupOf = (...instanceTypes: string[]) => ({ nodeGroups: [nodeGroup({ instanceTypes })] });

export default cases({
  "quotas-above-current": {
    fails: [
      ["a need above the account's value", quota({ needed: 6000, current: 5000 }), { path: `quotas.current.${CODE}` }],
    ],
    passes: [
      ["a need of all there is", quota({ needed: 5000, current: 5000 })],

      ["room", quota({ current: 5000 })],
      ["a value that nobody has looked up", quota({ needed: 6000 })],
      ["a need for which an increase is requested", quota({ needed: 6000, current: 5000, requested: 6000 })],
    ],
    unknown: [["an unknown value", quota({ current: unknown })]],
  },
  "quotas-increase-pending": {
    fails: [
      [
        "a need for which an increase is requested",
        quota({ needed: 6000, current: 5000, requested: 6000 }),
        { path: `quotas.current.${CODE}`, found: "an increase is requested" },
      ],
    ],
    passes: [
      ["a need that nobody asked for", quota({ needed: 6000, current: 5000 })],
      ["room", quota({ current: 5000, requested: 6000 })],
    ],
    unknown: [["an unknown value", quota({ current: unknown, requested: 6000 })]],
  },
  "quotas-above-default": {
    fails: [["a need above the default", quota({ needed: 6000 }), { path: `quotas.current.${CODE}` }]],
    passes: [
      ["a need of all that accounts start with", quota({ needed: 5000 })],

      ["a small need", quota({})],
      ["a known value", quota({ needed: 6000, current: 7000 })],
      ["a request", quota({ needed: 6000, requested: 6000 })],
    ],
    unknown: [["an unknown need", quota({ needed: unknown })]],
  },
  "quotas-nlb-cross-zone-targets": {
    fails: [
      ["501 nodes behind a load balancer", quota({ quotaCode: "L-EEF1AD04", needed: 501 }), { path: "nodeGroups" }],
    ],
    passes: [
      ["500 nodes", quota({ quotaCode: "L-EEF1AD04", needed: 500 })],
      ["another quota", quota({ needed: 501 })],
    ],
    unknown: [["an unknown need", quota({ quotaCode: "L-EEF1AD04", needed: unknown })]],
  },
  "quotas-vcpus-of-other-families": {
    fails: [
      ["GPU instances that nobody counted", groupOf("g6.xlarge"), { path: "nodeGroups.general.instanceTypes" }],
      [
        "a family whose quota is not in the table",
        { ...groupOf("mac2.metal"), ...quota({ serviceCode: "ec2", quotaCode: "L-DB2E81BA" }) },
        { found: "mac2.metal" },
      ],
    ],
    passes: [
      ["Standard families", groupOf("m6i.large", "im4gn.large", "t3.medium", "z1d.large")],
      [
        "GPU instances that the plan counts",
        { ...groupOf("g6.xlarge"), ...quota({ serviceCode: "ec2", quotaCode: "L-DB2E81BA" }) },
      ],
    ],
    unknown: [["unknown types", { nodeGroups: [nodeGroup({ instanceTypes: unknown })] }]],
  },
  "quotas-service-code": {
    fails: [["ENIs asked of ec2", quota({ serviceCode: "ec2" }), { path: `quotas.${CODE}` }]],
    passes: [
      ["ENIs asked of vpc", quota({})],
      ["a code that is not in the table", quota({ quotaCode: "L-00000000", serviceCode: "ec2" })],
    ],
    unknown: [["an unknown service", quota({ serviceCode: unknown })]],
  },
  "quotas-request-upwards": {
    fails: [
      ["a request below the account's value", quota({ requested: 4000, current: 5000 }), { path: `quotas.${CODE}` }],
      ["a request below the default", quota({ requested: 4000 }), { path: `quotas.${CODE}` }],
    ],
    passes: [
      ["a request for what there is", quota({ requested: 5000, current: 5000 })],

      ["a request above", quota({ requested: 6000, current: 5000 })],
      ["no request", quota({ current: 5000 })],
    ],
    unknown: [["an unknown request", quota({ requested: unknown })]],
  },
  "quotas-request-adjustable": {
    fails: [
      ["listeners asked for in the settings", asked({ request: ["L-57A373D6"] }), { path: "quotas.request" }],
      [
        "listeners requested by a program",
        quota({ quotaCode: "L-57A373D6", requested: 60 }),
        { path: "quotas.L-57A373D6" },
      ],
    ],
    passes: [["ENIs", asked({ request: [CODE] })]],
    unknown: [["an unknown code", quota({ quotaCode: unknown, requested: 1 })]],
  },
  "quotas-code-known": {
    fails: [
      ["a misspelled request", asked({ request: ["L-DF5E4CA2"] }), { path: "quotas.request" }],
      ["a misspelled value", asked({ current: { "L-1": 5 } }), { path: "quotas.current.L-1" }],
    ],
    passes: [["known codes", asked({ request: [CODE], current: { [CODE]: 5000 } })]],
  },
});
