import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  type Ran,
  add,
  emptyFolder,
  install,
  installNodes,
  lowestOf,
  manifestOf,
  packClone,
  root,
  shell,
} from "../support/consumer.ts";
import { type Example, examples } from "../support/docs.ts";

// A compiler over the types of all providers, and Nodes that find nothing in their caches.
vi.setConfig({ testTimeout: 300_000 });

const { folder, remove } = emptyFolder("package");
afterAll(remove, 300_000);

/** What a project that installs the package writes: the first program of README.md. */
const PROGRAM = readme().text;

function readme(): Example {
  const [example] = examples("ts", ["README.md"]);
  if (example === undefined) throw new Error("README.md has no program");
  return example;
}

/** Parts of programs in docs/ take these for granted. */
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
  const missing = (name: string) =>
    new RegExp(`\\b${name}\\b`).test(text) && !new RegExp(`const (?:\\{[^}]*\\b)?${name}\\b`).test(text);
  const declared = Object.entries(GIVEN)
    .filter(([name]) => missing(name))
    .map(([name, type]) => `declare const ${name}: ${type.replaceAll(/Cilium\w+/g, "all.$&")};`);
  const used = text.includes('from "pulumi-cilium-eks') ? [] : [...text.matchAll(/new (\w+)\(|(featuresOf)\(/g)];
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
    types: [],
  },
  include: ["*.ts"],
};

const PULUMI_YAML = "name: platform\nmain: index.ts\nruntime: { name: nodejs, options: { typescript: false } }\n";

/** A project with the tarball and its peers, all from the registry. */
function createProject(at: string, packages: readonly string[]): void {
  install(at, packages);
  writeFileSync(path.join(at, "tsconfig.json"), JSON.stringify(TSCONFIG));
  writeFileSync(path.join(at, "Pulumi.yaml"), PULUMI_YAML);
}

/** Writes a program into a project and plans it by the command of the documentation. */
function plan(project: string, program: string, node?: string): Ran {
  writeFileSync(path.join(project, "index.ts"), program);
  return shell("npx cilium-eks plan --full --as-of 2026-11-30", project, node);
}

type Program = readonly [file: string, text: string];

/** What the compiler says of programs in a project, by file: all of them in one run, because the types of the providers take longest. */
function typecheck(project: string, programs: readonly Program[]): ReadonlyMap<string, string> {
  rmSync(path.join(project, "index.ts"), { force: true });
  for (const [file, text] of programs) writeFileSync(path.join(project, file), text);
  const { stdout } = spawnSync(path.join(root, "node_modules/.bin/tsc"), ["-p", project, "--pretty", "false"], {
    cwd: project,
    encoding: "utf8",
  });
  for (const [file] of programs) rmSync(path.join(project, file));
  const said = new Map(programs.map(([file]) => [file, ""]));
  let current = "";
  for (const line of stdout.split("\n")) {
    // Lines that go on with an error are indented.
    current = /^(?<file>[\w.-]+\.ts)\(\d+,\d+\): /.exec(line)?.groups?.["file"] ?? current;
    const file = said.has(current) ? current : (programs[0]?.[0] ?? "");
    if (line !== "") said.set(file, `${said.get(file) ?? ""}${line}\n`);
  }
  return said;
}

/** Programs that the types must refuse, with what is named then. */
const REFUSED: readonly (readonly [what: string, program: string, named: string])[] = [
  ["an unknown argument", PROGRAM.replace("instanceTypes", "instanceType"), "instanceType"],
  ["a wrong choice", PROGRAM.replace("region:", 'cilium: { ipam: { mode: "kubernetes" } }, region:'), "kubernetes"],
  ["a missing group", PROGRAM.replace("network:", "networks:"), "networks"],
  [
    "an Output of the wrong type",
    `import * as pulumi from "@pulumi/pulumi";\n${PROGRAM.replace('name: "blue",', 'name: "blue", secretsKeyArn: pulumi.output(3),')}`,
    "'OutputInstance<number>' is not assignable to type 'Ref | undefined'",
  ],
];

const { peerDependencies, peerDependenciesMeta } = manifestOf(root);
const required = Object.entries(peerDependencies).filter(([name]) => peerDependenciesMeta[name]?.optional !== true);
const project = path.join(folder, "project");

let tarball = "";

beforeAll(() => {
  tarball = process.env["PACKAGE_TARBALL"] ?? packClone(folder);
  createProject(project, [tarball]);
}, 600_000);

/** What holds with the newest peers that the ranges admit, and with the lowest. */
function holds(): void {
  it("has the peers once", () => {
    for (const [peer] of required)
      expect(existsSync(path.join(project, "node_modules/pulumi-cilium-eks/node_modules", peer))).toBe(false);
  });

  it("plans the program of README.md, by the program alone", () => {
    const { status, stdout, stderr } = plan(project, PROGRAM);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    for (const part of [
      "blue-cilium",
      "edge-gateway-edge",
      "Gateway API bundle",
      "general     m6i.large",
      'Network Load Balancer of Gateway "edge"',
      'CiliumEniCluster "blue", cluster.deletionProtection',
      "index.ts:10:17",
      "0 errors",
    ]) {
      expect(stdout).toContain(part);
    }
  });

  it("tells every fault of a program that would not work, at its line", () => {
    const wrong = PROGRAM.replace("10.0.0.0/16", "10.0.0.1/16").replace("m6i.large", "m6i.lrge");
    const { status, stdout } = plan(project, wrong);
    expect(status).toBe(1);
    expect(stdout).toContain('CiliumEniCluster "blue", network.vpc.cidr index.ts:10:17');
    expect(stdout).toContain("m6i.lrge");
  });
}

describe("the package with the newest peers that the ranges admit", () => {
  holds();
});

describe("the installed package", () => {
  it("type-checks its programs and every example of the documentation, and refuses wrong arguments", () => {
    const documented = examples("ts").map((example): Program => [
      `${example.where.replaceAll(/\W/g, "-")}.ts`,
      completed(example),
    ]);
    expect(documented.length).toBeGreaterThan(4);
    const refused = REFUSED.map(([, program], at): Program => [`refused-${String(at)}.ts`, program]);
    const said = typecheck(project, [["right.ts", PROGRAM], ...documented, ...refused]);
    for (const [file] of documented) expect(said.get(file), file).toBe("");
    expect(said.get("right.ts")).toBe("");
    for (const [at, [what, , named]] of REFUSED.entries())
      expect(said.get(`refused-${String(at)}.ts`), what).toContain(named);
  });

  it("makes a stack from its file by a program of three lines, and from the file alone", () => {
    const stack = path.join(folder, "stack");
    mkdirSync(stack);
    copyFileSync(path.join(root, "Pulumi.dev.yaml"), path.join(stack, "Pulumi.dev.yaml"));
    const alone = shell(`${project}/node_modules/.bin/cilium-eks plan --format json`, stack);
    expect(alone.stderr).toBe("");
    copyFileSync(path.join(root, "Pulumi.dev.yaml"), path.join(project, "Pulumi.dev.yaml"));
    const [, loaded] = examples("ts", ["README.md"]);
    const own = plan(project, loaded?.text ?? "");
    expect(own.stdout).toContain("Stack dev (Pulumi.dev.yaml, index.ts)");
    expect(own.status).toBe(0);
    expect(JSON.parse(alone.stdout)).toMatchObject({
      program: "built-in program",
      clusters: ["cilium-dev"],
      findings: [],
    });
    rmSync(path.join(project, "Pulumi.dev.yaml"));
  });

  it("plans and names each cluster of a program that has several", () => {
    const two = `${PROGRAM}\nnew CiliumEniCluster("green", { ...settings, cluster: { ...settings.cluster, name: "green" }, features: {} });\n`;
    const { status, stdout } = plan(project, two);
    expect(status).toBe(0);
    expect(stdout).toContain("Clusters blue, green");
    expect(stdout).toContain("green/general");
    expect(stdout.match(/^ +1 +EKS control plane/gm)).toHaveLength(2);
    expect(stdout).toContain('CiliumEniCluster "green", cluster.deletionProtection  index.ts:16:1');
  });

  it("judges a program without its components by its resources, and says so", () => {
    const foreign = `import * as eks from "@pulumi/eks";
import * as kubernetes from "@pulumi/kubernetes";
const cluster = new eks.Cluster("other", { version: "1.28" });
new kubernetes.helm.v3.Release("cilium", { chart: "cilium", version: "1.19.6", namespace: "kube-system" }, { provider: cluster.provider });
`;
    const { status, stdout } = plan(project, foreign);
    expect(status).toBe(1);
    expect(stdout).toContain("This program makes no cluster by a component of pulumi-cilium-eks");
    expect(stdout).toContain("control-plane-vpc-cni");
  });

  it("begins a project from the very file that it came from, whose plan is quiet", () => {
    const fresh = path.join(folder, "fresh");
    const made = shell(`npx cilium-eks init ${fresh} --yes --no-install --vcpus 64`, project);
    expect([made.status, made.stderr]).toEqual([0, ""]);
    expect(manifestOf(fresh).dependencies["pulumi-cilium-eks"]).toBe(`file:${tarball}`);
    // In place of npm install, whose result the projects of this file are.
    symlinkSync(path.join(project, "node_modules"), path.join(fresh, "node_modules"));
    const { status, stdout, stderr } = shell("npx cilium-eks plan", fresh);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("0 errors, 0 warnings, 0 waived");
  });

  it("holds the policy pack, which the Pulumi CLI finds by its folder", () => {
    const pack = path.join(project, "node_modules/pulumi-cilium-eks/dist/policies");
    expect(readFileSync(path.join(pack, "PulumiPolicy.yaml"), "utf8")).toContain("nodejs");
    const { status, stdout } = shell("node configure.js --group security=disabled", pack);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty("security-endpoint-open", "disabled");
  });

  it("loads none of the command line's libraries", () => {
    const script = `
      const { registerHooks } = await import("node:module");
      const loaded = [];
      registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
      await import("pulumi-cilium-eks");
      console.log(JSON.stringify({
        own: loaded.some((url) => url.includes("/pulumi-cilium-eks/dist/components/")),
        tools: ["commander", "cli-table3", "picocolors", "zod", "@kubernetes/client-node", "@pulumi/policy"].filter((name) =>
          loaded.some((url) => url.includes("/node_modules/" + name + "/"))),
      }));
    `;
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: project,
      encoding: "utf8",
    });
    expect(JSON.parse(stdout)).toEqual({ own: true, tools: [] });
  });

  let node = (_version: string): string => "";
  beforeAll(() => {
    node = installNodes(path.join(folder, "nodes"), ["20.8.0", "22.18.0"]);
  }, 300_000);

  it("says on a Node that is too old what it needs, whatever is asked", () => {
    const old = node("20.8.0");
    for (const command of ["npx cilium-eks --help", "npx cilium-eks plan", "npx cilium-eks capacity m6i.large"]) {
      const { status, stdout, stderr } = shell(command, project, old);
      expect(stdout).toBe("");
      expect(stderr).toContain("cilium-eks needs Node 22.18 or newer");
      expect(stderr).not.toContain("    at ");
      expect(status).toBe(2);
    }
  });

  it("runs on the oldest Node that it admits", () => {
    const oldest = node("22.18.0");
    const { status, stdout, stderr } = plan(project, PROGRAM, oldest);
    expect(stderr).toBe("");
    expect(stdout).toContain("0 errors");
    expect(status).toBe(0);
  });
});

// Last, because it changes the project.
describe("the package with the lowest peers that the ranges admit", () => {
  beforeAll(() => {
    add(
      project,
      required.map(([name, range]) => `${name}@${lowestOf(range)}`),
    );
  }, 600_000);

  it("has the versions that this is about", () => {
    for (const [peer, range] of required) {
      const { version } = manifestOf(path.join(project, "node_modules", peer));
      expect(`${peer} ${version}`).toBe(`${peer} ${lowestOf(range)}`);
    }
  });

  it("type-checks a program with right arguments and refuses wrong ones", () => {
    const [[, wrong, named] = ["", "", ""]] = REFUSED;
    const said = typecheck(project, [
      ["right.ts", PROGRAM],
      ["wrong.ts", wrong],
    ]);
    expect(said.get("right.ts")).toBe("");
    expect(said.get("wrong.ts")).toContain(named);
  });

  holds();
});
