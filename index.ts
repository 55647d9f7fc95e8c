import { CiliumEniCluster, CiliumGateway, featuresOf } from "./components/index.ts";
import { loadSettings } from "./config/index.ts";

const settings = loadSettings();

const cluster = new CiliumEniCluster(settings.cluster.name, { ...settings, features: featuresOf(settings) });
const gateway =
  settings.gateway?.enabled === true && settings.gateway.listeners !== undefined
    ? new CiliumGateway(settings.gateway.name ?? "edge", { ...settings.gateway, cluster })
    : undefined;

export const { kubeconfig, vpcId, facts, capacity, oidcProviderArn } = cluster;
export const gatewayHostname = gateway?.hostname;
export const demoUrl = gateway?.demoUrl;
