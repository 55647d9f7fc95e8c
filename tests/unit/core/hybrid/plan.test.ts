import { describe, expect, it } from "vitest";
import { planHybrid } from "../../../../core/hybrid/plan.ts";
import { hybridRelease } from "../../../../core/rules/hybrid/common.ts";
import type { HybridSettings, RegistrySettings } from "../../../../core/settings/index.ts";

const HYBRID: HybridSettings = {
  strategy: "hybridGateway",
  ciliumVersion: "1.18.8-1",
  gateway: { nodeGroup: "edge", version: "1.0.0" },
  nodeCidrs: ["192.168.0.0/24"],
  podCidrs: ["192.168.64.0/20"],
  identity: { type: "ssm", expires: "2027-01-31T00:00:00Z" },
  pools: { rack: { maxNodes: 8, os: "ubuntu-24.04" } },
  loadBalancerPools: { web: { cidrs: ["192.168.20.0/26"] } },
};
const plan = (registry?: RegistrySettings) =>
  planHybrid(HYBRID, { clusterName: "plant", region: "eu-central-1", tags: {}, vpcCidr: "10.0.0.0/16", registry });

describe("charts and definitions of hybrid nodes", () => {
  it("come from AWS and from Cilium's repository", () => {
    const { release, gateway, crds } = plan();
    expect(release?.chart).toBe("oci://public.ecr.aws/eks/cilium/cilium");
    expect(gateway?.release.chart).toBe("oci://public.ecr.aws/eks/eks-hybrid-nodes-gateway");
    expect(crds.map(({ url }) => url)).toEqual([
      "https://raw.githubusercontent.com/cilium/cilium/v1.18.8/pkg/k8s/apis/cilium.io/client/crds/v2/ciliumloadbalancerippools.yaml",
    ]);
  });

  it("come from the mirrors of a closed network", () => {
    const { release, gateway, crds } = plan({
      charts: "oci://registry.example.com/charts",
      ciliumChart: "oci://registry.example.com/eks/cilium",
      crds: "https://mirror.example.com/crds/",
    });
    expect(release?.chart).toBe("oci://registry.example.com/eks/cilium");
    expect(gateway?.release.chart).toBe("oci://registry.example.com/charts/eks-hybrid-nodes-gateway");
    expect(crds.map(({ url }) => url)).toEqual([
      "https://mirror.example.com/crds/cilium-1.18.8/ciliumloadbalancerippools.yaml",
    ]);
  });

  it.each(["/charts/cilium-1.18.8-1.tgz", "oci://registry.example.com/cilium", "cilium"])(
    "are known for Cilium's on hybrid nodes by any address: %s",
    (chart) => {
      const { release } = plan();
      const model = { releases: [{ name: "x", chart, values: release?.values ?? {} }] };
      expect(hybridRelease(model)?.chart).toBe(chart);
    },
  );
});
