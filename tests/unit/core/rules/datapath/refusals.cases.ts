import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import { cilium, eniValues, network, unknown } from "../../../../support/model.ts";

const v = (path: string) => ({ path: `cilium.values.${path}` });
const eni = (more: JsonObject = {}, version = "1.19.6"): ClusterModel => ({
  cilium: cilium({ version, values: eniValues(more) }),
});
const overlay = (more: JsonObject): ClusterModel => ({
  cilium: cilium({ values: { ipam: { mode: "cluster-pool" }, kubeProxyReplacement: true, ...more } }),
});
const ipsec = (more: JsonObject): ClusterModel => eni({ encryption: { enabled: true, type: "ipsec" }, ...more });
const strict = (cidr: string | undefined, more: JsonObject = {}): ClusterModel => ({
  ...eni({
    encryption: {
      enabled: true,
      type: "wireguard",
      strictMode: { egress: { enabled: true, ...(cidr === undefined ? {} : { cidr }), ...more } },
    },
  }),
  network: network(),
});

export default cases({
  "datapath-map-sizes": {
    fails: [
      [
        "a map that is too small",
        eni({ bpf: { ctTcpMax: 512 } }),
        { ...v("bpf.ctTcpMax"), found: "512", example: true },
      ],
      ["a map that is too large", eni({ bpf: { natMax: 16_777_217 } }), v("bpf.natMax")],
      [
        "a list of nodes that is too small",
        eni({ bpf: { nodeMapMax: 4096 } }),
        { ...v("bpf.nodeMapMax"), found: "4096" },
      ],
      ["no entry for Services", eni({ bpf: { lbMapMax: 0 } }), v("bpf.lbMapMax")],
      ["more than the whole memory", eni({ bpf: { mapDynamicSizeRatio: 1.5 } }), v("bpf.mapDynamicSizeRatio")],
      ["a ratio below 0", eni({ bpf: { mapDynamicSizeRatio: -0.1 } }), v("bpf.mapDynamicSizeRatio")],
      ["no number", eni({ bpf: { authMapMax: "many" } }), v("bpf.authMapMax")],
      [
        "an option of the ConfigMap",
        eni({ extraConfig: { "bpf-ct-global-any-max": "1000" } }),
        v("extraConfig.bpf-ct-global-any-max"),
      ],
      [
        "more translations than connections",
        eni({ bpf: { natMax: 500_000, ctTcpMax: 262_144, ctAnyMax: 131_072 } }),
        { ...v("bpf.natMax"), found: "together" },
      ],
      ["a seed of another length", eni({ maglev: { hashSeed: "JLfvgnHc2kaSUFa" } }), v("maglev.hashSeed")],
    ],
    passes: [
      ["the chart's own sizes", eni()],
      [
        "sizes at their bounds",
        eni({
          bpf: {
            ctTcpMax: 1024,
            ctAnyMax: "16777216",
            lbMapMax: 1,
            nodeMapMax: 16_384,
            mapDynamicSizeRatio: 1,
            authMapMax: 256,
          },
          nat: { mapStatsEntries: 4096 },
        }),
      ],
      ["as many translations as connections", eni({ bpf: { natMax: 2048, ctTcpMax: 1024, ctAnyMax: 1024 } })],
      ["translations alone", eni({ bpf: { natMax: 2_000_000 } })],
      ["an empty text", eni({ bpf: { authMapMax: "" }, maglev: { hashSeed: "" } })],
      ["twelve bytes", eni({ maglev: { hashSeed: "JLfvgnHc2kaSUFaI" } })],
    ],
    unknown: [["unknown sizes", eni({ bpf: unknown })]],
  },
  "datapath-node-port-range": {
    fails: [
      ["a hyphen", eni({ nodePort: { range: "30000-32767" } }), v("nodePort.range")],
      ["the larger one first", eni({ nodePort: { range: "32767,30000" } }), v("nodePort.range")],
      ["no range", eni({ nodePort: { range: "30000,30000" } }), v("nodePort.range")],
      ["a port that there is not", eni({ nodePort: { range: "30000,65536" } }), v("nodePort.range")],
      ["three ports", eni({ nodePort: { range: "30000,31000,32767" } }), v("nodePort.range")],
      [
        "behind the kernel's own ports",
        eni({ nodePort: { range: "61000,62000" } }),
        { ...v("nodePort.range"), found: "61000" },
      ],
    ],
    passes: [
      ["the default, written out", eni({ nodePort: { range: "30000,32767" } })],
      ["at the end of the kernel's own", eni({ nodePort: { range: "60999,65535" } })],
      ["none", eni({ nodePort: { range: "" } })],
      ["something else", eni({ nodePort: { range: 30_000 } })],
    ],
    unknown: [["an unknown range", eni({ nodePort: { range: unknown } })]],
  },
  "datapath-hubble-buffer": {
    fails: [
      ["a power of two", eni({ hubble: { eventBufferCapacity: "4096" } }), v("hubble.eventBufferCapacity")],
      ["too large", eni({ hubble: { eventBufferCapacity: 131_071 } }), v("hubble.eventBufferCapacity")],
      ["none", eni({ hubble: { eventBufferCapacity: 0 } }), v("hubble.eventBufferCapacity")],
      ["no time between messages", eni({ hubble: { lostEventSendInterval: "0s" } }), v("hubble.lostEventSendInterval")],
    ],
    passes: [
      ["one less than a power of two", eni({ hubble: { eventBufferCapacity: "8191", lostEventSendInterval: "1s" } })],
      ["the smallest and the largest", eni({ hubble: { eventBufferCapacity: 65_535 } })],
      ["one", eni({ hubble: { eventBufferCapacity: 1 } })],
      ["the default", eni()],
    ],
    unknown: [["an unknown size", eni({ hubble: { eventBufferCapacity: unknown } })]],
  },
  "datapath-strict-encryption": {
    fails: [
      ["no range", strict(undefined), v("encryption.strictMode.egress.cidr")],
      ["IPv6", strict("fd00::/8"), v("encryption.strictMode.egress.cidr")],
      [
        "a range that holds nodes",
        strict("10.0.0.0/16"),
        { ...v("encryption.strictMode.egress.cidr"), found: "private-a" },
      ],
      [
        "the older form",
        eni({ encryption: { enabled: true, strictMode: { enabled: true, cidr: "" } } }),
        v("encryption.strictMode.cidr"),
      ],
    ],
    passes: [
      ["a range without nodes", strict("100.64.0.0/10")],
      ["nodes that may pass", strict("10.0.0.0/16", { allowRemoteNodeIdentities: true })],
      ["host bits, which the agent takes", strict("10.0.0.1/16")],
      ["a network that is not known", eni({ encryption: { strictMode: { enabled: true, cidr: "10.0.0.0/16" } } })],
      ["off", eni({ encryption: { strictMode: { enabled: false, egress: { enabled: false } } } })],
      [
        "pods' subnets alone in it",
        {
          ...strict("10.0.0.0/16"),
          network: network({ subnets: network().subnets.map((one) => ({ ...one, role: "pod" })) }),
        },
      ],
    ],
    unknown: [["an unknown range", strict(unknown)]],
  },
  "datapath-address-blocks": {
    fails: [
      [
        "two blocks",
        eni({ ipv4NativeRoutingCIDR: "10.0.0.0/16,100.64.0.0/16" }),
        { ...v("ipv4NativeRoutingCIDR"), example: true },
      ],
      ["an address", eni({ ipv4NativeRoutingCIDR: "10.0.0.1" }), v("ipv4NativeRoutingCIDR")],
      ["IPv6 for IPv4", eni({ ipv4NativeRoutingCIDR: "fd00::/8" }), v("ipv4NativeRoutingCIDR")],
      ["IPv4 for IPv6", eni({ ipv6NativeRoutingCIDR: "10.0.0.0/16" }), v("ipv6NativeRoutingCIDR")],
      ["IPv6 without a length", eni({ ipv6NativeRoutingCIDR: "fd00::" }), v("ipv6NativeRoutingCIDR")],
    ],
    passes: [
      ["one block of each", eni({ ipv4NativeRoutingCIDR: "10.0.0.0/16", ipv6NativeRoutingCIDR: "fd00::/8" })],
      ["host bits, which the agent takes", eni({ ipv4NativeRoutingCIDR: "10.0.0.1/16" })],
      ["nothing", eni({ ipv4NativeRoutingCIDR: "" })],
    ],
    unknown: [["an unknown block", eni({ ipv4NativeRoutingCIDR: unknown })]],
  },
  "datapath-value-pairs": {
    fails: [
      ["no family", eni({ ipv4: { enabled: false } }), v("ipv4.enabled")],
      [
        "masquerade to the route's source by BPF",
        eni({ enableMasqueradeRouteSource: true, bpf: { masquerade: true } }),
        v("enableMasqueradeRouteSource"),
      ],
      [
        "unreachable nodes left out without direct routes",
        eni({ directRoutingSkipUnreachable: true }),
        v("directRoutingSkipUnreachable"),
      ],
      ["NAT46 with one family", eni({ nat46x64Gateway: { enabled: true } }), v("nat46x64Gateway.enabled")],
      [
        "NAT46 without IPv4",
        eni({ nat46x64Gateway: { enabled: true }, ipv4: { enabled: false }, ipv6: { enabled: true } }),
        v("nat46x64Gateway.enabled"),
      ],
      [
        "NAT46 with DSR",
        eni({ nat46x64Gateway: { enabled: true }, ipv6: { enabled: true }, loadBalancer: { mode: "dsr" } }),
        v("loadBalancer.mode"),
      ],
      [
        "XDP over IPv6",
        overlay({ loadBalancer: { acceleration: "best-effort" }, underlayProtocol: "ipv6" }),
        v("loadBalancer.acceleration"),
      ],
      [
        "BBR on the host's side alone",
        eni({ bandwidthManager: { enabled: true, bbrHostNamespaceOnly: true } }),
        v("bandwidthManager.bbrHostNamespaceOnly"),
      ],
      [
        "two lists of metrics",
        eni({ hubble: { metrics: { enabled: ["dns"], dynamic: { enabled: true } } } }),
        { ...v("hubble.metrics.enabled"), example: true },
      ],
      [
        "IPsec with the proxy's own address",
        ipsec({ dnsProxy: { enableTransparentMode: false } }),
        v("dnsProxy.enableTransparentMode"),
      ],
      ["IPsec with the host firewall", ipsec({ hostFirewall: { enabled: true } }), v("hostFirewall.enabled")],
      [
        "IPsec, which is the default, with the host firewall",
        eni({ encryption: { enabled: true }, hostFirewall: { enabled: true } }),
        v("hostFirewall.enabled"),
      ],
      [
        "IPsec by an option, with the host firewall",
        eni({ extraConfig: { "enable-ipsec": "true" }, hostFirewall: { enabled: true } }),
        v("hostFirewall.enabled"),
      ],
      [
        "strict ingress without a tunnel",
        eni({ encryption: { enabled: true, type: "wireguard", strictMode: { ingress: { enabled: true } } } }),
        v("encryption.strictMode.ingress.enabled"),
      ],
      [
        "strict ingress with IPsec",
        overlay({ encryption: { enabled: true, type: "ipsec", strictMode: { ingress: { enabled: true } } } }),
        v("encryption.strictMode.ingress.enabled"),
      ],
      [
        "ztunnel in a mesh",
        eni({ encryption: { enabled: true, type: "ztunnel" }, clustermesh: { useAPIServer: true } }),
        v("encryption.type"),
      ],
      [
        "ztunnel with peers",
        eni({ encryption: { enabled: true, type: "ztunnel" }, clustermesh: { config: { enabled: true } } }),
        v("encryption.type"),
      ],
      [
        "a distributed LRU of fixed size",
        eni({ bpf: { distributedLRU: { enabled: true }, mapDynamicSizeRatio: 0 } }),
        v("bpf.distributedLRU.enabled"),
      ],
      [
        "a rate without a burst",
        eni({ bpf: { events: { default: { rateLimit: 100 } } } }),
        v("bpf.events.default.burstLimit"),
      ],
      [
        "a burst without a rate",
        eni({ bpf: { events: { default: { burstLimit: 100 } } } }),
        v("bpf.events.default.rateLimit"),
      ],
    ],
    passes: [
      ["the chart's own values", eni()],
      ["IPv6 alone", eni({ ipv4: { enabled: false }, ipv6: { enabled: true } })],
      [
        "both families and NAT46",
        eni({ ipv6: { enabled: true }, nat46x64Gateway: { enabled: true }, loadBalancer: { mode: "snat" } }),
      ],
      ["DSR without NAT46", eni({ loadBalancer: { mode: "dsr" } })],
      ["the route's source by iptables", eni({ enableMasqueradeRouteSource: true })],
      ["BPF masquerade without it", eni({ bpf: { masquerade: true } })],
      ["direct routes", eni({ directRoutingSkipUnreachable: true, autoDirectNodeRoutes: true })],
      ["XDP over IPv4", overlay({ loadBalancer: { acceleration: "best-effort" } })],
      ["no XDP over IPv6", overlay({ loadBalancer: { acceleration: "disabled" }, underlayProtocol: "ipv6" })],
      ["an empty acceleration over IPv6", overlay({ loadBalancer: { acceleration: "" }, underlayProtocol: "ipv6" })],
      [
        "XDP over IPv6 with native routing",
        eni({ loadBalancer: { acceleration: "native" }, underlayProtocol: "ipv6" }),
      ],
      [
        "XDP over IPv6 beside kube-proxy",
        overlay({ loadBalancer: { acceleration: "native" }, underlayProtocol: "ipv6", kubeProxyReplacement: false }),
      ],
      ["BBR on both sides", eni({ bandwidthManager: { enabled: true, bbr: true, bbrHostNamespaceOnly: true } })],
      ["no bandwidth manager", eni({ bandwidthManager: { enabled: false, bbrHostNamespaceOnly: true } })],
      ["one list of metrics", eni({ hubble: { metrics: { enabled: ["dns"], dynamic: { enabled: false } } } })],
      ["the other list of metrics", eni({ hubble: { metrics: { dynamic: { enabled: true } } } })],
      ["no Hubble", eni({ hubble: { enabled: false, metrics: { enabled: ["dns"], dynamic: { enabled: true } } } })],
      ["IPsec alone", ipsec({ dnsProxy: { enableTransparentMode: true } })],
      [
        "IPsec with the check left out",
        ipsec({
          dnsProxy: { enableTransparentMode: false },
          extraConfig: { "dangerously-skip-dnsproxy-transparent-mode-check": "true" },
        }),
      ],
      [
        "WireGuard with the host firewall",
        eni({
          encryption: { enabled: true, type: "wireguard" },
          hostFirewall: { enabled: true },
          dnsProxy: { enableTransparentMode: false },
        }),
      ],
      [
        "strict ingress in a tunnel",
        overlay({ encryption: { enabled: true, type: "wireguard", strictMode: { ingress: { enabled: true } } } }),
      ],
      ["ztunnel alone", eni({ encryption: { enabled: true, type: "ztunnel" } })],
      [
        "ztunnel, but off, in a mesh",
        eni({ encryption: { enabled: false, type: "ztunnel" }, clustermesh: { useAPIServer: true } }),
      ],
      [
        "WireGuard in a mesh",
        eni({ encryption: { enabled: true, type: "wireguard" }, clustermesh: { useAPIServer: true } }),
      ],
      ["a distributed LRU", eni({ bpf: { distributedLRU: { enabled: true }, mapDynamicSizeRatio: 0.08 } })],
      ["no distributed LRU", eni({ bpf: { distributedLRU: { enabled: false }, mapDynamicSizeRatio: 0 } })],
      ["a rate and a burst", eni({ bpf: { events: { default: { rateLimit: 100, burstLimit: 200 } } } })],
      ["neither", eni({ bpf: { events: { default: { rateLimit: 0, burstLimit: 0 } } } })],
    ],
    unknown: [["an unknown family", eni({ ipv4: { enabled: unknown } })]],
  },
  "datapath-value-forms": {
    fails: [
      ["a range of ports with a comma", overlay({ tunnelSourcePortRange: "1000,2000" }), v("tunnelSourcePortRange")],
      ["a VLAN's name", eni({ bpf: { vlanBypass: ["eth0.100"] } }), v("bpf.vlanBypass")],
      ["a VLAN that there is not", eni({ bpf: { vlanBypass: [4096] } }), v("bpf.vlanBypass")],
      ["a VLAN below 0", eni({ bpf: { vlanBypass: [-1] } }), v("bpf.vlanBypass")],
      ["a mask as a length", eni({ vtep: { enabled: true, mask: "/24" } }), v("vtep.mask")],
      ["no mask", eni({ vtep: { enabled: true } }), v("vtep.mask")],
      [
        "a number below 0",
        eni({ dnsProxy: { maxDeferredConnectionDeletes: -1 } }),
        v("dnsProxy.maxDeferredConnectionDeletes"),
      ],
      [
        "no collection of endpoints",
        eni({ operator: { endpointGCInterval: "0" } }),
        { ...v("operator.endpointGCInterval"), example: true },
      ],
      [
        "no collection of endpoints by an option",
        eni({ extraConfig: { "cilium-endpoint-gc-interval": "0m0s" } }),
        v("extraConfig.cilium-endpoint-gc-interval"),
      ],
      ["no wait", eni({ loadBalancer: { reflectorWaitTime: "0ms" } }, "1.20.2"), v("loadBalancer.reflectorWaitTime")],
    ],
    passes: [
      ["the chart's own values", eni()],
      [
        "right forms",
        eni({
          tunnelSourcePortRange: "0-0",
          bpf: { vlanBypass: [0, "4095"] },
          vtep: { enabled: true, mask: "255.255.255.0" },
          dnsProxy: { maxDeferredConnectionDeletes: 0 },
          operator: { endpointGCInterval: "5m0s" },
        }),
      ],
      ["nothing", eni({ tunnelSourcePortRange: "" })],
      ["no VTEP", eni({ vtep: { enabled: false, mask: "" } })],
      [
        "no collection with identities in a kvstore",
        eni({ operator: { endpointGCInterval: "0s" }, identityAllocationMode: "kvstore" }),
      ],
      ["no wait in 1.19, which has none", eni({ loadBalancer: { reflectorWaitTime: "0ms" } })],
    ],
    unknown: [["an unknown interval", eni({ operator: { endpointGCInterval: unknown } })]],
  },
});
