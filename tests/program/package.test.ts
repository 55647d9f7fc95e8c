import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../../engine/index.ts";
import { type Example, examples } from "../support/docs.ts";

const root = path.resolve(import.meta.dirname, "../..");
const consumer = mkdtempSync(path.join(tmpdir(), "consumer-"));
afterAll(() => rmSync(consumer, { recursive: true }));

/** What a project that installs the package writes: the example of README.md. */
const PROGRAM = readme().text;

function readme(): Example {
  const [example] = examples("ts", ["README.md"]);
  if (example === undefined) throw new Error("README.md has no program");
  return example;
}

/** What the parts of programs in docs/ take for granted. */
const GIVEN: Readonly<Record<string, string>> = {
  cluster: "CiliumEniCluster",
  edge: "CiliumGateway",
  stack: 'Omit<CiliumEniClusterArgs, "features">',
  blue: "CiliumEniClusterArgs",
  green: "CiliumEniClusterArgs",
  provider: "kubernetes.Provider",
};

/** A part of a program with what it takes for granted in front of it. */
function completed({ text }: Example): string {
  const missing = (name: string) => new RegExp(`\\b${name}\\b`).test(text) && !text.includes(`const ${name} `);
  const declared = Object.entries(GIVEN)
    .filter(([name]) => missing(name))
    .map(([name, type]) => `declare const ${name}: ${type.replaceAll(/Cilium\w+/g, "all.$&")};`);
  const used = text.includes('from "pulumi-cilium-eks"') ? [] : [...text.matchAll(/new (\w+)\(|(featuresOf)\(/g)];
  const names = new Set(used.map(([, made, called]) => made ?? called));
  return [
    'import type * as kubernetes from "@pulumi/kubernetes";',
    'import type * as all from "pulumi-cilium-eks";',
    ...(text.includes("satisfies Settings") && !text.includes("type Settings")
      ? ['import type { Settings } from "pulumi-cilium-eks";']
      : []),
    ...(names.size === 0 ? [] : [`import { ${[...names].join(", ")} } from "pulumi-cilium-eks";`]),
    ...declared,
    text,
  ].join("\n");
}

const TSCONFIG = {
  compilerOptions: {
    strict: true,
    module: "nodenext",
    target: "es2023",
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
  },
  include: ["*.ts"],
};

/** The tarball that npm would publish, unpacked where npm would; its dependencies are the repository's own. */
function install(): void {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: root });
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", consumer], {
      cwd: root,
      encoding: "utf8",
    }),
  ) as [{ filename: string }];
  const modules = path.join(consumer, "node_modules");
  const target = path.join(modules, "pulumi-cilium-eks");
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", path.join(consumer, filename), "--strip-components=1", "-C", target]);
  for (const entry of readdirSync(path.join(root, "node_modules"))) {
    if (!entry.startsWith(".")) symlinkSync(path.join(root, "node_modules", entry), path.join(modules, entry));
  }
  const write = (file: string, text: string) => writeFileSync(path.join(consumer, file), text);
  write("package.json", JSON.stringify({ name: "consumer", type: "module" }));
  write("tsconfig.json", JSON.stringify(TSCONFIG));
  write("index.ts", PROGRAM);
}

const typecheck = (program: string): string => typecheckAll([["probe.ts", program]]);

/** What the compiler says of these files beside the project's own. */
function typecheckAll(programs: readonly (readonly [file: string, text: string])[]): string {
  for (const [file, text] of programs) writeFileSync(path.join(consumer, file), text);
  const { stdout } = spawnSync(path.join(root, "node_modules/.bin/tsc"), ["-p", consumer], { encoding: "utf8" });
  for (const [file] of programs) rmSync(path.join(consumer, file));
  return stdout;
}

describe("the npm package", () => {
  beforeAll(install, 60_000);

  it("type-checks a program with right arguments", () => {
    expect(typecheck(PROGRAM)).toBe("");
  });

  it("type-checks every example of the documentation", () => {
    const programs = examples("ts").map(
      (example) => [`${example.where.replaceAll(/\W/g, "-")}.ts`, completed(example)] as const,
    );
    expect(programs.length).toBeGreaterThan(4);
    expect(typecheckAll(programs)).toBe("");
  });

  it.each([
    ["a misspelled key", PROGRAM.replace("instanceTypes", "instanceType"), "instanceType"],
    ["a wrong choice", PROGRAM.replace("region:", 'cilium: { ipam: { mode: "kubernetes" } }, region:'), "kubernetes"],
    ["a missing group", PROGRAM.replace("network:", "networks:"), "networks"],
    [
      "an Output of the wrong type",
      `import * as pulumi from "@pulumi/pulumi";\n${PROGRAM.replace('name: "blue",', 'name: "blue", secretsKeyArn: pulumi.output(3),')}`,
      "'OutputInstance<number>' is not assignable to type 'Ref | undefined'",
    ],
  ])("refuses %s at compile time", (_, program, named) => {
    expect(typecheck(program)).toContain(named);
  });

  it("runs on the embedded engine", async () => {
    const result = await runProgram({
      projectName: "consumer",
      projectDir: consumer,
      main: "index.ts",
      stackName: "test",
      config: { "aws:region": "eu-central-1" },
    });
    expect(result.errors).toEqual([]);
    const types = result.resources.map(({ type }) => type);
    expect(types).toContain("cilium-eks:index:CiliumEniCluster");
    expect(types).toContain("kubernetes:gateway.networking.k8s.io/v1:Gateway");
  });

  it("refuses a cluster that would not work, with every fault and before any resource", async () => {
    writeFileSync(
      path.join(consumer, "index.ts"),
      PROGRAM.replace("10.0.0.0/16", "10.0.0.1/16").replace("m6i.large", "m6i.lrge"),
    );
    const result = await runProgram({
      projectName: "consumer",
      projectDir: consumer,
      main: "index.ts",
      stackName: "test",
      config: { "aws:region": "eu-central-1" },
    });
    const message = result.errors.map(({ message: text }) => text).join("\n");
    expect(message).toContain('CiliumEniCluster "blue", network.vpc.cidr');
    expect(message).toContain("m6i.lrge");
    expect(result.resources.filter(({ type }) => type !== "pulumi:pulumi:Stack")).toEqual([]);
  });

  it("loads none of the command line's libraries", () => {
    const script = `
      const { registerHooks } = await import("node:module");
      const loaded = [];
      registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
      await import("pulumi-cilium-eks");
      console.log(JSON.stringify({
        own: loaded.some((url) => url.includes("/pulumi-cilium-eks/dist/core/")),
        tools: ["commander", "cli-table3", "picocolors", "zod", "@viz-js/viz", "@kubernetes/client-node"].filter((name) =>
          loaded.some((url) => url.includes("/node_modules/" + name + "/"))),
      }));
    `;
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: consumer,
      encoding: "utf8",
    });
    expect(JSON.parse(stdout)).toEqual({ own: true, tools: [] });
  });
});
