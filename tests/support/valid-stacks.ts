import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";

/** A stack that works, as it differs from one of the repository's own. */
export interface ValidStack {
  readonly name: string;
  /** Stack file of the repository. */
  readonly base: string;
  /** Stack keys of the namespace, put over the base's key by key; `null` takes a field away. */
  readonly change: Readonly<Record<string, unknown>>;
  /** Warnings that are right here, with the reason. */
  readonly waivers?: Readonly<Record<string, string>>;
}

/** What a team says that has done what the warning asks for. */
const TRIED = { "datapath-host-routing-pod-identity": "tried with the image of this stack" };

/** Every datapath, IPAM mode and identity, both Cilium minors, both images, Gateways: none of them may be told that it is wrong. */
export const VALID_STACKS: readonly ValidStack[] = [
  { name: "prefixes in pod subnets", base: "Pulumi.prod.yaml", change: {} },
  {
    name: "Cilium 1.20 with its Gateway API",
    base: "Pulumi.prod.yaml",
    change: { cilium: { version: "1.20.2" } },
  },
  { name: "Pod Identity", base: "Pulumi.dev.yaml", change: { cilium: { operatorIdentity: "pod-identity" } } },
  { name: "masquerade by iptables", base: "Pulumi.dev.yaml", change: { cilium: { masquerade: { mode: "iptables" } } } },
  {
    name: "masquerade in BPF with BPF host routing",
    base: "Pulumi.dev.yaml",
    change: {
      cilium: { masquerade: { mode: "bpf", nonMasqueradeCidrs: ["10.9.0.0/16"] }, hostRouting: "bpf" },
    },
    waivers: TRIED,
  },
  {
    name: "netkit with BBR",
    base: "Pulumi.dev.yaml",
    change: {
      cilium: { hostRouting: "bpf", datapathMode: "netkit", bandwidthManager: { enabled: true, bbr: true } },
    },
    waivers: { ...TRIED, "datapath-netkit-endpoint-routes": "one node was started with netkit" },
  },
  {
    name: "WireGuard between nodes too",
    base: "Pulumi.dev.yaml",
    change: { cilium: { encryption: { wireguard: true, nodeEncryption: true } } },
  },
  {
    name: "DSR",
    base: "Pulumi.dev.yaml",
    change: { cilium: { loadBalancer: { mode: "dsr", algorithm: "maglev", sourceDestCheckWatcher: true } } },
  },
  { name: "XDP", base: "Pulumi.dev.yaml", change: { cilium: { loadBalancer: { acceleration: "native" } } } },
  {
    name: "a pool in a tunnel",
    base: "Pulumi.dev.yaml",
    change: {
      cilium: { ipam: { mode: "cluster-pool", podCidrs: ["10.200.0.0/16"], maskSize: 25, tunnel: "vxlan" } },
    },
  },
  {
    name: "several pools in a tunnel",
    base: "Pulumi.dev.yaml",
    change: {
      cilium: {
        ipam: { mode: "multi-pool", pools: { default: { cidrs: ["10.200.0.0/16"], maskSize: 24 } }, tunnel: "geneve" },
      },
    },
  },
  { name: "chaining to the VPC CNI", base: "Pulumi.dev.yaml", change: { cilium: { ipam: { mode: "aws-cni" } } } },
  {
    name: "Bottlerocket on Graviton",
    base: "Pulumi.dev.yaml",
    change: { nodeGroups: { general: { instanceTypes: ["m7g.large"], ami: { family: "Bottlerocket" } } } },
  },
  {
    name: "a Gateway on an internal load balancer",
    base: "Pulumi.prod.yaml",
    change: { gateway: { exposure: { type: "internal", elasticIps: null, preserveClientIp: true } } },
  },
  {
    name: "a cluster mesh",
    base: "Pulumi.prod.yaml",
    waivers: { "network-pod-range-routable": "the transit gateway has routes to the pods of both" },
    change: {
      cluster: { name: "blue" },
      network: { neighbours: [{ name: "green", cidrs: ["10.30.0.0/16"] }] },
      mesh: {
        id: 7,
        addresses: ["10.20.2.20", "10.20.18.20", "10.20.34.20"],
        certificateAuthority: { certificate: "-----BEGIN CERTIFICATE-----", privateKey: "-----BEGIN PRIVATE KEY-----" },
        peers: {
          green: { id: 8, addresses: ["10.30.2.20"], nodeCidrs: ["10.30.0.0/16"], podCidrs: ["10.30.0.0/16"] },
        },
      },
    },
  },
  {
    name: "hybrid nodes in a cluster of their own, by a mesh",
    base: "examples/clusterMesh.yaml",
    change: {},
  },
  { name: "hybrid nodes in one overlay", base: "examples/overlay.yaml", change: {} },
  {
    name: "a Gateway in an overlay with hybrid nodes",
    base: "examples/overlay.yaml",
    change: {
      gateway: {
        enabled: true,
        listeners: { http: { protocol: "HTTP" } },
        exposure: { type: "internal", privateAddresses: ["10.40.15.10", "10.40.31.10"], preserveClientIp: false },
      },
      hybrid: {
        pools: {
          rack: { labels: { "node.kubernetes.io/exclude-from-external-load-balancers": "true" } },
          inference: { labels: { "node.kubernetes.io/exclude-from-external-load-balancers": "true" } },
        },
      },
    },
  },
  { name: "hybrid nodes beside the VPC CNI", base: "examples/mixed.yaml", change: {} },
  { name: "hybrid nodes behind AWS's gateway", base: "examples/hybridGateway.yaml", change: {} },
  {
    name: "hybrid nodes behind AWS's gateway, with Pod Identity and Bottlerocket",
    base: "examples/hybridGateway.yaml",
    change: {
      cilium: { operatorIdentity: "pod-identity" },
      nodeGroups: { gateway: { ami: { family: "Bottlerocket" } } },
    },
  },
  {
    name: "watermarks, tags of its own and released addresses",
    base: "Pulumi.dev.yaml",
    change: {
      cilium: {
        releaseExcessIps: true,
        allocation: { preAllocate: 8, minAllocate: 8, maxAllocate: 27 },
        eni: { tags: { owner: "platform" }, gc: { intervalSeconds: 600 } },
      },
    },
  },
];

type Tree = Readonly<Record<string, unknown>>;
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** Maps by key, anything else as a whole; null takes a key away. */
const merged = (base: Tree, change: Tree): Tree =>
  Object.fromEntries(
    Object.entries({ ...base, ...change }).flatMap(([key, value]) => {
      if (value === null) return [];
      const below = base[key];
      return [[key, isTree(value) && isTree(below) ? merged(below, value) : value] as const];
    }),
  );

/** The whole `config` of its stack file. */
export function configOf({ base, change, waivers = {} }: Omit<ValidStack, "name">): Tree {
  const root = path.resolve(import.meta.dirname, "../..");
  const { config } = parse(readFileSync(path.join(root, base), "utf8")) as { config: Tree };
  const keys = Object.entries({ ...change, waivers }).map(([key, value]) => [`cilium-eks:${key}`, value]);
  return merged(config, Object.fromEntries(keys) as Tree);
}
