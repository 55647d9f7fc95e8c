/**
 * Holds a dated table against a public file: `npm run facts:refresh -- <table> <file> [--write]`.
 *
 * Says where they differ, and with `--write` changes what can be changed without judgement. Exit 0: they agree; 1: they
 * differ; 2: the call or the file cannot be read. The day of the source is set by hand, in core/facts/dated.ts.
 */
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { DATED_TABLES, type TableName } from "../core/facts/dated.ts";
import { REFRESHERS } from "./facts/refreshers.ts";
import { type Difference, type Refresher, WrongFile, compare } from "./facts/table.ts";

const isTable = (name: string): name is TableName => Object.hasOwn(DATED_TABLES, name);

function usage(fault: string): number {
  console.error(fault);
  console.error(
    `usage: npm run facts:refresh -- <table> <file> [--write]; tables: ${Object.keys(REFRESHERS).join(", ")}`,
  );
  return 2;
}

const isMissing = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

function told({ key, table, file }: Difference): string {
  return `${key}: ${table ?? "not in the table"} -> ${file ?? "not in the file"}`;
}

/** Writes what it can, and says which differences are left. */
function write({ file, rewrite }: Refresher, differences: readonly Difference[]): Difference[] {
  if (file === undefined || rewrite === undefined) return [...differences];
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  let source = readFileSync(path, "utf8");
  const left = differences.filter(({ key, file: value }) => {
    const next = value === undefined ? undefined : rewrite(source, key, value);
    if (next !== undefined) source = next;
    return next === undefined;
  });
  writeFileSync(path, source);
  return left;
}

function main(args: readonly string[]): number {
  const [name, path, ...more] = args.filter((arg) => arg !== "--write");
  if (name === undefined || path === undefined || more.length > 0) return usage("A table and a file are needed.");
  const refresher = isTable(name) ? REFRESHERS[name] : undefined;
  if (refresher === undefined) return usage(`${name} is no table that a file refreshes.`);
  try {
    const differences = compare(refresher, refresher.current(), refresher.read(readFileSync(path, "utf8")));
    const left = args.includes("--write") ? write(refresher, differences) : differences;
    for (const difference of differences) {
      console.log(`${left.includes(difference) ? "" : "written: "}${told(difference)}`);
    }
    console.log(
      differences.length === 0
        ? `${name} agrees with ${path}.`
        : `${String(differences.length)} differences, ${String(left.length)} of them left to you.`,
    );
    return left.length === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof WrongFile || error instanceof SyntaxError || isMissing(error))
      return usage(`${path}: ${error.message}`);
    throw error;
  }
}

process.exitCode = main(process.argv.slice(2));
