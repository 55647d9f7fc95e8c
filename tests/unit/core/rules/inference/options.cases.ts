import { cases } from "../../../../support/rule-cases.ts";
import { askedOne } from "../../../../support/inference.ts";
import { unknown } from "../../../../support/model.ts";

const PATH = "inference.models.llama.option.kind";

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
});
