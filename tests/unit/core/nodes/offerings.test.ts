import { describe, expect, it } from "vitest";
import { missingOfferings } from "../../../../core/nodes/offerings.ts";

const ZONES = ["eu-central-1a", "eu-central-1b"];
const offers = (...pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([instanceType, zone]) => ({ instanceType, zone }));

describe("missingOfferings", () => {
  const general = { name: "general", instanceTypes: ["m6i.large", "m7i.large"] };
  const everywhere = offers(
    ["m6i.large", "eu-central-1a"],
    ["m6i.large", "eu-central-1b"],
    ["m7i.large", "eu-central-1a"],
    ["m7i.large", "eu-central-1b"],
  );

  it("finds nothing where each zone offers each type", () => {
    expect(missingOfferings([general], ZONES, everywhere)).toEqual([]);
  });

  it("names the types that a zone lacks", () => {
    const [fault, ...others] = missingOfferings([general], ZONES, everywhere.slice(0, 3));
    expect(others).toEqual([]);
    expect(fault).toBe(
      'Node group "general": eu-central-1b does not offer m7i.large; nodes there come from the group\'s other types only.',
    );
  });

  it("says what to change where a zone offers none of them", () => {
    const only = { name: "gpu", instanceTypes: ["p5.48xlarge"] };
    expect(missingOfferings([only], ZONES, offers(["p5.48xlarge", "eu-central-1a"]))).toEqual([
      'Node group "gpu": eu-central-1b does not offer p5.48xlarge, so no node can start there. Add a type that it offers to nodeGroups.gpu.instanceTypes, or leave the zone out by nodeGroups.gpu.zones.',
    ]);
  });

  it("asks of a group's own zones only", () => {
    const pinned = { ...general, zones: ["eu-central-1a"] };
    expect(
      missingOfferings([pinned], ZONES, offers(["m6i.large", "eu-central-1a"], ["m7i.large", "eu-central-1a"])),
    ).toEqual([]);
  });
});
