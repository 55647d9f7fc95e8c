import { assert, property, record, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { toJunit } from "../../../../../cli/shared/report/junit.ts";
import { toSarif } from "../../../../../cli/shared/report/sarif.ts";
import { teach } from "../../../../../cli/shared/report/teach.ts";
import type { Judged, PlacedFinding } from "../../../../../cli/shared/report/types.ts";
import { junitFaults, sarifFaults } from "../../../../support/report-formats.ts";

const finding = (parts: Partial<PlacedFinding> = {}): PlacedFinding => ({
  rule: "nodes-taint-present",
  severity: "error",
  subject: 'node group "general"',
  path: "nodeGroups.general.taints",
  found: "no taint",
  expected: "node.cilium.io/agent-not-ready=true:NoExecute",
  fix: "Let the kubelet register it.",
  where: "Pulumi.prod.yaml:12:5",
  setting: "cilium-eks:nodeGroups.general",
  lens: "settings",
  ...parts,
});

const document = (
  findings: readonly PlacedFinding[],
  waived: readonly (PlacedFinding & { readonly reason: string })[] = [],
): Judged => ({ command: "plan", about: "prod", findings, waived });

const DOCUMENTS: readonly (readonly [what: string, plan: Judged])[] = [
  ["nothing", document([])],
  ["an error and a warning", document([finding(), finding({ severity: "warning", rule: "nodes-disk-type" })])],
  ["a finding without a place in the file", document([finding({ where: "Pulumi.prod.yaml" })])],
  ["a finding that is no rule's", document([finding({ rule: "program-runs", found: "Error: a\n  at b <c>" })])],
  ["a waived finding", document([], [{ ...finding(), reason: 'known & "accepted" until <March>' }])],
];

describe("reports for pipelines", () => {
  it.each(DOCUMENTS)("of %s are valid SARIF 2.1.0", (_, plan) => {
    expect(sarifFaults(toSarif(plan))).toEqual([]);
  });

  it.each(DOCUMENTS)("of %s are JUnit that readers know", (_, plan) => {
    expect(junitFaults(toJunit(plan))).toEqual([]);
  });

  it("stay valid whatever a finding says", () => {
    const said = record({
      found: string({ unit: "binary" }),
      fix: string(),
      setting: string(),
      where: string(),
    });
    assert(
      property(said, (parts) => {
        const plan = document([finding(parts)], [{ ...finding(parts), reason: parts.found }]);
        expect(junitFaults(toJunit(plan))).toEqual([]);
        expect(sarifFaults(toSarif(plan))).toEqual([]);
      }),
    );
  });

  it("say why and whence of every finding, and where a person reads on", () => {
    const plan = document([teach(finding({ rule: "nodes-taints-syntax" })), finding({ rule: "rule-of-another-pack" })]);
    const { runs } = JSON.parse(toSarif(plan)) as {
      runs: [
        { tool: { driver: { version: string; informationUri: string; rules: { id: string; helpUri?: string }[] } } },
      ];
    };
    const { driver } = runs[0].tool;
    expect(driver.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(driver.informationUri).toMatch(/^https:/);
    expect(driver.rules.map(({ id, helpUri }) => [id, helpUri?.slice(0, 8)])).toEqual([
      ["nodes-taints-syntax", "https://"],
      ["rule-of-another-pack", undefined],
    ]);
    for (const report of [toSarif(plan), toJunit(plan), JSON.stringify(plan)]) {
      expect(report).toContain("the API server refuses a node with two of the same key");
      expect(report).toContain("Kubernetes docs: labels and selectors");
    }
  });

  it("know a result again when lines move, and tell equal ones apart", () => {
    const prints = (plan: Judged) =>
      (
        JSON.parse(toSarif(plan)) as { runs: [{ results: { partialFingerprints: Record<string, string> }[] }] }
      ).runs[0].results.map(({ partialFingerprints }) => partialFingerprints["ruleAndSetting/v1"]);
    const [one, two] = prints(document([finding(), finding()]));
    expect(one).not.toBe(two);
    expect(prints(document([finding({ where: "Pulumi.prod.yaml:90:1" })]))).toEqual([one]);
    expect(prints(document([finding({ setting: "cilium-eks:nodeGroups.other" })]))).not.toContain(one);
  });

  it.each([
    ["below the repository", "examples/two words.yaml:3:1", "examples/two%20words.yaml"],
    ["elsewhere", "/elsewhere/x.yaml", "file:///elsewhere/x.yaml"],
  ])("name a file %s as code scanning looks for it", (_, where, uri) => {
    const { runs } = JSON.parse(toSarif(document([finding({ where })]))) as {
      runs: [{ results: { locations: [{ physicalLocation: { artifactLocation: { uri: string } } }] }[] }];
    };
    expect(runs[0].results[0]?.locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
  });

  it("name a file without its line in JUnit, because readers link it", () => {
    const text = toJunit(document([finding()]));
    expect(text).toContain('file="Pulumi.prod.yaml"');
    expect(text).toContain("where: Pulumi.prod.yaml:12:5");
  });

  it("put a finding at its line, and count what failed, passed and was waived", () => {
    const plan = document([finding(), finding({ severity: "warning" })], [{ ...finding(), reason: "accepted" }]);
    const sarif = JSON.parse(toSarif(plan)) as {
      runs: [{ results: { level: string; locations: unknown[]; suppressions?: unknown[] }[] }];
    };
    expect(sarif.runs[0].results.map(({ level, suppressions }) => [level, suppressions?.length ?? 0])).toEqual([
      ["error", 0],
      ["warning", 0],
      ["error", 1],
    ]);
    expect(sarif.runs[0].results[0]?.locations).toMatchObject([
      {
        physicalLocation: { artifactLocation: { uri: "Pulumi.prod.yaml" }, region: { startLine: 12, startColumn: 5 } },
      },
    ]);
    expect(toJunit(plan)).toContain('tests="3" failures="1" errors="0" skipped="1"');
  });
});
