import { type ClusterModel, SubnetRole } from "../../model.ts";
import { type Values, shown } from "../common.ts";
import { valueRule } from "../value-rule.ts";

const TUNING = "Cilium docs: operations/performance/tuning";

/** BPF host routing is automatic with its parts; legacy only where it is asked for. */
const hostRouting = (values: Values): boolean => !values.on("bpf.hostLegacyRouting") && !values.chained;

export const netkit = valueRule({
  id: "datapath-netkit",
  group: "datapath",
  severity: "error",
  title: "netkit comes with BPF host routing",
  why: "The agent refuses netkit with legacy host routing; the mode cannot be changed on a running node.",
  source: TUNING,
  *check(values) {
    if (values.text("bpf.datapathMode")?.startsWith("netkit") !== true || hostRouting(values)) return;
    yield {
      at: "bpf.datapathMode",
      found: `${values.text("bpf.datapathMode") ?? ""} with legacy host routing`,
      expected: "bpf.hostLegacyRouting: false",
      fix: "Set hostRouting to bpf, or datapathMode to veth.",
    };
  },
});

export const bbr = valueRule({
  id: "datapath-bbr",
  group: "datapath",
  severity: "error",
  title: "BBR comes with the bandwidth manager and BPF host routing",
  why: "Without both, pods' sockets lose their timestamps on the way and the agent refuses to start.",
  source: TUNING,
  *check(values) {
    if (!values.on("bandwidthManager.bbr")) return;
    if (!values.on("bandwidthManager.enabled"))
      yield {
        at: "bandwidthManager.bbr",
        found: "true without bandwidthManager.enabled",
        expected: "bandwidthManager.enabled: true",
        fix: "Set bandwidthManager.enabled.",
      };
    else if (!hostRouting(values))
      yield {
        at: "bandwidthManager.bbr",
        found: "true with legacy host routing",
        expected: "bpf.hostLegacyRouting: false",
        fix: "Set hostRouting to bpf, or bbr to false.",
      };
  },
});

export const bigTcp = valueRule({
  id: "datapath-big-tcp",
  group: "datapath",
  severity: "error",
  title: "BIG TCP is not used in tunnels or with encryption",
  why: "The agent refuses it there.",
  source: TUNING,
  *check(values) {
    for (const at of ["enableIPv4BIGTCP", "enableIPv6BIGTCP"]) {
      if (!values.on(at)) continue;
      const why = values.on("encryption.enabled")
        ? "encryption"
        : values.text("routingMode") === "tunnel"
          ? "a tunnel"
          : undefined;
      if (why !== undefined) yield { at, found: `true with ${why}`, expected: "false", fix: `Remove ${at}.` };
    }
  },
});

export const bigTcpDriver = valueRule({
  id: "datapath-big-tcp-driver",
  group: "datapath",
  severity: "warning",
  title: "BIG TCP runs on a driver that Cilium names for it",
  why: "Cilium's documentation lists mlx4, mlx5 and ice; EC2's ENA is not among them, so it may change nothing.",
  source: TUNING,
  *check(values) {
    if (values.on("enableIPv4BIGTCP"))
      yield {
        at: "enableIPv4BIGTCP",
        found: "true on EC2",
        expected: "false",
        fix: "Leave it off, or measure first and waive this.",
      };
  },
});

export const hostRoutingAgent = valueRule({
  id: "datapath-host-routing-pod-identity",
  group: "datapath",
  severity: "warning",
  title: "Pod Identity is tried with BPF host routing",
  why: "Versions have dropped the agent's address 169.254.170.23 there: pods then get no credentials.",
  source: "cilium/cilium#35989, #40273, #34228",
  also: ["addons"],
  *check(values, _cilium, { addons = [] }) {
    if (!values.off("bpf.hostLegacyRouting") || !addons.some(({ name }) => name === "eks-pod-identity-agent")) return;
    yield {
      at: "bpf.hostLegacyRouting",
      found: "false, with the Pod Identity agent",
      expected: "a smoke test of a pod with Pod Identity after every upgrade",
      fix: "Set hostRouting to legacy, or waive this and keep such a test.",
    };
  },
});

export const ipsec = valueRule({
  id: "datapath-encryption-type",
  group: "datapath",
  severity: "error",
  title: "Encryption names its kind",
  why: "Without a type the chart takes IPsec, whose agents wait for a secret of keys that nobody made.",
  source: "values.yaml of the Cilium charts: encryption.type; Cilium docs: security/network/encryption-ipsec",
  *check(values) {
    if (!values.on("encryption.enabled") || values.has("encryption.type")) return;
    yield {
      at: "encryption.type",
      found: shown(values.get("encryption.type")),
      expected: "wireguard, or ipsec with the secret cilium-ipsec-keys",
      fix: "Set encryption.type to wireguard.",
    };
  },
});

export const tproxy = valueRule({
  id: "datapath-tproxy",
  group: "datapath",
  severity: "warning",
  title: "bpf.tproxy stays off",
  why: "It is a beta feature; egress L7 policies and the L7 load balancer break with it since 1.19.6.",
  source: "cilium/cilium#47896, #38100",
  *check(values) {
    if (values.on("bpf.tproxy")) yield { at: "bpf.tproxy", found: "true", expected: "false", fix: "Remove it." };
  },
});

/** Pods outside the VPC's primary CIDR, or on prefixes: the set-ups of the open problem. */
const isOpenProblem = (values: Values, { network }: ClusterModel): string | undefined => {
  if (values.on("eni.awsEnablePrefixDelegation")) return "prefix delegation";
  return network?.subnets.some(({ role }) => role === SubnetRole.Pod) === true ? "pod subnets" : undefined;
};

export const gatewayCrossNode = valueRule({
  id: "datapath-gateway-cross-node",
  group: "datapath",
  severity: "warning",
  title: "Gateways reach pods on other nodes",
  why: "An open problem: with ENI mode and a secondary CIDR or prefix delegation, Envoy's traffic to pods on other nodes can time out. Encryption by WireGuard is the reported way round.",
  source: "cilium/cilium#43493, open since 2025-12, reports up to 1.20.1",
  *check(values, _cilium, model) {
    if (!values.eni || !values.gateway || values.wireguard) return;
    const setup = isOpenProblem(values, model);
    if (setup === undefined) return;
    yield {
      at: "encryption.type",
      found: `no WireGuard, with Gateways and ${setup}`,
      expected: "wireguard",
      fix: "Set cilium.encryption.wireguard, or try a route to a pod on another node and waive this.",
    };
  },
});

export const overlayWebhooks = valueRule({
  id: "datapath-overlay-webhooks",
  group: "datapath",
  severity: "error",
  title: "In an overlay, what the API server calls uses the host network",
  why: "The control plane has no route to pods of an overlay: webhooks and aggregated APIs time out, and with them every request they guard.",
  source: "cilium/cilium#17033, #16253; EKS user guide: hybrid-nodes-webhooks",
  also: ["releases"],
  *check(values, _cilium, { releases = [] }) {
    if (!values.overlay) return;
    const called: Readonly<Record<string, string>> = {
      "aws-load-balancer-controller": "hostNetwork",
      "cert-manager": "webhook.hostNetwork",
      "metrics-server": "hostNetwork.enabled",
    };
    for (const { name, chart, values: own } of releases) {
      const path = called[chart.slice(chart.lastIndexOf("/") + 1)];
      if (path === undefined) continue;
      const on = path
        .split(".")
        .reduce<unknown>(
          (value, key) =>
            typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined,
          own,
        );
      if (on !== true)
        yield {
          at: "ipam.mode",
          found: `${values.text("ipam.mode") ?? "cluster-pool"} with release "${name}" off the host network`,
          expected: `${path}: true in its values`,
          fix: `Set ${path} of "${name}", or use ENI mode.`,
        };
    }
  },
});
