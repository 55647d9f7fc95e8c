/** A release of a gateway that has InferencePool, with what it was built or tested with. */
export interface InferenceGatewayRow {
  readonly release: string;
  /** Minor of the Gateway API bundle, `1.6`. */
  readonly gatewayApi: string;
}

/** Definitions of InferencePool v1: what agentgateway v1.4.1 is built with, and what llm-d's router v0.10.0 was released with. */
export const INFERENCE_EXTENSION_VERSION = "v1.5.0";

/** agentgateway/agentgateway go.mod at v1.4.1: gateway-api v1.6.1, gateway-api-inference-extension v1.5.0. */
export const AGENTGATEWAY: InferenceGatewayRow = { release: "v1.4.1", gatewayApi: "1.6" };

/** envoyproxy/ai-gateway site/versioned_docs/version-1.1/compatibility.md. */
export const ENVOY_AI_GATEWAY: readonly InferenceGatewayRow[] = [
  { release: "v1.1", gatewayApi: "1.5" },
  { release: "v1.0", gatewayApi: "1.5" },
  { release: "v0.7", gatewayApi: "1.5" },
  { release: "v0.6", gatewayApi: "1.4" },
  { release: "v0.5", gatewayApi: "1.4" },
];
