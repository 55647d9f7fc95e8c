import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanDocument } from "../../cli/plan/types.ts";
import { runCli } from "../support/run-cli.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "plan-against-"));
const stackFile = path.join(folder, "Pulumi.dev.yaml");

/** A project in Git: the stack file of dev and nothing else, planned by the program of the package. */
beforeAll(() => {
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      stdio: "ignore",
    });
  cpSync(path.join(root, "Pulumi.dev.yaml"), stackFile);
  writeFileSync(path.join(folder, ".gitignore"), "node_modules\n");
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "dev");
});
afterAll(() => rmSync(folder, { recursive: true }));

const original = readFileSync(path.join(root, "Pulumi.dev.yaml"), "utf8");
const plan = (...args: readonly string[]) =>
  runCli(["plan", "--stack", "dev", "--no-policies", ...args], { cwd: folder });
const changed = (from: string, to: string) => writeFileSync(stackFile, original.replace(from, to));

describe("plan --against a Git revision", () => {
  it("finds no change of what was committed", () => {
    const { status, stdout } = plan("--against", "HEAD");
    expect(status, stdout).toBe(0);
    expect(stdout).toMatch(/Changes against HEAD\s+nothing/);
  });

  it("says what the change of the working copy does to the nodes, and leaves the folder as it was", () => {
    changed("instanceTypes: [m6i.large]", "instanceTypes: [m6i.large]\n      labels: { team: shop }");
    const { status, stdout } = plan("--against", "HEAD", "--format", "json");
    expect(status).toBe(0);
    const { difference } = JSON.parse(stdout) as PlanDocument;
    expect(difference?.consequences).toEqual([
      expect.objectContaining({
        what: "node group general",
        destroys: false,
        happens: expect.stringMatching(/2 nodes are rolled.*label team added/) as string,
      }),
    ]);
    expect(execFileSync("git", ["-C", folder, "status", "--porcelain"], { encoding: "utf8" })).toBe(
      " M Pulumi.dev.yaml\n",
    );
  });

  it("ends with 1 where something is replaced and that was not wanted", () => {
    changed("m6i.large", "m6a.large");
    expect(plan("--against", "HEAD").status).toBe(0);
    expect(plan("--against", "HEAD", "--fail-on", "replace").status).toBe(1);
  });

  it.each([
    ["what is neither a file nor a revision", "no-such-thing"],
    ["an option of Git", "--output=x"],
  ])("refuses %s in a sentence", (_, name) => {
    const { status, stderr } = plan(`--against=${name}`);
    expect(status).toBe(2);
    expect(stderr).toContain(`${name} is neither a file nor a Git revision of this folder.`);
  });
});
