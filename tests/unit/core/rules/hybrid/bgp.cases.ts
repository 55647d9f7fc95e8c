import { cases } from "../../../../support/rule-cases.ts";
import { planBgp } from "../../../../../core/hybrid/bgp/build.ts";
import type { ClusterModel, JsonObject, KubernetesObject } from "../../../../../core/model/index.ts";
import type { BgpSettings } from "../../../../../core/settings/index.ts";
import { cilium, controlPlane, eniValues, hybridCilium, nodeGroup, unknown } from "../../../../support/model.ts";

const BGP: BgpSettings = {
  localAsn: 64_512,
  peers: { tor: { address: "192.168.0.1", asn: 64_600 } },
  advertise: { podCidr: true, services: {} },
};
const POOL = cilium({ values: { ipam: { mode: "cluster-pool" }, bgpControlPlane: { enabled: true } } });
const model = (objects: readonly KubernetesObject[], parts: ClusterModel = { cilium: POOL }): ClusterModel => ({
  ...parts,
  objects,
});
const planned = (parts: Partial<BgpSettings> = {}): KubernetesObject[] => planBgp("rack", { ...BGP, ...parts });
/** The planned objects with another spec for one kind. */
const changed = (kind: string, spec: JsonObject): KubernetesObject[] =>
  planned().map((object) =>
    object.kind === kind ? { ...object, spec: { ...(object["spec"] as JsonObject), ...spec } } : object,
  );
const good = (): ClusterModel => model(planned());
const peer = (parts: JsonObject): ClusterModel =>
  model(
    changed("CiliumBGPClusterConfig", {
      bgpInstances: [
        {
          name: "rack",
          localASN: 64_512,
          peers: [{ name: "tor", peerASN: 64_600, peerAddress: "192.168.0.1", ...parts }],
        },
      ],
    }),
  );
const CLUSTER = "objects.CiliumBGPClusterConfig.rack.spec";
const PEER = "objects.CiliumBGPPeerConfig.rack-tor.spec";
const TOLD = "objects.CiliumBGPAdvertisement.rack.spec.advertisements.0";

export default cases({
  "hybrid-bgp-enabled": {
    fails: [
      ["the control plane off", model(planned(), { cilium: cilium({ values: eniValues() }) }), { path: CLUSTER }],
      ["the control plane off in AWS's build", model(planned(), { releases: [hybridCilium()] }), { path: CLUSTER }],
    ],
    passes: [
      ["the control plane on", good()],
      [
        "the control plane on in AWS's build",
        model(planned(), { releases: [hybridCilium({ bgpControlPlane: { enabled: true } })] }),
      ],
      ["no objects", model([])],
    ],
    unknown: [["an unknown switch", model(planned(), { cilium: cilium({ values: { bgpControlPlane: unknown } }) })]],
  },
  "hybrid-bgp-pod-addresses": {
    fails: [
      [
        "pod ranges in ENI mode",
        model(planned(), { cilium: cilium({ values: eniValues() }) }),
        { path: `${TOLD}.advertisementType` },
      ],
      [
        "pools in cluster-pool",
        model(planned({ advertise: { podIpPools: { a: "b" } } })),
        { path: `${TOLD}.advertisementType` },
      ],
    ],
    passes: [["pod ranges in cluster-pool", good()]],
    unknown: [["an unknown mode", model(planned(), { cilium: cilium({ values: { ipam: { mode: unknown } } }) })]],
  },
  "hybrid-bgp-advertisement-label": {
    fails: [
      ["no family", model(changed("CiliumBGPPeerConfig", { families: [] })), { path: `${PEER}.families` }],
      [
        "labels that nothing has",
        model(
          changed("CiliumBGPPeerConfig", {
            families: [{ afi: "ipv4", safi: "unicast", advertisements: { matchLabels: { a: "b" } } }],
          }),
        ),
        { path: `${PEER}.families.0.advertisements` },
      ],
      [
        "labels of another API's object",
        model([
          ...changed("CiliumBGPPeerConfig", {
            families: [{ afi: "ipv4", safi: "unicast", advertisements: { matchLabels: { a: "b" } } }],
          }),
          {
            apiVersion: "example.com/v1",
            kind: "CiliumBGPAdvertisement",
            metadata: { name: "other", labels: { a: "b" } },
          },
        ]),
        { path: `${PEER}.families.0.advertisements` },
      ],
      [
        "no labels",
        model(changed("CiliumBGPPeerConfig", { families: [{ afi: "ipv4", safi: "unicast", advertisements: {} }] })),
        { path: `${PEER}.families.0.advertisements` },
      ],
    ],
    passes: [["the same labels", good()]],
    unknown: [["unknown families", model(changed("CiliumBGPPeerConfig", { families: unknown }))]],
  },
  "hybrid-bgp-service-selector": {
    fails: [
      [
        "no selector",
        model(changed("CiliumBGPAdvertisement", { advertisements: [{ advertisementType: "Service" }] })),
        { path: `${TOLD}.selector` },
      ],
    ],
    passes: [["every Service, said by an expression", good()]],
    unknown: [
      [
        "an unknown selector",
        model(
          changed("CiliumBGPAdvertisement", { advertisements: [{ advertisementType: "Service", selector: unknown }] }),
        ),
      ],
    ],
  },
  "hybrid-bgp-asn": {
    fails: [
      ["swapped numbers", model(planned({ localAsn: 3320 })), { path: `${CLUSTER}.bgpInstances.0.localASN` }],
      ["any router", peer({ peerASN: 0 }), { path: `${CLUSTER}.bgpInstances.0.peers.0.peerASN` }],
    ],
    passes: [
      ["private numbers on both sides", good()],
      ["the last private number of two bytes", model(planned({ localAsn: 65_534 }))],
      ["the first one of four bytes", model(planned({ localAsn: 4_200_000_000 }))],
      ["the last one of four bytes", model(planned({ localAsn: 4_294_967_294 }))],
    ],
    unknown: [["an unknown number", peer({ peerASN: unknown })]],
  },
  "hybrid-bgp-asn-reserved": {
    fails: [
      [
        "a reserved number",
        model(planned({ localAsn: 65_535 })),
        { path: `${CLUSTER}.bgpInstances.0.localASN`, example: true },
      ],
      [
        "the number of what cannot be written",
        peer({ peerASN: 23_456 }),
        { path: `${CLUSTER}.bgpInstances.0.peers.0.peerASN` },
      ],
      ["the last of all", peer({ peerASN: 4_294_967_295 })],
      ["more than there are", peer({ peerASN: 4_294_967_296 })],
      ["less than there are", peer({ peerASN: -1 })],
      ["half a number", peer({ peerASN: 64_512.5 })],
    ],
    passes: [
      ["private numbers on both sides", good()],
      ["any router, of which another rule tells", peer({ peerASN: 0 })],
      ["the last but one", peer({ peerASN: 4_294_967_294 })],
    ],
    unknown: [["an unknown number", peer({ peerASN: unknown })]],
  },
  "hybrid-bgp-nodes": {
    fails: [
      [
        "labels that no group has",
        model(planned({ nodeSelector: { role: "edge" } }), { cilium: POOL, nodeGroups: [nodeGroup()] }),
        { path: `${CLUSTER}.nodeSelector`, example: true },
      ],
      ["hybrid nodes in a cluster without any", model(planned(), { cilium: POOL, nodeGroups: [nodeGroup()] })],
    ],
    passes: [
      [
        "labels of a group",
        model(planned({ nodeSelector: { role: "edge" } }), {
          cilium: POOL,
          nodeGroups: [nodeGroup({ labels: { role: "edge" } })],
        }),
      ],
      [
        "labels of EKS",
        model(planned({ nodeSelector: { "topology.kubernetes.io/zone": "a" } }), {
          cilium: POOL,
          nodeGroups: [nodeGroup()],
        }),
      ],
      [
        "nodes on premises that the program does not show",
        model(planned({ nodeSelector: { role: "edge" } }), {
          cilium: POOL,
          nodeGroups: [nodeGroup()],
          controlPlane: controlPlane({ remoteNetworks: { nodeCidrs: [], podCidrs: [] } }),
        }),
      ],
      ["no node that is known", good()],
    ],
    unknown: [["unknown labels", model(planned(), { cilium: POOL, nodeGroups: [nodeGroup({ labels: unknown })] })]],
  },
  "hybrid-bgp-peer-config": {
    fails: [
      [
        "a name in place of an address",
        peer({ peerAddress: "router" }),
        { path: `${CLUSTER}.bgpInstances.0.peers.0.peerAddress` },
      ],
      [
        "a configuration that nobody makes",
        peer({ peerConfigRef: { name: "none" } }),
        { path: `${CLUSTER}.bgpInstances.0.peers.0.peerConfigRef.name` },
      ],
    ],
    passes: [["what is planned", good()]],
    unknown: [["an unknown address", peer({ peerAddress: unknown })]],
  },
  "hybrid-bgp-timers": {
    fails: [
      [
        "a short hold time",
        model(changed("CiliumBGPPeerConfig", { timers: { holdTimeSeconds: 30 } })),
        { path: `${PEER}.timers` },
      ],
    ],
    passes: [["the defaults", good()]],
    unknown: [["unknown timers", model(changed("CiliumBGPPeerConfig", { timers: unknown }))]],
  },
});
