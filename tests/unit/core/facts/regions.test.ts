import { Region } from "@pulumi/aws/types/enums/index.js";
import { describe, expect, it } from "vitest";
import { REGIONS, isOtherPartition, suggestRegions, zoneNames } from "../../../../core/facts/regions.ts";

describe("Regions", () => {
  it("are those of the AWS provider, without the partitions that are not served", () => {
    const provider = Object.values(Region).filter((region) => !isOtherPartition(region));
    expect(REGIONS.toSorted()).toEqual(provider.toSorted());
  });

  it("have zones by letter, with the letters that take subnets first", () => {
    expect(zoneNames("eu-central-1", 2)).toEqual(["eu-central-1a", "eu-central-1b"]);
    expect(zoneNames("ap-northeast-1", 3)).toEqual(["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"]);
    expect(zoneNames("us-east-1", 6)).toHaveLength(6);
  });

  it("are suggested for a wrong name", () => {
    expect(suggestRegions("eu-centrl-1")[0]).toBe("eu-central-1");
    expect(suggestRegions("mars")).toEqual([]);
  });
});
