import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRealStack, EngineFailure, type RealStack } from "../support/real-engine.ts";
import { type ControlPlane, startControlPlane } from "../support/testcluster.ts";
import { missing, POLICIES } from "./stacks.ts";

const ROOT = join(import.meta.dirname, "../..");

/** A program of tests/fixtures as a project of its own, with this repository's packages. */
function project(name: string, folder: string): string {
  const source = join(folder, name);
  mkdirSync(source);
  symlinkSync(join(ROOT, "tests/fixtures/programs", name, "index.ts"), join(source, "index.ts"));
  symlinkSync(join(ROOT, "node_modules"), join(source, "node_modules"));
  writeFileSync(join(source, "package.json"), '{ "name": "shop", "type": "module" }\n');
  writeFileSync(
    join(source, "Pulumi.yaml"),
    "name: shop\nmain: index.ts\nruntime: { name: nodejs, options: { typescript: false } }\n",
  );
  writeFileSync(join(source, "Pulumi.dev.yaml"), "config: {}\n");
  return source;
}

/** A first preview; one that policies stop says so in its output. */
async function previewed(stack: RealStack): Promise<string> {
  try {
    return (await stack.preview({ policyPack: POLICIES })).output;
  } catch (error) {
    if (error instanceof EngineFailure) return error.message;
    throw error;
  }
}

describe.skipIf(missing !== "")("the pack over programs that never heard of it, on the real engine", () => {
  const folder = mkdtempSync(join(tmpdir(), "articles-"));
  let plane: ControlPlane;
  const stacks: RealStack[] = [];
  beforeAll(async () => {
    plane = await startControlPlane();
  });
  afterAll(async () => {
    for (const stack of stacks) await stack.remove();
    await plane?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const start = async (name: string): Promise<RealStack> => {
    const stack = await createRealStack({ source: project(name, folder), stack: "dev", plane });
    stacks.push(stack);
    return stack;
  };

  test("stops the one with mistakes, and names them", async () => {
    const output = await previewed(await start("article-wrong"));
    for (const rule of [
      "control-plane-bootstrap-addons",
      "nodes-taint-present",
      "nodes-disk-encrypted",
      "lifecycle-release-name",
      "helm-values-key-fails",
      "network-subnet-inside",
    ]) {
      expect(output).toContain(rule);
    }
    expect(output).toMatch(/mandatory/i);
  });

  test("lets the right one pass", async () => {
    const output = await previewed(await start("article-right"));
    expect(output).not.toContain("ended with");
    expect(output).not.toContain("[mandatory]");
    // Advisories are what a first preview cannot know.
    const advisories = output.split("[advisory]").slice(1);
    expect(advisories.filter((text) => !text.includes("can't run policy"))).toEqual([]);
  });
});
