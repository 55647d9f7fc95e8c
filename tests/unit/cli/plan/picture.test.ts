import { readdirSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSettings } from "../../../../config/parse.ts";
import { readStackFile } from "../../../../config/stack-file.ts";
import { difference } from "../../../../cli/plan/difference.ts";
import { differenceText } from "../../../../cli/plan/difference-text.ts";
import { toDocument } from "../../../../cli/plan/document.ts";
import { toHtml } from "../../../../cli/plan/html/page.ts";
import { criticalPath, schedule } from "../../../../cli/plan/html/timeline.ts";
import { evaluateStack } from "../../../../cli/plan/evaluated.ts";
import { toMarkdown } from "../../../../cli/plan/markdown.ts";
import { overview } from "../../../../cli/plan/overview.ts";
import { toText } from "../../../../cli/plan/text.ts";
import type { PlanDocument, PlannedResource } from "../../../../cli/plan/types.ts";
import { instancePrice, monthlyPrice } from "../../../../core/facts/prices.ts";
import { moneyOf } from "../../../../core/plan/money.ts";
import { arbitraryStack } from "../../../support/arbitrary-settings.ts";
import { runs } from "../../../support/runs.ts";

const EXAMPLES = readdirSync("examples")
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => `examples/${file}`);

type Change = (settings: Record<string, never>) => unknown;

/** The plan of a stack file, with its settings changed, and no program run. */
function plan(file: string, change: Change = (settings) => settings, asOf = "2026-11-30"): PlanDocument {
  const stackFile = readStackFile(file);
  const values = change(structuredClone(stackFile.raw.values) as Record<string, never>) as typeof stackFile.raw.values;
  const parsed = parseSettings({ ...stackFile.raw, values });
  if (!parsed.ok) throw new Error(`${file}: ${JSON.stringify(parsed.findings)}`);
  const cluster = evaluateStack(parsed, { asOf, strict: false, stackFile, program: "index.ts" });
  return toDocument({
    stack: "prod",
    stackFile: file,
    program: "index.ts",
    clusters: [cluster],
    resources: [],
    findings: [],
    notes: [],
  });
}

const prod = plan("Pulumi.prod.yaml");
const plain = (width: number) => ({ colour: false, width });
const grown = plan("Pulumi.prod.yaml", (settings) => {
  const { nodeGroups } = settings as unknown as { nodeGroups: { general: { scaling: { max: number } } } };
  nodeGroups.general.scaling.max = 60;
  return settings;
});

describe("a stack of the right shape, whatever stands in it", () => {
  it("is drawn in every format, and nothing unknown shows its inside", () => {
    fc.assert(
      fc.property(arbitraryStack, (values) => {
        const { raw } = readStackFile("Pulumi.prod.yaml");
        if (!parseSettings({ ...raw, values }).ok) return;
        const document = plan("Pulumi.prod.yaml", () => values);
        for (const text of [
          toText(document, plain(80), { quiet: false, full: true, detail: "short" }),
          toMarkdown(document),
          toHtml(document),
          JSON.stringify(document),
        ])
          expect(text).not.toMatch(/Symbol\(|\[object Object\]/);
      }),
      { numRuns: runs(60), seed: 20_261_201 },
    );
  });
});

describe("money", () => {
  it("counts hours and months as AWS does", () => {
    expect(monthlyPrice("eksCluster")).toBeCloseTo(73);
    expect(monthlyPrice("gp3")).toBeCloseTo(0.08);
    expect(monthlyPrice("ec2:m6i.xlarge")).toBeCloseTo(0.192 * 730);
    expect([instancePrice("m6i"), instancePrice("m99.large"), instancePrice("")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("adds up the fixed parts at every size, with their Region and day", () => {
    const [picture] = prod.pictures;
    const nodes = picture?.money.rows.find(({ item }) => item.includes('"general"'));
    // The dearer type of the group, and 50 GiB of gp3.
    expect(nodes?.monthly?.desired).toBeCloseTo(3 * (0.192 * 730 + 50 * 0.08), 1);
    expect(nodes?.monthly?.max).toBeCloseTo(30 * (0.192 * 730 + 50 * 0.08), 0);
    const rows = picture?.money.rows ?? [];
    const sum = rows.reduce((total, { monthly }) => total + (monthly?.desired ?? 0), 0);
    expect(picture?.money.total.desired).toBeCloseTo(sum, 1);
    expect(picture?.money).toMatchObject({
      region: "us-east-1",
      elsewhere: "eu-central-1",
      date: expect.stringMatching(/^20/) as string,
    });
  });

  it("takes the user's own prices, and gives none where none is known or a price moves", () => {
    const billed = [
      { item: "a", count: 2, rates: [{ rate: "natGateway" as const, amount: 1 }] },
      { item: "b", count: 1, rates: [{ rate: "ec2:m99.large" as const, amount: 1 }] },
      { item: "c", count: 1, byVolume: "Spot price, which moves" },
    ];
    const money = moneyOf(billed, "eu-central-1", { natGateway: 1 });
    expect(money.rows.map(({ monthly }) => monthly?.desired)).toEqual([1460, undefined, undefined]);
    expect(money.elsewhere).toBeUndefined();
  });

  it("counts extended support from its first day on", () => {
    const of = (asOf: string): number | undefined =>
      plan("Pulumi.prod.yaml", (settings) => settings, asOf).pictures[0]?.money.rows[0]?.monthly?.desired;
    expect([of("2027-03-26"), of("2027-03-27")]).toEqual([73, 438]);
  });
});

describe("the first screen", () => {
  it.each([60, 80, 120])("fits %i columns and forty lines", (width) => {
    const text = toText(prod, plain(width), { quiet: false, full: false, detail: "short" });
    for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(width);
    if (width === 120) expect(text.split("\n").length).toBeLessThanOrEqual(40);
    expect(text.split("\n")[0]).toContain("Nothing was found that stops this stack.");
  });

  it("shows subnets that are alike on one row, at their worst", () => {
    const text = overview(prod, plain(120));
    expect(text).toMatch(/3 pod subnets, \/18 each +█+░+ +\d+ % +with a zone lost/);
    expect(text.replaceAll(/\s+/g, " ")).toContain("on-demand prices of us-east-1, 20");
  });

  it("has every table with --full", () => {
    const text = toText(prod, plain(120), { quiet: false, full: true, detail: "short" });
    for (const part of ["Requirements", "Address budget", "Costs", "Capacity"]) expect(text).toContain(part);
  });
});

describe("a difference", () => {
  it("is nothing between a plan and itself", () => {
    const same = difference(prod, prod, "prod.json");
    expect(same).toMatchObject({ consequences: [], rows: [], newFindings: [], goneFindings: [] });
    expect(differenceText(same, plain(80))).toContain("nothing");
  });

  it("says groups, subnets, quotas and money in a reviewer's terms", () => {
    const { rows } = difference(prod, grown, "prod.json");
    const of = (what: string) => rows.find((row) => row.what === what);
    expect(of("node group general")).toMatchObject({
      before: expect.stringContaining("3 to 30") as string,
      after: expect.stringContaining("3 to 60") as string,
    });
    expect(of("quota Nodes per managed node group")).toMatchObject({ before: "30", after: "60" });
    expect(of("USD a month at the start")).toBeUndefined();
    expect(of("USD a month at the maximum")).toBeDefined();
    expect(rows.some(({ what }) => what.startsWith("subnet pod-1"))).toBe(true);
  });

  it("takes a program that stopped before it declared anything for no destruction", () => {
    const group = {
      urn: "urn:pulumi:prod::x::aws:eks/nodeGroup:NodeGroup::a",
      type: "aws:eks/nodeGroup:NodeGroup",
      name: "a",
      dependencies: [],
      inputs: {},
      wave: 0,
    };
    expect(difference({ ...prod, resources: [group] }, prod, "prod.json").consequences).toEqual([]);
  });

  it("puts what is destroyed first, and tells changed inputs by their keys", () => {
    const resource = (name: string, type: string, inputs: unknown): PlannedResource => ({
      urn: `urn:pulumi:prod::x::${type}::${name}`,
      type,
      name,
      dependencies: [],
      inputs,
      wave: 0,
    });
    const group = resource("general", "aws:eks/nodeGroup:NodeGroup", { a: { b: 1, c: 2 }, same: [1] });
    const before = {
      ...prod,
      resources: [group, resource("role", "aws:iam/role:Role", {}), resource("old", "aws:eks/nodeGroup:NodeGroup", {})],
    };
    const after = {
      ...prod,
      resources: [{ ...group, inputs: { a: { b: 1, c: 3 }, same: [1] } }, resource("new", "aws:iam/role:Role", {})],
    };
    const found = difference(before, after, "prod.json");
    expect(found.consequences).toEqual([
      {
        what: "old (aws:eks/nodeGroup:NodeGroup)",
        happens: "deleted: its nodes are drained and deleted",
        destroys: true,
      },
    ]);
    expect(found.resources.changed).toEqual([{ name: "general (aws:eks/nodeGroup:NodeGroup)", keys: ["a.c"] }]);
    expect(found.resources.removed).toHaveLength(2);
    expect(found.resources.added).toEqual(["new (aws:iam/role:Role)"]);
    expect(toMarkdown({ ...after, difference: found })).toContain("❌ **old");
    expect(toHtml({ ...after, difference: found })).toContain(
      "<strong>old (aws:eks/nodeGroup:NodeGroup)</strong> deleted: its nodes",
    );
  });
});

describe("the order of creation", () => {
  const step = (urn: string, type: string, dependencies: readonly string[], wave: number): PlannedResource => ({
    urn,
    type,
    name: urn,
    dependencies,
    inputs: {},
    wave,
  });

  it("has the longest chain of minutes as its critical path", () => {
    const steps = schedule([
      step("role", "aws:iam/role:Role", [], 0),
      step("cluster", "eks:index:Cluster", ["role"], 1),
      step("nodes", "aws:eks/nodeGroup:NodeGroup", ["cluster"], 2),
      step("bucket", "aws:s3/bucket:Bucket", [], 0),
    ]);
    expect(criticalPath(steps).map(({ resource }) => resource.urn)).toEqual(["role", "cluster", "nodes"]);
    expect(steps.find(({ resource }) => resource.urn === "nodes")?.end).toBeCloseTo(13.1);
  });
});

describe("markup", () => {
  const evil = '<img src=x onerror="alert(1)">|`*';
  const finding = {
    rule: "nodes-taint-present",
    severity: "error" as const,
    subject: evil,
    path: "nodeGroups",
    found: evil,
    expected: evil,
    fix: evil,
    where: "Pulumi.prod.yaml:12:5",
    setting: evil,
    lens: "settings" as const,
  };

  it("holds text as text, in the page and in markdown", () => {
    const document = { ...prod, stack: evil, notes: [evil], findings: [finding] };
    expect(toHtml(document)).not.toContain("<img");
    // Between backticks it is text anyway.
    expect(toMarkdown(document).replaceAll(/`[^`\n]*`/g, "")).not.toMatch(/(?<!\\)<img/);
  });

  it("shows the line of the stack file that a finding is about, and no value that may be secret", () => {
    expect(toHtml({ ...prod, findings: [{ ...finding, subject: "x" }] })).toMatch(/<pre [^>]*>[\s\S]*class="at"> *12 /);
  });

  it.each(EXAMPLES)("draws %s within a megabyte", (file) => {
    const document = plan(file);
    const page = toHtml(document);
    expect(page.length).toBeLessThan(1_000_000);
    expect(page).toContain('id="network"');
    expect(toMarkdown(document)).toContain("USD a month");
  });
});
