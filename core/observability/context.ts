import { type ControllerContext, controllerContext } from "../controllers/controller.ts";
import type { RouteTuple } from "../gateway-api/index.ts";
import { partitionOf } from "../facts/partition.ts";
import { DEFAULT_OPERATOR_IDENTITY } from "../settings/defaults.ts";
import { valueAt } from "../helm/values.ts";
import type { JsonObject } from "../model/index.ts";
import type { ClusterFacts } from "../contracts/facts.ts";
import type { PartialClusterPlan } from "../plan/cluster.ts";
import { PrometheusMode, type Settings, type ObservabilitySettings } from "../settings/index.ts";
import { type AlertFeatures, CertificateMethod } from "./alerts/types.ts";
import { factsOf, type Place, observabilityFacts } from "./features.ts";

/** What the planner needs to know of the cluster. */
export interface ObservabilityContext extends ControllerContext {
  readonly ciliumVersion: string;
  /** Undefined without the Gateway API. */
  readonly routes: RouteTuple | undefined;
  /** Gateway that the UI's route goes to, unless the settings name one. */
  readonly gateway: Place | undefined;
  readonly seen: ClusterShape;
}

/** What decides which alerts and panels can have data. */
export interface ClusterShape {
  readonly eni: boolean;
  readonly prefixDelegation: boolean;
  readonly gateway: boolean;
  readonly clusterMesh: boolean;
  readonly bgp: boolean;
}

/** The cluster of the same stack; undefined where it cannot be planned. */
export function contextOf(settings: Settings, { cilium }: PartialClusterPlan): ObservabilityContext | undefined {
  if (cilium === undefined) return undefined;
  const { values } = cilium;
  const facts = observabilityFacts(settings);
  return {
    ciliumVersion: cilium.version,
    clusterName: settings.cluster.name,
    region: settings.region,
    partition: partitionOf(settings.region),
    mechanism: settings.cilium?.operatorIdentity ?? DEFAULT_OPERATOR_IDENTITY,
    registry: settings.cluster.registry,
    routes: cilium.gatewayApi === undefined ? undefined : { ...cilium.gatewayApi, ciliumVersion: cilium.version },
    gateway: facts.gateway,
    seen: {
      eni: valueAt(values, "ipam.mode") === "eni",
      prefixDelegation: valueAt(values, "eni.awsEnablePrefixDelegation") === true,
      gateway: valueAt(values, "gatewayAPI.enabled") === true,
      clusterMesh: facts.clusterMesh,
      bgp: facts.bgp,
    },
  };
}

/** A cluster that a component stands on. */
export function contextOfFacts(facts: ClusterFacts): ObservabilityContext {
  // A cluster without Cilium on its nodes is refused for want of the feature.
  const { ciliumVersion = "", gatewayApi, features } = facts;
  const own = (features.observability ?? {}) as JsonObject & { readonly gateway?: Place };
  return {
    ciliumVersion,
    ...controllerContext(facts),
    routes:
      gatewayApi?.bundle === undefined
        ? undefined
        : { bundle: gatewayApi.bundle, channel: gatewayApi.channel, ciliumVersion },
    gateway: own.gateway,
    seen: {
      eni: facts.ipamMode === "eni",
      prefixDelegation: facts.prefixDelegation,
      gateway: features.gateway !== undefined,
      clusterMesh: own["clusterMesh"] === true,
      bgp: own["bgp"] === true,
    },
  };
}

/** What is switched on and scraped: an alert on anything else could never fire. */
export function alertFeatures(settings: ObservabilitySettings, { seen }: ObservabilityContext): AlertFeatures {
  const facts = factsOf(settings, seen.gateway);
  const mode = settings.prometheus?.mode ?? PrometheusMode.None;
  return {
    eni: seen.eni,
    prefixDelegation: seen.prefixDelegation,
    hubble: (facts["hubbleMetrics"] as readonly string[]).length > 0,
    hubbleHttp: facts["hubbleHttp"] === true,
    relay: facts["relay"] === true && facts["metrics"] === true,
    gateway: seen.gateway,
    bgp: seen.bgp,
    clusterMesh: seen.clusterMesh,
    certificates: facts["certificates"] === "certManager" ? CertificateMethod.CertManager : CertificateMethod.CronJob,
    kubeStateMetrics: settings.prometheus?.kubeStateMetrics ?? mode !== PrometheusMode.Amp,
  };
}
