import { describe, expect, it } from "vitest";
import {
  architectureOf,
  findInstanceType,
  instanceTypeCount,
  instanceTypes,
  suggestInstanceTypes,
  vcpusOf,
} from "../../../../core/facts/instances.ts";

describe("instance limits", () => {
  it("knows every type of the table and can read each", () => {
    const names = instanceTypes();
    expect(names).toHaveLength(instanceTypeCount);
    expect(new Set(names).size).toBe(instanceTypeCount);
    for (const name of names) {
      const limits = findInstanceType(name);
      expect(limits?.instanceType).toBe(name);
      expect(limits?.maxNetworkInterfaces).toBeGreaterThan(0);
      expect(limits?.ipv4PerInterface).toBeGreaterThan(1);
      expect(limits?.totalNetworkInterfaces).toBeGreaterThanOrEqual(limits?.maxNetworkInterfaces ?? 0);
    }
  });

  it.each([
    ["t3.medium", 3, 6, true],
    ["m5.xlarge", 4, 15, true],
    ["m6g.medium", 2, 4, true],
    ["c7gn.12xlarge", 8, 30, true],
    ["m8i.large", 3, 20, true],
    ["m4.large", 2, 10, false],
    ["m5.metal", 15, 50, true],
    ["c7g.metal", 15, 50, true],
    ["hs1.8xlarge", 8, 30, false],
  ])("%s: %i ENIs of %i addresses, prefixes %s", (name, interfaces, addresses, prefixDelegation) => {
    expect(findInstanceType(name)).toMatchObject({
      maxNetworkInterfaces: interfaces,
      ipv4PerInterface: addresses,
      prefixDelegation,
    });
  });

  it("counts network card 0 only on types with several cards", () => {
    expect(findInstanceType("p5.48xlarge")).toMatchObject({ maxNetworkInterfaces: 2, totalNetworkInterfaces: 64 });
    expect(findInstanceType("p5.48xlarge")?.networkCards).toHaveLength(32);
    expect(findInstanceType("m5.large")).not.toHaveProperty("networkCards");
  });

  it.each(["", "m5", "m5.", ".large", "m5.huge", "m5.large.x", "m5.larg", "5.large", "M5.LARGE"])(
    "does not know %j",
    (name) => {
      expect(findInstanceType(name)).toBeUndefined();
    },
  );

  it.each([
    ["m5.xlrge", "m5.xlarge"],
    ["M6I.XLARGE", "m6i.xlarge"],
    ["m6i-4xlarge", "m6i.4xlarge"],
    ["c7g.4xlarg", "c7g.4xlarge"],
  ])("%s: did you mean %s", (wrong, right) => {
    expect(suggestInstanceTypes(wrong)[0]).toBe(right);
  });

  it("suggests nothing for a word that is near to no type", () => {
    expect(suggestInstanceTypes("raspberry-pi")).toEqual([]);
  });
});

describe("what the name tells", () => {
  it.each([
    ["m5.large", 2],
    ["m5.xlarge", 4],
    ["m5.24xlarge", 96],
    ["m7g.medium", 1],
    ["t3.medium", 2],
    ["t3.nano", 2],
    ["t2.micro", 1],
    ["m8g.metal-24xl", 96],
    ["c4.8xlarge", 36],
    ["hpc7a.12xlarge", 24],
    ["a1.metal", 16],
    ["m5.metal", undefined],
  ])("%s has %s vCPUs", (name, vcpus) => {
    expect(vcpusOf(name)).toBe(vcpus);
  });

  it.each([
    ["m5.large", "x86_64"],
    ["g5.xlarge", "x86_64"],
    ["g4ad.xlarge", "x86_64"],
    ["gr6.4xlarge", "x86_64"],
    ["p6-b200.48xlarge", "x86_64"],
    ["u7in-16tb.224xlarge", "x86_64"],
    ["u-6tb1.56xlarge", "x86_64"],
    ["m7i-flex.large", "x86_64"],
    ["g5g.xlarge", "arm64"],
    ["a1.large", "arm64"],
    ["m7g.large", "arm64"],
    ["c6gn.large", "arm64"],
    ["im4gn.large", "arm64"],
    ["x2gd.medium", "arm64"],
    ["t4g.small", "arm64"],
    ["i8ge.large", "arm64"],
    ["p6e-gb200.36xlarge", "arm64"],
    ["mac2.metal", undefined],
    ["bmn-sf1.metal", undefined],
  ])("%s is %s", (name, architecture) => {
    expect(architectureOf(name)).toBe(architecture);
  });
});
