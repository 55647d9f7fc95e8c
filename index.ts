import { CiliumEniCluster, featuresOf } from "./components/index.ts";
import { loadSettings } from "./config/index.ts";

const settings = loadSettings();

const cluster = new CiliumEniCluster(settings.cluster.name, { ...settings, features: featuresOf(settings) });

export const { kubeconfig, vpcId, facts, capacity, oidcProviderArn } = cluster;
