import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MISTAKES } from "../support/article-mistakes.ts";
import { EngineFailure, createRealStack } from "../support/real-engine.ts";
import { type ControlPlane, startControlPlane } from "../support/testcluster.ts";
import { POLICIES, missing } from "./stacks.ts";

if (missing !== "") console.warn(`Programs of others did not run on the real engine: ${missing}.`);

/**
 * @pulumi/eks 4.3.0 sends policies no inputs of eks.Cluster (its own SDK is too old): what its arguments bring is seen at the
 * children that its plugin makes.
 */
const AT_THE_CHILDREN = { 6: "control-plane-unwanted-addons", 7: "control-plane-unwanted-addons" };

const ROOT = join(import.meta.dirname, "../..");
const REGION = "eu-west-1";

/** A project of somebody else with one of tests/fixtures/programs. */
function project(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), "house-"));
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  write("Pulumi.yaml", "name: house\nmain: index.ts\nruntime: { name: nodejs, options: { typescript: false } }\n");
  write("Pulumi.dev.yaml", `config: { "aws:region": ${REGION} }\n`);
  write("package.json", '{ "name": "house", "type": "module" }\n');
  write("index.ts", readFileSync(join(ROOT, "tests/fixtures/programs", program, "index.ts"), "utf8"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

describe.skipIf(missing !== "")("the pack over programs of others, by the Pulumi CLI", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({ crds: [] });
  });
  afterAll(() => plane?.stop());

  /** What `pulumi preview` prints, and whether it let the program pass. */
  async function preview(program: string): Promise<{ passed: boolean; output: string }> {
    const source = project(program);
    const stack = await createRealStack({ source, stack: "dev", plane });
    try {
      const { output } = await stack.preview({ policyPack: POLICIES });
      return { passed: true, output };
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      return { passed: false, output: error.message };
    } finally {
      await stack.remove();
      rmSync(source, { recursive: true });
    }
  }

  test("finds each of the 25 mistakes, and stops", async () => {
    const { passed, output } = await preview("article-wrong");
    const rules = Object.values({ ...MISTAKES, ...AT_THE_CHILDREN }).map((told) => told.split(" ", 1)[0] ?? "");
    expect(rules.filter((rule) => !new RegExp(`\\b${rule}\\b`).test(output))).toEqual([]);
    for (const addon of ["vpc-cni", "kube-proxy"])
      expect(output).toMatch(new RegExp(`unwanted-addons\\s+\\(aws:eks:Addon: shop-${addon}\\)`));
    expect(passed).toBe(false);
  });

  test("lets the right program pass without a violation", async () => {
    const { passed, output } = await preview("article-right");
    expect(passed, output).toBe(true);
    expect(output).not.toMatch(/\[(?:mandatory|remediate)\]/);
  });
});
