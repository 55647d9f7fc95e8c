/**
 * Changes each condition, connective and bound of each rule and shows that a case of the rule notices:
 * `node scripts/mutate-rules.ts [part of a file name]`. Ends with 1 where a change goes unnoticed that is not explained in
 * mutations-explained.ts, or where an explanation is not needed any more.
 */
import { globSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Rule } from "../core/rules/rule.ts";
import { type RuleCases, allCases } from "../tests/support/rule-cases.ts";
import { unmet } from "../tests/support/unmet.ts";
import { EXPLAINED } from "./mutations-explained.ts";
import { type Mutation, mutated, mutationsOf } from "./mutations.ts";

const folder = path.resolve(import.meta.dirname, "../core/rules");
const [wanted = ""] = process.argv.slice(2);
const cases = await allCases();

/** The rules of a file as its text would have them; what it imports is what everybody imports. */
async function rulesOf(file: string, text: string): Promise<readonly Rule[]> {
  const absolute = text.replaceAll(
    /( from )"(\.[^"]+)"/g,
    (_, from: string, target: string) => `${from}"${pathToFileURL(path.resolve(path.dirname(file), target)).href}"`,
  );
  const code = Buffer.from(stripTypeScriptTypes(absolute)).toString("base64");
  const module = (await import(`data:text/javascript;base64,${code}`)) as { readonly default?: readonly Rule[] };
  return module.default ?? [];
}

const casesOf = ({ id }: Rule): RuleCases => cases.get(id) ?? { fails: [], passes: [] };

/** A change is noticed where a case is not met any more, where the rule fails, or where the file does not load. */
async function isNoticed(file: string, text: string, mutation: Mutation): Promise<boolean> {
  try {
    const rules = await rulesOf(file, mutated(text, mutation));
    const touched = mutation.rule === undefined ? rules : rules.filter(({ id }) => id === mutation.rule);
    return touched.some((rule) => unmet(rule, casesOf(rule)).length > 0);
  } catch {
    return true;
  }
}

const key = (name: string, { from, to }: Mutation): string =>
  to.startsWith("!(") ? `${name}: ${from}` : `${name}: ${from}: ${to}`;

let count = 0;
const evaluated = new Set<string>();
const survivors = new Map<string, string>();
const files = globSync("*/*.ts", { cwd: folder }).toSorted();
for (const name of files.filter((one) => !one.endsWith("/index.ts") || one.startsWith("lifecycle"))) {
  if (!name.includes(wanted)) continue;
  const file = path.join(folder, name);
  const text = readFileSync(file, "utf8");
  const rules = await rulesOf(file, text);
  const broken = rules.filter((rule) => unmet(rule, casesOf(rule)).length > 0);
  if (broken.length > 0) throw new Error(`${name}: ${broken.map(({ id }) => id).join(", ")} do not meet their cases.`);
  if (rules.length === 0) continue;
  evaluated.add(name);
  for (const mutation of mutationsOf(file, text)) {
    count += 1;
    if (await isNoticed(file, text, mutation)) continue;
    const place = `core/rules/${name}:${String(mutation.line)} ${mutation.rule ?? "beside the rules"}`;
    survivors.set(key(name, mutation), place);
  }
}

const unexplained = [...survivors].filter(([change]) => !Object.hasOwn(EXPLAINED, change));
const idle = Object.keys(EXPLAINED).filter(
  (change) => evaluated.has(change.slice(0, change.indexOf(":"))) && !survivors.has(change),
);
for (const [change, place] of unexplained) process.stdout.write(`not noticed: ${place}: ${change}\n`);
for (const change of idle) process.stdout.write(`explained, and noticed now: ${change}\n`);
process.stdout.write(
  `${String(count)} changes, ${String(survivors.size)} not noticed by a case, ${String(unexplained.length)} of them unexplained\n`,
);
process.exitCode = unexplained.length + idle.length === 0 ? 0 : 1;
