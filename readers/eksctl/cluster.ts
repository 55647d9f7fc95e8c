import { UNKNOWN } from "../../core/model/unknown.ts";
import type { Props } from "../../lens/registered.ts";
import { isMap } from "../input.ts";
import { valueAt } from "../values.ts";
import { present } from "../../core/model/present.ts";

type Config = Readonly<Record<string, unknown>>;

const at = (config: Config, path: string): unknown => valueAt(config, path.split("."));
const firstOf = (...values: readonly unknown[]): unknown => values.find((value) => value !== undefined);

/** Types of logs that `*` and `all` stand for (EKS user guide: control-plane-logs). */
const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** Inputs of `aws.eks.Cluster` that eksctl would give; defaults are eksctl's (eksctl docs: usage, v1alpha5 defaults). */
export const clusterProps = (config: Config, name: string): Props => ({
  name,
  ...present("version", textOf(at(config, "metadata.version"))),
  vpcConfig: {
    // A fully private cluster has its private endpoint alone, once it is made (eksctl docs: eks-private-cluster).
    endpointPrivateAccess: isPrivate(config) ? true : firstOf(at(config, "vpc.clusterEndpoints.privateAccess"), false),
    endpointPublicAccess: isPrivate(config) ? false : firstOf(at(config, "vpc.clusterEndpoints.publicAccess"), true),
    publicAccessCidrs: firstOf(at(config, "vpc.publicAccessCIDRs"), []),
  },
  kubernetesNetworkConfig: {
    ...present("serviceIpv4Cidr", at(config, "kubernetesNetworkConfig.serviceIPv4CIDR")),
    ipFamily: lower(firstOf(at(config, "kubernetesNetworkConfig.ipFamily"), "ipv4")),
  },
  enabledClusterLogTypes: logTypes(at(config, "cloudWatch.clusterLogging.enableTypes")),
  ...present("encryptionConfig", encryption(at(config, "secretsEncryption.keyARN"))),
  accessConfig: {
    authenticationMode: firstOf(at(config, "accessConfig.authenticationMode"), "API_AND_CONFIG_MAP"),
    bootstrapClusterCreatorAdminPermissions: firstOf(
      at(config, "accessConfig.bootstrapClusterCreatorAdminPermissions"),
      true,
    ),
  },
  // eksctl brings the add-ons itself, as add-ons of EKS.
  bootstrapSelfManagedAddons: false,
  computeConfig: { enabled: firstOf(at(config, "autoModeConfig.enabled"), false) },
  // Whether eksctl can say it differs between its versions.
  deletionProtection: firstOf(at(config, "deletionProtection"), UNKNOWN),
  ...present("upgradePolicy", at(config, "upgradePolicy")),
  ...present("remoteNetworkConfig", remoteNetworks(at(config, "remoteNetworkConfig"))),
});

const isPrivate = (config: Config): boolean => at(config, "privateCluster.enabled") === true;

const textOf = (value: unknown): unknown => (typeof value === "number" ? String(value) : value);
const lower = (value: unknown): unknown => (typeof value === "string" ? value.toLowerCase() : value);

function logTypes(types: unknown): unknown {
  if (types === undefined || types === UNKNOWN) return types ?? [];
  const named: readonly unknown[] = Array.isArray(types) ? types : [types];
  return named.some((type) => type === "*" || type === "all") ? LOG_TYPES : named;
}

const encryption = (key: unknown): unknown =>
  key === undefined ? undefined : { provider: { keyArn: key }, resources: ["secrets"] };

function remoteNetworks(config: unknown): unknown {
  if (!isMap(config)) return config;
  const cidrs = (key: string): unknown => {
    const networks = config[key];
    if (networks === UNKNOWN) return UNKNOWN;
    return (Array.isArray(networks) ? networks : []).flatMap((one: unknown): unknown[] => {
      const own = isMap(one) ? one["cidrs"] : undefined;
      return Array.isArray(own) ? own : [];
    });
  };
  return {
    remoteNodeNetworks: { cidrs: cidrs("remoteNodeNetworks") },
    remotePodNetworks: { cidrs: cidrs("remotePodNetworks") },
  };
}
