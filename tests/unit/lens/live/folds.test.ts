import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capacityOf, slopeOf } from "../../../../lens/live/capacity.ts";
import { EventCount, troublesIn } from "../../../../lens/live/events.ts";
import { interfacesOf } from "../../../../lens/live/interfaces.ts";
import { PodCount, columnsOf } from "../../../../lens/live/pods.ts";
import { useOf } from "../../../../lens/live/subnets.ts";
import { subnetAt, subnets } from "../../../../core/net/cidr.ts";
import { config, live } from "../../../support/live-model.ts";

describe("what lies in a subnet", () => {
  it("counts whole blocks beside what AWS keeps", () => {
    expect(useOf({ cidr: "10.0.0.0/24", addresses: [], prefixes: [], reservations: [] })).toMatchObject({
      freePrefixes: 14,
      largestFree: 26,
      largestBlock: "10.0.0.64/26",
      winnable: 0,
    });
  });

  it("says what single addresses break, and what a reservation would win", () => {
    const addresses = ["10.0.0.20", "10.0.0.40", "10.0.0.60", "10.0.0.80"];
    const use = useOf({
      cidr: "10.0.0.0/24",
      addresses,
      prefixes: ["10.0.0.96/28"],
      reservations: [{ cidr: "10.0.0.128/28", type: "explicit" }],
    });
    expect(use).toMatchObject({ broken: 4, winnable: 3, singles: 4, prefixes: 1, freePrefixes: 8, largestFree: 27 });
  });

  it("agrees with counting block by block, whatever is taken", () => {
    const address = fc.integer({ min: 0, max: 255 }).map((last) => `10.0.0.${String(last)}`);
    fc.assert(
      fc.property(
        fc.array(address, { maxLength: 40 }),
        fc.array(fc.integer({ min: 0, max: 15 }), { maxLength: 8 }),
        (addresses, blocks) => {
          const prefixes = blocks.map((index) => subnetAt("10.0.0.0/24", 28, index));
          const taken = new Set([...addresses, "10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.255"]);
          const free = subnets("10.0.0.0/24", 28).filter(
            (block) =>
              !prefixes.includes(block) && subnets(block, 32).every((one) => !taken.has(one.replace("/32", ""))),
          );
          expect(useOf({ cidr: "10.0.0.0/24", addresses, prefixes, reservations: [] }).freePrefixes).toBe(free.length);
        },
      ),
    );
  });
});

describe("interfaces", () => {
  const eni = (id: string, instance: string, attached: boolean, cluster?: string) => ({
    NetworkInterfaceId: id,
    SubnetId: "s",
    Status: attached ? "in-use" : "available",
    Description: `Cilium-CNI (${instance})`,
    TagSet: cluster === undefined ? [] : [{ Key: "io.cilium/cluster-name", Value: cluster }],
    PrivateIpAddresses: [{ PrivateIpAddress: "10.0.0.10" }],
    ...(attached ? { Attachment: { InstanceId: instance } } : {}),
  });
  const answers = {
    instances: ["i-1"],
    clusters: ["prod"],
    subnets: [{ SubnetId: "s", CidrBlock: "10.0.0.0/24" }],
    reservations: {},
  };

  it("are leaked where the machine is gone, not where it runs or somebody else made them", () => {
    const foreign = { ...eni("eni-4", "i-2", false), Description: "ELB net/x" };
    const interfaces = [
      eni("eni-1", "i-1", true),
      eni("eni-2", "i-1", false),
      eni("eni-3", "i-2", false, "prod"),
      foreign,
    ];
    const view = interfacesOf({ ...answers, interfaces });
    expect([view.leaked.map(({ id }) => id), view.waiting, view.inRegion]).toEqual([["eni-3"], ["eni-2"], 4]);
  });

  it("go by the cluster where no machine is named", () => {
    const tagged = (cluster: string) => ({
      ...eni(`eni-${cluster}`, "", false, cluster),
      Description: "",
      TagSet: [
        { Key: "io.cilium/cilium-managed", Value: "true" },
        { Key: "io.cilium/cluster-name", Value: cluster },
      ],
    });
    const view = interfacesOf({ ...answers, interfaces: [tagged("prod"), tagged("old")] });
    expect(view.leaked.map(({ id }) => id)).toEqual(["eni-old"]);
  });
});

describe("days until a subnet is full", () => {
  it("follow the slope, and are nobody's guess from two points", () => {
    const falling = Array.from({ length: 48 }, (_, hour) => [hour * 3600, 16_000 - hour * 10] as const);
    expect(slopeOf(falling)).toBeCloseTo(-10 / 3600);
    expect(slopeOf(falling.slice(0, 2))).toBe(0);
    expect(capacityOf(live().live!, { "subnet-pods": falling }).subnets?.[0]?.daysLeft).toBe(66.7);
    expect(capacityOf(live().live!).subnets?.[0]?.daysLeft).toBeNull();
  });

  it("counts blocks where nodes take prefixes", () => {
    const { subnets: found } = capacityOf(live({ config: config({ "aws-enable-prefix-delegation": "true" }) }).live!);
    expect([found?.[0]?.unit, found?.[0]?.left]).toEqual(["prefixes", 900]);
  });
});

describe("pods", () => {
  const context = { at: 1_800_000_000, nodeAddresses: new Set(["10.0.0.1"]), foreign: new Set(["old"]) };
  const columns = columnsOf([
    { name: "Name" },
    { name: "Status" },
    { name: "Restarts" },
    { name: "IP" },
    { name: "Node" },
  ]);
  const row = (name: string, status: string, ip: string, node = "one", restarts = "0") => ({
    cells: [name, status, restarts, ip, node],
    object: { metadata: { name, namespace: "shop", creationTimestamp: "2026-01-01T00:00:00Z" } },
  });

  it("are unmanaged only with an address of their own, on a node of Cilium's, and without an endpoint", () => {
    const count = new PodCount({ ...context, endpoints: new Set(["shop/known"]) });
    count.add(
      [
        row("known", "Running", "100.64.0.1"),
        row("lost", "Running", "100.64.0.2"),
        row("host", "Running", "10.0.0.1"),
        row("old", "Running", "10.0.9.9", "old"),
        row("done", "Completed", "100.64.0.3"),
        row("waits", "ContainerCreating", "<none>"),
      ],
      columns,
    );
    const { total, unmanaged, odd } = count.done();
    expect([total, unmanaged, odd.map(({ name }) => name)]).toEqual([6, ["shop/lost"], ["waits"]]);
    expect(count.byNode.get("one")).toEqual({ pods: 4, addresses: 2 });
  });

  it("keep the first odd ones and count the others", () => {
    const count = new PodCount({ ...context, endpoints: undefined });
    count.add(
      Array.from({ length: 500 }, (_, at) => row(`p${String(at)}`, "CrashLoopBackOff", "", "one", "3 (2m ago)")),
      columns,
    );
    const { odd, oddCount } = count.done();
    expect([odd.length, oddCount, odd[0]?.restarts]).toEqual([200, 500, 3]);
  });
});

describe("events and logs", () => {
  it("are counted together where only names differ", () => {
    const count = new EventCount(1_800_000_000);
    const event = (name: string) => ({
      type: "Warning",
      reason: "FailedCreatePodSandBox",
      message: `pod "${name}": all CIDR ranges are exhausted`,
      count: 2,
      involvedObject: { kind: "Pod", name, namespace: "shop" },
    });
    count.add([event("a"), event("b"), { ...event("c"), type: "Normal" }]);
    expect(count.done()).toMatchObject([{ count: 4, name: "a" }]);
  });

  it("name the troubles of EC2 as both minors of Cilium write them", () => {
    const log = [
      'level=warn msg="Unable to create interface on instance" error="api error RequestLimitExceeded: Request limit exceeded."',
      'level=warn msg="Unable to assign additional IPs to interface, will create new interface" error="InsufficientCidrBlocks"',
      "No matching subnet available for interface creation (VPC=vpc-1 AZ=a SubnetIDs=[] SubnetTags=map[])",
      "Instance is out of interfaces",
      "UnauthorizedOperation: You are not authorized to perform this operation",
    ].join("\n");
    expect(troublesIn(log)).toEqual({
      throttled: 1,
      denied: 1,
      "no-addresses": 1,
      "no-prefixes": 1,
      "interface-limit": 0,
      "out-of-interfaces": 1,
    });
  });
});
