import { planPodIpPools } from "../../core/cilium/pod-ip-pools.ts";
import { planBgp, planLoadBalancerPools } from "../../core/hybrid/bgp/build.ts";
import type { JsonObject, KubernetesObject } from "../../core/model/index.ts";
import type { BgpSettings, LoadBalancerPoolSettings } from "../../core/settings/index.ts";
import { settings } from "./model.ts";

/** BGP with every field that the settings have. */
const BGP: BgpSettings = {
  localAsn: 64_512,
  nodeSelector: { rack: "a" },
  peers: {
    tor: {
      address: "192.168.0.1",
      asn: 64_600,
      authSecret: "bgp-tor",
      multihop: 2,
      holdSeconds: 30,
      keepAliveSeconds: 10,
      connectRetrySeconds: 5,
      gracefulRestartSeconds: 60,
      port: 1179,
    },
    spare: { address: "192.168.0.2", asn: 64_601, gracefulRestartSeconds: 0 },
  },
  advertise: {
    podCidr: true,
    podIpPools: { told: "yes" },
    services: { labels: { told: "yes" }, addresses: ["LoadBalancerIP", "ClusterIP", "ExternalIP"] },
    communities: ["64512:100"],
  },
  nodes: { "mi-0123": { routerId: "192.168.0.10", localAddresses: { tor: "192.168.0.10" } } },
};

const POOLS: Readonly<Record<string, LoadBalancerPoolSettings>> = {
  services: { cidrs: ["192.168.20.0/26", "192.168.21.0/26"], serviceLabels: { tier: "edge" } },
  arp: { cidrs: ["192.168.22.0/28"], serviceLabels: { tier: "local" }, l2Interfaces: ["^eth[0-9]+$", "bond0"] },
};

const POD_POOLS = settings({
  cilium: {
    ipam: {
      mode: "multi-pool",
      tunnel: "vxlan",
      pools: {
        default: { cidrs: ["10.140.0.0/16"], maskSize: 25 },
        quiet: { cidrs: ["10.141.0.0/16"], maskSize: 27 },
      },
    },
  },
});

/** Every object that nodes on premises bring along. */
export const built: readonly KubernetesObject[] = [
  ...planBgp("rack", BGP),
  // Every Service, by an expression that all of them meet.
  ...planBgp("all", { ...BGP, nodes: {}, advertise: { services: {} } }),
  ...planLoadBalancerPools(POOLS),
  ...planPodIpPools(POD_POOLS),
];

/** An object that the API server refuses, with the rule that says so before, where a stack could hold it. */
export interface BrokenObject {
  readonly what: string;
  readonly object: KubernetesObject;
  readonly rule?: string;
}

const of = (kind: string): KubernetesObject => {
  const found = built.find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
};
const specOf = (kind: string): JsonObject => of(kind)["spec"] as JsonObject;
const changed = (kind: string, spec: JsonObject): KubernetesObject => ({
  ...of(kind),
  spec: { ...specOf(kind), ...spec },
});
const instance = (parts: JsonObject): JsonObject => ({
  bgpInstances: [{ ...(specOf("CiliumBGPClusterConfig")["bgpInstances"] as JsonObject[])[0], ...parts }],
});
const told = (advertisement: JsonObject): JsonObject => ({ advertisements: [advertisement] });

export const broken: readonly BrokenObject[] = [
  { what: "a cluster without instances", object: changed("CiliumBGPClusterConfig", { bgpInstances: [] }) },
  {
    what: "an AS number that there is not",
    object: changed("CiliumBGPClusterConfig", instance({ localASN: 4_294_967_296 })),
  },
  {
    what: "a peer whose address is none",
    object: changed(
      "CiliumBGPClusterConfig",
      instance({ peers: [{ name: "tor", peerASN: 1, peerAddress: "router" }] }),
    ),
    rule: "hybrid-bgp-peer-config",
  },
  {
    what: "two peers of one name",
    object: changed(
      "CiliumBGPClusterConfig",
      instance({
        peers: [
          { name: "tor", peerASN: 1 },
          { name: "tor", peerASN: 2 },
        ],
      }),
    ),
  },
  {
    what: "a peer with a key that there is not",
    object: changed("CiliumBGPClusterConfig", instance({ peers: [{ name: "tor", address: "192.168.0.1" }] })),
  },
  {
    what: "a hold time below three seconds",
    object: changed("CiliumBGPPeerConfig", { timers: { holdTimeSeconds: 2 } }),
  },
  {
    what: "a restart that lasts longer than the protocol can say",
    object: changed("CiliumBGPPeerConfig", { gracefulRestart: { enabled: true, restartTimeSeconds: 5000 } }),
  },
  { what: "more hops than a packet lives", object: changed("CiliumBGPPeerConfig", { ebgpMultihop: 256 }) },
  { what: "a port that there is not", object: changed("CiliumBGPPeerConfig", { transport: { peerPort: 70_000 } }) },
  {
    what: "an address family that there is not",
    object: changed("CiliumBGPPeerConfig", { families: [{ afi: "ipx", safi: "unicast" }] }),
  },
  {
    what: "an advertisement of nothing known",
    object: changed("CiliumBGPAdvertisement", told({ advertisementType: "Pods" })),
  },
  {
    what: "Services without the addresses to tell",
    object: changed("CiliumBGPAdvertisement", told({ advertisementType: "Service", selector: {} })),
  },
  {
    what: "a community that is none",
    object: changed(
      "CiliumBGPAdvertisement",
      told({ advertisementType: "PodCIDR", attributes: { communities: { standard: ["a:b"] } } }),
    ),
  },
  {
    what: "a router id that is no address",
    object: changed("CiliumBGPNodeConfigOverride", { bgpInstances: [{ name: "rack", routerID: "one" }] }),
  },
  {
    what: "a block of Service addresses that is none",
    object: changed("CiliumLoadBalancerIPPool", { blocks: [{ cidr: "192.168.20.0/99" }] }),
  },
  {
    what: "a block of Service addresses with an unknown key",
    object: changed("CiliumLoadBalancerIPPool", { blocks: [{ block: "192.168.20.0/26" }] }),
  },
  {
    what: "announcements on no list of interfaces",
    object: changed("CiliumL2AnnouncementPolicy", { interfaces: "eth0" }),
  },
  {
    what: "a pool of pods whose share is no prefix length",
    object: changed("CiliumPodIPPool", { ipv4: { cidrs: ["10.141.0.0/16"], maskSize: 33 } }),
  },
  {
    what: "a pool of pods without a block",
    object: changed("CiliumPodIPPool", { ipv4: { cidrs: [], maskSize: 27 } }),
  },
  {
    what: "a pool of pods that does not say its shares",
    object: changed("CiliumPodIPPool", { ipv4: { cidrs: ["10.141.0.0/16"] } }),
  },
];
