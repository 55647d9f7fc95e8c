import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { beforeAll, describe, expect, it } from "vitest";
import { readStackFile } from "../../config/stack-file.ts";
import { runProgram, startPolicyHost } from "../../engine/index.ts";
import { SHORTCUTS as PACK } from "../../engine/shortcuts/pack.ts";
import { SHORTCUTS as PROGRAM } from "../../engine/shortcuts/program.ts";
import { SHARED } from "../../engine/shortcuts/shared.ts";
import { type Outcome, REPORT_VARIABLE } from "../../engine/shortcuts/shortcut.ts";

const root = path.resolve(import.meta.dirname, "../..");
const stack = { projectName: "cilium-eks", stackName: "prod" };

/** What became of the shortcuts while prod ran, and while the pack judged it. */
async function outcomes(): Promise<Outcome[][]> {
  const folder = mkdtempSync(path.join(tmpdir(), "shortcuts-"));
  const report = path.join(folder, "report");
  process.env[REPORT_VARIABLE] = report;
  try {
    const { config, secretKeys } = readStackFile(path.join(root, "Pulumi.prod.yaml"), "prod");
    const starting = startPolicyHost(path.join(root, "policies"));
    const program = await runProgram({ ...stack, projectDir: root, main: "index.ts", config, secretKeys });
    const host = await starting;
    await host.analyze(program.resources, stack);
    await host.close();
    const lines = readFileSync(report, "utf8").trim().split("\n");
    return lines.map((line) => JSON.parse(line) as Outcome[]);
  } finally {
    delete process.env[REPORT_VARIABLE];
    rmSync(folder, { recursive: true });
  }
}

describe("the shortcuts of the engine", () => {
  let ran: Outcome[][];
  beforeAll(async () => {
    ran = await outcomes();
  });

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
