import { planBgp } from "../../../../../core/hybrid/bgp/build.ts";
import type { ClusterModel, JsonObject, KubernetesObject } from "../../../../../core/model/index.ts";
import * as rules from "../../../../../core/rules/hybrid/bgp.ts";
import type { BgpSettings } from "../../../../../core/settings/index.ts";
import { cilium, eniValues, hybridCilium, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

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

describeRules([
  {
    rule: rules.bgpSwitch,
    fails: [
      ["the control plane off", model(planned(), { cilium: cilium({ values: eniValues() }) }), CLUSTER],
      ["the control plane off in AWS's build", model(planned(), { releases: [hybridCilium()] }), CLUSTER],
    ],
    passes: [
      ["the control plane on", good()],
      [
        "the control plane on in AWS's build",
        model(planned(), { releases: [hybridCilium({ bgpControlPlane: { enabled: true } })] }),
      ],
      ["no objects", model([])],
    ],
    undecided: [["an unknown switch", model(planned(), { cilium: cilium({ values: { bgpControlPlane: unknown } }) })]],
  },
  {
    rule: rules.bgpPods,
    fails: [
      [
        "pod ranges in ENI mode",
        model(planned(), { cilium: cilium({ values: eniValues() }) }),
        `${TOLD}.advertisementType`,
      ],
      ["pools in cluster-pool", model(planned({ advertise: { podIpPools: { a: "b" } } })), `${TOLD}.advertisementType`],
    ],
    passes: [["pod ranges in cluster-pool", good()]],
    undecided: [["an unknown mode", model(planned(), { cilium: cilium({ values: { ipam: { mode: unknown } } }) })]],
  },
  {
    rule: rules.bgpLabels,
    fails: [
      ["no family", model(changed("CiliumBGPPeerConfig", { families: [] })), `${PEER}.families`],
      [
        "labels that nothing has",
        model(
          changed("CiliumBGPPeerConfig", {
            families: [{ afi: "ipv4", safi: "unicast", advertisements: { matchLabels: { a: "b" } } }],
          }),
        ),
        `${PEER}.families.0.advertisements`,
      ],
    ],
    passes: [["the same labels", good()]],
    undecided: [["unknown families", model(changed("CiliumBGPPeerConfig", { families: unknown }))]],
  },
  {
    rule: rules.bgpServices,
    fails: [
      [
        "no selector",
        model(changed("CiliumBGPAdvertisement", { advertisements: [{ advertisementType: "Service" }] })),
        `${TOLD}.selector`,
      ],
    ],
    passes: [["every Service, said by an expression", good()]],
    undecided: [
      [
        "an unknown selector",
        model(
          changed("CiliumBGPAdvertisement", { advertisements: [{ advertisementType: "Service", selector: unknown }] }),
        ),
      ],
    ],
  },
  {
    rule: rules.bgpAsn,
    fails: [
      ["swapped numbers", model(planned({ localAsn: 3320 })), `${CLUSTER}.bgpInstances.0.localASN`],
      ["any router", peer({ peerASN: 0 }), `${CLUSTER}.bgpInstances.0.peers.0.peerASN`],
    ],
    passes: [["private numbers on both sides", good()]],
    undecided: [["an unknown number", peer({ peerASN: unknown })]],
  },
  {
    rule: rules.bgpPeers,
    fails: [
      [
        "a name in place of an address",
        peer({ peerAddress: "router" }),
        `${CLUSTER}.bgpInstances.0.peers.0.peerAddress`,
      ],
      [
        "a configuration that nobody makes",
        peer({ peerConfigRef: { name: "none" } }),
        `${CLUSTER}.bgpInstances.0.peers.0.peerConfigRef.name`,
      ],
    ],
    passes: [["what is planned", good()]],
    undecided: [["an unknown address", peer({ peerAddress: unknown })]],
  },
  {
    rule: rules.bgpTimers,
    fails: [
      [
        "a short hold time",
        model(changed("CiliumBGPPeerConfig", { timers: { holdTimeSeconds: 30 } })),
        `${PEER}.timers`,
      ],
    ],
    passes: [["the defaults", good()]],
    undecided: [["unknown timers", model(changed("CiliumBGPPeerConfig", { timers: unknown }))]],
  },
]);
