import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../core/plan/index.ts";
import type { Settings } from "../../../../core/settings/index.ts";
import { settings } from "../../../support/model.ts";

type Break = (stack: Settings) => Settings;

const general =
  (change: Partial<Settings["nodeGroups"][string]>): Break =>
  (stack) => ({
    ...stack,
    nodeGroups: { general: { ...stack.nodeGroups["general"], ...change } as Settings["nodeGroups"][string] },
  });
const cluster =
  (change: Partial<Settings["cluster"]>): Break =>
  (stack) => ({
    ...stack,
    cluster: { ...stack.cluster, ...change },
  });

/** Faults of different areas, some of which keep a part from being planned. */
const BREAKS: Readonly<Record<string, Break>> = {
  "a Kubernetes version without images": cluster({ kubernetesVersion: "1.29" }),
  "a Cilium version of no known minor": (stack) => ({ ...stack, cilium: { ...stack.cilium, version: "1.7.0" } }),
  "scaling out of order": general({ scaling: { min: 5, max: 2 } }),
  "a taint twice": general({
    taints: [
      { key: "a", effect: "NoSchedule" },
      { key: "a", effect: "NoSchedule" },
    ],
  }),
  "an instance type that there is not": general({ instanceTypes: ["m6i.lrage"] }),
  "a VPC block that is none": (stack) => ({ ...stack, network: { vpc: { cidr: "10.0.0.0/33" } } }),
  "a service block that is none": cluster({ serviceCidr: "172.20.0.0/33" }),
  "an endpoint that nobody reaches": cluster({ endpoint: { privateAccess: false, publicAccess: false } }),
  "a Helm key that there is not": (stack) => ({
    ...stack,
    cilium: { ...stack.cilium, helmValues: { bandwidthManagr: { enabled: true } } },
  }),
};

const errors = (stack: Settings): readonly string[] =>
  evaluate(stack, { asOf: "2026-11-01" }).report.findings.map(({ rule, path }) => `${rule} ${path}`);
const base = settings({ cilium: { version: "1.19.6" } });
const names = Object.keys(BREAKS);
const broken = (...which: readonly string[]) => which.reduce((stack, name) => BREAKS[name]?.(stack) ?? stack, base);
const known = new Set(errors(base));
const own = (name: string) => errors(broken(name)).filter((line) => !known.has(line));

/** Which keys there are is not known of a chart that is not. */
const EXCUSED: Readonly<Record<string, string>> = {
  "a Helm key that there is not": "a Cilium version of no known minor",
};

describe("one error with every fault", () => {
  it.each(names)("%s is a fault by itself", (name) => {
    expect(own(name)).not.toEqual([]);
  });

  const pairs = names.flatMap((first, at) => names.slice(at + 1).map((second) => [first, second] as const));
  it.each(pairs)("%s and %s are both told", (first, second) => {
    const told = new Set(errors(broken(first, second)));
    for (const name of [first, second]) {
      if ([first, second].includes(EXCUSED[name] ?? "")) continue;
      const rules = own(name);
      expect(
        rules.some((line) => told.has(line)),
        `${name}: none of ${rules.join(", ")}`,
      ).toBe(true);
    }
  });

  it("tells of a version without images and of scaling together, and calls no waiver idle for want of judging", () => {
    const stack = {
      ...broken("a Kubernetes version without images", "scaling out of order"),
      waivers: { "nodes-scaling-autoscaler": "fixed size" },
    };
    const { findings } = evaluate(stack, { asOf: "2026-11-01" }).report;
    const rules = findings.map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(["nodes-scaling-order", "control-plane-version-supported"]));
    expect(rules).not.toContain("waiver-applies");
  });
});
