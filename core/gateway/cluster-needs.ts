import type { ClusterFacts } from "../contracts/facts.ts";
import { type Finding, Severity } from "../findings/finding.ts";
import type { Json } from "../model/index.ts";
import { CertManagerMode, ExposureType, type GatewayPartSettings } from "../settings/index.ts";

/**
 * What the cluster must have been made for: values of the Cilium release, without which a Gateway never answers, and CRDs, which
 * come in one wave before everything.
 */
export function clusterNeeds({ exposure, tls }: GatewayPartSettings, { features }: ClusterFacts): Finding[] {
  const release = features.gateway;
  if (release === undefined) return [];
  const mode = exposure?.type === ExposureType.HostNetwork ? "host-network" : "nlb";
  const proxied = exposure?.proxyProtocol === true;
  return [
    ...(mode === release.exposure ? [] : [differs("exposure.type", mode, release.exposure)]),
    ...(proxied === release.proxyProtocol ? [] : [differs("exposure.proxyProtocol", proxied, release.proxyProtocol)]),
    ...(tls?.certManager !== CertManagerMode.Install || release.certManager
      ? []
      : [differs("tls.certManager", CertManagerMode.Install, "no CRDs of cert-manager")]),
  ];
}

const differs = (field: string, found: Json, expected: Json): Finding => ({
  rule: "gateway-cluster-features",
  severity: Severity.Error,
  subject: "gateway",
  path: `gateway.${field}`,
  found: JSON.stringify(found),
  expected: `${JSON.stringify(expected)}, for which the cluster was made`,
  fix: "Give the cluster the same: features: featuresOf({ ...settings, gateway: { enabled: true, exposure, tls } }).",
});

export const WITHOUT_GATEWAY_API: Finding = {
  rule: "gateway-cluster-feature",
  severity: Severity.Error,
  subject: "cluster",
  path: "cluster.facts.gatewayApi",
  found: "a cluster made without the Gateway API",
  expected: "one whose Cilium release has its Gateway controller on",
  fix: "Give the cluster features: featuresOf({ ...settings, gateway: { enabled: true } }).",
};

export const WITHOUT_LISTENERS: Finding = {
  rule: "gateway-listener-none",
  severity: Severity.Error,
  subject: "gateway",
  path: "listeners",
  found: "none",
  expected: "at least one listener",
  fix: 'Add one, for example http: { protocol: "HTTP" }.',
};

/** What controllers that look at Gateways need of the cluster: CRDs that come in one wave before everything. */
export function controllerNeeds({ features }: ClusterFacts, part: "cert-manager" | "external-dns"): Finding[] {
  if (features.gateway === undefined) return [WITHOUT_GATEWAY_API];
  return part === "external-dns" || features.gateway.certManager ? [] : [WITHOUT_CERT_MANAGER];
}

const WITHOUT_CERT_MANAGER: Finding = {
  rule: "gateway-cluster-features",
  severity: Severity.Error,
  subject: "cluster",
  path: "cluster.features",
  found: "no CRDs of cert-manager",
  expected: "a cluster with them, before cert-manager starts",
  fix: 'Give the cluster features: featuresOf({ ...settings, gateway: { enabled: true, tls: { certManager: "install" } } }).',
};
