import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { PlanDocument } from "../../cli/plan/types.ts";
import { planOf } from "../support/plans.ts";

const root = path.resolve(import.meta.dirname, "../..");
const examples = readdirSync(path.join(root, "examples")).filter((file) => file.endsWith(".yaml"));

describe("the example stacks", () => {
  it.each(examples)("%s says in a comment what it is for", (file) => {
    const [schema, ...said] =
      readFileSync(path.join(root, "examples", file), "utf8")
        .split("\nconfig:")[0]
        ?.split("\n") ?? [];
    expect(schema).toBe("# yaml-language-server: $schema=../config/schema.json");
    expect(said.join(" ").length).toBeGreaterThan(80);
    expect(said.every((line) => line.startsWith("# "))).toBe(true);
  });

  it.each(examples)("%s is planned without errors and without warnings", (file) => {
    const { status, stdout, stderr } = planOf(`examples/${file}`);
    expect(stderr).toBe("");
    const { findings, resources } = JSON.parse(stdout) as PlanDocument;
    expect(findings.map(({ rule, found }) => `${rule}: ${found}`)).toEqual([]);
    expect(resources.length).toBeGreaterThan(25);
    expect(status).toBe(0);
  });

  it("clusterMesh.yaml is planned so also with the cluster on premises, whose Cilium is not the EKS cluster's", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "mesh-"));
    const stack = readFileSync(path.join(root, "examples/clusterMesh.yaml"), "utf8").replace(
      "  cilium-eks:hybrid:\n",
      "  cilium-eks:hybrid:\n    kubeconfig: { secure: AAABAAAA }\n",
    );
    writeFileSync(path.join(folder, "Pulumi.mesh.yaml"), stack);
    const { stdout } = planOf(path.join(folder, "Pulumi.mesh.yaml"));
    rmSync(folder, { recursive: true });
    const { findings, resources } = JSON.parse(stdout) as PlanDocument;
    expect(resources.map(({ name }) => name)).toContain("premises-cilium");
    expect(findings.map(({ rule, found }) => `${rule}: ${found}`)).toEqual([]);
  });
});
