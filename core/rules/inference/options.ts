import { AGENTGATEWAY, ENVOY_AI_GATEWAY } from "../../facts/inference-gateways.ts";
import { optionOf } from "../../settings/inferences.ts";
import { InferenceOptionKind } from "../../settings/index.ts";
import { rulesOn } from "../rule.ts";
import { models } from "./common.ts";

/** Why an option cannot work, and which one would. */
const REFUSED: Readonly<Partial<Record<InferenceOptionKind, { readonly why: string; readonly instead: string }>>> = {
  kgateway: {
    why: "kgateway, which took InferencePool out in 2.2 in favour of agentgateway",
    instead: "agentgateway, or llm-d",
  },
  "envoy-gateway": {
    why: "plain Envoy Gateway, which has no InferencePool without Envoy AI Gateway",
    instead: "llm-d, or agentgateway",
  },
  cilium: {
    why: "Cilium as the inference gateway, which no release up to 1.20 and 1.21.0-pre.0 has (cilium/cilium#48813)",
    instead: "llm-d, which stands behind a Cilium Gateway",
  },
};

const minorOf = (bundle: string): string => bundle.replace(/^v/, "").split(".").slice(0, 2).join(".");

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
  {
    id: "inference-option-versions",
    severity: "error",
    title: "A second gateway is built for the Gateway API of the cluster's Cilium",
    why: "A cluster has one set of Gateway API definitions, and Cilium decides which: another gateway must know the same kinds, or its controller waits for ones that are not served.",
    symptom: "The second gateway's controller logs: no matches for kind, and its Gateways stay without an address.",
    source:
      "agentgateway/agentgateway go.mod at v1.4.1; envoyproxy/ai-gateway site/versioned_docs/version-1.1/compatibility.md; docs/gateway.md",
    fix: "Take the option llm-d, which every Cilium with Gateways can do, or the Cilium whose Gateway API fits.",
    also: ["gatewayApi"],
    *check({ settings }, { gatewayApi }) {
      const bundle = gatewayApi?.bundle ?? gatewayApi?.installedBundle;
      const kind = optionOf(settings);
      if (kind === InferenceOptionKind.Agentgateway && bundle !== undefined) {
        if (minorOf(bundle) === AGENTGATEWAY.gatewayApi) return;
        yield {
          at: "option.kind",
          found: `agentgateway ${AGENTGATEWAY.release} beside Gateway API ${bundle}`,
          expected: `Gateway API ${AGENTGATEWAY.gatewayApi}, that of Cilium 1.20; or llm-d`,
        };
      }
      if (kind !== InferenceOptionKind.EnvoyAiGateway) return;
      const row = ENVOY_AI_GATEWAY.find(({ gatewayApi: minor }) => bundle !== undefined && minor === minorOf(bundle));
      yield {
        at: "option.kind",
        found:
          row === undefined
            ? `Envoy AI Gateway beside Gateway API ${bundle ?? "of an unknown version"}, which none of its releases was tested with`
            : `Envoy AI Gateway, whose release ${row.release} fits to Gateway API ${bundle ?? ""} and is not built here`,
        expected: `llm-d${bundle !== undefined && minorOf(bundle) === AGENTGATEWAY.gatewayApi ? ", or agentgateway" : ""}; rows: ${ROWS}`,
      };
    },
  },
]);

const ROWS = ENVOY_AI_GATEWAY.map(({ release, gatewayApi }) => `${release} with ${gatewayApi}`).join(", ");
