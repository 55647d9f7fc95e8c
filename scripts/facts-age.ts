/** Lists the dated tables, oldest first: `npm run facts:age [-- <day>]`. */
import process from "node:process";
import { DEFAULT_MAX_TABLE_AGE_DAYS, tablesByAge } from "../core/facts/dated.ts";
import { daysBetween } from "../core/facts/kubernetes.ts";

const day = process.argv[2] ?? new Date().toISOString().slice(0, 10);
if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) {
  console.error("usage: npm run facts:age [-- YYYY-MM-DD]");
  process.exitCode = 2;
} else {
  for (const { name, file, read, source, refreshedFrom, unverified } of tablesByAge()) {
    const age = daysBetween(read, day);
    const old = age > DEFAULT_MAX_TABLE_AGE_DAYS ? "  old" : "";
    console.log(`${read}  ${String(age).padStart(4)} days${old}  ${name} (${file})`);
    console.log(`  source: ${source}`);
    console.log(`  refreshed from: ${refreshedFrom ?? "by hand"}`);
    if (unverified !== undefined) console.log(`  UNVERIFIED: ${unverified}`);
  }
}
