import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type GroupDemand, planBudget } from "../../../../core/capacity/budget.ts";
import { nodeCapacity, nodeDemand } from "../../../../core/capacity/node.ts";
import { findInstanceType, instanceTypes } from "../../../../core/facts/instances.ts";
import { network } from "../../../support/model.ts";

const limits = (type: string) => {
  const found = findInstanceType(type);
  if (found === undefined) throw new Error(type);
  return found;
};
const choice = (prefixDelegation: boolean, firstInterfaceIndex = 0) => ({
  prefixDelegation,
  firstInterfaceIndex,
  gateway: false,
});
const anyType = fc.constantFrom(...instanceTypes());

describe("nodeCapacity", () => {
  // Figures of cilium/cilium pkg/aws/ipam/node.go for the limits of ec2:DescribeInstanceTypes.
  it.each([
    ["m5.xlarge", 56, 42, 896, 672],
    ["m5.large", 27, 18, 432, 288],
    ["c7gn.12xlarge", 232, 203, 3712, 3248],
    ["p5.48xlarge", 98, 49, 1568, 784],
    ["p4d.24xlarge", 735, 686, 11_760, 10_976],
    ["m4.large", 18, 9, 18, 9],
  ])("%s holds %i or %i addresses, %i or %i with prefixes", (type, plain, plainOne, prefixes, prefixesOne) => {
    expect(nodeCapacity(limits(type), choice(false)).addresses).toBe(plain);
    expect(nodeCapacity(limits(type), choice(false, 1)).addresses).toBe(plainOne);
    expect(nodeCapacity(limits(type), choice(true)).addresses).toBe(prefixes);
    expect(nodeCapacity(limits(type), choice(true, 1)).addresses).toBe(prefixesOne);
  });

  it("never recommends more pods than there are addresses and host-network pods", () => {
    fc.assert(
      fc.property(anyType, fc.boolean(), fc.constantFrom(0, 1), (type, prefixes, index) => {
        const { recommendedMaxPods, podLimit, podAddresses } = nodeCapacity(limits(type), choice(prefixes, index));
        expect(recommendedMaxPods).toBeLessThanOrEqual(podLimit);
        expect(podLimit).toBeLessThanOrEqual(podAddresses + 3);
      }),
    );
  });

  it("bounds plain addresses by ipamMaxAllocate, and prefixes not", () => {
    const bounded = (prefixes: boolean) => nodeCapacity(limits("m5.xlarge"), { ...choice(prefixes), maxAllocate: 20 });
    expect(bounded(false)).toMatchObject({ addresses: 20, bindsFirst: "ipamMaxAllocate" });
    expect(bounded(true).addresses).toBe(896);
  });
});

describe("pods on the ENIs' own addresses", () => {
  const primary = { ...choice(false, 1), usePrimaryAddress: true };

  it("gain one address an ENI, and none with prefixes", () => {
    expect(nodeCapacity(limits("m5.xlarge"), primary).addresses).toBe(45);
    expect(nodeCapacity(limits("m5.xlarge"), { ...primary, prefixDelegation: true }).addresses).toBe(672);
  });

  it("take as many addresses from the subnet as there are on the ENIs", () => {
    const capacity = nodeCapacity(limits("m5.xlarge"), primary);
    expect(nodeDemand(capacity, 250, primary)).toEqual({ interfaces: 3, prefixes: 0, addresses: 42 });
  });
});

describe("nodeDemand", () => {
  it("takes enough for the pods, the spare addresses and Cilium, and never more than the node holds", () => {
    fc.assert(
      fc.property(
        anyType,
        fc.boolean(),
        fc.constantFrom(0, 1),
        fc.integer({ min: 1, max: 250 }),
        (type, prefixes, index, pods) => {
          const own = choice(prefixes, index);
          const capacity = nodeCapacity(limits(type), own);
          const demand = nodeDemand(capacity, pods, own);
          const taken = demand.prefixes * 16 + demand.addresses;
          expect(taken).toBeLessThanOrEqual(capacity.addresses);
          if (capacity.addresses >= pods + 10) expect(taken).toBeGreaterThanOrEqual(pods + 10);
          expect(demand.interfaces).toBeLessThanOrEqual(capacity.interfaces);
        },
      ),
    );
  });

  it("is 8 prefixes and an ENI for 110 pods on ENI 1", () => {
    const own = choice(true, 1);
    expect(nodeDemand(nodeCapacity(limits("m6i.xlarge"), own), 110, own)).toEqual({
      interfaces: 1,
      prefixes: 8,
      addresses: 0,
    });
  });
});

describe("planBudget", () => {
  const group = (parts: Partial<GroupDemand> = {}): GroupDemand => ({
    name: "general",
    scaling: { min: 2, desired: 2, max: 10 },
    surge: 2,
    zones: ["eu-central-1a", "eu-central-1b"],
    demand: { interfaces: 1, prefixes: 0, addresses: 30 },
    ...parts,
  });

  it("counts the node's own ENI in the node subnet and the pods' where they are", () => {
    const rows = planBudget(network(), [group()]).filter(({ subnet }) => subnet === "private-a");
    expect(rows.map(({ scenario, needed }) => [scenario, needed])).toEqual([
      ["min", 32],
      ["desired", 32],
      ["max", 160],
      ["surge", 192],
      ["zone-loss", 320],
    ]);
    expect(rows[0]?.available).toBe(4096 - 5);
  });

  it("puts prefixes into the pod subnets and leaves node subnets the nodes' own ENIs", () => {
    const base = network();
    const pod = {
      ...base.subnets[0]!,
      name: "pod-1",
      role: "pod" as const,
      cidr: "100.64.0.0/24",
      reservations: [{ cidr: "100.64.0.128/25", type: "prefix" }],
    };
    const rows = planBudget({ ...base, subnets: [...base.subnets, pod] }, [
      group({ demand: { interfaces: 1, prefixes: 8, addresses: 0 } }),
    ]);
    const at = (subnet: string, unit: string) =>
      rows.find((row) => row.subnet === subnet && row.unit === unit && row.scenario === "max");
    expect(at("private-a", "addresses")?.needed).toBe(5);
    expect(at("pod-1", "prefixes")).toMatchObject({ needed: 40, available: 8 });
    expect(at("pod-1", "addresses")).toMatchObject({ needed: 5, available: 256 - 5 - 128 });
  });

  it("lets every single address break a block where nothing is reserved", () => {
    const rows = planBudget(network(), [group({ demand: { interfaces: 1, prefixes: 8, addresses: 0 } })]);
    const at = (unit: string) =>
      rows.find((row) => row.subnet === "private-a" && row.unit === unit && row.scenario === "max");
    expect(at("addresses")).toMatchObject({ needed: 10, available: 4096 - 5 - 40 * 16 });
    expect(at("prefixes")).toMatchObject({ needed: 40, available: 256 - 2 - 10 });
  });

  it("never counts less at a larger size", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.nat(50), (min, more, most) => {
        const scaling = { min, desired: min + more, max: min + more + most };
        const needs = planBudget(network(), [group({ scaling })])
          .filter(({ subnet }) => subnet === "private-a")
          .map(({ needed }) => needed);
        // Losing a zone is no larger size: it is judged against the largest one.
        const [zoneLoss = 0, sizes] = [needs.at(-1), needs.slice(0, -1)];
        expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
        expect(zoneLoss).toBeGreaterThanOrEqual(sizes[2] ?? 0);
      }),
    );
  });
});
