/**
 * Turns each condition of each rule into its opposite and shows that a case of the rules' tests notices:
 * `node scripts/mutate-rules.ts [--confirm] [part of a file name]`. With `--confirm` the tests themselves run over what the cases
 * alone do not notice. Ends with 1 where a change goes unnoticed that is not explained in mutations-explained.ts.
 */
import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Rule } from "../core/rules/rule.ts";
import { collectCases } from "../tests/support/cases/collect.ts";
import { unmet } from "../tests/support/cases/expectations.ts";
import type { CasesOfRule } from "../tests/support/cases/tables.ts";
import { EXPLAINED } from "./mutations-explained.ts";
import { type Mutation, mutated, mutationsOf } from "./mutations.ts";

const root = path.resolve(import.meta.dirname, "..");
const rules = path.join(root, "core/rules");
const { values, positionals } = parseArgs({ options: { confirm: { type: "boolean" } }, allowPositionals: true });
const isConfirmed = values.confirm === true;
const [wanted = ""] = positionals;

/** What a module is loaded as, by its URL: the same file again, with one condition changed. */
const sources = new Map<string, string>();
registerHooks({
  load(url, context, next) {
    const source = sources.get(url);
    return source === undefined ? next(url, context) : { source, format: "module-typescript", shortCircuit: true };
  },
});

interface Survivor extends Mutation {
  readonly file: string;
}

interface Totals {
  readonly file: string;
  readonly mutants: number;
  readonly survivors: readonly Survivor[];
}

const isRule = (value: unknown): value is Rule =>
  typeof value === "object" && value !== null && "id" in value && "check" in value;

/** The rules that a module exports, alone or in lists. */
const rulesIn = (exports: Readonly<Record<string, unknown>>): Rule[] =>
  Object.values(exports).flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]).filter(isRule));

let serial = 0;
async function load(file: string, source: string): Promise<Rule[]> {
  const url = `${pathToFileURL(file).href}?mutant=${String(serial++)}`;
  sources.set(url, source);
  const module = (await import(url)) as Readonly<Record<string, unknown>>;
  sources.delete(url);
  return rulesIn(module);
}

/** A change is noticed where a case is not met any more, or where the rule fails. */
function isNoticed(changed: readonly Rule[], tables: ReadonlyMap<string, CasesOfRule>): boolean {
  return changed.some((rule) => {
    const table = tables.get(rule.id);
    if (table === undefined) return false;
    try {
      return unmet(rule, table).length > 0;
    } catch {
      return true;
    }
  });
}

async function check(file: string, tables: ReadonlyMap<string, CasesOfRule>): Promise<Totals> {
  const text = readFileSync(file, "utf8");
  const name = path.relative(rules, file);
  const own = await load(file, text);
  const broken = own.filter(
    (rule) => tables.has(rule.id) && unmet(rule, tables.get(rule.id) as CasesOfRule).length > 0,
  );
  if (broken.length > 0)
    throw new Error(`${name}: cases that do not hold unchanged: ${broken.map(({ id }) => id).join(", ")}`);
  const mutations = own.length === 0 ? [] : mutationsOf(file, text);
  const survivors: Survivor[] = [];
  for (const mutation of mutations) {
    try {
      if (!isNoticed(await load(file, mutated(text, mutation)), tables)) survivors.push({ ...mutation, file: name });
    } catch {
      // It does not even load: noticed.
    }
  }
  return { file: name, mutants: mutations.length, survivors };
}

/**
 * Cases that stand in no table, and rules of other files that use a function of this one, are only seen by the tests themselves:
 * they run over a copy of the sources with the one change.
 */
function confirm(survivors: readonly Survivor[]): Survivor[] {
  const copy = mkdtempSync(path.join(tmpdir(), "mutants-"));
  for (const name of ["core", "tests", "policies", "config", "package.json", "tsconfig.json", "vitest.config.ts"]) {
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  }
  symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  const left = survivors.filter((survivor) => {
    const file = path.join(copy, "core/rules", survivor.file);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, mutated(text, survivor));
    const areas = [path.dirname(survivor.file), "conditions"].map((area) => path.join("tests/unit/core/rules", area));
    const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
    const { status } = spawnSync(process.execPath, [vitest, "run", "--project", "unit", "--bail", "1", ...areas], {
      cwd: copy,
    });
    writeFileSync(file, text);
    return status === 0;
  });
  rmSync(copy, { recursive: true });
  return left;
}

const tables = new Map((await collectCases()).map((table) => [table.rule.id, table]));
const files = globSync("**/*.ts", { cwd: rules })
  .toSorted()
  .filter((file) => file.includes(wanted));
const totals: Totals[] = [];
for (const file of files) totals.push(await check(path.join(rules, file), tables));

const mutants = totals.reduce((sum, { mutants: count }) => sum + count, 0);
const unnoticed = totals.flatMap((total) => total.survivors);
const survivors = isConfirmed ? confirm(unnoticed) : unnoticed;
const unexplained = survivors.filter(({ file, condition }) => !Object.hasOwn(EXPLAINED, `${file}: ${condition}`));
for (const { file, line, condition, rule } of survivors) {
  const reason = EXPLAINED[`${file}: ${condition}`];
  const place = `core/rules/${file}:${String(line)} ${rule ?? "beside the rules"}: ${condition}`;
  process.stdout.write(reason === undefined ? `not noticed: ${place}\n` : `explained: ${place}: ${reason}\n`);
}
process.stdout.write(
  `${String(mutants)} conditions in ${String(files.length)} files, ${String(survivors.length)} changes not noticed, ${String(unexplained.length)} of them unexplained\n`,
);
process.exitCode = unexplained.length === 0 ? 0 : 1;
