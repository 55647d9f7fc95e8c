import { minorOf } from "./version.ts";

/** The values that a key may hold. The chart checks few of them: a wrong one is written into the ConfigMap and stops the agent, or does nothing. */
export interface EnumKey {
  readonly path: string;
  /** Allowed strings; `""` means unset. */
  readonly values: readonly string[];
  /** Allowed in this minor only, beside `values`. */
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  /** A boolean is taken like its word. */
  readonly booleans?: boolean;
  /** Default of the chart. */
  readonly default: string;
  readonly source: string;
}

const VALUES = "values.yaml of the Cilium charts 1.19.6 and 1.20.0";
const SCHEMA = "values.schema.json of the Cilium charts 1.19.6 and 1.20.0";
const VALIDATE = "templates/validate.yaml of the Cilium charts 1.19.6 and 1.20.0";
const LB_CONFIG = "cilium/cilium pkg/loadbalancer/config.go";

const one = (
  path: string,
  values: readonly string[],
  defaultValue: string,
  source: string,
  more: Pick<EnumKey, "extra" | "booleans"> = {},
): EnumKey => ({
  path,
  values,
  default: defaultValue,
  source,
  ...more,
});

export const ENUM_KEYS: readonly EnumKey[] = [
  one(
    "ipam.mode",
    ["cluster-pool", "kubernetes", "multi-pool", "crd", "eni", "azure", "alibabacloud", "delegated-plugin"],
    "cluster-pool",
    "cilium/cilium pkg/ipam/option/option.go",
  ),
  one("routingMode", ["", "native", "tunnel"], "", VALUES),
  one("tunnelProtocol", ["", "vxlan", "geneve"], "", VALUES),
  one("underlayProtocol", ["", "ipv4", "ipv6", "auto"], "", VALUES),
  one(
    "kubeProxyReplacement",
    ["true", "false"],
    "false",
    "templates/cilium-configmap.yaml of the Cilium charts 1.19.6 and 1.20.0",
    { booleans: true },
  ),
  one("loadBalancer.algorithm", ["random", "maglev"], "random", LB_CONFIG),
  one("loadBalancer.mode", ["snat", "dsr", "hybrid"], "snat", LB_CONFIG),
  one("loadBalancer.dsrDispatch", ["opt", "ipip", "geneve"], "opt", LB_CONFIG),
  one("loadBalancer.acceleration", ["disabled", "native", "best-effort"], "disabled", VALUES),
  one("loadBalancer.l7.backend", ["disabled", "envoy"], "disabled", VALUES),
  one("loadBalancer.l7.algorithm", ["round_robin", "least_request", "random"], "round_robin", VALUES),
  one("encryption.type", ["ipsec", "wireguard", "ztunnel"], "ipsec", VALUES),
  one("encryption.ztunnel.ca.type", ["spire", "internal"], "internal", SCHEMA),
  one("bpf.datapathMode", ["veth", "netkit", "netkit-l2"], "veth", VALUES, { extra: { "1.20": ["auto"] } }),
  one("bpf.monitorAggregation", ["none", "low", "medium", "maximum"], "medium", VALUES),
  one("cni.chainingMode", ["none", "aws-cni", "flannel", "generic-veth", "portmap"], "none", VALUES),
  one("gatewayAPI.externalTrafficPolicy", ["Cluster", "Local"], "Cluster", VALIDATE),
  one(
    "gatewayAPI.gatewayClass.create",
    ["auto", "true", "false"],
    "auto",
    "values.yaml and schema of the Cilium chart 1.19.6: a boolean fails there",
  ),
  one("ingressController.loadbalancerMode", ["shared", "dedicated"], "dedicated", VALUES),
  one("ingressController.service.externalTrafficPolicy", ["Cluster", "Local"], "Cluster", VALIDATE),
  one("hubble.tls.auto.method", ["helm", "cronJob", "certmanager"], "helm", VALUES),
  one("clustermesh.apiserver.tls.auto.method", ["helm", "cronJob", "certmanager"], "helm", VALUES),
  one(
    "clustermesh.apiserver.tls.authMode",
    ["legacy", "migration", "cluster"],
    "migration",
    "templates/clustermesh-apiserver/deployment.yaml of the Cilium charts 1.19.6 and 1.20.0",
  ),
  one("clustermesh.apiserver.kvstoremesh.kvstoreMode", ["internal", "external"], "internal", VALIDATE),
  one("clustermesh.apiserver.etcd.storageMedium", ["Disk", "Memory"], "Disk", SCHEMA),
  one("clustermesh.apiserver.metrics.etcd.mode", ["basic", "extensive"], "basic", VALUES),
  one("clustermesh.apiserver.service.enableSessionAffinity", ["HAOnly", "Always", "Never"], "HAOnly", SCHEMA),
  one("clustermesh.apiserver.service.externalTrafficPolicy", ["Local", "Cluster"], "Cluster", SCHEMA),
  one("clustermesh.apiserver.service.internalTrafficPolicy", ["Local", "Cluster"], "Cluster", SCHEMA),
  one("policyEnforcementMode", ["default", "always", "never"], "default", VALUES),
  one("policyDenyResponse", ["none", "icmp"], "none", VALUES),
  one("serviceNoBackendResponse", ["reject", "drop"], "reject", VALUES),
  one(
    "pmtuDiscovery.packetizationLayerPMTUDMode",
    ["always", "blackhole", "disabled", "unset", ""],
    "blackhole",
    VALUES,
  ),
  one("identityAllocationMode", ["crd", "kvstore", "doublewrite-readkvstore", "doublewrite-readcrd"], "crd", VALUES),
  one("identityManagementMode", ["agent", "operator", "both"], "agent", SCHEMA),
  one("scheduling.mode", ["anti-affinity", "kube-scheduler"], "anti-affinity", SCHEMA),
  one("envoy.xdsMode", ["split", "ads", "strict-ads"], "ads", "values.schema.json of the Cilium chart 1.20.0"),
  one("envoy.log.defaultLevel", ["trace", "debug", "info", "warning", "error", "critical", "off"], "", SCHEMA),
  ...[
    "image",
    "operator.image",
    "envoy.image",
    "hubble.relay.image",
    "hubble.ui.backend.image",
    "hubble.ui.frontend.image",
    "certgen.image",
    "clustermesh.apiserver.image",
  ].map((image) =>
    one(
      `${image}.pullPolicy`,
      ["Always", "IfNotPresent", "Never"],
      "IfNotPresent",
      "Kubernetes API: Container.imagePullPolicy",
    ),
  ),
];

/** Sizes that a Maglev table may have. Source: Cilium docs: network/kubernetes/kubeproxy-free, Maglev. */
export const MAGLEV_TABLE_SIZES = [251, 509, 1021, 2039, 4093, 8191, 16381, 32749, 65521, 131071] as const;
export const MAGLEV_DEFAULT_TABLE_SIZE = 16381;
/** Backends of one Service that a table serves with at most 1 % of flows moved by a change: a hundredth of its size (same page). */
export const maglevBackends = (tableSize: number): number => Math.floor(tableSize / 100);

/** The allowed values of a key in a Cilium version; undefined where the key takes anything. */
export function enumValues(ciliumVersion: string, path: string): readonly string[] | undefined {
  const key = ENUM_KEYS.find((entry) => entry.path === path);
  if (key === undefined) return undefined;
  return [...key.values, ...(key.extra?.[minorOf(ciliumVersion) ?? ""] ?? [])];
}

/** Whether a key may hold a value. Keys without a list, and null (the chart's default), take anything. */
export function enumAllows(ciliumVersion: string, path: string, value: unknown): boolean {
  const allowed = enumValues(ciliumVersion, path);
  if (allowed === undefined || value === null) return true;
  if (typeof value === "boolean")
    return ENUM_KEYS.some((entry) => entry.path === path && entry.booleans === true) && allowed.includes(String(value));
  return typeof value === "string" && allowed.includes(value);
}
