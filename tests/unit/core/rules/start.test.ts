import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../../../core/rules/index.ts";

const page = readFileSync(path.resolve(import.meta.dirname, "../../../../docs/start.md"), "utf8");
const rows = [...page.matchAll(/^\| (?:agent|operator|Envoy) .*\|$/gm)].map(([row]) => row);
const ruleOf = (row: string): string | undefined => /\[([a-z0-9-]+)\]\(rules\//.exec(row)?.[1];

describe("the table of refusals", () => {
  it("names rules of the catalogue, or says why there is none", () => {
    const ids = new Set(catalogue.map(({ id }) => id));
    expect(rows.length).toBeGreaterThan(80);
    expect(rows.filter((row) => ruleOf(row) === undefined && !/\| none: \S/.test(row))).toEqual([]);
    expect(rows.flatMap((row) => ruleOf(row) ?? []).filter((id) => !ids.has(id))).toEqual([]);
  });

  it("holds every rule that says that the agent does not start", () => {
    const named = new Set(rows.map(ruleOf));
    const stops = catalogue.filter(({ symptom = "" }) => /\bagent does not start\b/i.test(symptom)).map(({ id }) => id);
    expect(stops.filter((id) => !named.has(id))).toEqual([]);
  });
});
