import type { ClusterFacts } from "../contracts/facts.ts";
import { type Finding, Severity } from "../findings/finding.ts";
import type { ObservabilitySettings } from "../settings/index.ts";
import { hubbleFacts } from "./features.ts";

/** Relay, metrics and certificates are the release's: what is asked for here must be what the cluster was made with. */
export function clusterNeeds(settings: ObservabilitySettings, { servesGateways, features }: ClusterFacts): Finding[] {
  const made: Readonly<Record<string, unknown>> = { ...features.observability };
  return Object.entries(hubbleFacts(settings, servesGateways)).flatMap(([key, value]) =>
    JSON.stringify(made[key]) === JSON.stringify(value)
      ? []
      : [
          {
            rule: "observability-cluster-feature",
            severity: Severity.Error,
            subject: "cluster",
            path: `cluster.facts.features.observability.${key}`,
            found: JSON.stringify(made[key]) ?? "a cluster made without observability",
            expected: JSON.stringify(value),
            fix: "Give the cluster features: featuresOf({ ...settings, observability }) with the same settings.",
          },
        ],
  );
}

export const WITHOUT_CILIUM: Finding = {
  rule: "observability-cluster-cilium",
  severity: Severity.Error,
  subject: "cluster",
  path: "cluster.facts.ciliumVersion",
  found: "a cluster whose EC2 nodes run no Cilium",
  expected: "one that was made with a Cilium release",
  fix: "Leave observability out, or give the cluster another `cilium.ipam.mode` than vpc-cni.",
};
