import type { CiliumSettings } from "./cilium.ts";
import type { ClusterSettings } from "./cluster.ts";
import type { GatewaySettings } from "./gateway.ts";
import type { HybridSettings } from "./hybrid.ts";
import type { MeshSettings } from "./mesh.ts";
import type { NetworkSettings } from "./network.ts";
import type { NodeGroupSettings } from "./nodes.ts";
import type { ObservabilitySettings } from "./observability.ts";
import type { QuotaSettings } from "./quotas.ts";

export * from "./bgp.ts";
export * from "./cilium.ts";
export * from "./cluster.ts";
export * from "./gateway.ts";
export * from "./hybrid.ts";
export * from "./mesh.ts";
export * from "./network.ts";
export * from "./nodes.ts";
export * from "./observability.ts";
export * from "./quotas.ts";
export * from "./ref.ts";
export * from "./routes.ts";

/** Everything a stack says, as written: defaults are the planners' business. */
export interface Settings {
  /** AWS Region, from `aws:region`. Decides zones, partition and prices. */
  readonly region: string;
  readonly cluster: ClusterSettings;
  readonly network: NetworkSettings;
  /** Node groups by name; the name is part of resource names and cannot change without replacing the group. */
  readonly nodeGroups: Readonly<Record<string, NodeGroupSettings>>;
  readonly cilium?: CiliumSettings;
  readonly quotas?: QuotaSettings;
  readonly gateway?: GatewaySettings;
  readonly observability?: ObservabilitySettings;
  readonly hybrid?: HybridSettings;
  readonly mesh?: MeshSettings;
  /** Rule id -> written reason for accepting its findings. */
  readonly waivers?: Readonly<Record<string, string>>;
}
