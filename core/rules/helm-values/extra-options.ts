import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { type Values, numberOf, shown } from "../common.ts";

/** An option of the agent that no value of the chart governs, and what it stops at. */
interface Option {
  readonly key: string;
  readonly wrong: (values: Values, path: string) => boolean;
  readonly expected: string;
}

const outside = (values: Values, path: string, min: number, max: number): boolean => {
  const value = numberOf(values, path);
  return value !== undefined && !(value >= min && value <= max);
};

const bounded = (key: string, min: number, max: number): Option => ({
  key,
  wrong: (values, path) => outside(values, path, min, max),
  expected: `${String(min)} to ${String(max)}`,
});

const nativeRouting = (values: Values): boolean =>
  (values.text("routingMode") ?? (values.eni ? "native" : "tunnel")) === "native";

const routerAddress = (key: string): Option => ({
  key,
  wrong: (values, path) => values.has(path) && (!nativeRouting(values) || !values.on("endpointRoutes.enabled")),
  expected: "nothing, or native routing with endpointRoutes.enabled",
});

const encrypts = (values: Values): boolean =>
  values.on("encryption.enabled") || values.on("extraConfig.enable-wireguard");

const MAX_MAP = 2 ** 24;

const OPTIONS: readonly Option[] = [
  {
    key: "allow-localhost",
    wrong: (values, path) => values.has(path) && !["auto", "always", "policy"].includes(values.text(path) ?? ""),
    expected: "auto, always or policy",
  },
  {
    key: "enable-wireguard",
    wrong: (values, path) =>
      values.on(path) &&
      ((values.on("encryption.enabled") && values.text("encryption.type") === "ipsec") ||
        values.on("extraConfig.enable-ipsec")),
    expected: "WireGuard or IPsec, by encryption.type",
  },
  {
    key: "enable-ipsec",
    wrong: (values, path) =>
      values.on(path) && values.on("encryption.enabled") && values.text("encryption.type") === "wireguard",
    expected: "WireGuard or IPsec, by encryption.type",
  },
  {
    key: "enable-remote-node-masquerade",
    wrong: (values, path) => values.on(path) && !values.on("bpf.masquerade"),
    expected: "false without bpf.masquerade",
  },
  {
    key: "enable-srv6",
    wrong: (values, path) => values.on(path) && !values.on("ipv6.enabled"),
    expected: "false without ipv6.enabled",
  },
  {
    key: "enable-ipv6-ndp",
    wrong: (values, path) =>
      values.on(path) && (!values.on("ipv6.enabled") || !values.has("extraConfig.ipv6-mcast-device")),
    expected: "false, or ipv6.enabled and ipv6-mcast-device",
  },
  {
    key: "enable-cilium-node-crd",
    wrong: (values, path) => values.off(path) && encrypts(values),
    expected: "true with encryption",
  },
  {
    key: "bpf-lb-rss-ipv4-src-cidr",
    wrong: (values, path) => values.has(path) && values.text("loadBalancer.dsrDispatch") !== "ipip",
    expected: "nothing without loadBalancer.dsrDispatch ipip",
  },
  routerAddress("local-router-ipv4"),
  routerAddress("local-router-ipv6"),
  bounded("route-metric", 0, Number.MAX_SAFE_INTEGER),
  bounded("bpf-filter-priority", 0, 65_535),
  bounded("bpf-fragments-map-max", 256, 65_536),
  bounded("bpf-lb-sock-rev-map-max", 1024, MAX_MAP),
  bounded("bpf-lb-service-map-max", 0, Number.MAX_SAFE_INTEGER),
  bounded("bpf-lb-service-backend-map-max", 0, Number.MAX_SAFE_INTEGER),
];

export default rulesOn(ciliumValues, [
  {
    id: "helm-values-extra-options",
    severity: "error",
    title: "Options in extraConfig are ones that the agent starts with",
    why: "extraConfig reaches the agent as it is, past every check of the chart. At an option that is out of bounds, or that contradicts another, the agent stops.",
    symptom: "The agent does not start; its log names the option.",
    source: "cilium/cilium daemon/cmd/daemon.go, daemon_main.go, pkg/option/config.go, pkg/loadbalancer/config.go",
    fix: "Remove it from extraConfig.",
    *check(values) {
      for (const { key, wrong, expected } of OPTIONS) {
        const at = `extraConfig.${key}`;
        if (wrong(values, at)) yield { at, found: shown(values.get(at)), expected };
      }
    },
  },
]);
