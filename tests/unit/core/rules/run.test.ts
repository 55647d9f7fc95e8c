import { describe, expect, it } from "vitest";
import type { ClusterModel, NodeGroupModel } from "../../../../core/model/index.ts";
import { readMessage, writeMessage } from "../../../../core/rules/message.ts";
import { type Rule, RuleGroup } from "../../../../core/rules/rule.ts";
import { WAIVER_RULE, runRules } from "../../../../core/rules/run.ts";
import { UNKNOWN, each } from "../../../../core/model/unknown.ts";

const group = (name: string, maxPods: unknown): NodeGroupModel => ({ name, maxPods }) as NodeGroupModel;
const model = (...groups: NodeGroupModel[]): ClusterModel => ({ nodeGroups: groups });

const tooMany: Rule = {
  id: "nodes-pods-few",
  group: RuleGroup.Nodes,
  severity: "warning",
  title: "few pods",
  why: "test",
  source: "test",
  fix: "test.",
  needs: ["nodeGroups"],
  *check({ nodeGroups = [] }) {
    yield* each(nodeGroups, function* (nodes) {
      if ((nodes.maxPods ?? 0) > 10) {
        yield {
          subject: nodes.name,
          path: `nodeGroups.${nodes.name}.maxPods`,
          found: String(nodes.maxPods),
          expected: "10",
          fix: "less",
        };
      }
    });
  },
};

const rulesOf = (report: { findings: readonly { rule: string }[] }) => report.findings.map(({ rule }) => rule);

describe("runRules", () => {
  it("decides the known items and names the unknown one", () => {
    const report = runRules([tooMany], model(group("a", UNKNOWN), group("b", 11), group("c", 9)));
    expect(report.findings.map(({ subject }) => subject)).toEqual(["b"]);
    expect(report.undecided).toEqual([{ rule: "nodes-pods-few", path: "nodeGroups.0.maxPods" }]);
  });

  it("reads frozen data too", () => {
    const frozen = Object.freeze([Object.freeze({ name: "a", maxPods: 11 })]) as unknown as NodeGroupModel[];
    expect(runRules([tooMany], { nodeGroups: frozen }).findings).toHaveLength(1);
  });

  it("skips a rule whose part of the model is missing, and says which", () => {
    expect(runRules([tooMany], {}).skipped).toEqual([{ rule: "nodes-pods-few", missing: ["nodeGroups"] }]);
  });

  it("does not swallow a mistake in a rule", () => {
    const broken: Rule = {
      ...tooMany,
      check: () => {
        throw new TypeError("mistake");
      },
    };
    expect(() => runRules([broken], model())).toThrow("mistake");
  });

  it("silences a finding by a written reason", () => {
    const report = runRules([tooMany], model(group("a", 11)), { waivers: { "nodes-pods-few": "load test" } });
    expect(report.findings).toEqual([]);
    expect(report.waived).toMatchObject([{ rule: "nodes-pods-few", reason: "load test" }]);
  });

  it.each([
    ["silences nothing", "nodes-pods-few", "because", 9, [WAIVER_RULE]],
    ["names no rule", "nodes-pods-fewer", "because", 9, [WAIVER_RULE]],
    ["gives no reason", "nodes-pods-few", " ", 11, ["nodes-pods-few", WAIVER_RULE]],
  ])("warns of a waiver that %s", (_, id, reason, pods, expected) => {
    expect(rulesOf(runRules([tooMany], model(group("a", pods)), { waivers: { [id]: reason } }))).toEqual(expected);
  });

  it("makes warnings errors when strict", () => {
    expect(runRules([tooMany], model(group("a", 11)), { strict: true }).findings).toMatchObject([
      { severity: "error" },
    ]);
  });
});

describe("messages", () => {
  it("carry the parts of a finding there and back", () => {
    const parts = {
      subject: 'node group "a"',
      path: "nodeGroups.a.maxPods",
      found: "11,\n12",
      expected: "10",
      fix: "less: 10",
    };
    expect(readMessage(writeMessage(parts))).toEqual(parts);
    expect(readMessage(writeMessage(parts, { why: "Nodes\nnever join.", source: "a guide" }))).toEqual(parts);
    expect(readMessage("something else")).toBeUndefined();
  });
});
