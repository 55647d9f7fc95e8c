import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { junitFaults, sarifFaults } from "../support/report-formats.ts";
import { runCli } from "../support/run-cli.ts";

const folder = mkdtempSync(path.join(tmpdir(), "check-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const MB = 1024 * 1024;

/** What somebody gives by mistake or to do harm, and the sentence that it gets; more of them in tests/unit/readers/yaml.test.ts. */
const HOSTILE: Readonly<Record<string, readonly [content: string | Buffer, says: RegExp]>> = {
  "100 MB of YAML": ["a: b\n".repeat(20 * MB), /has 100 MB, and check reads at most 32/],
  "a tower of JSON": [`${'{"a":['.repeat(100_000)}${"]}".repeat(100_000)}`, /nested more than 200 levels deep/],
  "a tower of YAML": [
    Array.from({ length: 3000 }, (_, level) => `${" ".repeat(level)}a:\n`).join(""),
    /is nested too deep to be read/,
  ],
  "a map that holds itself": ["eni: &a\n  enabled: *a\n", /:2:12 holds itself by the alias "a"/],
  "a binary": [readFileSync(process.execPath).subarray(0, MB), /is no text/],
  nothing: ["", /Nothing to judge in/],
  "half a map": ["eni: { enabled: true\n", /:2:1 is no valid YAML/],
};

describe("check of what it cannot read", () => {
  it.each(Object.entries(HOSTILE))("says a sentence of %s, and ends with 2", (name, [content, says]) => {
    const file = path.join(folder, `${name.replaceAll(" ", "-")}.yaml`);
    writeFileSync(file, content);
    const { status, stdout, stderr } = runCli(["check", file]);
    rmSync(file);
    expect(stderr).toMatch(says);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  });

  it("ends where a folder leads back to itself, and where a device has no end", () => {
    mkdirSync(path.join(folder, "circle"));
    symlinkSync(".", path.join(folder, "circle/again"));
    expect(runCli(["check", path.join(folder, "circle")])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^Nothing to judge in /) as string,
    });
    expect(runCli(["check", "/dev/zero"])).toMatchObject({
      status: 2,
      stderr: "/dev/zero goes on and on, and check reads at most 256 MB.\n",
    });
  });

  it("puts an input that cannot be read into the reports, at its line", () => {
    const file = path.join(folder, "values.yaml");
    writeFileSync(file, "eni:\n  enabled: [true\nipam: {}\n");
    const { status, stdout, stderr } = runCli(
      ["check", "values.yaml", "--format", "sarif", "--format", "junit:check.xml"],
      {
        cwd: folder,
      },
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/^values\.yaml:3:1 is no valid YAML/);
    expect(sarifFaults(stdout)).toEqual([]);
    const junit = readFileSync(path.join(folder, "check.xml"), "utf8");
    expect(junitFaults(junit)).toEqual([]);
    const { runs } = JSON.parse(stdout) as {
      runs: { results: { ruleId: string; locations: { physicalLocation: { region: { startLine: number } } }[] }[] }[];
    };
    const [result] = runs[0]?.results ?? [];
    expect(result?.ruleId).toBe("input-file");
    expect(result?.locations[0]?.physicalLocation.region.startLine).toBe(3);
    expect(junit).toContain("input-file");
  });
});

describe("check of a Pulumi program", () => {
  const programs = path.resolve(import.meta.dirname, "../fixtures/programs");
  const rules = (folder: string): string[] => {
    const { stdout } = runCli(["check", path.join(programs, folder), "--format", "json"]);
    return (JSON.parse(stdout) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule);
  };

  it("runs it, and finds what the policy pack finds of it", () => {
    expect(rules("article-right")).toEqual([]);
    expect(rules("article-wrong")).toContain("control-plane-vpc-cni");
  });

  it("says what it cannot run: another language, a program that fails", () => {
    const project = path.join(folder, "python");
    mkdirSync(project);
    writeFileSync(path.join(project, "Pulumi.yaml"), "name: shop\nruntime: python\n");
    expect(runCli(["check", project])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("pulumi preview --json | cilium-eks check -") as string,
    });
    writeFileSync(path.join(project, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeFileSync(path.join(project, "index.js"), "throw new Error('no subnets');\n");
    expect(runCli(["check", project])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/index\.js:1:7: .*no subnets/) as string,
    });
  });
});
