import { CiliumEniCluster } from "./components/index.ts";
import { loadSettings } from "./config/index.ts";

const { gateway: _gateway, observability: _observability, hybrid: _hybrid, ...settings } = loadSettings();

const cluster = new CiliumEniCluster(settings.cluster.name, settings);

export const { kubeconfig, vpcId, facts, capacity, oidcProviderArn } = cluster;
