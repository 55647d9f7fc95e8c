import { describe, expect, it } from "vitest";
import { featuresOf } from "../../../../../core/plan/features.ts";
import { evaluate } from "../../../../../core/plan/index.ts";
import { settings } from "../../../../support/model.ts";

describe("a stack whose EC2 nodes have the VPC CNI", () => {
  const mixed = settings({
    cluster: { name: "test", kubernetesVersion: "1.35", serviceCidr: "172.20.0.0/16" },
    cilium: { ipam: { mode: "vpc-cni" } },
    hybrid: {
      strategy: "mixed",
      ciliumVersion: "1.18.8-1",
      nodeCidrs: ["192.168.0.0/24"],
      podCidrs: ["192.168.64.0/20"],
      identity: { type: "ssm", expires: "2027-01-31T00:00:00Z" },
      pools: { rack: { maxNodes: 8, os: "ubuntu-24.04" } },
    },
  });
  const { plan } = evaluate(mixed, { features: featuresOf(mixed) });

  it("has no Cilium of ours, but both add-ons that do its work, before the nodes", () => {
    expect(plan.cilium).toBeUndefined();
    expect(plan.addons.addons.filter(({ phase }) => phase === "before-nodes").map(({ name }) => name)).toEqual([
      "vpc-cni",
      "kube-proxy",
    ]);
    expect(plan.identity?.operator).toBeUndefined();
    expect(plan.identity?.vpcCni?.managedPolicies).toEqual(["arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"]);
    expect(plan.nodeGroups?.flatMap(({ taints }) => taints)).toEqual([]);
  });

  it("counts pods as the VPC CNI does: 3 ENIs of 9 addresses and 2 pods on the host's network", () => {
    expect(plan.podLimits?.maxPods).toEqual({ general: 29 });
  });

  it("opens no port of Cilium's, and lets the premises ask for names", () => {
    const rules = plan.securityGroups?.rules.map(({ protocol, from, source }) => [protocol, from, source]) ?? [];
    expect(rules).toContainEqual(["udp", 53, { kind: "cidr", cidr: "192.168.0.0/24" }]);
    expect(rules.map(([, from]) => from)).not.toContain(4240);
  });
});
