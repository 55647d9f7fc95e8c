import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { PlanDocument } from "../../cli/plan/types.ts";
import { VALID_STACKS, type ValidStack } from "../support/valid-stacks.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "valid-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Tree = Readonly<Record<string, unknown>>;
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** Maps by key, anything else as a whole; null takes a key away. */
const merged = (base: Tree, change: Tree): Tree =>
  Object.fromEntries(
    Object.entries({ ...base, ...change }).flatMap(([key, value]) => {
      if (value === null) return [];
      const below = base[key];
      return [[key, isTree(value) && isTree(below) ? merged(below, value) : value] as const];
    }),
  );

function stackFile({ name, base, change, waivers = {} }: ValidStack): string {
  const { config } = parse(readFileSync(path.join(root, base), "utf8")) as { config: Tree };
  const keys = Object.fromEntries(
    Object.entries({ ...change, waivers }).map(([key, value]) => [`cilium-eks:${key}`, value]),
  );
  const file = path.join(folder, `Pulumi.${name.replaceAll(/\W+/g, "-")}.yaml`);
  writeFileSync(file, stringify({ config: merged(config, keys) }));
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
