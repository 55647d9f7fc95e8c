import { type Finding, Severity } from "../../core/findings/finding.ts";
import { contextOfFacts } from "../../core/gateway/context.ts";
import { gatewayOrigins } from "../../core/gateway/origins.ts";
import { partOf } from "../../core/gateway/part.ts";
import { planGateway } from "../../core/gateway/plan.ts";
import type { GatewayPlan } from "../../core/gateway/types.ts";
import type { Json } from "../../core/model/index.ts";
import type { ClusterFacts } from "../../core/contracts/facts.ts";
import { judgePart } from "../../core/plan/judge-part.ts";
import { originsOf } from "../../core/plan/origins.ts";
import { CertManagerMode, ExposureType, type GatewayPartSettings } from "../../core/settings/index.ts";
import { refuse, refuseOrWarn } from "../internal/refuse.ts";
import type { CiliumGatewayArgs } from "./args.ts";

const ROOT = "gateway";

/** The plan, or one error with every fault, before anything is registered. */
export function planOrRefuse(name: string, { cluster, after: _after, ...settings }: CiliumGatewayArgs): GatewayPlan {
  const { facts, model } = cluster;
  const context = contextOfFacts(facts, {
    publicSubnets: cluster.publicSubnetIds.length,
    nodeSubnets: Object.keys(cluster.nodeSubnetIds).length,
  });
  const plan = context === undefined ? undefined : planGateway(settings, context);
  if (plan === undefined) {
    return refuse("CiliumGateway", name, [context === undefined ? WITHOUT_GATEWAY_API : WITHOUT_LISTENERS], {
      root: ROOT,
    });
  }
  const known = { facts, ...(model === undefined ? {} : { model }) };
  const findings = [
    ...releaseFaults(settings, facts),
    ...judgePart(known, partOf(plan, settings), ["gateway"]).findings,
  ];
  const origins = originsOf([{ origins: gatewayOrigins({ name: plan.name, path: ROOT, settings }) }]);
  refuseOrWarn("CiliumGateway", name, findings, { origins, root: ROOT });
  return plan;
}

/**
 * What the cluster must have been made for: values of the Cilium release, without which a Gateway never answers, and CRDs, which
 * come in one wave before everything.
 */
function releaseFaults({ exposure, tls }: GatewayPartSettings, { features }: ClusterFacts): Finding[] {
  const release = features.gateway;
  if (release === undefined) return [];
  const mode = exposure?.type === ExposureType.HostNetwork ? "host-network" : "nlb";
  const proxied = exposure?.proxyProtocol === true;
  return [
    ...(mode === release["exposure"] ? [] : [differs("exposure.type", mode, release["exposure"])]),
    ...(proxied === release["proxyProtocol"]
      ? []
      : [differs("exposure.proxyProtocol", proxied, release["proxyProtocol"])]),
    ...(tls?.certManager !== CertManagerMode.Install || release["certManager"] === true
      ? []
      : [differs("tls.certManager", CertManagerMode.Install, "no CRDs of cert-manager")]),
  ];
}

const differs = (field: string, found: Json, expected: Json | undefined): Finding => ({
  rule: "gateway-cluster-features",
  severity: Severity.Error,
  subject: "gateway",
  path: `gateway.${field}`,
  found: JSON.stringify(found),
  expected: `${JSON.stringify(expected)}, for which the cluster was made`,
  fix: "Give the cluster the same: features: featuresOf({ ...settings, gateway: { enabled: true, exposure, tls } }).",
});

const WITHOUT_GATEWAY_API: Finding = {
  rule: "gateway-cluster-feature",
  severity: Severity.Error,
  subject: "cluster",
  path: "cluster.facts.gatewayApi",
  found: "a cluster made without the Gateway API",
  expected: "one whose Cilium release has its Gateway controller on",
  fix: "Give the cluster features: featuresOf({ ...settings, gateway: { enabled: true } }).",
};

const WITHOUT_LISTENERS: Finding = {
  rule: "gateway-listener-none",
  severity: Severity.Error,
  subject: "gateway",
  path: "listeners",
  found: "none",
  expected: "at least one listener",
  fix: 'Add one, for example http: { protocol: "HTTP" }.',
};
