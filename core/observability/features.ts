import type { FeaturePart } from "../features.ts";
import { from } from "../cilium/merge.ts";
import type { Settings } from "../settings/index.ts";

/** The chart sets no requests for relay and UI; a starting point, not a measurement. */
const RESOURCES = { requests: { cpu: "50m", memory: "64Mi" } } as const;

/** What the Cilium release needs for Hubble beyond the agents' own part, which is always on. */
export function observabilityFeature({ observability }: Pick<Settings, "observability">): FeaturePart | undefined {
  const { ui = false, relay = ui } = observability ?? {};
  if (!relay && !ui) return undefined;
  return {
    ...from("observability", {
      "hubble.relay.enabled": relay,
      "hubble.relay.rollOutPods": relay ? true : undefined,
      "hubble.relay.resources": relay ? RESOURCES : undefined,
      "hubble.ui.enabled": ui,
      "hubble.ui.rollOutPods": ui ? true : undefined,
      "hubble.ui.frontend.resources": ui ? RESOURCES : undefined,
      "hubble.ui.backend.resources": ui ? RESOURCES : undefined,
    }),
    crds: [],
    ports: [],
    facts: { relay, ui },
  };
}
