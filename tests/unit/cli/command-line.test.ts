import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Command } from "commander";
import { makeProgram } from "../../../cli/commands.ts";
import { SCRIPTS } from "../../../cli/completion/shells.ts";
import { offersFor } from "../../../cli/completion/offers.ts";
import { junitFaults, sarifFaults } from "../../support/report-formats.ts";
import { runCli } from "../../support/run-cli.ts";

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "command-line-")));
afterAll(() => rmSync(folder, { recursive: true }));

const root = path.resolve(import.meta.dirname, "../../..");
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  version: string;
};

/** Every command with its words, `gateway check`. */
const all = (parent: Command, words: readonly string[] = []): { words: string; command: Command }[] =>
  parent.commands.flatMap((command) => {
    const here = [...words, command.name()];
    return [{ words: here.join(" "), command }, ...all(command, here)];
  });

const visible = all(makeProgram()).filter(({ words }) => words !== "complete");
const leaves = visible.filter(({ command }) => command.commands.length === 0);

/** What `--help` prints. */
function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 120 });
  command.outputHelp();
  return text;
}

describe("every command", () => {
  it("is found", () => {
    expect(leaves.map(({ words }) => words)).toEqual(
      expect.arrayContaining(["plan", "capacity", "gateway check", "service-map", "completion"]),
    );
  });

  it.each(leaves)("$words has the same output flags and help", ({ words, command }) => {
    const help = helpOf(command);
    for (const flag of ["--format <format[:file]>", "-o, --out <file>", "-q, --quiet", "--no-color"])
      expect(help).toContain(flag);
    expect(help).toContain(`\nExamples:\n  $ `);
    expect(help).toContain(`cilium-eks ${words}`);
    expect(help).toMatch(/\nExit status:\n {2}0 {2}.+\n {2}1 {2}.+\n {2}2 {2}/);
  });

  it.each(visible)("$words names a page that exists", ({ command }) => {
    const file = /^More: \S*?(docs\/[\w-]+\.md)$/m.exec(helpOf(command))?.[1] ?? "no page";
    expect(() => readFileSync(path.resolve(root, file))).not.toThrow();
  });

  it("refuses a format and an option that it does not know with 2", () => {
    expect(runCli(["capacity", "m6i.large", "--format", "pdf"])).toMatchObject({ status: 2, stdout: "" });
    expect(runCli(["gateway", "check", "--nonsense"])).toMatchObject({ status: 2, stdout: "" });
  });
});

describe("the root", () => {
  it("prints the version, and exit statuses in its help", () => {
    expect(runCli(["--version"])).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: "" });
    expect(runCli(["--help"]).stdout).toMatch(/Exit status of every command:\n {2}0 {2}.+\n {2}1 {2}.+\n {2}2 {2}/);
  });

  it("says where npm keeps an option", () => {
    const { status, stderr } = runCli(["plan", "dev"], { env: { npm_lifecycle_event: "plan" } });
    expect(status).toBe(2);
    expect(stderr).toContain("npm run plan -- --stack");
  });
});

describe("where a result goes", () => {
  it("makes the folders of --out, and prints nothing", () => {
    const file = path.join(folder, "a/b/table.json");
    expect(runCli(["capacity", "m6i.large", "--format", "json", "--out", file])).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
    expect(JSON.parse(readFileSync(file, "utf8"))).toHaveLength(1);
  });

  it("writes several formats in one run", () => {
    const file = path.join(folder, "beside.json");
    const { stdout } = runCli(["capacity", "m6i.large", "--format", "text", "--format", `json:${file}`]);
    expect(stdout).toContain("m6i.large");
    expect(JSON.parse(readFileSync(file, "utf8"))).toHaveLength(1);
  });

  it.each([
    ["a folder", ["--out", folder], `${folder} is a folder`],
    ["a folder below a file", ["--out", path.join(folder, "file/x.txt")], "folder"],
    ["two formats for one place", ["--format", "text", "--format", "json"], "same place"],
    ["a file that nothing goes to", ["--format", "json:x.json", "--out", "y"], "nothing to hold"],
    ["a format without its file", ["--format", "json:"], "behind the colon"],
  ])("refuses %s with a sentence and 2", (_, args, message) => {
    writeFileSync(path.join(folder, "file"), "");
    const { status, stdout, stderr } = runCli(["capacity", "m6i.large", ...args]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });
});

describe("a stack file that is no YAML", () => {
  const project = path.join(folder, "broken/infra");
  mkdirSync(path.join(folder, "broken/.git"), { recursive: true });
  mkdirSync(project);
  writeFileSync(path.join(project, "Pulumi.yaml"), "name: cilium-eks\nruntime: nodejs\n");
  writeFileSync(path.join(project, "Pulumi.dev.yaml"), "config:\n  a: [1\n  b: {\n");

  it("ends with 2, and reports that were asked for have it at its line, from the root of the repository", () => {
    const [sarif, junit] = [path.join(folder, "plan.sarif"), path.join(folder, "plan.xml")];
    const { status, stdout, stderr } = runCli(
      ["plan", "--format", "text", "--format", `sarif:${sarif}`, "--format", `junit:${junit}`],
      { cwd: project },
    );
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^Pulumi\.dev\.yaml:3:3 is not valid YAML: /);
    const text = readFileSync(sarif, "utf8");
    expect(sarifFaults(text)).toEqual([]);
    expect(text).toContain('"uri": "infra/Pulumi.dev.yaml"');
    expect(text).toContain('"startLine": 3');
    expect(junitFaults(readFileSync(junit, "utf8"))).toEqual([]);
  });

  it("is named as it was typed where it lies elsewhere", () => {
    const { stderr } = runCli(["plan", "-f", "../x.yaml"], { cwd: project });
    expect(stderr).toContain("../x.yaml does not exist");
  });
});

describe("explain", () => {
  it("lists groups, then rules, then tells one", () => {
    expect(runCli(["explain"])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/datapath +\d+ +\d+/) as string,
    });
    expect(runCli(["explain", "network"]).stdout).toMatch(/network-single-nat +warning +Every zone/);
    const { stdout } = runCli(["explain", "nodes-taints-syntax"]);
    for (const part of [
      "Why ",
      "Seen as ",
      "Fix ",
      "Source ",
      "Example ",
      "cilium-eks:waivers:",
      "docs/rules/nodes.md",
    ])
      expect(stdout).toContain(part);
  });

  it("has every rule, and what is said beside them, as data", () => {
    const { rules } = JSON.parse(runCli(["explain", "--format", "json"]).stdout) as {
      rules: { id: string; why: string; source: string; waivable: boolean }[];
    };
    expect(rules.filter(({ why, source }) => why === "" || source === "")).toEqual([]);
    expect(rules.flatMap(({ id, waivable }) => (waivable ? [] : [id]))).toEqual(
      expect.arrayContaining([
        "settings-file",
        "settings-schema",
        "program-runs",
        "waiver-applies",
        "cilium-eks-scope",
      ]),
    );
  });

  it("names what could be meant, and ends with 2", () => {
    const { status, stderr } = runCli(["explain", "network-single-natt", "nonsense"]);
    expect(status).toBe(2);
    expect(stderr).toContain("Did you mean network-single-nat?");
    expect(stderr).toContain('no rule and no group "nonsense". List the groups');
  });
});

describe("the default stack", () => {
  const project = path.join(folder, "project");
  const home = path.join(folder, "home");
  mkdirSync(path.join(home, "workspaces"), { recursive: true });
  mkdirSync(project);
  writeFileSync(path.join(project, "Pulumi.yaml"), "name: cilium-eks\nruntime: nodejs\n");

  /** The last word names the file that plan went for: none of them can be planned here. */
  const chosen = (files: readonly string[], env: Record<string, string> = {}) => {
    for (const name of ["one", "two", "prod"]) rmSync(path.join(project, `Pulumi.${name}.yaml`), { force: true });
    for (const name of files) writeFileSync(path.join(project, `Pulumi.${name}.yaml`), "config: [");
    return runCli(["plan"], { cwd: project, env: { PULUMI_HOME: home, ...env } }).stderr;
  };
  const select = (settings: unknown) => {
    const hash = createHash("sha1").update(path.join(project, "Pulumi.yaml")).digest("hex");
    writeFileSync(path.join(home, "workspaces", `cilium-eks-${hash}-workspace.json`), JSON.stringify(settings));
  };

  it("is the only one, prod among several, and else nobody's guess", () => {
    select({});
    expect(chosen(["two"])).toContain("Pulumi.two.yaml");
    expect(chosen(["one", "prod"])).toContain("Pulumi.prod.yaml");
    expect(chosen(["one", "two"])).toContain("--stack one, or --stack two");
    expect(chosen([])).toMatch(/no stack file/i);
  });

  it("is the one that the Pulumi CLI has selected", () => {
    select({ stack: "acme/cilium-eks/two" });
    expect(chosen(["one", "two", "prod"])).toContain("Pulumi.two.yaml");
    select({ stacks: { "https://api.pulumi.com": "acme/cilium-eks/one" } });
    expect(chosen(["one", "two", "prod"])).toContain("Pulumi.one.yaml");
    select({ stacks: { "file://~": "two", "https://api.pulumi.com": "one" } });
    expect(chosen(["one", "two", "prod"], { PULUMI_BACKEND_URL: "file://~" })).toContain("Pulumi.two.yaml");
    expect(chosen(["one", "two", "prod"])).toContain("Pulumi.prod.yaml");
    expect(chosen(["one", "two", "prod"], { PULUMI_STACK: "one" })).toContain("Pulumi.one.yaml");
  });
});

describe("completion", () => {
  it.each([
    ["commands", ["pl"], ["plan"], false],
    ["commands of a command", ["gateway", ""], ["check", "help"], false],
    ["options", ["plan", "--stack-"], ["--stack-file"], false],
    ["stacks", ["plan", "--stack", "d"], ["dev"], false],
    ["choices of an option", ["service-map", "--format", "m"], ["mermaid"], false],
    ["choices behind an equals sign", ["service-map", "--format=m"], ["--format=mermaid"], false],
    ["instance types", ["capacity", "m6i.large", "m6i.4x"], ["m6i.4xlarge"], false],
    ["choices of an argument", ["completion", "f"], ["fish"], false],
    ["files, which the shell knows best", ["plan", "--out", "x"], [], true],
    ["nothing where a word is free", ["plan", "--as-of", ""], [], false],
  ])("offers %s", async (_, words, values, files) => {
    const offered = await offersFor(makeProgram(), words);
    expect(offered.offers.map(({ value }) => value)).toEqual(values);
    expect(offered.files).toBe(files);
  });

  it.each(["bash", "zsh", "fish"])("prints a script for %s that asks the command", (shell) => {
    const { stdout, status } = runCli(["completion", shell]);
    expect(status).toBe(0);
    expect(stdout).toContain("cilium-eks complete -- ");
  });

  it("answers as the script expects: lines, then what the shell may add", () => {
    expect(runCli(["complete", "--", "plan", "--stri"]).stdout).toBe("--strict\ttreat warnings as errors\n:4\n");
  });

  it("completes in bash, and runs nothing of what was typed", () => {
    const script = path.join(folder, "completion.bash");
    writeFileSync(script, SCRIPTS.bash);
    const bash = `
      cilium-eks() { "${process.execPath}" "${path.join(root, "bin/cilium-eks.cjs")}" "$@"; }
      source "${script}"
      try() { COMP_WORDS=(cilium-eks "$@"); COMP_CWORD=$#; _cilium_eks; echo "\${COMPREPLY[*]}"; }
      try plan --stri
      try plan --format = sa
      try plan --stack '$(touch ${folder}/run)' --stri
      try plan ''`;
    const { stdout } = spawnSync("bash", ["--norc", "-c", bash], { encoding: "utf8" });
    expect(stdout).toBe("--strict\nsarif\n--strict\n\n");
    expect(existsSync(path.join(folder, "run"))).toBe(false);
  });
});
