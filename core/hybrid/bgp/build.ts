import type { JsonObject, KubernetesObject } from "../../model/index.ts";
import type {
  BgpAdvertiseSettings,
  BgpPeerSettings,
  BgpSettings,
  LoadBalancerPoolSettings,
} from "../../settings/index.ts";
import { HYBRID_LABEL } from "../../controllers/placement.ts";
import { defined } from "../../model/present.ts";

const API = "cilium.io/v2";
/** Label by which peers find what they are told; without a match nothing is told and no error says so. */
const ADVERTISE_LABEL = "cilium-eks/advertise";
/** Matches every object: a selector without labels matches none in an advertisement. */
const EVERYTHING = { matchExpressions: [{ key: "cilium-eks/never", operator: "NotIn", values: ["never"] }] } as const;
const DEFAULT_RESTART_SECONDS = 120;

/** BGP objects of a group of nodes (cilium.io/v2, CRDs of 1.19.6 and 1.20.2). */
export function planBgp(name: string, settings: BgpSettings): KubernetesObject[] {
  const peers = Object.entries(settings.peers).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    object("CiliumBGPClusterConfig", name, {
      nodeSelector: { matchLabels: settings.nodeSelector ?? HYBRID_LABEL },
      bgpInstances: [
        {
          name,
          localASN: settings.localAsn,
          peers: peers.map(([peer, { asn, address }]) => ({
            name: peer,
            peerASN: asn,
            peerAddress: address,
            peerConfigRef: { name: `${name}-${peer}` },
          })),
        },
      ],
    }),
    ...peers.map(([peer, config]) => object("CiliumBGPPeerConfig", `${name}-${peer}`, peerSpec(name, config))),
    object(
      "CiliumBGPAdvertisement",
      name,
      { advertisements: advertisements(settings.advertise) },
      {
        [ADVERTISE_LABEL]: name,
      },
    ),
    ...overrides(name, settings),
  ];
}

const object = (
  kind: string,
  name: string,
  spec: JsonObject,
  labels?: Readonly<Record<string, string>>,
): KubernetesObject => ({
  apiVersion: API,
  kind,
  metadata: { name, ...(labels === undefined ? {} : { labels }) },
  spec,
});

function peerSpec(name: string, peer: BgpPeerSettings): JsonObject {
  const { gracefulRestartSeconds: restart = DEFAULT_RESTART_SECONDS, multihop, port, authSecret } = peer;
  const timers = defined({
    holdTimeSeconds: peer.holdSeconds,
    keepAliveTimeSeconds: peer.keepAliveSeconds,
    connectRetryTimeSeconds: peer.connectRetrySeconds,
  });
  return {
    ...defined({ authSecretRef: authSecret, ebgpMultihop: multihop }),
    ...(Object.keys(timers).length === 0 ? {} : { timers }),
    ...(port === undefined ? {} : { transport: { peerPort: port } }),
    gracefulRestart: restart === 0 ? { enabled: false } : { enabled: true, restartTimeSeconds: restart },
    families: [{ afi: "ipv4", safi: "unicast", advertisements: { matchLabels: { [ADVERTISE_LABEL]: name } } }],
  };
}

function advertisements({ podCidr, podIpPools, services, communities }: BgpAdvertiseSettings): JsonObject[] {
  const attributes: JsonObject =
    communities === undefined ? {} : { attributes: { communities: { standard: communities } } };
  return [
    ...(podCidr === true ? [{ advertisementType: "PodCIDR", ...attributes }] : []),
    ...(podIpPools === undefined
      ? []
      : [{ advertisementType: "CiliumPodIPPool", selector: selectorOf(podIpPools), ...attributes }]),
    ...(services === undefined
      ? []
      : [
          {
            advertisementType: "Service",
            service: { addresses: services.addresses ?? ["LoadBalancerIP"] },
            selector: selectorOf(services.labels ?? {}),
            ...attributes,
          },
        ]),
  ];
}

const selectorOf = (labels: Readonly<Record<string, string>>): JsonObject =>
  Object.keys(labels).length === 0 ? EVERYTHING : { matchLabels: labels };

const overrides = (name: string, { nodes = {} }: BgpSettings): KubernetesObject[] =>
  Object.entries(nodes).map(([node, { routerId, localAddresses = {} }]) =>
    object("CiliumBGPNodeConfigOverride", node, {
      bgpInstances: [
        {
          name,
          ...defined({ routerID: routerId }),
          ...(Object.keys(localAddresses).length === 0
            ? {}
            : { peers: Object.entries(localAddresses).map(([peer, localAddress]) => ({ name: peer, localAddress })) }),
        },
      ],
    }),
  );

/** Pools of Service addresses, and who answers for them where no router does. */
export const planLoadBalancerPools = (pools: Readonly<Record<string, LoadBalancerPoolSettings>>): KubernetesObject[] =>
  Object.entries(pools).flatMap(([name, { cidrs, serviceLabels, l2Interfaces }]) => [
    object("CiliumLoadBalancerIPPool", name, {
      blocks: cidrs.map((cidr) => ({ cidr })),
      ...(serviceLabels === undefined ? {} : { serviceSelector: { matchLabels: serviceLabels } }),
    }),
    ...(l2Interfaces === undefined
      ? []
      : [
          {
            apiVersion: "cilium.io/v2alpha1",
            kind: "CiliumL2AnnouncementPolicy",
            metadata: { name },
            spec: {
              nodeSelector: { matchLabels: HYBRID_LABEL },
              interfaces: l2Interfaces,
              loadBalancerIPs: true,
              ...(serviceLabels === undefined ? {} : { serviceSelector: { matchLabels: serviceLabels } }),
            },
          },
        ]),
  ]);
