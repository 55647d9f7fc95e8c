import { AmiFamily, type CiliumSettings, type Settings } from "../../core/settings/index.ts";

/** One way to run Cilium, as a stack writes it. */
export interface CiliumChoice {
  readonly name: string;
  readonly cilium: CiliumSettings;
  readonly more?: Partial<Settings>;
  /** What the agent must be told. */
  readonly config: Readonly<Record<string, string>>;
}

const BOTTLEROCKET: Partial<Settings> = {
  nodeGroups: {
    general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 }, ami: { family: AmiFamily.Bottlerocket } },
  },
};

/** Every datapath choice, with the keys of cilium-config that show it. */
export const CILIUM_CHOICES: readonly CiliumChoice[] = [
  {
    name: "the defaults",
    cilium: {},
    config: {
      ipam: "eni",
      "routing-mode": "native",
      "enable-ipv4-masquerade": "false",
      "kube-proxy-replacement": "true",
      "enable-host-legacy-routing": "true",
      "enable-endpoint-routes": "true",
      "eni-gc-interval": "300s",
      "bpf-lb-mode": "snat",
      "bpf-lb-acceleration": "disabled",
      "bpf-lb-algorithm": "random",
      "cluster-name": "test",
      "cluster-id": "0",
    },
  },
  {
    name: "prefixes, pod groups and watermarks",
    cilium: {
      prefixDelegation: true,
      releaseExcessIps: true,
      allocation: { preAllocate: 16, minAllocate: 16, maxAllocate: 64 },
      eni: { securityGroupTags: { sg: "pods" }, tags: { owner: "a" } },
      operatorApi: { qps: 10, burst: 40 },
    },
    config: {
      "aws-enable-prefix-delegation": "true",
      "aws-release-excess-ips": "true",
      "ipam-pre-allocate": "16",
      "ipam-min-allocate": "16",
      "ipam-max-allocate": "64",
      "eni-security-group-tags": "sg=pods",
      "eni-first-interface-index": "1",
      "limit-ipam-api-qps": "10",
      "limit-ipam-api-burst": "40",
    },
  },
  {
    name: "masquerade by iptables",
    cilium: { masquerade: { mode: "iptables" } },
    config: {
      "enable-ipv4-masquerade": "true",
      "egress-masquerade-interfaces": "en+",
      "enable-bpf-masquerade": "false",
    },
  },
  {
    name: "masquerade by iptables on Bottlerocket",
    cilium: { masquerade: { mode: "iptables" } },
    more: BOTTLEROCKET,
    config: { "egress-masquerade-interfaces": "eth+" },
  },
  {
    name: "masquerade in BPF",
    cilium: { masquerade: { mode: "bpf", nonMasqueradeCidrs: ["10.9.0.0/16"] }, hostRouting: "bpf" },
    config: {
      "enable-ipv4-masquerade": "true",
      "enable-bpf-masquerade": "true",
      "enable-ip-masq-agent": "true",
      "enable-host-legacy-routing": "false",
    },
  },
  {
    name: "netkit, BBR and BIG TCP",
    cilium: {
      hostRouting: "bpf",
      datapathMode: "netkit",
      bigTcp: true,
      bandwidthManager: { enabled: true, bbr: true },
    },
    config: {
      "datapath-mode": "netkit",
      "enable-ipv4-big-tcp": "true",
      "enable-bandwidth-manager": "true",
      "enable-bbr": "true",
    },
  },
  {
    name: "a cluster mesh",
    cilium: {},
    more: {
      mesh: {
        id: 7,
        addresses: ["10.0.2.20"],
        certificateAuthority: { certificate: "-", privateKey: "-" },
        peers: {
          green: { id: 8, addresses: ["10.1.2.20"], nodeCidrs: ["10.1.0.0/16"], podCidrs: ["10.1.0.0/16"] },
        },
      },
    },
    config: { "cluster-id": "7", "max-connected-clusters": "255", "policy-default-local-cluster": "true" },
  },
  {
    name: "Pod Identity and legacy host routing",
    cilium: { operatorIdentity: "pod-identity", hostRouting: "legacy" },
    config: { ipam: "eni", "enable-host-legacy-routing": "true" },
  },
  {
    name: "WireGuard, nodes included",
    cilium: { encryption: { wireguard: true, nodeEncryption: true } },
    config: { "enable-wireguard": "true", "encrypt-node": "true" },
  },
  {
    name: "DSR with maglev and annotations",
    cilium: {
      loadBalancer: {
        mode: "dsr",
        algorithm: "maglev",
        maglevTableSize: 65_521,
        algorithmAnnotation: true,
        modeAnnotation: true,
      },
    },
    config: {
      "bpf-lb-mode": "dsr",
      "bpf-lb-dsr-dispatch": "geneve",
      "tunnel-protocol": "geneve",
      "routing-mode": "native",
      "bpf-lb-algorithm": "maglev",
      "bpf-lb-maglev-table-size": "65521",
      "bpf-lb-algorithm-annotation": "true",
      "bpf-lb-mode-annotation": "true",
    },
  },
  {
    name: "XDP",
    cilium: { loadBalancer: { acceleration: "native" } },
    config: { "bpf-lb-acceleration": "native" },
  },
  {
    name: "a pool in a tunnel",
    cilium: { ipam: { mode: "cluster-pool", podCidrs: ["10.200.0.0/16"], maskSize: 25, tunnel: "vxlan" } },
    config: {
      ipam: "cluster-pool",
      "routing-mode": "tunnel",
      "tunnel-protocol": "vxlan",
      "cluster-pool-ipv4-cidr": "10.200.0.0/16",
      "cluster-pool-ipv4-mask-size": "25",
      "enable-ipv4-masquerade": "true",
    },
  },
  {
    name: "several pools in a tunnel",
    cilium: {
      ipam: { mode: "multi-pool", pools: { default: { cidrs: ["10.200.0.0/16"], maskSize: 24 } }, tunnel: "geneve" },
    },
    config: {
      ipam: "multi-pool",
      "tunnel-protocol": "geneve",
      "egress-masquerade-interfaces": "en+",
      "auto-create-cilium-pod-ip-pools": "default=ipv4-cidrs:10.200.0.0/16;ipv4-mask-size:24",
    },
  },
  {
    name: "chaining to the VPC CNI",
    cilium: { ipam: { mode: "aws-cni" } },
    config: {
      "cni-chaining-mode": "aws-cni",
      "cni-exclusive": "false",
      "enable-endpoint-routes": "true",
      "enable-host-legacy-routing": "true",
      "enable-ipv4-masquerade": "false",
    },
  },
  {
    name: "Gateways and Hubble",
    cilium: {},
    more: { gateway: { enabled: true }, observability: { ui: true } },
    config: { "enable-gateway-api": "true", "enable-hubble": "true" },
  },
  {
    name: "everything of Hubble",
    cilium: {},
    more: {
      observability: {
        ui: true,
        relayTls: "mtls",
        bufferedFlows: 8191,
        metrics: {
          agent: ["+cilium_bpf_syscall_duration_seconds"],
          hubble: { drop: { labels: ["source_namespace", "destination_namespace"] }, flow: {} },
        },
        flowLogs: {
          static: { fieldMask: ["time", "verdict"], include: [{ verdict: ["DROPPED", "ERROR"] }], compress: true },
          dynamic: { shop: { include: [{ source_pod: ["shop/"] }], end: "2026-12-01T00:00:00Z" } },
        },
        dropEvents: { reasons: ["policy_denied"], intervalSeconds: 60 },
        prometheus: { mode: "present", labels: { release: "monitoring" } },
      },
    },
    config: {
      "hubble-metrics-server": ":9965",
      "hubble-event-buffer-capacity": "8191",
      "hubble-export-file-path": "/var/run/cilium/hubble/events.log",
      "hubble-export-fieldmask": "time verdict",
      "hubble-export-allowlist": '{"verdict":["DROPPED","ERROR"]}',
      "hubble-export-file-compress": "true",
      "hubble-flowlogs-config-path": "/flowlog-config/flowlogs.yaml",
      "hubble-drop-events-interval": "60s",
      "hubble-drop-events-reasons": "policy_denied",
      "hubble-redact-enabled": "true",
      "hubble-redact-http-urlquery": "true",
      metrics: "+cilium_bpf_syscall_duration_seconds",
    },
  },
];
