/** What stands between clients and model servers. */
export const InferenceOptionKind = {
  LlmD: "llm-d",
  Agentgateway: "agentgateway",
  EnvoyAiGateway: "envoy-ai-gateway",
  Kgateway: "kgateway",
  EnvoyGateway: "envoy-gateway",
  Cilium: "cilium",
} as const;
export type InferenceOptionKind = (typeof InferenceOptionKind)[keyof typeof InferenceOptionKind];

/** What picks the model server for a request; docs/inference.md has the table of options and why some are refused. */
export type InferenceOption = LlmDOption | RefusedOption;

/** llm-d's router as a plain backend of the Cilium Gateway: no InferencePool, no second gateway, no definitions. */
export interface LlmDOption {
  /** llm-d's standalone router behind a Cilium Gateway. */
  readonly kind: "llm-d";
}

/** Options that people ask for and that cannot work. The plan says why, and which one would. */
export interface RefusedOption {
  /** `kgateway`, plain Envoy Gateway and Cilium have no InferencePool. */
  readonly kind: "kgateway" | "envoy-gateway" | "cilium";
}
