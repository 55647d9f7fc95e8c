import { describe, expect, it } from "vitest";
import { catalogue } from "../../../core/rules/index.ts";
import { SEEN_PARTS } from "../../../lens/index.ts";
import { visibleRules } from "../../../lens/evaluate.ts";
import { UNSEEN_CASES, UNSEEN_RULES } from "../../support/cases/limits.ts";
import { type Disagreement, replay } from "../../support/cases/replay.ts";
import { allCases } from "../../support/rule-cases.ts";

const cases = await allCases();
const disagreements = visibleRules.flatMap((rule) => {
  const own = cases.get(rule.id);
  return own === undefined ? [] : replay(rule, own);
});

const isListed = ({ rule, why }: Disagreement): boolean =>
  Object.hasOwn(UNSEEN_RULES, rule) || Object.hasOwn(UNSEEN_CASES[rule] ?? {}, why);

/** Parts of the model that only settings have, with the reason why a program's resources do not tell them. */
const SETTINGS_ONLY: Readonly<Record<string, string>> = {
  settings: "what the stack asks for, word for word",
  deployment: "how and when the program is deployed",
  gateway: "what the Gateway planner decided beyond the objects",
  observability: "what the observability planner decided beyond the objects",
  hybrid: "what is known of the networks on premises",
  karpenter: "what is asked of Karpenter beyond its objects",
  inference: "what is asked of models beyond their objects",
  running: "what is in the cluster at the moment",
  removedClusters: "what is in the account at the moment",
  live: "what is observed of a cluster that runs",
  planned: "what the stack plans, beside what runs",
  fleet: "what several stacks say together",
  migration: "what of a cluster that runs depends on the CNI that it has",
  upgrade: "from which version to which a cluster goes",
};

/**
 * The same mistake as a model of the settings lens and as resources: every model of every rule's test is turned into the
 * resources that a program would register, and read back. Rules and cases of which resources cannot tell are listed, with the
 * reason, in tests/support/cases/limits.ts.
 */
describe("both lenses", () => {
  it("agree on every case of every rule's test, but for those that are listed", () => {
    expect(disagreements.filter((one) => !isListed(one))).toEqual([]);
  });

  it("leave no rule out: each is replayed, listed, or reads what only settings have", () => {
    const left = catalogue.filter(
      ({ id, needs }) =>
        !needs.some((part) => Object.hasOwn(SETTINGS_ONLY, part)) && !Object.hasOwn(UNSEEN_RULES, id) && !cases.has(id),
    );
    expect(left.map(({ id }) => id)).toEqual([]);
  });

  it("divide the parts of the model without a rest", () => {
    const parts = new Set(catalogue.flatMap(({ needs }) => needs));
    const seen: readonly string[] = SEEN_PARTS;
    expect([...parts].filter((part) => seen.includes(part) === Object.hasOwn(SETTINGS_ONLY, part))).toEqual([]);
  });

  it("have no exception that is not needed", () => {
    const needed = new Set(disagreements.flatMap(({ rule, why }) => [rule, `${rule}: ${why}`]));
    const listed = [
      ...Object.keys(UNSEEN_RULES),
      ...Object.entries(UNSEEN_CASES).flatMap(([rule, cases]) => Object.keys(cases).map((why) => `${rule}: ${why}`)),
    ];
    expect(listed.filter((entry) => !needed.has(entry))).toEqual([]);
  });

  it("share most of the catalogue", () => {
    expect(visibleRules.length).toBeGreaterThan(catalogue.length / 2);
  });
});
