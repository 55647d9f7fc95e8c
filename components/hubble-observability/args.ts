import type * as pulumi from "@pulumi/pulumi";
import type { ObservabilitySettings } from "../../core/settings/index.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";

/** Arguments of {@link HubbleObservability}: the settings of stack key `observability`, and the cluster. */
export interface HubbleObservabilityArgs extends ObservabilitySettings {
  /** A cluster whose release was made with the same settings: `features: featuresOf(settings)`. */
  readonly cluster: ClusterHandle;
  /** What must be there before: the Gateway that the UI's route goes to. */
  readonly after?: readonly pulumi.Resource[];
}
