import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { type Values, numberOf } from "../common.ts";

const ipsec = (values: Values): boolean =>
  (values.on("encryption.enabled") && (values.text("encryption.type") ?? "ipsec") === "ipsec") ||
  values.on("extraConfig.enable-ipsec");

const tunnelled = (values: Values): boolean =>
  (values.text("routingMode") ?? (values.eni ? "native" : "tunnel")) === "tunnel";

const accelerated = (values: Values): boolean =>
  !["disabled", ""].includes(values.text("loadBalancer.acceleration") ?? "disabled");

/** A value that the agent takes only beside others; what it says stands for the message. */
interface Pair {
  readonly at: string;
  readonly wrong: (values: Values) => boolean;
  readonly found: string;
  readonly expected: string;
}

const PAIRS: readonly Pair[] = [
  {
    at: "ipv4.enabled",
    wrong: (values) => values.off("ipv4.enabled") && !values.on("ipv6.enabled"),
    found: "false, without ipv6.enabled",
    expected: "true: one family must be on",
  },
  {
    at: "enableMasqueradeRouteSource",
    wrong: (values) => values.on("enableMasqueradeRouteSource") && values.on("bpf.masquerade"),
    found: "true with bpf.masquerade",
    expected: "one of them",
  },
  {
    at: "directRoutingSkipUnreachable",
    wrong: (values) => values.on("directRoutingSkipUnreachable") && !values.on("autoDirectNodeRoutes"),
    found: "true without autoDirectNodeRoutes",
    expected: "false",
  },
  {
    at: "nat46x64Gateway.enabled",
    wrong: (values) =>
      values.on("nat46x64Gateway.enabled") && (!values.on("ipv6.enabled") || values.off("ipv4.enabled")),
    found: "true without both families",
    expected: "ipv4.enabled and ipv6.enabled true, or nat46x64Gateway.enabled false",
  },
  {
    at: "loadBalancer.mode",
    wrong: (values) => values.on("nat46x64Gateway.enabled") && (values.text("loadBalancer.mode") ?? "snat") !== "snat",
    found: "another mode than snat with nat46x64Gateway.enabled",
    expected: "snat",
  },
  {
    at: "loadBalancer.acceleration",
    wrong: (values) =>
      accelerated(values) &&
      tunnelled(values) &&
      values.text("underlayProtocol") === "ipv6" &&
      values.replacesKubeProxy,
    found: "XDP over an IPv6 underlay",
    expected: "disabled",
  },
  {
    at: "bandwidthManager.bbrHostNamespaceOnly",
    wrong: (values) =>
      values.on("bandwidthManager.enabled") &&
      values.on("bandwidthManager.bbrHostNamespaceOnly") &&
      !values.on("bandwidthManager.bbr"),
    found: "true without bandwidthManager.bbr",
    expected: "both, or false",
  },
  {
    at: "hubble.metrics.enabled",
    wrong: (values) =>
      values.has("hubble.metrics.enabled") &&
      values.on("hubble.metrics.dynamic.enabled") &&
      !values.off("hubble.enabled"),
    found: "a list, with hubble.metrics.dynamic.enabled",
    expected: "one of them",
  },
  {
    at: "dnsProxy.enableTransparentMode",
    wrong: (values) =>
      ipsec(values) &&
      values.off("dnsProxy.enableTransparentMode") &&
      !values.on("extraConfig.dangerously-skip-dnsproxy-transparent-mode-check"),
    found: "false with IPsec",
    expected: "true",
  },
  {
    at: "hostFirewall.enabled",
    wrong: (values) => ipsec(values) && values.on("hostFirewall.enabled"),
    found: "true with IPsec",
    expected: "false, or encryption.type wireguard",
  },
  {
    at: "encryption.strictMode.ingress.enabled",
    wrong: (values) => values.on("encryption.strictMode.ingress.enabled") && (ipsec(values) || !tunnelled(values)),
    found: "true without WireGuard in a tunnel",
    expected: "false: strict ingress needs a tunnel, and IPsec does not know it",
  },
  {
    at: "encryption.type",
    wrong: (values) =>
      values.on("encryption.enabled") &&
      values.text("encryption.type") === "ztunnel" &&
      (values.on("clustermesh.useAPIServer") || values.on("clustermesh.config.enabled")),
    found: "ztunnel in a mesh of clusters",
    expected: "wireguard",
  },
  {
    at: "bpf.distributedLRU.enabled",
    wrong: (values) => values.on("bpf.distributedLRU.enabled") && numberOf(values, "bpf.mapDynamicSizeRatio") === 0,
    found: "true with bpf.mapDynamicSizeRatio 0",
    expected: "a ratio above 0",
  },
  {
    at: "bpf.events.default.burstLimit",
    wrong: (values) =>
      (numberOf(values, "bpf.events.default.rateLimit") ?? 0) > 0 &&
      (numberOf(values, "bpf.events.default.burstLimit") ?? 0) === 0,
    found: "nothing, with bpf.events.default.rateLimit",
    expected: "both or neither",
  },
  {
    at: "bpf.events.default.rateLimit",
    wrong: (values) =>
      (numberOf(values, "bpf.events.default.burstLimit") ?? 0) > 0 &&
      (numberOf(values, "bpf.events.default.rateLimit") ?? 0) === 0,
    found: "nothing, with bpf.events.default.burstLimit",
    expected: "both or neither",
  },
];

export default rulesOn(ciliumValues, [
  {
    id: "datapath-value-pairs",
    severity: "error",
    title: "Values stand with what the agent wants beside them",
    why: "The chart takes each by itself; the agent compares them at its start and stops.",
    symptom: "The agent does not start; its log names the option.",
    source:
      "cilium/cilium daemon/cmd/daemon.go, pkg/option/config.go, pkg/kpr/initializer, pkg/datapath/linux/bandwidth, pkg/hubble/metrics/cell, pkg/ztunnel/cell.go",
    fix: "Remove one of the two.",
    *check(values) {
      yield* PAIRS.filter(({ wrong }) => wrong(values)).map(({ at, found, expected }) => ({ at, found, expected }));
    },
  },
]);
