import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../../cli/engine/index.ts";

const root = path.resolve(import.meta.dirname, "../..");
const consumer = mkdtempSync(path.join(tmpdir(), "consumer-"));
afterAll(() => rmSync(consumer, { recursive: true }));

/** What a project that installs the package writes. */
const PROGRAM = `import { CiliumEniCluster } from "pulumi-cilium-eks";

const cluster = new CiliumEniCluster("blue", {
  region: "eu-central-1",
  cluster: { name: "blue", endpoint: { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] } },
  network: { vpc: { cidr: "10.0.0.0/16" } },
  nodeGroups: { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 } } },
});
export const vpcId = cluster.vpcId;
`;

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

function typecheck(program: string): string {
  writeFileSync(path.join(consumer, "probe.ts"), program);
  const { stdout } = spawnSync(path.join(root, "node_modules/.bin/tsc"), ["-p", consumer], { encoding: "utf8" });
  rmSync(path.join(consumer, "probe.ts"));
  return stdout;
}

describe("the npm package", () => {
  beforeAll(install, 60_000);

  it("type-checks a program with right arguments", () => {
    expect(typecheck(PROGRAM)).toBe("");
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
    expect(result.resources.map(({ type }) => type)).toContain("cilium-eks:index:CiliumEniCluster");
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
