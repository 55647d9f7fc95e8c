import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { junitFaults, sarifFaults } from "../support/report-formats.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "ci-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly steps: readonly { readonly id?: string; readonly run?: string }[] };
}

/** Stands in for `npx --no-install -p pulumi-cilium-eks cilium-eks`: this repository's own command line, from source. */
function installNpx(): string {
  const bin = path.join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const npx = path.join(bin, "npx");
  writeFileSync(npx, `#!/bin/sh\nshift 4\nexec "${process.execPath}" "${root}/bin/cilium-eks.cjs" "$@"\n`);
  chmodSync(npx, 0o755);
  return bin;
}

function runPlanStep(env: Readonly<Record<string, string>>) {
  const { runs } = parse(read("action.yml")) as Action;
  const script = runs.steps.find(({ id }) => id === "plan")?.run ?? "";
  const sarif = path.join(folder, "findings.sarif");
  rmSync(sarif, { force: true });
  const { status, stdout, stderr } = spawnSync("bash", ["-eo", "pipefail", "-c", script], {
    cwd: root,
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: `${installNpx()}${path.delimiter}${process.env["PATH"] ?? ""}`,
      STRICT: "false",
      SARIF: sarif,
      GITHUB_STEP_SUMMARY: path.join(folder, "summary.md"),
      ...env,
    },
  });
  return { status, stdout, stderr, sarif };
}

describe("the GitHub Action", () => {
  it("writes findings for code scanning and a summary, and passes where the plan does", () => {
    const { status, stdout, sarif, stderr } = runPlanStep({ STACK: "dev" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toContain("Nothing was found that stops this stack.");
    const text = readFileSync(sarif, "utf8");
    expect(sarifFaults(text)).toEqual([]);
    expect(text).toContain('"uri": "Pulumi.dev.yaml"');
    expect(readFileSync(path.join(folder, "summary.md"), "utf8")).toContain("```text");
  });

  it("ends with 2 and no findings where the stack file cannot be read", () => {
    const { status, stderr, sarif } = runPlanStep({ STACK: "nowhere" });
    expect(status).toBe(2);
    expect(stderr).toContain("Pulumi.nowhere.yaml does not exist");
    expect(existsSync(sarif)).toBe(false);
  });

  it("judges files by check where they are named in place of a stack", () => {
    const values = path.join(folder, "values.yaml");
    writeFileSync(values, "eni: { enabled: true }\nipam: { mode: eni }\ntunnel: disabled\n");
    const { status, stdout, sarif } = runPlanStep({ STACK: "", CHECK: values, CHART_VERSION: "1.19.6" });
    expect(status).toBe(1);
    expect(stdout).toContain("helm-values-key-fails");
    expect(sarifFaults(readFileSync(sarif, "utf8"))).toEqual([]);
  });

  it("takes no input into a script by text, only by its environment", () => {
    const { runs } = parse(read("action.yml")) as Action;
    expect(runs.steps.filter(({ run }) => run?.includes("${{") === true)).toEqual([]);
  });
});

describe("what pipelines read", () => {
  it.each(["dev", "prod"])("of %s is valid SARIF and JUnit", (stack) => {
    const plan = (format: string): string =>
      spawnSync(process.execPath, ["bin/cilium-eks.cjs", "plan", "--stack", stack, "--format", format], {
        cwd: root,
        encoding: "utf8",
        maxBuffer: 64 << 20,
      }).stdout;
    expect(sarifFaults(plan("sarif"))).toEqual([]);
    expect(junitFaults(plan("junit"))).toEqual([]);
  });
});

describe("docs/ci.md", () => {
  it("has only YAML that can be read, and commands and files that there are", () => {
    const blocks = [...read("docs/ci.md").matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => text);
    expect(blocks.length).toBeGreaterThan(3);
    for (const block of blocks) {
      for (const parsed of parseAllDocuments(block)) expect(parsed.errors).toEqual([]);
    }
    const [hook] = parse(read(".pre-commit-hooks.yaml")) as { id: string; files: string }[];
    expect(read("docs/ci.md")).toContain(`- id: ${hook?.id ?? ""}`);
    for (const file of ["Pulumi.yaml", "infra/Pulumi.prod.yaml", "index.ts", "package-lock.json"]) {
      expect(file).toMatch(new RegExp(hook?.files ?? "^$"));
    }
    expect("README.md").not.toMatch(new RegExp(hook?.files ?? ""));
    expect(read("docs/ci.md")).toContain("- id: cilium-eks-check");
  });
});
