import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import { cilium, eniValues, unknown } from "../../../../support/model.ts";

const extra = (extraConfig: JsonObject, more: JsonObject = {}): ClusterModel => ({
  cilium: cilium({ values: eniValues({ extraConfig, ...more }) }),
});
const at = (key: string) => ({ path: `cilium.values.extraConfig.${key}` });
const encryption = (type: string): JsonObject => ({ encryption: { enabled: true, type } });

export default cases({
  "helm-values-extra-options": {
    fails: [
      [
        "a word that the agent does not know",
        extra({ "allow-localhost": "never" }),
        { ...at("allow-localhost"), example: true },
      ],
      ["two kinds of encryption", extra({ "enable-wireguard": "true" }, encryption("ipsec")), at("enable-wireguard")],
      [
        "two kinds of encryption, both here",
        extra({ "enable-wireguard": "true", "enable-ipsec": "true" }),
        at("enable-wireguard"),
      ],
      ["IPsec beside WireGuard", extra({ "enable-ipsec": "true" }, encryption("wireguard")), at("enable-ipsec")],
      [
        "masquerade to nodes by iptables",
        extra({ "enable-remote-node-masquerade": "true" }),
        at("enable-remote-node-masquerade"),
      ],
      ["SRv6 without IPv6", extra({ "enable-srv6": "true" }), at("enable-srv6")],
      [
        "NDP without a device",
        extra({ "enable-ipv6-ndp": "true" }, { ipv6: { enabled: true } }),
        at("enable-ipv6-ndp"),
      ],
      ["NDP without IPv6", extra({ "enable-ipv6-ndp": "true", "ipv6-mcast-device": "ens5" }), at("enable-ipv6-ndp")],
      [
        "encryption without CiliumNodes",
        extra({ "enable-cilium-node-crd": "false" }, encryption("wireguard")),
        at("enable-cilium-node-crd"),
      ],
      [
        "encryption by an option, without CiliumNodes",
        extra({ "enable-cilium-node-crd": "false", "enable-wireguard": "true" }),
        at("enable-cilium-node-crd"),
      ],
      [
        "a source range without IPIP",
        extra({ "bpf-lb-rss-ipv4-src-cidr": "10.0.0.0/8" }),
        at("bpf-lb-rss-ipv4-src-cidr"),
      ],
      [
        "a router's address without endpoint routes",
        extra({ "local-router-ipv4": "169.254.1.1" }),
        at("local-router-ipv4"),
      ],
      [
        "a router's address in a tunnel",
        {
          cilium: cilium({
            values: { endpointRoutes: { enabled: true }, extraConfig: { "local-router-ipv6": "fe80::1" } },
          }),
        },
        at("local-router-ipv6"),
      ],
      ["a metric below 0", extra({ "route-metric": "-1" }), at("route-metric")],
      ["a priority above what the kernel takes", extra({ "bpf-filter-priority": "65536" }), at("bpf-filter-priority")],
      ["a map that is too small", extra({ "bpf-fragments-map-max": "255" }), at("bpf-fragments-map-max")],
      ["no number", extra({ "bpf-fragments-map-max": "many" }), at("bpf-fragments-map-max")],
      ["a map that is too large", extra({ "bpf-lb-sock-rev-map-max": "16777217" }), at("bpf-lb-sock-rev-map-max")],
    ],
    passes: [
      ["nothing", extra({})],
      [
        "words and numbers that it knows",
        extra({
          "allow-localhost": "policy",
          "route-metric": "0",
          "bpf-fragments-map-max": "256",
          "bpf-filter-priority": 65_535,
        }),
      ],
      ["masquerade to nodes by BPF", extra({ "enable-remote-node-masquerade": "true" }, { bpf: { masquerade: true } })],
      [
        "SRv6 and NDP with IPv6",
        extra(
          { "enable-srv6": "true", "enable-ipv6-ndp": "true", "ipv6-mcast-device": "ens5" },
          { ipv6: { enabled: true } },
        ),
      ],
      ["no CiliumNodes and no encryption", extra({ "enable-cilium-node-crd": "false" })],
      ["WireGuard said twice", extra({ "enable-wireguard": "true" }, encryption("wireguard"))],
      ["IPsec said twice", extra({ "enable-ipsec": "true" }, encryption("ipsec"))],
      ["no IPsec", extra({ "enable-ipsec": "false" }, encryption("wireguard"))],
      [
        "no encryption of that type",
        extra(
          { "enable-wireguard": "true", "enable-ipsec": "false" },
          { encryption: { enabled: false, type: "ipsec" } },
        ),
      ],
      [
        "IPsec where encryption is off",
        extra({ "enable-ipsec": "true" }, { encryption: { enabled: false, type: "wireguard" } }),
      ],
      [
        "IPIP with a source range",
        extra({ "bpf-lb-rss-ipv4-src-cidr": "10.0.0.0/8" }, { loadBalancer: { dsrDispatch: "ipip" } }),
      ],
      [
        "a router's address with endpoint routes",
        extra({ "local-router-ipv4": "169.254.1.1" }, { endpointRoutes: { enabled: true } }),
      ],
      ["an empty word", extra({ "allow-localhost": "" })],
    ],
    unknown: [["an unknown option", extra({ "allow-localhost": unknown })]],
  },
});
