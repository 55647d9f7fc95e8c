import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CILIUM_TUPLES,
  DEFAULT_CILIUM_VERSION,
  ciliumTuple,
  isUpgradeStep,
  evaluateCiliumVersion,
  testsKubernetes,
} from "../../../../core/facts/versions.ts";
import { compareVersions, minorOf, parseVersion } from "../../../../core/facts/version.ts";

describe("versions", () => {
  it.each([
    ["1.19.6", { major: 1, minor: 19, patch: 6 }],
    ["v1.4.1", { major: 1, minor: 4, patch: 1 }],
    ["1.35", { major: 1, minor: 35 }],
    ["1.20.0-rc.1", { major: 1, minor: 20, patch: 0, preRelease: "rc.1" }],
    ["1.35.2-eks-99d6cc0", { major: 1, minor: 35, patch: 2, preRelease: "eks-99d6cc0" }],
    ["1", undefined],
    ["1.x", undefined],
    ["", undefined],
    ["latest", undefined],
  ])("%j", (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  it("are ordered by value, pre-releases first", () => {
    const ordered = [
      "1.9",
      "1.19.0-pre.2",
      "1.19.0-rc.0",
      "1.19.0-rc.1",
      "1.19.0-rc.1.1",
      "1.19.0",
      "1.19.6",
      "1.19.10",
      "1.20.2",
      "2.0",
    ];
    expect(ordered.toSorted(compareVersions)).toEqual(ordered);
    expect(ordered.toReversed().toSorted(compareVersions)).toEqual(ordered);
    expect(compareVersions("1.35", "1.35.0")).toBe(0);
    expect(compareVersions("v1.4.1", "1.4.1")).toBe(0);
    expect(() => compareVersions("1.35", "newest")).toThrow('"newest" is not a version');
  });

  it("are ordered the same way from both sides", () => {
    const version = fc
      .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.constantFrom("", "-rc.1", "-rc.2", "-pre", "-1"))
      .map(([a, b, c, pre]) => `${a}.${b}.${c}${pre}`);
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
      }),
    );
  });

  it("give their minor", () => {
    expect(minorOf("v1.19.6")).toBe("1.19");
    expect(minorOf("nineteen")).toBeUndefined();
  });
});

describe("Cilium versions", () => {
  it.each([
    ["1.19.6", "checked", "1.19.6"],
    ["1.20.2", "checked", "1.20.2"],
    ["1.19.8", "newer-patch", "1.19.8"],
    ["1.20.9", "newer-patch", "1.20.9"],
  ])("%s is usable: %s", (version, kind, use) => {
    expect(evaluateCiliumVersion(version)).toMatchObject({ kind, usable: true, use });
  });

  it.each([
    ["1.19.0", "below-floor", "1.19.6"],
    ["1.19.5", "below-floor", "1.19.6"],
    ["1.20.0", "known-bad", "1.20.2"],
    ["1.20.1", "known-bad", "1.20.2"],
    ["1.18.14", "too-old", "1.19.6"],
    ["1.15.0", "too-old", "1.19.6"],
    ["1.21.0", "too-new", "1.20.2"],
    ["2.0.0", "too-new", "1.20.2"],
    ["1.21.0-pre.2", "pre-release", "1.19.6"],
    ["1.20.0-rc.1", "pre-release", "1.20.2"],
    ["1.19", "invalid", "1.19.6"],
    ["v1.19.6", "invalid", "1.19.6"],
    ["latest", "invalid", "1.19.6"],
  ])("%s is refused: %s, use %s", (version, kind, use) => {
    expect(evaluateCiliumVersion(version)).toMatchObject({ kind, usable: false, use });
  });

  it("every suggestion is itself usable, and every verdict names a source", () => {
    fc.assert(
      fc.property(fc.tuple(fc.integer({ min: 10, max: 25 }), fc.nat(20)), ([minor, patch]) => {
        const verdict = evaluateCiliumVersion(`1.${minor}.${patch}`);
        expect(evaluateCiliumVersion(verdict.use).usable).toBe(true);
        expect(verdict.source).not.toBe("");
      }),
    );
  });

  it("the default is the checked patch of a tuple", () => {
    expect(evaluateCiliumVersion(DEFAULT_CILIUM_VERSION).kind).toBe("checked");
    for (const tuple of CILIUM_TUPLES) {
      expect(evaluateCiliumVersion(tuple.checked).kind).toBe("checked");
      expect(compareVersions(tuple.checked, tuple.floor)).toBeGreaterThanOrEqual(0);
    }
  });

  it("go with a window of Kubernetes versions", () => {
    const [older, newer] = [ciliumTuple("1.19.6"), ciliumTuple("1.20.2")] as [
      (typeof CILIUM_TUPLES)[0],
      (typeof CILIUM_TUPLES)[0],
    ];
    expect(["1.31", "1.32", "1.35", "1.36"].map((version) => testsKubernetes(older, version))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(["1.32", "1.33", "1.36", "1.37"].map((version) => testsKubernetes(newer, version))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(testsKubernetes(older, "1.35.4")).toBe(true);
  });

  it("are upgraded one minor at a time", () => {
    expect(isUpgradeStep("1.19.6", "1.20.2")).toBe(true);
    expect(isUpgradeStep("1.19.8", "1.19.6")).toBe(true);
    expect(isUpgradeStep("1.18.14", "1.20.2")).toBe(false);
    expect(isUpgradeStep("1.20.2", "1.19.6")).toBe(false);
  });
});
