import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { SHORTCUTS as PACK } from "../../engine/shortcuts/pack.ts";
import { SHORTCUTS as PROGRAM } from "../../engine/shortcuts/program.ts";
import { SHARED } from "../../engine/shortcuts/shared.ts";
import { type Outcome, REPORT_VARIABLE } from "../../engine/shortcuts/shortcut.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** What became of the shortcuts in the processes of a plan of prod, the program's first. */
function outcomes(): Outcome[][] {
  const folder = mkdtempSync(path.join(tmpdir(), "shortcuts-"));
  const report = path.join(folder, "report");
  try {
    const { status, stderr } = spawnSync(
      process.execPath,
      ["cli/main.ts", "plan", "--stack", "prod", "--out", "/dev/null"],
      {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, [REPORT_VARIABLE]: report },
      },
    );
    if (status !== 0) throw new Error(stderr);
    const lines = readFileSync(report, "utf8").trim().split("\n");
    return lines.map((line) => JSON.parse(line) as Outcome[]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the shortcuts of the engine", () => {
  const ran = outcomes();

  // One that the pinned SDK no longer offers, or no longer has a use for, must be mended or go.
  it.each([
    ["a program", [...SHARED, ...PROGRAM]],
    ["a policy pack", [...SHARED, ...PACK]],
  ])("all spare something in %s", (_, shortcuts) => {
    const names = shortcuts.map(({ name }) => name);
    const found = ran.find((one) => one.every(({ name }, at) => name === names[at]));
    expect(found?.filter(({ missing, hits }) => missing !== undefined || hits === null || hits < 1)).toEqual([]);
  });
});
