import type { Features } from "../../core/contracts/features.ts";
import type { Settings } from "../../core/settings/index.ts";

/**
 * Arguments of {@link CiliumEniCluster}. What decides which resources there are is plain (CIDRs, instance types, switches), so
 * that everything is checked before anything is registered; ids and ARNs may be Outputs.
 */
export interface CiliumEniClusterArgs extends Omit<Settings, "gateway" | "observability" | "hybrid"> {
  /** What the Cilium release must switch on for components that stand on this cluster, from `gatewayFeatures` and the like. */
  readonly features?: Features;
}
