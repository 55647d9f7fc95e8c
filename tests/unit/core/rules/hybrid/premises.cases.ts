import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel } from "../../../../../core/model/index.ts";
import type { Settings } from "../../../../../core/settings/index.ts";
import { unknown } from "../../../../support/model.ts";
import { meshed } from "../../../../support/premises.ts";

const model = (stack: Settings): ClusterModel => ({
  settings: stack,
  ...(stack.hybrid === undefined ? {} : { hybrid: { settings: stack.hybrid } }),
});
const { mesh: _, ...withoutMesh } = meshed();
const BGP = { localAsn: 64_512, peers: { tor: { address: "192.168.10.1", asn: 64_600 } } };

export default cases({
  "hybrid-premises-peer": {
    fails: [
      ["no peer on premises", model(meshed({ onPremises: false })), { path: "hybrid.strategy" }],
      ["two versions", model(meshed({ ciliumVersion: "1.18.3" })), { path: "hybrid.ciliumVersion" }],
      ["two lists of blocks", model(meshed({}, { podCidrs: ["192.168.64.0/20"] })), { path: "hybrid.podCidrs" }],
      [
        "a kubeconfig with another strategy",
        model(meshed({}, { strategy: "overlay", kubeconfig: "x" })),
        { path: "hybrid.kubeconfig" },
      ],
    ],
    passes: [
      ["one version, one list", model(meshed({}, { podCidrs: ["192.168.128.0/18"] }))],
      ["a version in one place only", model(meshed({ ciliumVersion: undefined as never }))],
      ["no mesh, which another rule says", model(withoutMesh)],
      ["another strategy", model(meshed({}, { strategy: "overlay" }))],
    ],
    unknown: [["an unknown version", model(meshed({ ciliumVersion: unknown }))]],
  },
  "hybrid-premises-announced": {
    fails: [
      [
        "nobody who answers for the mesh API",
        model(meshed({}, { bgp: { ...BGP, advertise: { podCidr: true } } })),
        { path: "hybrid.bgp" },
      ],
      [
        "nobody who knows the pods",
        model(meshed({}, { bgp: { ...BGP, advertise: { services: {} } } })),
        { path: "hybrid.bgp" },
      ],
    ],
    passes: [
      ["both by BGP", model(meshed())],
      ["a port of every node", model(meshed({ port: 32_379 }, { bgp: { ...BGP, advertise: { podCidr: true } } }))],
      ["another strategy", model(meshed({}, { strategy: "overlay" }))],
    ],
    unknown: [["unknown BGP", model(meshed({}, { bgp: unknown }))]],
  },
  "hybrid-premises-objects": {
    fails: [
      [
        "a peer that is no address",
        model(
          meshed({}, { bgp: { ...BGP, peers: { tor: { address: "router", asn: 1 } }, advertise: { services: {} } } }),
        ),
        { path: "objects.CiliumBGPClusterConfig.hybrid.spec.bgpInstances.0.peers.0.peerAddress" },
      ],
      [
        "announcements where kube-proxy stays",
        model(meshed({}, { loadBalancerPools: { a: { cidrs: ["192.168.21.0/28"], l2Interfaces: ["eth0"] } } })),
        { path: "objects.CiliumL2AnnouncementPolicy.a.spec" },
      ],
    ],
    passes: [
      ["BGP that works", model(meshed())],
      ["another strategy", model(meshed({}, { strategy: "overlay" }))],
    ],
    unknown: [["an unknown mesh", model(meshed({}, {}, { peers: unknown }))]],
  },
});
