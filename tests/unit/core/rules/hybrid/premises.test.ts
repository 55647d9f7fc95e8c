import { describe, expect, it } from "vitest";
import { planPremises, premisesOf } from "../../../../../core/hybrid/premises.ts";
import type { ClusterModel } from "../../../../../core/model/index.ts";
import * as rules from "../../../../../core/rules/hybrid/premises.ts";
import type { Settings } from "../../../../../core/settings/index.ts";
import { unknown } from "../../../../support/model.ts";
import { meshed } from "../../../../support/premises.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const model = (stack: Settings): ClusterModel => ({
  settings: stack,
  ...(stack.hybrid === undefined ? {} : { hybrid: { settings: stack.hybrid } }),
});
const { mesh: _, ...withoutMesh } = meshed();
const BGP = { localAsn: 64_512, peers: { tor: { address: "192.168.10.1", asn: 64_600 } } };

describeRules([
  {
    rule: rules.premisesPeer,
    fails: [
      ["no peer on premises", model(meshed({ onPremises: false })), "hybrid.strategy"],
      ["two versions", model(meshed({ ciliumVersion: "1.18.3" })), "hybrid.ciliumVersion"],
      ["two lists of blocks", model(meshed({}, { podCidrs: ["192.168.64.0/20"] })), "hybrid.podCidrs"],
      [
        "a kubeconfig with another strategy",
        model(meshed({}, { strategy: "overlay", kubeconfig: "x" })),
        "hybrid.kubeconfig",
      ],
    ],
    passes: [
      ["one version, one list", model(meshed({}, { podCidrs: ["192.168.128.0/18"] }))],
      ["a version in one place only", model(meshed({ ciliumVersion: undefined as never }))],
      ["no mesh, which another rule says", model(withoutMesh)],
      ["another strategy", model(meshed({}, { strategy: "overlay" }))],
    ],
    undecided: [["an unknown version", model(meshed({ ciliumVersion: unknown }))]],
  },
  {
    rule: rules.premisesAnnounced,
    fails: [
      [
        "nobody who answers for the mesh API",
        model(meshed({}, { bgp: { ...BGP, advertise: { podCidr: true } } })),
        "hybrid.bgp",
      ],
      ["nobody who knows the pods", model(meshed({}, { bgp: { ...BGP, advertise: { services: {} } } })), "hybrid.bgp"],
    ],
    passes: [
      ["both by BGP", model(meshed())],
      ["a port of every node", model(meshed({ port: 32_379 }, { bgp: { ...BGP, advertise: { podCidr: true } } }))],
      ["another strategy", model(meshed({}, { strategy: "overlay" }))],
    ],
    undecided: [["unknown BGP", model(meshed({}, { bgp: unknown }))]],
  },
  {
    rule: rules.premisesObjects,
    fails: [
      [
        "a peer that is no address",
        model(
          meshed({}, { bgp: { ...BGP, peers: { tor: { address: "router", asn: 1 } }, advertise: { services: {} } } }),
        ),
        "objects.CiliumBGPClusterConfig.hybrid.spec.bgpInstances.0.peers.0.peerAddress",
      ],
      [
        "announcements where kube-proxy stays",
        model(meshed({}, { loadBalancerPools: { a: { cidrs: ["192.168.21.0/28"], l2Interfaces: ["eth0"] } } })),
        "objects.CiliumL2AnnouncementPolicy.a.spec",
      ],
    ],
    passes: [
      ["BGP that works", model(meshed())],
      ["another strategy", model(meshed({}, { strategy: "overlay" }))],
    ],
    undecided: [["an unknown mesh", model(meshed({}, {}, { peers: unknown }))]],
  },
]);

describe("Cilium of the cluster on premises", () => {
  const plan = (stack: Settings) => {
    const input = premisesOf(stack);
    if (input === undefined) throw new Error("no premises");
    return planPremises(input);
  };

  it("knows this cluster by its fixed addresses, in the words of its own chart", () => {
    const peer = { ips: ["10.0.2.20", "10.0.66.20"], port: 2379 };
    const clusters = (version: string) =>
      plan(meshed({ ciliumVersion: version }, { ciliumVersion: version })).release.values["clustermesh"];
    expect(clusters("1.18.8-1")).toMatchObject({ config: { clusters: [{ name: "cloud", ...peer }] } });
    expect(clusters("1.19.2-1")).toMatchObject({ config: { clusters: { cloud: peer } } });
  });

  it("is AWS's build where its version is, else Cilium's own", () => {
    expect(plan(meshed()).release.chart).toBe("oci://public.ecr.aws/eks/cilium/cilium");
    const { ciliumVersion: _version, ...hybrid } = meshed().hybrid ?? {};
    const own = { ...meshed(), hybrid: hybrid as Settings["hybrid"] } as Settings;
    expect(plan(own).release).toMatchObject({ chart: "cilium", version: "1.18.8" });
  });

  it("gives the mesh API its address from a pool of its own, or a port of every node", () => {
    expect(plan(meshed()).objects.at(-1)).toMatchObject({
      kind: "CiliumLoadBalancerIPPool",
      spec: { blocks: [{ cidr: "192.168.20.40/32" }] },
    });
    const ported = plan(meshed({ port: 32_379 }));
    expect(ported.objects.map(({ kind }) => kind)).not.toContain("CiliumLoadBalancerIPPool");
    expect(ported.release.values["clustermesh"]).toMatchObject({
      apiserver: { service: { type: "NodePort", nodePort: 32_379 } },
    });
  });

  it("has the other side's encryption and size", () => {
    const stack = { ...meshed({}, {}, { maxClusters: 511 }), cilium: { encryption: { wireguard: true } } };
    expect(plan(stack).release.values).toMatchObject({
      encryption: { enabled: true, type: "wireguard" },
      clustermesh: { maxConnectedClusters: 511 },
    });
  });
});
