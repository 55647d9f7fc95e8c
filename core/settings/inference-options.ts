import type { Cidr } from "./values.ts";

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
export type InferenceOption = LlmDOption | AgentgatewayOption | RefusedOption;

/** llm-d's router as a plain backend of the Cilium Gateway: no InferencePool, no second gateway, no definitions. */
export interface LlmDOption {
  /** llm-d's standalone router behind a Cilium Gateway. */
  readonly kind: "llm-d";
}

/** agentgateway as a second gateway: it asks llm-d's router by InferencePool v1. Cilium stays the cluster's only CNI. */
export interface AgentgatewayOption {
  /** A Gateway of class `agentgateway` for each model. */
  readonly kind: "agentgateway";
  /** Pods of the gateway. @minimum 1 @maximum 50 @default 2 */
  readonly replicas?: number;
  /** A load balancer of its own. Default: none, it stands behind the Cilium Gateway, which has the certificate. */
  readonly loadBalancer?: InferenceLoadBalancer;
}

/** An NLB in front of the second gateway; costs as one of a Gateway does. */
export interface InferenceLoadBalancer {
  /** The load balancer has public addresses. @default false */
  readonly public?: boolean;
  /** Secret of type `kubernetes.io/tls` in the model's namespace, for HTTPS on port 443; what writes it is your business. Default: HTTP on port 80. @example "llm-tls" */
  readonly certificateSecret?: string;
  /** Clients that the load balancer lets in. Default: everybody who reaches it. */
  readonly sourceRanges?: readonly Cidr[];
  /** Seconds of silence before a connection is closed. The default is NLB's. @minimum 60 @maximum 6000 @default 350 */
  readonly idleTimeoutSeconds?: number;
}

/** Options that people ask for and that cannot work. The plan says why, and which one would. */
export interface RefusedOption {
  /** `kgateway`, plain Envoy Gateway and Cilium have no InferencePool; `envoy-ai-gateway` has one, and the plan says which of its releases fits to the Gateway API, but it is not built. */
  readonly kind: "envoy-ai-gateway" | "kgateway" | "envoy-gateway" | "cilium";
}
