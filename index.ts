import {
  CiliumEniCluster,
  HubbleObservability,
  createGateways,
  createHybrid,
  createPremises,
  featuresOf,
} from "./components/index.ts";
import { loadSettings } from "./config/index.ts";

const settings = loadSettings();

const cluster = new CiliumEniCluster(settings.cluster.name, { ...settings, features: featuresOf(settings) });
const gateways = createGateways(settings.gateway, cluster);
const hubble =
  settings.observability === undefined
    ? undefined
    : new HubbleObservability("hubble", { ...settings.observability, cluster, after: gateways.ready });

const hybrid = createHybrid(settings, cluster);

export const { kubeconfig, vpcId, facts, capacity, oidcProviderArn } = cluster;
export const gatewayHostname = gateways.first?.hostname;
export const gatewayOutputs = gateways.outputs;
export const demoUrl = gateways.first?.demoUrl;
export const hubbleUiUrl = hubble?.uiUrl;
export const alertRules = hubble?.alertRules;
export const dashboards = hubble?.dashboards;
export const hybridNodeConfigs = hybrid?.nodeConfigs;
export const premises = createPremises(settings);
