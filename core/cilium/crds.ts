import { CrdBundleName, type Features } from "../contracts/features.ts";
import { GatewayApiChannel, bundleUrl } from "../facts/gateway-api.ts";
import type { CiliumTuple } from "../facts/versions.ts";
import type { Settings } from "../settings/index.ts";
import { planNodeConfigs } from "./node-configs.ts";
import type { CrdBundlePlan } from "./types.ts";

/** Versions of the CRDs that other charts would bring; ours come first and those charts leave theirs out. */
const PROMETHEUS_OPERATOR = "0.91.0";
const CERT_MANAGER = "1.21.1";

/** Kinds that the operator watches beside those that monitors and alerts are written in (kube-prometheus-stack charts/crds/crds). */
const STACK_KINDS = [
  "alertmanagerconfigs",
  "alertmanagers",
  "probes",
  "prometheusagents",
  "prometheuses",
  "scrapeconfigs",
  "thanosrulers",
];

/** The CRD wave, one plan a file: what a release or an object needs must be served before it. */
export function planCrds(settings: Settings, features: Features, tuple: CiliumTuple, version: string): CrdBundlePlan[] {
  const wanted = new Set(
    [features.gateway, features.observability, features.hybrid].flatMap((part) => part?.crds ?? []),
  );
  const channel = gatewayChannel(features);
  const bundles: CrdBundlePlan[] = [];
  if (wanted.has(CrdBundleName.GatewayApi)) {
    bundles.push(bundle(settings, CrdBundleName.GatewayApi, tuple.gatewayApi, bundleUrl(tuple.gatewayApi, channel)));
  }
  if (wanted.has(CrdBundleName.PrometheusOperator)) {
    for (const kind of ["prometheusrules", "servicemonitors", "podmonitors"]) {
      bundles.push(bundle(settings, CrdBundleName.PrometheusOperator, PROMETHEUS_OPERATOR, prometheusUrl(kind)));
    }
  }
  if (wanted.has(CrdBundleName.PrometheusStack)) {
    for (const kind of STACK_KINDS) {
      bundles.push(bundle(settings, CrdBundleName.PrometheusStack, PROMETHEUS_OPERATOR, prometheusUrl(kind)));
    }
  }
  if (wanted.has(CrdBundleName.CertManager)) {
    bundles.push(bundle(settings, CrdBundleName.CertManager, CERT_MANAGER, certManagerUrl()));
  }
  if (planNodeConfigs(settings).length > 0) {
    bundles.push(bundle(settings, "cilium-node-config", version, nodeConfigUrl(version)));
  }
  return bundles;
}

/** The channel that the Gateway feature says; standard where it is silent. */
export const gatewayChannel = ({ gateway }: Features): GatewayApiChannel =>
  gateway?.facts.channel ?? GatewayApiChannel.Standard;

/** The release's own URL, or the same file name below the mirror's prefix. */
function bundle({ cluster }: Settings, name: CrdBundlePlan["name"], version: string, url: string): CrdBundlePlan {
  const mirror = cluster.registry?.crds;
  const file = url.slice(url.lastIndexOf("/") + 1);
  return {
    name,
    version,
    file: mirror === undefined ? url : `${mirror.replace(/\/$/, "")}/${name}-${version}/${file}`,
  };
}

const prometheusUrl = (kind: string): string =>
  `https://raw.githubusercontent.com/prometheus-operator/prometheus-operator/v${PROMETHEUS_OPERATOR}/example/prometheus-operator-crd/monitoring.coreos.com_${kind}.yaml`;

const certManagerUrl = (): string =>
  `https://github.com/cert-manager/cert-manager/releases/download/v${CERT_MANAGER}/cert-manager.crds.yaml`;

/** The operator makes Cilium's CRDs, but this one must hold objects before an operator runs. */
const nodeConfigUrl = (version: string): string =>
  `https://raw.githubusercontent.com/cilium/cilium/v${version}/pkg/k8s/apis/cilium.io/client/crds/v2/ciliumnodeconfigs.yaml`;
