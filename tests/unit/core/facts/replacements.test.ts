import { describe, expect, it } from "vitest";
import { fixedProperties } from "../../../../core/facts/replacements.ts";
import { REPLACED } from "../../../support/standin-aws/replacements.ts";

/** What the account refuses to change and the provider's schema says only under a condition. */
const CONDITIONAL = [
  "aws:ec2/vpc:Vpc instanceTenancy",
  "aws:eks/cluster:Cluster outpostConfig",
  "aws:amp/scraper:Scraper destination",
];

describe("what is never changed in place", () => {
  it("is the same by the provider's schemas and by AWS's own API, as the stand-in account has it", () => {
    const onlyThere = Object.entries(REPLACED).flatMap(([type, { paths }]) => {
      const fixed = fixedProperties(type)?.map(({ path }) => path) ?? [];
      return paths.filter((path) => !fixed.includes(path)).map((path) => `${type} ${path}`);
    });
    expect(onlyThere.toSorted()).toEqual(CONDITIONAL.toSorted());
  });

  it("knows Kubernetes kinds and their patches", () => {
    const paths = (type: string) => fixedProperties(type)?.map(({ path }) => path);
    expect(paths("kubernetes:core/v1:Namespace")).toEqual(["metadata.name", "metadata.namespace"]);
    expect(paths("kubernetes:apps/v1:DaemonSet")).toContain("spec.selector");
    expect(paths("kubernetes:apps/v1:DaemonSetPatch")).not.toContain("spec.selector");
    expect(paths("random:index/randomId:RandomId")).toBeUndefined();
  });
});
