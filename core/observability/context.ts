import { type ControllerContext, controllerContext } from "../controllers/controller.ts";
import type { ClusterFacts } from "../contracts/facts.ts";
import type { RouteTuple } from "../gateway-api/index.ts";
import { CertificateMethodName, type ObservabilitySettings, PrometheusMode } from "../settings/index.ts";
import { type AlertFeatures, CertificateMethod } from "./alerts/types.ts";
import { type NamespacedName, hubbleFacts } from "./features.ts";

/** What the planner needs to know of the cluster. */
export interface ObservabilityContext extends ControllerContext {
  readonly ciliumVersion: string;
  /** Undefined without the Gateway API. */
  readonly routes: RouteTuple | undefined;
  /** Gateway that the UI's route goes to, unless the settings name one. */
  readonly gateway: NamespacedName | undefined;
  readonly seen: ClusterShape;
}

/** What decides which alerts and panels can have data. */
interface ClusterShape {
  readonly eni: boolean;
  readonly prefixDelegation: boolean;
  readonly gateway: boolean;
  readonly clusterMesh: boolean;
  readonly bgp: boolean;
  readonly inference: boolean;
}

/** The cluster that is looked at; undefined where it cannot be planned, or where its EC2 nodes run no Cilium. */
export function observabilityContext(facts: ClusterFacts): ObservabilityContext | undefined {
  const { ciliumVersion, gatewayApi, features } = facts;
  if (ciliumVersion === undefined) return undefined;
  const own = features.observability;
  return {
    ciliumVersion,
    ...controllerContext(facts),
    routes:
      gatewayApi === undefined ? undefined : { bundle: gatewayApi.bundle, channel: gatewayApi.channel, ciliumVersion },
    gateway: own?.gateway,
    seen: {
      eni: facts.ipamMode === "eni",
      prefixDelegation: facts.prefixDelegation,
      gateway: facts.servesGateways,
      clusterMesh: own?.clusterMesh === true,
      bgp: own?.bgp === true,
      inference: own?.inference === true,
    },
  };
}

/** What is switched on and scraped: an alert on anything else could never fire. */
export function alertFeatures(settings: ObservabilitySettings, { seen }: ObservabilityContext): AlertFeatures {
  const facts = hubbleFacts(settings, seen.gateway);
  const mode = settings.prometheus?.mode ?? PrometheusMode.None;
  return {
    eni: seen.eni,
    prefixDelegation: seen.prefixDelegation,
    hubble: facts.hubbleMetrics.length > 0,
    hubbleHttp: facts.hubbleHttp,
    relay: facts.relay && facts.metrics,
    gateway: seen.gateway,
    bgp: seen.bgp,
    // Models are scraped by monitors of their own, which only an operator reads.
    inference: seen.inference && facts.monitors,
    clusterMesh: seen.clusterMesh,
    certificates:
      facts.certificates === CertificateMethodName.CertManager
        ? CertificateMethod.CertManager
        : CertificateMethod.CronJob,
    kubeStateMetrics: settings.prometheus?.kubeStateMetrics ?? mode !== PrometheusMode.Amp,
  };
}
