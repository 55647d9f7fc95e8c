import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { PlanDocument } from "../../cli/plan/types.ts";

const root = path.resolve(import.meta.dirname, "../..");
const examples = readdirSync(path.join(root, "examples")).filter((file) => file.endsWith(".yaml"));

describe("the example stacks", () => {
  it.each(examples)("%s is planned without errors and without warnings", (file) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["bin/cilium-eks.cjs", "plan", "--stack-file", `examples/${file}`, "--format", "json"],
      { cwd: root, encoding: "utf8", maxBuffer: 64 << 20 },
    );
    expect(stderr).toBe("");
    const { findings, resources } = JSON.parse(stdout) as PlanDocument;
    expect(findings.map(({ rule, found }) => `${rule}: ${found}`)).toEqual([]);
    expect(resources.length).toBeGreaterThan(40);
    expect(status).toBe(0);
  });
});
