import type { LiveModel } from "../../core/model/index.ts";

/** A line of `verify`: rules that belong together, and what is seen of what they judge. */
export interface Check {
  readonly id: string;
  readonly title: string;
  /** Beginnings of the rules' ids. */
  readonly rules: readonly string[];
  /** Told by AWS: left out where nobody asked it. */
  readonly aws?: true;
  /** In a few words; throws where it reads what is unknown. */
  readonly seen: (live: LiveModel) => string;
}

const count = (number: number, noun: string): string => `${String(number)} ${noun}${number === 1 ? "" : "s"}`;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** In the order in which a cluster comes up. */
export const CHECKS: readonly Check[] = [
  {
    id: "server",
    title: "API server",
    rules: ["live-server-"],
    seen: ({ server }) => `Kubernetes ${server.version}, clocks ${String(Math.abs(server.clockSkewSeconds))} s apart`,
  },
  {
    id: "cluster",
    aws: true,
    title: "EKS cluster",
    rules: ["live-cluster-", "live-groups-", "live-addons-"],
    seen: ({ cluster, nodeGroups, addons }) =>
      `${cluster.name} ${cluster.status}, ${count(nodeGroups.length, "node group")}, ${count(addons.length, "add-on")}`,
  },
  {
    id: "nodes",
    title: "Nodes",
    rules: ["live-nodes-", "live-planned-nodes"],
    seen: ({ nodes }) => `${String(nodes.filter(({ ready }) => ready).length)} of ${String(nodes.length)} Ready`,
  },
  {
    id: "workloads",
    title: "Cilium and what it needs",
    rules: ["live-workloads-rolled-out", "live-workloads-scheduled", "live-workloads-present", "live-planned-version"],
    seen: ({ workloads }) =>
      workloads
        .filter(({ part }) => ["agent", "envoy", "operator", "dns"].includes(part))
        .map(({ name, ready, desired, version }) =>
          `${name} ${version ?? ""} ${String(ready)}/${String(desired)}`.replace("  ", " "),
        )
        .join(", "),
  },
  {
    id: "others",
    title: "No other CNI or proxy",
    rules: ["live-workloads-other-cni", "live-workloads-kube-proxy"],
    seen: ({ workloads }) => {
      const others = workloads.filter(
        ({ part, desired }) => (part === "aws-node" || part === "kube-proxy") && desired > 0,
      );
      return others.length === 0
        ? "aws-node and kube-proxy run nowhere"
        : others.map(({ name }) => `${name} runs`).join(", ");
    },
  },
  {
    id: "version",
    title: "One version",
    rules: ["live-workloads-one-version", "live-planned-kubernetes"],
    seen: ({ workloads }) =>
      [
        ...new Set(
          workloads
            .filter(({ part }) => part === "agent" || part === "operator")
            .flatMap(({ version }) => version ?? []),
        ),
      ]
        .map((version) => `Cilium ${version}`)
        .join(", ") || "no version in the images' tags",
  },
  {
    id: "config",
    title: "Configuration",
    rules: ["live-config-", "live-planned-config"],
    seen: ({ config: { found, data } }) =>
      found
        ? `ipam ${data["ipam"] ?? "?"}, routing ${data["routing-mode"] ?? "?"}, kube-proxy replacement ${data["kube-proxy-replacement"] ?? "?"}`
        : "no ConfigMap cilium-config",
  },
  {
    id: "addresses",
    title: "Addresses of nodes",
    rules: ["live-addresses-"],
    seen: ({ ciliumNodes }) =>
      `${count(ciliumNodes.length, "CiliumNode")}, ${String(sum(ciliumNodes.map(({ used }) => used)))} of ${String(sum(ciliumNodes.map(({ held }) => held)))} addresses used`,
  },
  {
    id: "subnets",
    aws: true,
    title: "Subnets and interfaces",
    rules: ["live-subnets-", "live-interfaces-"],
    seen: ({ subnets, interfaces }) =>
      `${count(subnets.length, "subnet")}, ${String(sum(subnets.map(({ free }) => free)))} free addresses, ${String(interfaces.inRegion)} of ${String(interfaces.quota)} interfaces in the Region`,
  },
  {
    id: "pods",
    title: "Pods",
    rules: ["live-pods-stuck", "live-pods-crashing", "live-pods-unmanaged"],
    seen: ({ pods }) =>
      `${count(pods.total, "pod")}, ${String(pods.oddCount)} not running, ${String(pods.unmanagedCount)} unmanaged`,
  },
  {
    id: "endpoints",
    title: "Endpoints",
    rules: ["live-pods-endpoints"],
    seen: ({ endpoints }) => `${String(endpoints.states["ready"] ?? 0)} of ${String(endpoints.total)} ready`,
  },
  {
    id: "policies",
    title: "Policies",
    rules: ["live-policies-"],
    seen: ({ policies }) => count(policies.length, "policy").replace("policys", "policies"),
  },
  {
    id: "gateways",
    title: "Gateways and routes",
    rules: ["live-gateways-", "live-planned-gateways"],
    seen: ({ gateways, routes }) => `${count(gateways.length, "Gateway")}, ${count(routes.length, "route")}`,
  },
  {
    id: "load-balancers",
    aws: true,
    title: "Load balancers",
    rules: ["live-load-balancers-"],
    seen: ({ loadBalancers }) =>
      `${count(loadBalancers.length, "load balancer")}, ${count(sum(loadBalancers.flatMap(({ targets }) => targets.map(({ healthy }) => healthy))), "healthy target")}`,
  },
  {
    id: "hubble",
    title: "Hubble, mesh and controllers",
    rules: ["live-workloads-beside"],
    seen: ({ workloads }) =>
      workloads
        .filter(({ part }) => ["relay", "ui", "mesh", "load-balancer-controller"].includes(part))
        .map(({ name, ready, desired }) => `${name} ${String(ready)}/${String(desired)}`)
        .join(", ") || "none installed",
  },
  {
    id: "certificates",
    title: "Certificates",
    rules: ["live-certificates-"],
    seen: ({ certificates, at }) =>
      certificates.length === 0
        ? "none of Hubble"
        : `${count(certificates.length, "certificate")}, the first runs out in ${String(Math.floor((Math.min(...certificates.map(({ notAfter }) => notAfter)) - at) / 86_400))} days`,
  },
];
