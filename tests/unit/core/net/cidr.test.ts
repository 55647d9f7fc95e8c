import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addressAt,
  addressFault,
  allocate,
  block,
  cidrFault,
  compareCidrs,
  contains,
  firstAddress,
  freeBlocks,
  lastAddress,
  merge,
  nextFree,
  overlappingPairs,
  overlaps,
  prefixForAddresses,
  size,
  subnetAt,
  subnetCount,
  subnets,
} from "../../../../core/net/cidr.ts";

/** Any valid block with a prefix length in a range. */
const anyBlock = (min = 0, max = 32) =>
  fc.tuple(fc.integer({ min, max }), fc.nat({ max: 2 ** 32 - 1 })).map(([prefix, seed]) => {
    const step = 2 ** (32 - prefix);
    const first = Math.floor(seed / step) * step;
    return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${prefix}`;
  });

describe("what is wrong with a block", () => {
  it.each([
    ["10.0.0.0/16", undefined],
    ["0.0.0.0/0", undefined],
    ["255.255.255.255/32", undefined],
    ["", "empty"],
    ["10.0.0.0", "no-prefix"],
    ["10.0.0.1/16", "host-bits"],
    ["10.0.0.0/33", "prefix-range"],
    ["10.0.0.0/-1", "prefix-range"],
    ["10.0.0.0/016", "prefix-range"],
    ["10.0.0.0/", "prefix-range"],
    ["10.0.0.0/16/8", "prefix-range"],
    ["10.0.0/16", "not-ipv4"],
    ["10.0.0.256/32", "not-ipv4"],
    ["010.0.0.0/8", "not-ipv4"],
    ["10.0.0.0 /16", "not-ipv4"],
    ["vpc/16", "not-ipv4"],
    ["fd00::/8", "ipv6"],
  ])("%s -> %s", (text, code) => {
    expect(cidrFault(text)?.code).toBe(code);
  });

  it("offers the network that was meant", () => {
    expect(cidrFault("10.0.17.4/20")).toEqual({
      code: "host-bits",
      reason: "has bits set behind its /20 prefix",
      suggestion: "10.0.16.0/20",
    });
    expect(cidrFault("10.0.0.7")?.suggestion).toBe("10.0.0.7/32");
  });

  it("names the range that is allowed", () => {
    expect(cidrFault("10.0.0.0/8", { min: 16, max: 28 })?.reason).toBe("is a /8; /16 to /28 is allowed here");
  });

  it("never throws, and what passes can be taken apart", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), anyBlock(), fc.ipV4(), fc.ipV6()), (text) => {
        const fault = cidrFault(text);
        expect(fault === undefined ? block(text).cidr : text).toBe(text);
        expect(fault?.reason).not.toBe("");
      }),
    );
  });

  it("says which part of an address is wrong", () => {
    expect(addressFault("10.0.0.300")).toBe('has "300" where a number from 0 to 255 belongs');
    expect(addressFault("10.0.0.1")).toBeUndefined();
  });

  it("throws from the other functions", () => {
    expect(() => size("10.0.0.1/16")).toThrow(RangeError);
    expect(() => subnetAt("10.0.0.0/24", 26, 4)).toThrow("holds 4 blocks of /26");
    expect(() => addressAt("10.0.0.0/30", 4)).toThrow("has 4 addresses");
    expect(() => prefixForAddresses(0)).toThrow(RangeError);
  });
});

describe("looking at blocks", () => {
  it("counts and names addresses", () => {
    expect(size("10.0.0.0/20")).toBe(4096);
    expect(size("0.0.0.0/0")).toBe(2 ** 32);
    expect(firstAddress("10.0.16.0/20")).toBe("10.0.16.0");
    expect(lastAddress("10.0.16.0/20")).toBe("10.0.31.255");
    expect(addressAt("10.0.16.0/20", 4)).toBe("10.0.16.4");
    expect(addressAt("10.0.16.0/20", -1)).toBe("10.0.31.255");
  });

  it("finds what overlaps", () => {
    expect(overlaps("10.0.0.0/16", "10.0.255.0/24")).toBe(true);
    expect(overlaps("10.0.0.0/16", "10.1.0.0/16")).toBe(false);
    expect(contains("10.0.0.0/16", "10.0.255.0/24")).toBe(true);
    expect(contains("10.0.255.0/24", "10.0.0.0/16")).toBe(false);
    expect(contains("10.0.0.0/16", "10.0.1.7")).toBe(true);
    const blocks = [{ cidr: "10.0.0.0/16" }, { cidr: "10.1.0.0/16" }, { cidr: "10.1.4.0/24" }];
    expect(overlappingPairs(blocks)).toEqual([[blocks[1], blocks[2]]]);
  });

  it("orders by address, not by text", () => {
    expect(["10.10.0.0/16", "10.9.0.0/16", "10.9.0.0/24"].toSorted(compareCidrs)).toEqual([
      "10.9.0.0/16",
      "10.9.0.0/24",
      "10.10.0.0/16",
    ]);
  });

  it("merges neighbours and keeps the prefix of single addresses", () => {
    expect(merge(["10.0.1.0/24", "10.0.0.0/24", "10.9.0.1/32"])).toEqual(["10.0.0.0/23", "10.9.0.1/32"]);
  });

  it("two blocks overlap exactly when one contains the other", () => {
    fc.assert(
      fc.property(anyBlock(), anyBlock(), (a, b) => {
        expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a));
      }),
    );
  });

  it("the prefix for a number of addresses holds them, and the next smaller block does not", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 2 ** 32 }), (addresses) => {
        const prefix = prefixForAddresses(addresses);
        expect(2 ** (32 - prefix)).toBeGreaterThanOrEqual(addresses);
        expect(2 ** (31 - prefix)).toBeLessThan(addresses);
      }),
    );
  });
});

describe("dividing a block", () => {
  it("splits in order", () => {
    expect(subnets("10.0.0.0/22", 24)).toEqual(["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]);
    expect(subnets("10.0.0.0/24", 22)).toEqual([]);
    expect(subnetCount("100.64.0.0/16", 28)).toBe(4096);
  });

  it("covers the parent without a gap or an overlap", () => {
    fc.assert(
      fc.property(anyBlock(0, 28), fc.integer({ min: 0, max: 4 }), (parent, deeper) => {
        const parts = subnets(parent, block(parent).prefix + deeper);
        expect(parts).toHaveLength(2 ** deeper);
        expect(merge(parts)).toEqual([parent]);
        expect(parts.reduce((sum, part) => sum + size(part), 0)).toBe(size(parent));
      }),
    );
  });

  it("finds the next free block", () => {
    expect(nextFree("10.0.0.0/22", 24, ["10.0.0.0/24", "10.0.1.128/25"])).toBe("10.0.2.0/24");
    expect(nextFree("10.0.0.0/22", 24, ["10.0.0.0/22"])).toBeUndefined();
    expect(freeBlocks("10.0.0.0/30", ["10.0.0.0/32"])).toEqual(["10.0.0.1/32", "10.0.0.2/31"]);
  });

  it("places the large blocks first and reports what does not fit", () => {
    const wanted = [
      { name: "small", prefix: 24 },
      { name: "large", prefix: 23 },
      { name: "other", prefix: 24 },
      { name: "too much", prefix: 25 },
    ];
    expect(allocate("10.0.0.0/22", wanted)).toEqual({
      blocks: { small: "10.0.2.0/24", large: "10.0.0.0/23", other: "10.0.3.0/24" },
      unplaced: [{ name: "too much", prefix: 25 }],
    });
  });

  it("gives blocks that lie in the parent, touch nothing taken and do not overlap; nothing that fits is left out", () => {
    const request = fc.tuple(
      anyBlock(12, 20),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.nat()), { maxLength: 4 }),
      fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 8 }),
    );
    fc.assert(
      fc.property(request, ([parent, takenSeeds, deeper]) => {
        const { prefix } = block(parent);
        const taken = takenSeeds.map(([depth, seed]) => subnetAt(parent, prefix + depth, seed % 2 ** depth));
        const wanted = deeper.map((depth, index) => ({ name: `n${index}`, prefix: prefix + depth }));
        const { blocks, unplaced } = allocate(parent, wanted, taken);
        const placed = Object.values(blocks);
        expect(placed.length + unplaced.length).toBe(wanted.length);
        for (const cidr of placed) {
          expect(contains(parent, cidr)).toBe(true);
          expect(taken.some((other) => overlaps(cidr, other))).toBe(false);
        }
        expect(overlappingPairs(placed.map((cidr) => ({ cidr })))).toEqual([]);
        for (const { prefix } of unplaced) expect(nextFree(parent, prefix, [...taken, ...placed])).toBeUndefined();
        expect(allocate(parent, wanted, taken)).toEqual({ blocks, unplaced });
      }),
    );
  });
});
