import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type EngineResource, runProgram } from "../../engine/index.ts";
import { parseStackFile } from "../../config/stack-file.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** One secret by the engine's own name, one in a chart's values, one in user data by the proxy. */
const SECRETS = {
  mesh: { certificateAuthority: { certificate: "public", privateKey: "MARKKEY" } },
  hybrid: { kubeconfig: "MARKKUBE" },
  cilium: { helmValues: { podAnnotations: { "example.com/note": "MARKVALUE" } } },
  cluster: { proxy: { httpProxy: "http://MARKPROXY.example.com:3128" } },
  network: { vpc: { id: "vpc-MARKREF" } },
};

type Tree = { readonly [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);
const merge = (below: unknown, above: unknown): unknown =>
  isTree(below) && isTree(above)
    ? { ...below, ...Object.fromEntries(Object.entries(above).map(([key, value]) => [key, merge(below[key], value)])) }
    : above;
const encrypted = (value: unknown): unknown =>
  isTree(value)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, encrypted(inner)]))
    : value === "public"
      ? value
      : { secure: "AAAB" };

/** The program on the mesh's example, with secrets where a stack file may have them, as the engine runs it. */
async function run({
  beside,
}: {
  beside: boolean;
}): Promise<{ resources: readonly EngineResource[]; outputs: unknown }> {
  const example = parseStackFile(readFileSync(path.join(root, "examples/clusterMesh.yaml"), "utf8"), "example");
  const projectDir = mkdtempSync(path.join(tmpdir(), "secrets-"));
  folders.push(projectDir);
  for (const name of readdirSync(root)) {
    if (!/^\.|^Pulumi\..+\.yaml$/.test(name)) symlinkSync(path.join(root, name), path.join(projectDir, name));
  }
  const entries = Object.entries(SECRETS).map(([key, value]) => [key, merge(example.raw.values[key], value)] as const);
  if (beside) {
    const hidden = Object.entries(SECRETS).map(([key, value]) => [`cilium-eks:${key}`, encrypted(value)]);
    writeFileSync(path.join(projectDir, "Pulumi.sealed.yaml"), stringify({ config: Object.fromEntries(hidden) }));
  }
  const { ok, errors, resources, outputs } = await runProgram({
    projectName: "cilium-eks",
    projectDir,
    main: "index.ts",
    stackName: "sealed",
    config: {
      ...example.config,
      ...Object.fromEntries(entries.map(([key, value]) => [`cilium-eks:${key}`, JSON.stringify(value)])),
    },
    secretKeys: Object.keys(SECRETS).map((key) => `cilium-eks:${key}`),
  });
  expect(errors).toEqual([]);
  expect(ok).toBe(true);
  return { resources, outputs };
}

/** Marks in clear in what the engine is told; a secret prints as `[secret]`. */
function clear(told: unknown): string[] {
  const text = JSON.stringify(told);
  const hidden = [...text.matchAll(/"userData":"([^"]+)"/g)].map(([, data = ""]) =>
    Buffer.from(data, "base64").toString("utf8"),
  );
  return [text, ...hidden].flatMap((one) => one.match(/MARK\w+/g) ?? []);
}

describe("secrets of a stack file", () => {
  it("stay secret in every resource and every output of the stack", async () => {
    const { resources, outputs } = await run({ beside: true });
    expect(clear({ outputs, inputs: resources.map(({ inputs }) => inputs) })).toEqual([]);
    // Only what is secret in the file is one.
    const cluster = resources.find(({ type }) => type === "cilium-eks:index:CiliumEniCluster");
    expect(cluster?.inputs["cilium"]).toMatchObject({ version: "1.19.6" });
    expect(cluster?.inputs["mesh"]).toMatchObject({ certificateAuthority: { certificate: "public" } });
  });

  it("stay secret too where the engine says the keys and no file says the leaves", async () => {
    const { resources, outputs } = await run({ beside: false });
    expect(clear({ outputs, inputs: resources.map(({ inputs }) => inputs) })).toEqual([]);
    // What the schema does not let be a secret stays readable.
    const cluster = resources.find(({ type }) => type === "cilium-eks:index:CiliumEniCluster");
    expect(cluster?.inputs["cilium"]).toMatchObject({ version: "1.19.6" });
    expect(cluster?.inputs["hybrid"]).toMatchObject({ strategy: "clusterMesh", ciliumVersion: "1.18.8-1" });
  });
});
