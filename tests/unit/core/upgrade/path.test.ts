import { describe, expect, it } from "vitest";
import { type Versions, findPath, newestTarget } from "../../../../core/upgrade/path.ts";

const at = (cilium: string | undefined, kubernetes: string): Versions => ({
  kubernetes,
  ...(cilium === undefined ? {} : { cilium }),
});

/** `cilium 1.20.2, kubernetes 1.36`, or the faults. */
function way(from: Versions, to: Versions): string {
  const found = findPath(from, to);
  return found.ok ? found.moves.map(({ of, to: next }) => `${of} ${next}`).join(", ") : found.faults.join(" ");
}

describe("the way of an upgrade", () => {
  it.each([
    [at("1.19.6", "1.35"), at("1.20.2", "1.36"), "cilium 1.20.2, kubernetes 1.36"],
    [at("1.19.6", "1.32"), at("1.20.2", "1.33"), "kubernetes 1.33, cilium 1.20.2"],
    [at("1.18.12", "1.32"), at("1.20.2", "1.33"), "cilium 1.19.6, kubernetes 1.33, cilium 1.20.2"],
    [at("1.18.8", "1.33"), at("1.19.6", "1.33"), "cilium 1.18.12, cilium 1.19.6"],
    [at("1.20.2", "1.35"), at("1.20.3", "1.35"), "cilium 1.20.3"],
    [at("1.19.6", "1.36"), at("1.20.2", "1.36"), "cilium 1.20.2"],
    [at(undefined, "1.33"), at(undefined, "1.35"), "kubernetes 1.34, kubernetes 1.35"],
    [at("1.20.2", "1.36"), at("1.20.2", "1.36"), ""],
  ])("goes from %j to %j by %s", (from, to, moves) => {
    expect(way(from, to)).toBe(moves);
  });

  it("stays inside of what each minor is tested with, at every stop", () => {
    const found = findPath(at("1.18.8", "1.30"), at("1.20.2", "1.36"));
    expect(found.ok && found.moves.map(({ of, to }) => `${of} ${to}`)).toEqual([
      "kubernetes 1.31",
      "kubernetes 1.32",
      "cilium 1.18.12",
      "cilium 1.19.6",
      "kubernetes 1.33",
      "cilium 1.20.2",
      "kubernetes 1.34",
      "kubernetes 1.35",
      "kubernetes 1.36",
    ]);
  });

  it.each([
    [at("1.17.9", "1.33"), at("1.20.2", "1.36"), "of no minor that an upgrade is known from: 1.18, 1.19, 1.20"],
    [at("1.19.6", "1.35"), at("1.20.0", "1.35"), "Name 1.20.2"],
    [at("1.19.6", "1.35"), at("1.21.0", "1.35"), "newest minor whose keys are known"],
    [at("1.20.2", "1.35"), at("1.19.6", "1.35"), "rollback of the release"],
    [at("1.20.2", "1.36"), at("1.20.2", "1.35"), "by one minor, within seven days"],
    [at("1.19.6", "1.35"), at("1.19.6", "1.36"), "tested with Kubernetes 1.32 to 1.35, not with 1.36"],
    [at("1.19.6", "1.35"), at("1.20.2", "newest"), "no Kubernetes version"],
  ])("says why nothing leads from %j to %j", (from, to, said) => {
    expect(way(from, to)).toContain(said);
  });

  it("goes to the newest pair that EKS supports, where nobody names one", () => {
    expect(newestTarget("2026-11-30")).toEqual({ cilium: "1.20.2", kubernetes: "1.36" });
    expect(newestTarget("2026-03-01")).toEqual({ cilium: "1.20.2", kubernetes: "1.35" });
    expect(newestTarget("2031-01-01")).toEqual({ cilium: "1.20.2", kubernetes: "1.36" });
  });
});
