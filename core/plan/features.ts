import type { Features } from "../contracts/features.ts";
import { gatewayFeature } from "../gateway/features.ts";
import { hybridFeature } from "../hybrid/features.ts";
import { planNetwork } from "../network/plan.ts";
import { observabilityFeature } from "../observability/features.ts";
import type { Settings } from "../settings/index.ts";
import { present } from "../model/present.ts";

/** What a stack's Gateway, observability and hybrid parts ask of the Cilium release. */
export const featuresOf = (settings: Settings): Features => ({
  ...present("gateway", gatewayFeature(settings)),
  ...present("hybrid", hybridFeature(settings, planNetwork(settings)?.zones.length ?? 0)),
  ...present("observability", observabilityFeature(settings)),
});
