import { optionOf } from "../../settings/inferences.ts";
import type { InferenceOptionKind } from "../../settings/index.ts";
import { rulesOn } from "../rule.ts";
import { models } from "./common.ts";

/** Why an option cannot work, and which one would. */
const REFUSED: Readonly<Partial<Record<InferenceOptionKind, { readonly why: string; readonly instead: string }>>> = {
  kgateway: {
    why: "kgateway, which took InferencePool out in 2.2 in favour of agentgateway",
    instead: "llm-d",
  },
  "envoy-gateway": {
    why: "plain Envoy Gateway, which has no InferencePool without Envoy AI Gateway",
    instead: "llm-d",
  },
  cilium: {
    why: "Cilium as the inference gateway, which no release up to 1.20 and 1.21.0-pre.0 has (cilium/cilium#48813)",
    instead: "llm-d",
  },
};

export default rulesOn(models, [
  {
    id: "inference-option",
    severity: "error",
    title: "The option is one that can pick model servers",
    why: "A gateway without InferencePool sends requests to pods in turn: queues grow on one while others idle, and prompts never meet their cached beginnings.",
    source:
      "kubernetes-sigs/gateway-api-inference-extension site-src/implementations/gateways.md; kgateway 2.2 release notes; docs/inference.md",
    fix: "Leave option out: llm-d's router stands behind the Cilium Gateway and needs no InferencePool.",
    *check({ settings }) {
      const refused = REFUSED[optionOf(settings)];
      if (refused === undefined) return;
      yield { at: "option.kind", found: refused.why, expected: refused.instead };
    },
  },
]);
