import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PolicyReport, type ProgramResult, startPolicyHost } from "../../engine/index.ts";
import { runFixture } from "./engine-fixtures.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "pack-"));
const pack = path.join(folder, "package");
afterAll(() => rmSync(folder, { recursive: true }));

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (dir: string): Manifest =>
  JSON.parse(readFileSync(path.join(dir, "package.json"), "utf8")) as Manifest;

/** What npm would publish, unpacked in an empty folder, with nothing beside it but what it says it needs. */
function install(): void {
  const built = path.join(folder, "built");
  execFileSync(process.execPath, [path.join(root, "scripts/build-policies.ts"), built]);
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
      cwd: built,
      encoding: "utf8",
    }),
  ) as [{ filename: string }];
  execFileSync("tar", ["-xzf", path.join(folder, filename), "-C", folder]);
  for (const name of Object.keys(manifestOf(pack).dependencies)) {
    const link = path.join(pack, "node_modules", name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(root, "node_modules", name), link);
  }
}

const told = ({ violations, undecided }: PolicyReport): string[] =>
  [...violations, ...undecided].map(({ policy, urn }) => `${policy} ${urn}`);

async function analyze(dir: string, program: ProgramResult): Promise<PolicyReport> {
  const host = await startPolicyHost(dir);
  try {
    return await host.analyze(program.resources, { projectName: "house", stackName: "dev" });
  } finally {
    await host.close();
  }
}

describe("the published pack", () => {
  beforeAll(install, 120_000);

  it("says from an empty folder what the pack in the repository says", async () => {
    const program = await runFixture("article-wrong");
    const [published, own] = [await analyze(pack, program), await analyze(path.join(root, "policies"), program)];
    expect(told(published)).toEqual(told(own));
    expect(published.violations.length).toBeGreaterThan(25);
  });

  it("has its documentation as its readme, and the schema of its config", () => {
    expect(readFileSync(path.join(pack, "README.md"), "utf8")).toContain("nodes-taint-present");
    expect(readdirSync(pack)).toEqual(expect.arrayContaining(["LICENSE", "PulumiPolicy.yaml", "config.schema.json"]));
  });

  it("writes a config for whole groups", () => {
    const text = execFileSync(process.execPath, ["configure.js", "--group", "security=disabled"], {
      cwd: pack,
      encoding: "utf8",
    });
    expect(JSON.parse(text)).toHaveProperty("security-endpoint-open", "disabled");
  });

  it("needs what the repository has, in the same versions", () => {
    const { dependencies, devDependencies } = manifestOf(root);
    const { dependencies: own } = manifestOf(pack);
    expect(own).toEqual(
      Object.fromEntries(Object.keys(own).map((name) => [name, { ...devDependencies, ...dependencies }[name]])),
    );
  });
});
