import {
  CiliumEniCluster,
  CiliumGateway,
  HubbleObservability,
  HybridNodePool,
  featuresOf,
  hybridClusterOf,
} from "./components/index.ts";
import { loadSettings } from "./config/index.ts";

const settings = loadSettings();

const cluster = new CiliumEniCluster(settings.cluster.name, { ...settings, features: featuresOf(settings) });
const gateway =
  settings.gateway?.enabled === true && settings.gateway.listeners !== undefined
    ? new CiliumGateway(settings.gateway.name ?? "edge", { ...settings.gateway, cluster })
    : undefined;
const hubble =
  settings.observability === undefined
    ? undefined
    : new HubbleObservability("hubble", { ...settings.observability, cluster, after: gateway?.ready ?? [] });

const hybrid =
  settings.hybrid?.strategy === "overlay"
    ? new HybridNodePool("hybrid", { ...settings.hybrid, cluster: hybridClusterOf(cluster) })
    : undefined;

export const { kubeconfig, vpcId, facts, capacity, oidcProviderArn } = cluster;
export const gatewayHostname = gateway?.hostname;
export const demoUrl = gateway?.demoUrl;
export const hubbleUiUrl = hubble?.uiUrl;
export const alertRules = hubble?.alertRules;
export const dashboards = hubble?.dashboards;
export const hybridNodeConfigs = hybrid?.nodeConfigs;
