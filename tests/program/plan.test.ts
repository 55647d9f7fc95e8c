import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { PlanDocument } from "../../cli/plan/types.ts";
import { examples } from "../support/docs.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "plan-"));
afterAll(() => rmSync(folder, { recursive: true }));

function plan(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["bin/cilium-eks.cjs", "plan", ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
    maxBuffer: 64 << 20,
  });
  return { status, stdout, stderr };
}

const document = (...args: string[]): PlanDocument =>
  JSON.parse(plan("--format", "json", ...args).stdout) as PlanDocument;

/** A stack file made of dev's, with lines changed. */
function variant(name: string, change: (text: string) => string): string {
  const file = path.join(folder, `Pulumi.${name}.yaml`);
  writeFileSync(file, change(readFileSync(path.join(root, "Pulumi.dev.yaml"), "utf8")));
  return file;
}

describe("README.md", () => {
  const words = (line: string): string => line.trim().replaceAll(/\s+/g, " ");

  it("shows what the plan of prod prints, line by line", () => {
    const [shown] = examples("", ["README.md"]);
    const printed = plan("--stack", "prod").stdout.split("\n").map(words);
    let from = 0;
    for (const line of (shown?.text ?? "nothing").split("\n").map(words)) {
      if (line === "" || line === "…") continue;
      const at = printed.indexOf(line, from);
      expect(at, `README.md shows "${line}"`).toBeGreaterThanOrEqual(from);
      from = at + 1;
    }
  });
});

describe.each(["dev", "prod"])("plan of %s", (stack) => {
  const planned = document("--stack", stack);

  it("has no error, and every waiver silences something", () => {
    expect(planned.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(planned.findings.filter(({ rule }) => rule === "waiver-applies")).toEqual([]);
  });

  it("has no warning that nobody explained", () => {
    expect(planned.findings).toEqual([]);
  });

  it("keeps the names of the contract", () => {
    expect(Object.keys(planned)).toEqual(
      expect.arrayContaining(["stack", "versions", "resources", "capacity", "findings", "waived", "skipped"]),
    );
    for (const resource of planned.resources) {
      expect(Object.keys(resource)).toEqual(expect.arrayContaining(["urn", "type", "name", "dependencies", "inputs"]));
    }
  });

  it("is the same bytes twice", () => {
    expect(plan("--format", "json", "--stack", stack).stdout).toBe(`${JSON.stringify(planned, null, 2)}\n`);
  });

  it("never brings the VPC CNI or kube-proxy", () => {
    const addons = planned.resources
      .filter(({ type }) => type === "aws:eks/addon:Addon")
      .map(({ inputs }) => (inputs as { addonName: string }).addonName);
    expect(addons).toContain("coredns");
    expect(addons).not.toContain("vpc-cni");
    expect(addons).not.toContain("kube-proxy");
  });

  it("shows no secret", () => {
    const provider = planned.resources.find(({ type }) => type === "pulumi:providers:kubernetes");
    expect((provider?.inputs as { kubeconfig?: string } | undefined)?.kubeconfig).toMatch(/^\[(?:secret|unknown)\]$/);
  });

  it("can be read as text, SARIF and JUnit", () => {
    const { stdout } = plan("--stack", stack);
    expect(stdout).toContain("Nothing was found that stops this stack.");
    expect(stdout.trim().split("\n\n").at(-1)).toContain("Not checked offline: whether ids");
    expect(JSON.parse(plan("--stack", stack, "--format", "sarif").stdout)).toMatchObject({ version: "2.1.0" });
    expect(plan("--stack", stack, "--format", "junit").stdout).toContain("<testsuites>");
  });
});

describe("plan", () => {
  it("gives every fault of a wrong stack file, and exit status 1", () => {
    const file = variant("wrong", (text) =>
      text
        .replace("m6i.large", "m6i.lrge")
        .replace("cidr: 10.10.0.0/16", "cidr: 10.10.0.1/16")
        .replace('version: "1.19.6"', 'version: "1.19.6"\n    helmValues: { awsEnablePrefixDelegation: true }'),
    );
    const { status, stdout } = plan("--stack-file", file, "--format", "json");
    const { findings, resources } = JSON.parse(stdout) as PlanDocument;
    expect(status).toBe(1);
    expect(resources).toEqual([]);
    const errors = findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
    expect(errors).toEqual(
      expect.arrayContaining(["network-cidr-valid", "addresses-instance-type", "helm-values-key-moved"]),
    );
    expect(findings.every(({ where }) => where.startsWith(file))).toBe(true);
  });

  it("gives every fault of the file's form, with line and suggestion", () => {
    const file = variant("form", (text) => text.replace("natGateways", "natGateway").replace("min: 2", 'min: "2"'));
    const { status, stdout } = plan("--stack-file", file);
    expect(status).toBe(1);
    expect(stdout).toContain('Did you mean "natGateways"?');
    expect(stdout).toMatch(/Pulumi\.form\.yaml:\d+:\d+/);
    expect(stdout).toContain("nodeGroups.general.scaling.min");
  });

  it.each([
    ["a missing stack file", ["--stack", "nowhere"], "Pulumi.nowhere.yaml does not exist"],
    ["an unknown option", ["--stak", "dev"], "Did you mean --stack"],
    ["an unknown format", ["--format", "pdf"], "text, json, sarif, junit"],
    ["a day that is none", ["--as-of", "2026-13-45"], "Give a date"],
  ])("refuses %s with exit status 2", (_, args, message) => {
    const { status, stderr } = plan(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  it("judges version support by the day it is given", () => {
    expect(plan("--stack", "dev", "--as-of", "2030-01-01").status).toBe(1);
  });

  it("makes warnings errors when asked to", () => {
    const file = variant("strict", (text) => text.replace(/ {2}cilium-eks:waivers:[\s\S]*$/, ""));
    expect(plan("--stack-file", file).status).toBe(0);
    expect(plan("--stack-file", file, "--strict").status).toBe(1);
  });
});
