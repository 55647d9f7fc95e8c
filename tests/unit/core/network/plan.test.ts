import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { block, contains, overlaps, subnetAt } from "../../../../core/net/cidr.ts";
import { POD_SUBNET_TAG } from "../../../../core/network/defaults.ts";
import { flowLogFormat } from "../../../../core/network/flow-log-format.ts";
import { networkModel } from "../../../../core/network/model.ts";
import { planNetwork } from "../../../../core/network/plan.ts";
import { planReservations } from "../../../../core/network/reservations.ts";
import type { NetworkSettings } from "../../../../core/settings/index.ts";
import { settings } from "../../../support/model.ts";

const plan = (network: NetworkSettings, prefixDelegation = false) =>
  planNetwork(settings({ network, cilium: { prefixDelegation } }));

/** Any block of a size that AWS takes for a VPC. */
const vpcCidr = fc
  .tuple(fc.integer({ min: 16, max: 24 }), fc.nat({ max: 255 }))
  .map(([prefix, index]) => subnetAt("10.0.0.0/8", prefix, index));
const zoneCount = fc.integer({ min: 2, max: 6 });

describe("planNetwork", () => {
  it("places every subnet inside its VPC, apart from all others, one of each role a zone", () => {
    fc.assert(
      fc.property(vpcCidr, zoneCount, (cidr, availabilityZones) => {
        const planned = plan({ vpc: { cidr, availabilityZones }, podSubnets: { cidr: "100.64.0.0/16" } }, true);
        if (planned === undefined) {
          // Only a small block with many zones cannot hold them.
          expect(block(cidr).prefix).toBeGreaterThan(20);
          return;
        }
        const { subnets } = planned;
        expect(subnets).toHaveLength(availabilityZones * 4);
        for (const [at, subnet] of subnets.entries()) {
          expect(contains(subnet.role === "pod" ? "100.64.0.0/16" : cidr, subnet.cidr)).toBe(true);
          for (const other of subnets.slice(at + 1)) expect(overlaps(subnet.cidr, other.cidr)).toBe(false);
          for (const reserved of subnet.reservations) expect(contains(subnet.cidr, reserved)).toBe(true);
        }
      }),
    );
  });

  it("moves nobody when a zone is added, up to four", () => {
    fc.assert(
      fc.property(vpcCidr, fc.integer({ min: 2, max: 3 }), (cidr, zones) => {
        const before = plan({ vpc: { cidr, availabilityZones: zones } });
        const after = plan({ vpc: { cidr, availabilityZones: zones + 1 } });
        expect(after?.subnets).toEqual(expect.arrayContaining([...(before?.subnets ?? [])]));
      }),
    );
  });

  it("names subnets by role and zone number, so that names outlive a change of blocks", () => {
    const names = (cidr: string) => plan({ vpc: { cidr } })?.subnets.map(({ name }) => name);
    expect(names("10.1.0.0/16")).toEqual(names("10.0.0.0/16"));
  });

  it("leaves a quarter of every pod subnet unreserved, its first and last addresses among it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 24 }), fc.integer({ min: 0, max: 75 }), (prefix, percent) => {
        const cidr = subnetAt("100.64.0.0/10", prefix, 3);
        const reserved = planReservations(cidr, percent);
        const total = reserved.reduce((sum, one) => sum + block(one).size, 0);
        expect(total).toBeLessThanOrEqual((block(cidr).size * percent) / 100);
        for (const one of reserved) {
          expect(block(one).first).toBeGreaterThan(block(cidr).first);
          expect(block(one).last).toBeLessThan(block(cidr).last);
          expect(block(one).prefix).toBeLessThanOrEqual(28);
        }
      }),
    );
    expect(planReservations("100.64.0.0/18", 75).reduce((sum, one) => sum + block(one).size, 0)).toBe(12_288);
  });

  it("makes no reservation over one that a smaller or larger share has, nor moves it", () => {
    const percent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 28 }), percent, percent, (prefix, one, other) => {
        const cidr = subnetAt("100.64.0.0/10", prefix, 3);
        const [less, more] = [Math.min(one, other), Math.max(one, other)].map((share) => planReservations(cidr, share));
        // By place too: the resource is named by it.
        expect(more?.slice(0, less?.length)).toEqual(less);
        for (const [at, block] of (more ?? []).entries())
          for (const next of (more ?? []).slice(at + 1)) expect(overlaps(block, next)).toBe(false);
      }),
    );
  });

  it("reserves for prefixes only with prefix delegation", () => {
    const network = { vpc: { cidr: "10.0.0.0/16" }, podSubnets: { cidr: "100.64.0.0/16" } };
    expect(plan(network)?.subnets.flatMap(({ reservations }) => reservations)).toEqual([]);
  });

  it("tags pod subnets for Cilium and never for load balancers", () => {
    const pods = plan({ vpc: { cidr: "10.0.0.0/16" }, podSubnets: { cidr: "100.64.0.0/16" } })?.subnets.filter(
      ({ role }) => role === "pod",
    );
    for (const { tags } of pods ?? []) expect(tags).toEqual({ [POD_SUBNET_TAG]: "test" });
  });

  it("makes no public subnet where nothing goes out", () => {
    const roles = plan({ vpc: { cidr: "10.0.0.0/16", natGateways: "none" } })?.subnets.map(({ role }) => role);
    expect(roles).not.toContain("public");
  });

  it("takes an existing VPC as it is", () => {
    const subnet = (id: string, zone: string, cidr: string) => ({ id, zone, cidr, egress: "nat" as const });
    const planned = plan({
      vpc: {
        id: "vpc-1",
        cidrs: ["10.0.0.0/16"],
        subnets: {
          private: [
            subnet("subnet-a", "eu-central-1a", "10.0.0.0/20"),
            subnet("subnet-b", "eu-central-1b", "10.0.16.0/20"),
          ],
        },
      },
      podSubnets: { cidr: "100.64.0.0/16" },
    });
    expect(planned?.subnets.filter(({ role }) => role === "node").map(({ id }) => id)).toEqual([
      "subnet-a",
      "subnet-b",
    ]);
    expect(planned?.subnets.filter(({ role }) => role === "pod").map(({ egress }) => egress)).toEqual(["nat", "nat"]);
    expect(planned === undefined ? [] : networkModel(planned).vpcCidrs).toEqual(["10.0.0.0/16", "100.64.0.0/16"]);
  });

  it("logs the pods' own addresses when asked to", () => {
    expect(flowLogFormat()).toContain("${pkt-srcaddr} ${pkt-dstaddr}");
  });
});
