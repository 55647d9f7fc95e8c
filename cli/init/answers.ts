import type { ExistingVpcModel } from "../../core/model/index.ts";

export const ENDPOINTS = ["public", "private"] as const;
export const SIZES = ["small", "production"] as const;
export const GATEWAYS = ["none", "internal", "internet-facing"] as const;
export const HYBRIDS = ["none", "overlay", "mixed", "hybridGateway"] as const;
export const PIPELINES = ["none", "github", "gitlab"] as const;

/** Everything that `init` asks. */
export interface Answers {
  readonly stack: string;
  readonly name: string;
  readonly region: string;
  /** An existing VPC, or the CIDR of a new one. */
  readonly vpc: ExistingVpcModel | string;
  readonly endpoint: (typeof ENDPOINTS)[number];
  /** Who may use a public endpoint. */
  readonly allowFrom: readonly string[];
  readonly size: (typeof SIZES)[number];
  readonly gateway: (typeof GATEWAYS)[number];
  readonly hubble: boolean;
  readonly hybrid: (typeof HYBRIDS)[number];
  /** Networks on premises, with hybrid nodes. */
  readonly hybridNodes: string;
  readonly hybridPods: string;
  readonly pipeline: (typeof PIPELINES)[number];
  /** Transit or virtual private gateway that leads to the premises, in a VPC that exists. */
  readonly hybridVia?: string;
  /** On-demand vCPUs that the account has in the Region; undefined where nobody knows. */
  readonly vcpus?: number;
  /** Why a small cluster may go without what costs or is in the way; undefined where it goes without nothing. */
  readonly waive?: string;
  /** Until when activations of hybrid nodes hold. */
  readonly activationsUntil: string;
}

/** What --yes takes. The documentation range (RFC 5737) lets nobody in until it is replaced. */
export const DEFAULTS = {
  stack: "dev",
  name: "cilium-dev",
  region: "eu-central-1",
  vpc: "new",
  cidr: "10.10.0.0/16",
  endpoint: "public",
  allowFrom: ["203.0.113.0/24"],
  size: "small",
  gateway: "none",
  hubble: true,
  hybrid: "none",
  hybridNodes: "192.168.10.0/24",
  hybridPods: "192.168.64.0/20",
  pipeline: "none",
} as const;
