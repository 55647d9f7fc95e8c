import { valueAt } from "./values.ts";
import type { Json } from "../model/index.ts";

/** A port that must be reachable between the cluster's members. */
export interface PortNeed {
  readonly description: string;
  readonly protocol: "tcp" | "udp" | "icmp";
  /** Port, or ICMP type. */
  readonly from: number;
  /** Port, or ICMP code. */
  readonly to: number;
  /** Who asks: nodes where nothing is said. */
  readonly by?: readonly PortUser[];
}

/** Who opens a connection: agents and kubelets, pods with addresses of their own, EKS's control plane. */
export type PortUser = "nodes" | "pods" | "control-plane";

/** EKS user guide: sec-group-reqs. Exec, logs, port-forward and metrics-server. */
export const KUBELET_PORT: PortNeed = {
  ...tcp("kubelet: logs, exec, metrics", 10250),
  by: ["nodes", "pods", "control-plane"],
};
/** Pods that ask pods: the addresses are all one to a security group, the ports are those of CoreDNS. */
export const DNS_PORTS: readonly PortNeed[] = [
  { ...udp("DNS", 53), by: ["pods"] },
  { ...tcp("DNS", 53), by: ["pods"] },
];
/** The kubelet asks CoreDNS by its livenessProbe and readinessProbe (EKS add-on and kubernetes/kubernetes cluster/addons/dns). */
export const PROBE_PORTS: readonly PortNeed[] = [
  tcp("probes of CoreDNS by the kubelet", 8080),
  tcp("probes of CoreDNS by the kubelet", 8181),
];
export const API_PORT: PortNeed = tcp("Kubernetes API", 443);

/** Ports and defaults of the chart's values (1.19.6, 1.20.0); Cilium docs: operations/system_requirements, firewall rules. */
export function ciliumPorts(values: Json): PortNeed[] {
  const read = reader(values);
  return [
    ...only(read.on("healthChecking", true), [
      tcp("Cilium health checks between nodes", read.number("clusterHealthPort", 4240)),
      { description: "Cilium health checks between nodes (ping)", protocol: "icmp", from: 8, to: 0 },
    ]),
    ...only(read.on("encryption.enabled", false) && read.text("encryption.type") === "wireguard", [
      udp("WireGuard between nodes", WIREGUARD_PORT),
    ]),
    ...tunnelPorts(read),
    ...only(read.on("hubble.enabled", true), [byPods(tcp("Hubble of each node, for the relay", hubblePort(read)))]),
    ...metricsPorts(read),
  ];
}

/** Fixed in Cilium (pkg/wireguard/types). */
const WIREGUARD_PORT = 51871;
const TUNNEL_PORTS: Readonly<Record<string, number>> = { vxlan: 8472, geneve: 6081 };

/** Overlay traffic; and load balancing by DSR, which wraps packets in Geneve under native routing too. */
function tunnelPorts(read: Reader): PortNeed[] {
  const tunnel = read.text("routingMode") === "tunnel" ? (read.text("tunnelProtocol") ?? "vxlan") : undefined;
  const dsr =
    ["dsr", "hybrid"].includes(read.text("loadBalancer.mode") ?? "") &&
    read.text("loadBalancer.dsrDispatch") === "geneve";
  const protocol = tunnel ?? (dsr ? "geneve" : undefined);
  const standard = protocol === undefined ? undefined : TUNNEL_PORTS[protocol];
  if (protocol === undefined || standard === undefined) return [];
  const chosen = read.number("tunnelPort", 0);
  return [udp(`${protocol === "vxlan" ? "VXLAN" : "Geneve"} between nodes`, chosen === 0 ? standard : chosen)];
}

const byPods = (need: PortNeed): PortNeed => ({ ...need, by: ["pods"] });

const metricsPorts = (read: Reader): PortNeed[] => metrics(read).map((need) => byPods(need));

const metrics = (read: Reader): PortNeed[] => [
  ...only(read.on("prometheus.enabled", false), [
    tcp("metrics of the Cilium agent", read.number("prometheus.port", 9962)),
  ]),
  ...only(read.on("operator.prometheus.enabled", true), [
    tcp("metrics of the Cilium operator", read.number("operator.prometheus.port", 9963)),
  ]),
  ...only(read.on("envoy.enabled", true) && read.on("envoy.prometheus.enabled", true), [
    tcp("metrics of Envoy", read.number("envoy.prometheus.port", 9964)),
  ]),
  ...only(read.filled("hubble.metrics.enabled"), [tcp("metrics of Hubble", read.number("hubble.metrics.port", 9965))]),
  ...only(read.on("hubble.relay.enabled", false) && read.on("hubble.relay.prometheus.enabled", false), [
    tcp("metrics of the Hubble relay", read.number("hubble.relay.prometheus.port", 9966)),
  ]),
];

/** `:4244` -> 4244. */
function hubblePort(read: Reader): number {
  const port = Number(/:(\d+)$/.exec(read.text("hubble.listenAddress") ?? "")?.[1]);
  return Number.isInteger(port) && port > 0 ? port : 4244;
}

interface Reader {
  on(path: string, fallback: boolean): boolean;
  number(path: string, fallback: number): number;
  text(path: string): string | undefined;
  filled(path: string): boolean;
}

const reader = (values: Json): Reader => ({
  on: (path, fallback) => {
    const value = valueAt(values, path);
    return typeof value === "boolean" ? value : fallback;
  },
  number: (path, fallback) => {
    const value = valueAt(values, path);
    return typeof value === "number" ? value : fallback;
  },
  text: (path) => {
    const value = valueAt(values, path);
    return typeof value === "string" && value !== "" ? value : undefined;
  },
  filled: (path) => {
    const value = valueAt(values, path);
    return typeof value === "object" && value !== null && Object.keys(value).length > 0;
  },
});

const only = (condition: boolean, ports: PortNeed[]): PortNeed[] => (condition ? ports : []);

function tcp(description: string, port: number): PortNeed {
  return { description, protocol: "tcp", from: port, to: port };
}

function udp(description: string, port: number): PortNeed {
  return { description, protocol: "udp", from: port, to: port };
}
