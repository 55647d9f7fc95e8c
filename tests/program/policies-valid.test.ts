import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { PlanDocument } from "../../cli/plan/types.ts";
import { configOf, VALID_STACKS, type ValidStack } from "../support/valid-stacks.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "valid-"));
afterAll(() => rmSync(folder, { recursive: true }));

function stackFile(stack: ValidStack): string {
  const file = path.join(folder, `Pulumi.${stack.name.replaceAll(/\W+/g, "-")}.yaml`);
  writeFileSync(file, stringify({ config: configOf(stack) }, { version: "1.1" }));
  return file;
}

/** Both lenses over a stack: the settings, and the policy pack over what the program registers. */
const plan = (stack: ValidStack): Promise<PlanDocument> =>
  new Promise((resolve, reject) => {
    const args = [
      "bin/cilium-eks.cjs",
      "plan",
      "--stack-file",
      stackFile(stack),
      "--format",
      "json",
      "--as-of",
      "2026-11-20",
    ];
    execFile(process.execPath, args, { cwd: root, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      if (stdout === "") reject(new Error(stderr, { cause: error }));
      else resolve(JSON.parse(stdout) as PlanDocument);
    });
  });

const plans = new Map<string, PlanDocument>();
const AT_ONCE = 2;

describe("a stack that works", () => {
  beforeAll(async () => {
    const waiting = [...VALID_STACKS];
    const work = async (): Promise<void> => {
      for (let stack = waiting.shift(); stack !== undefined; stack = waiting.shift()) {
        plans.set(stack.name, await plan(stack));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }, 240_000);

  it.each(VALID_STACKS.map(({ name }) => name))("is not told that anything is wrong: %s", (name) => {
    const { findings, resources } = plans.get(name) ?? { findings: [], resources: [] };
    expect(findings.map(({ severity, lens, rule, path: at, found }) => ({ severity, lens, rule, at, found }))).toEqual(
      [],
    );
    expect(resources.length).toBeGreaterThan(10);
  });

  it("comes in twelve kinds and more", () => {
    expect(VALID_STACKS.length).toBeGreaterThanOrEqual(12);
  });
});
