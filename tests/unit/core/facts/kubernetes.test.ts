import { describe, expect, it } from "vitest";
import { DATED_TABLES } from "../../../../core/facts/dated.ts";
import {
  DEFAULT_KUBERNETES_VERSION,
  EKS_VERSIONS,
  daysBetween,
  eksSupport,
  eksVersion,
  nodeSkewAllowed,
  standardVersionsOn,
} from "../../../../core/facts/kubernetes.ts";

describe("EKS support", () => {
  it.each([
    ["1.35", "2026-11-20", "standard"],
    ["1.34", "2026-12-01", "standard"],
    ["1.34", "2026-12-02", "extended"],
    ["1.33", "2026-11-20", "extended"],
    ["1.31", "2026-11-26", "extended"],
    ["1.31", "2026-11-27", "ended"],
    ["1.36", "2026-06-01", "not-released"],
    ["1.28", "2026-11-20", "unknown"],
    ["1.37", "2026-09-30", "not-released"],
    ["1.37", "2026-11-20", "standard"],
    ["1.38", "2026-11-20", "unknown"],
    ["1.35.2", "2026-11-20", "standard"],
    ["newest", "2026-11-20", "unknown"],
  ])("of %s on %s: %s", (version, day, support) => {
    expect(eksSupport(version, day)).toBe(support);
  });

  it("names the versions in standard support", () => {
    expect(standardVersionsOn("2026-11-20")).toEqual(["1.34", "1.35", "1.36", "1.37"]);
  });

  it("lasts 12 months longer when extended, and versions follow each other", () => {
    for (const [at, row] of EKS_VERSIONS.entries()) {
      expect(Number(row.endOfExtendedSupport.slice(0, 4)) - Number(row.endOfStandardSupport.slice(0, 4))).toBe(1);
      expect(row.endOfExtendedSupport.slice(4)).toBe(row.endOfStandardSupport.slice(4));
      expect(row.released < row.endOfStandardSupport).toBe(true);
      expect(row.released > (EKS_VERSIONS[at - 1]?.released ?? "")).toBe(true);
      expect(row.released <= DATED_TABLES.calendar.read).toBe(true);
    }
  });

  it("covers the default version", () => {
    expect(eksVersion(DEFAULT_KUBERNETES_VERSION)?.version).toBe("1.35");
  });

  it("counts days", () => {
    expect(daysBetween("2026-11-20", "2026-12-02")).toBe(12);
    expect(daysBetween("2026-12-02", "2026-11-20")).toBe(-12);
  });
});

describe("version skew", () => {
  it.each([
    ["1.35", "1.35", true],
    ["1.35", "1.32", true],
    ["1.35", "1.31", false],
    ["1.35", "1.36", false],
    ["1.35", "x", false],
  ])("control plane %s, nodes %s: %s", (server, node, allowed) => {
    expect(nodeSkewAllowed(server, node)).toBe(allowed);
  });
});
