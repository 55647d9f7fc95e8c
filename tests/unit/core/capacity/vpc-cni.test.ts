import { describe, expect, it } from "vitest";
import { vpcCniCapacity, vpcCniDemand } from "../../../../core/capacity/vpc-cni.ts";
import { findInstanceType } from "../../../../core/facts/instances.ts";
import { evaluate } from "../../../../core/plan/index.ts";
import { interfacesPerNode } from "../../../../core/quotas/interfaces.ts";
import type { IpamSettings } from "../../../../core/settings/index.ts";
import { settings } from "../../../support/model.ts";

const capacityOf = (type: string) => {
  const limits = findInstanceType(type);
  if (limits === undefined) throw new Error(type);
  return vpcCniCapacity(limits);
};

describe("a node with the VPC CNI", () => {
  // amazon-vpc-cni-k8s misc/eni-max-pods.txt.
  it.each([
    ["t3.small", 11],
    ["m5.large", 29],
    ["m5.xlarge", 58],
    ["c5.4xlarge", 234],
  ])("holds what AWS's table says: %s %i pods", (type, pods) => {
    expect(capacityOf(type).podLimit).toBe(pods);
  });

  it("is advised no more than 110 pods below 30 vCPUs", () => {
    expect(capacityOf("c5.4xlarge").recommendedMaxPods).toBe(110);
  });

  it("takes whole ENIs and one more", () => {
    // 3 ENIs of 9: 12 pods fill two, and a third stays free.
    expect(vpcCniDemand(capacityOf("m5.large"), 12)).toEqual({ interfaces: 2, prefixes: 0, addresses: 27 });
    expect(vpcCniDemand(capacityOf("m5.large"), 8)).toEqual({ interfaces: 1, prefixes: 0, addresses: 18 });
    expect(interfacesPerNode({ instanceTypes: ["m5.large"], maxPods: 8 }, undefined)).toBe(2);
  });
});

describe("addresses by IPAM mode", () => {
  const planned = (ipam: IpamSettings) => {
    const { model } = evaluate(settings({ cilium: { ipam } }));
    return {
      maxPods: model.capacity?.groups[0]?.maxPods,
      atLeast: model.capacity?.subnets.find(({ scenario }) => scenario === "min")?.needed,
    };
  };

  it("are the VPC CNI's where Cilium is chained to it", () => {
    expect(planned({ mode: "aws-cni" })).toEqual({ maxPods: 29, atLeast: 30 });
  });

  it("are one a node in an overlay, whose pods take nothing of the VPC", () => {
    const pool = { podCidrs: ["10.140.0.0/16"], tunnel: "vxlan" } as const;
    expect(planned({ mode: "cluster-pool", ...pool })).toEqual({ maxPods: 110, atLeast: 1 });
  });
});
