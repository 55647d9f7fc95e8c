import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Ran, runCli } from "./run-cli.ts";

const root = path.resolve(import.meta.dirname, "../..");
const FOLDER = "PLANS_OF_THIS_RUN";

/** For vitest, once a run: where its workers keep plans for each other. */
export default function keepPlans(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), "plans-"));
  process.env[FOLDER] = folder;
  return () => rmSync(folder, { recursive: true });
}

/** `plan --format json` of a stack file of this repository: the tests of one run share it, because each costs two seconds. */
export function planOf(file: string): Ran {
  const folder = process.env[FOLDER];
  if (folder === undefined) throw new Error("tests/support/plans.ts is no globalSetup of this run");
  const kept = path.join(folder, file.replaceAll(/\W/g, "-"));
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8")) as Ran;
  const ran = runCli(["plan", "--stack-file", file, "--format", "json"], { cwd: root });
  // Whole or not at all: another worker may look for it now.
  writeFileSync(`${kept}.${String(process.pid)}`, JSON.stringify(ran));
  renameSync(`${kept}.${String(process.pid)}`, kept);
  return ran;
}
