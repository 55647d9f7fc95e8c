import { cases } from "../../../../support/rule-cases.ts";
import { askedOne } from "../../../../support/inference.ts";
import { unknown } from "../../../../support/model.ts";

const PATH = "inference.models.llama.option.kind";

const AGENTGATEWAY = { option: { kind: "agentgateway" as const } };
const ENVOY = { option: { kind: "envoy-ai-gateway" as const } };
const bundle = (version: string) => ({ gatewayApi: { channel: "standard" as const, bundle: version } });

export default cases({
  "inference-option": {
    fails: [
      ["kgateway", askedOne({ option: { kind: "kgateway" } }), { path: PATH, found: "agentgateway" }],
      ["plain Envoy Gateway", askedOne({ option: { kind: "envoy-gateway" } }), { found: "no InferencePool" }],
      ["Cilium", askedOne({ option: { kind: "cilium" } }), { found: "cilium/cilium#48813", example: true }],
    ],
    passes: [
      ["none", askedOne({})],
      ["llm-d", askedOne({ option: { kind: "llm-d" } })],
    ],
    unknown: [["an unknown option", askedOne({ option: { kind: unknown } })]],
  },
  "inference-option-versions": {
    fails: [
      [
        "agentgateway beside the Gateway API of Cilium 1.19",
        askedOne(AGENTGATEWAY, bundle("v1.4.1")),
        { path: PATH, found: "agentgateway v1.4.1 beside Gateway API v1.4.1", example: true },
      ],
      [
        "agentgateway beside an installed one",
        askedOne(AGENTGATEWAY, { gatewayApi: { channel: "standard", installedBundle: "v1.5.1" } }),
        { found: "v1.5.1" },
      ],
      [
        "Envoy AI Gateway, none of whose releases fits",
        askedOne(ENVOY, bundle("v1.6.1")),
        { found: "none of its releases" },
      ],
      [
        "Envoy AI Gateway, one of whose releases fits",
        askedOne(ENVOY, bundle("v1.4.1")),
        { found: "v0.6 fits to Gateway API v1.4.1" },
      ],
      [
        "Envoy AI Gateway beside nobody knows what",
        askedOne(ENVOY, { gatewayApi: { channel: "standard" } }),
        { found: "unknown version" },
      ],
    ],
    passes: [
      ["agentgateway beside that of Cilium 1.20", askedOne(AGENTGATEWAY, bundle("v1.6.1"))],
      ["agentgateway beside nobody knows what", askedOne(AGENTGATEWAY, { gatewayApi: { channel: "standard" } })],
      ["llm-d beside any", askedOne({}, bundle("v1.4.1"))],
    ],
    unknown: [["an unknown option", askedOne({ option: { kind: unknown } })]],
  },
});
