import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { CapacityModel, LiveModel } from "../../../../core/model/index.ts";
import { UNKNOWN } from "../../../../core/model/unknown.ts";
import { type History, type LiveCapacity, capacityOf } from "../../../../lens/live/capacity.ts";
import { healthy } from "../../../support/live-objects.ts";
import { CILIUM_NODE, NODE, SUBNET, config, live } from "../../../support/live-model.ts";
import { callCli } from "../../../support/run-cli.ts";

const DAY = 86_400;
const of = (over: Partial<LiveModel> = {}, history?: History, planned?: CapacityModel): LiveCapacity =>
  capacityOf(live(over).live as LiveModel, history, planned);
/** Free addresses at the end of each day. */
const week = (...free: readonly number[]): History => ({
  [SUBNET.id]: free.map((one, day) => [day * DAY, one] as const),
});
const prefixes = config({ "aws-enable-prefix-delegation": "true" });
const two = { nodes: [NODE, { ...NODE, name: "two" }], ciliumNodes: [CILIUM_NODE, { ...CILIUM_NODE, name: "two" }] };

describe("where a cluster stands", () => {
  it("adds the nodes of a group up: three interfaces of 14 addresses each behind ENI 0", () => {
    expect(of(two).groups).toEqual([
      {
        group: "general",
        instanceType: "m6i.xlarge",
        nodes: 2,
        pods: 20,
        maxPods: 84,
        used: 24,
        held: 56,
        possible: 84,
        interfaces: 2,
        prefixes: 0,
        plannedMaxPods: null,
      },
    ]);
  });

  it.each<[what: string, over: Partial<LiveModel>, possible: number | null]>([
    ["sixteen addresses a prefix", { config: prefixes }, 3 * 14 * 16],
    [
      "single addresses where a node cannot have prefixes",
      { config: prefixes, ciliumNodes: [{ ...CILIUM_NODE, prefixDelegationOff: true }] },
      42,
    ],
    ["ENI 0 too where pods may have it", { ciliumNodes: [{ ...CILIUM_NODE, firstInterfaceIndex: 0 }] }, 56],
    ["nothing known of a type without a table", { nodes: [{ ...NODE, instanceType: "x99.huge" }] }, null],
    ["nothing in another address mode", { config: config({ ipam: "cluster-pool" }) }, null],
  ])("counts %s", (_, over, possible) => {
    expect(of(over).groups.map((one) => one.possible)).toEqual([possible]);
  });

  it("finds the plan of a group by EKS's name of it, which begins with the plan's", () => {
    const planned: CapacityModel = {
      groups: [{ name: "general", instanceType: "m6i.xlarge", podAddresses: 42, maxPods: 42, bindsFirst: "addresses" }],
      subnets: [],
    };
    const nodes = [
      { ...NODE, group: "general-20261201" },
      { ...NODE, name: "two", group: "other" },
    ];
    expect(of({ nodes }, {}, planned).groups.map((one) => one.plannedMaxPods)).toEqual([42, null]);
  });

  it.each<[what: string, history: History, days: number | null]>([
    ["at the slope of late", week(130, 120, 110, 100), 10],
    ["by all points, not by the last", week(130, 110, 120, 100), 12.5],
    ["never where it grows", week(100, 110, 120), null],
    ["never where it stands", week(100, 100, 100), null],
    ["unknown by two points", week(120, 100), null],
    [
      "unknown at one moment",
      {
        [SUBNET.id]: [
          [0, 3],
          [0, 2],
          [0, 1],
        ],
      },
      null,
    ],
    [
      "unknown of another subnet",
      {
        other: [
          [0, 3],
          [1, 2],
          [2, 1],
        ],
      },
      null,
    ],
  ])("tells when a subnet is full: %s", (_, history, days) => {
    expect(of({ subnets: [{ ...SUBNET, free: 100 }] }, history).subnets?.map(({ daysLeft }) => daysLeft)).toEqual([
      days,
    ]);
  });

  it("counts blocks of pod subnets where nodes take prefixes, addresses of all others, beside what is planned at most", () => {
    const subnets = [SUBNET, { ...SUBNET, id: "subnet-nodes", name: "nodes-a", forPods: false, free: 200 }];
    const budget = (subnet: string, scenario: "desired" | "max", unit: "addresses" | "prefixes", needed: number) => ({
      subnet,
      scenario,
      unit,
      needed,
      available: 1000,
    });
    const planned: CapacityModel = {
      groups: [],
      subnets: [
        budget("pods-a", "desired", "prefixes", 30),
        budget("pods-a", "max", "prefixes", 90),
        budget("nodes-a", "max", "addresses", 25),
      ],
    };
    const found = of({ subnets, config: prefixes }, {}, planned).subnets ?? [];
    expect(found.map(({ name, unit, left, plannedAtMost }) => [name, unit, left, plannedAtMost])).toEqual([
      ["pods-a", "prefixes", 900, 90],
      ["nodes-a", "addresses", 200, 25],
    ]);
    expect(of({ subnets }).subnets?.map(({ unit, left }) => [unit, left])).toEqual([
      ["addresses", 16_000],
      ["addresses", 200],
    ]);
  });

  it("says nothing of what AWS was not asked", () => {
    const unknown = UNKNOWN as never;
    expect(of({ subnets: unknown, interfaces: unknown })).toMatchObject({ subnets: null, interfaces: null });
    expect(of({ interfaces: { inRegion: 4, quota: unknown, leaked: [] } }).interfaces).toBeNull();
  });
});

describe("capacity --live", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "capacity-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const capacity = (...args: readonly string[]) =>
    callCli(["capacity", "--live", "--bundle", folder, "--format", "json", ...args]);

  it("ends with 0 for room, 2 for what could not be read, 1 for a subnet without room", async () => {
    writeFileSync(path.join(folder, "all.json"), JSON.stringify({ kind: "List", items: healthy("1.20") }));
    writeFileSync(path.join(folder, "bundle.json"), JSON.stringify({ version: "1.35", now: 1_800_000_000, hints: [] }));
    const alone = await capacity("--no-aws");
    const { groups, gaps } = JSON.parse(alone.stdout) as LiveCapacity & { readonly gaps: readonly object[] };
    expect([alone.status, gaps, groups.map(({ nodes, used, held }) => [nodes, used, held])]).toEqual([
      0,
      [],
      [[3, 36, 96]],
    ]);
    const asked = await capacity("--cluster", "prod");
    expect([asked.status, asked.stdout]).toEqual([2, expect.stringContaining("no answer of AWS on subnets")]);
    const subnet = { SubnetId: "s", AvailabilityZone: "a", CidrBlock: "10.0.0.0/28", AvailableIpAddressCount: 0 };
    const own = { NetworkInterfaceId: "eni-1", SubnetId: "s", Attachment: { InstanceId: "i-1" } };
    writeFileSync(path.join(folder, "aws-cluster.json"), JSON.stringify({ name: "prod" }));
    writeFileSync(path.join(folder, "aws-subnets.json"), JSON.stringify({ subnets: [subnet], reservations: {} }));
    writeFileSync(path.join(folder, "aws-interfaces.json"), JSON.stringify([own]));
    writeFileSync(path.join(folder, "aws-quotas.json"), JSON.stringify({ interfaces: 5000 }));
    const full = await capacity("--cluster", "prod");
    expect([full.status, JSON.parse(full.stdout)]).toMatchObject([1, { subnets: [{ left: 0 }], gaps: [] }]);
  });
});
