import { globSync } from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { catalogue } from "../../../core/rules/index.ts";
import { allCases } from "../rule-cases.ts";
import { type CasesOfRule, collected } from "./tables.ts";

const here = import.meta.dirname;
const rules = path.resolve(here, "../../unit/core/rules");
const url = (file: string): string => pathToFileURL(path.join(here, file)).href;

/** What test files import, and what they get here instead. */
const STANDINS: readonly (readonly [pattern: RegExp, url: string])[] = [
  [/^vitest$/, url("quiet-vitest.ts")],
  [/\/support\/rule-table\.ts$|^\.\/cases\.ts$/, url("tables.ts")],
];

/**
 * The tables of all tests of rules, taken from the test files themselves. Runs in a plain Node process only: inside vitest the
 * files would be loaded as tests.
 */
export async function collectCases(): Promise<readonly CasesOfRule[]> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const standin = STANDINS.find(([pattern]) => pattern.test(specifier));
      return standin === undefined ? next(specifier, context) : { url: standin[1], shortCircuit: true };
    },
  });
  try {
    for (const file of globSync("**/*.test.ts", { cwd: rules }).toSorted()) {
      await import(pathToFileURL(path.join(rules, file)).href);
    }
  } finally {
    hooks.deregister();
  }
  return merged([...collected, ...(await converted())]);
}

/** The cases that are data already. */
async function converted(): Promise<CasesOfRule[]> {
  const rulesById = new Map(catalogue.map((rule) => [rule.id, rule]));
  return [...(await allCases())].flatMap(([id, { fails, passes, unknown = [] }]) => {
    const rule = rulesById.get(id);
    if (rule === undefined) return [];
    return [
      {
        rule,
        fails: fails.map(([why, model, said]) => ({ why, model, ...said })),
        passes: passes.map(([why, model]) => ({ why, model })),
        undecided: unknown.map(([why, model]) => ({ why, model })),
      },
    ];
  });
}

/** One entry a rule, in the order of the files. */
function merged(all: readonly CasesOfRule[]): CasesOfRule[] {
  const byRule = new Map<string, CasesOfRule>();
  for (const one of all) {
    const known = byRule.get(one.rule.id);
    byRule.set(one.rule.id, known === undefined ? one : join(known, one));
  }
  return [...byRule.values()];
}

const join = (a: CasesOfRule, b: CasesOfRule): CasesOfRule => ({
  rule: a.rule,
  fails: [...a.fails, ...b.fails],
  passes: [...a.passes, ...b.passes],
  undecided: [...a.undecided, ...b.undecided],
});
