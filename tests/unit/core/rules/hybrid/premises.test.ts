import { describe, expect, it } from "vitest";
import { planPremises, premisesOf } from "../../../../../core/hybrid/premises.ts";
import type { Settings } from "../../../../../core/settings/index.ts";
import { meshed } from "../../../../support/premises.ts";

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
