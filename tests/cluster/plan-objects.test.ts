import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { READ_NOTE } from "../../cli/plan/run.ts";
import type { PlanDocument } from "../../cli/plan/types.ts";
import type { KubeObject } from "../support/kube-client.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const root = path.resolve(import.meta.dirname, "../..");
const tools = findControlPlane();
if ("missing" in tools) console.warn(`No object of a plan was applied: ${tools.missing}.`);

const folder = mkdtempSync(path.join(tmpdir(), "objects-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Config = Record<string, Record<string, unknown>>;

/** The dev stack with every choice that adds an object. */
function everything(): string {
  const stack = parse(readFileSync(path.join(root, "Pulumi.dev.yaml"), "utf8")) as { config: Config };
  const { config } = stack;
  config["cilium-eks:cluster"]!["addons"] = { ebsCsi: { enabled: true } };
  config["cilium-eks:cilium"]!["loadBalancer"] = { mode: "dsr", sourceDestCheckWatcher: true };
  const groups = config["cilium-eks:nodeGroups"] as Record<string, Record<string, unknown>>;
  groups["general"]!["pods"] = { subnetTags: { pods: "yes" } };
  const file = path.join(folder, "Pulumi.everything.yaml");
  writeFileSync(file, stringify(stack));
  return file;
}

/** Objects that a plan shows as they will be sent: its Kubernetes resources, charts and files of CRDs left out. */
function objectsOf(...args: string[]): { objects: KubeObject[]; patches: KubeObject[] } {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["cli/main.ts", "plan", "--format", "json", "--no-policies", ...args],
    {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 64 << 20,
    },
  );
  expect(stderr).toBe("");
  const { resources } = JSON.parse(stdout) as PlanDocument;
  expect(resources.length).toBeGreaterThan(10);
  const sent = resources
    .filter(({ type, note }) => /^kubernetes:(?!helm|yaml)/.test(type) && note !== READ_NOTE)
    .map(({ type, inputs }) => ({ type, object: known(inputs) as KubeObject }));
  const isPatch = ({ type }: { type: string }) => type.endsWith("Patch");
  return {
    objects: sent.filter((one) => !isPatch(one)).map(({ object }) => object),
    patches: sent.filter(isPatch).map(({ object }) => object),
  };
}

/** What only a deployment knows stands there as text of the same form. */
const known = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll('"[unknown]"', '"1"').replaceAll('"[secret]"', '"secret"'));

/** A workload for a patch to find, as the chart makes it. */
function workload({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  const labels = { app: metadata.name };
  const template = { metadata: { labels }, spec: { containers: [{ name: "one", image: "one" }] } };
  return {
    apiVersion,
    kind,
    metadata: { name: metadata.name, namespace: metadata.namespace ?? "kube-system" },
    spec: { selector: { matchLabels: labels }, template },
  };
}

describe.skipIf("missing" in tools)("the objects of a plan", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({
      crds: ["gateway-api-v1.4.1", "cilium-1.19.6", "cert-manager-1.19.1", "prometheus-operator-0.91.0"],
    });
  });
  afterAll(() => plane?.stop());

  it.each([
    ["dev", () => ["--stack", "dev"], []],
    ["prod", () => ["--stack", "prod"], []],
    [
      "every choice",
      () => ["--stack-file", everything()],
      ["StorageClass", "ServiceAccount", "Deployment", "CiliumNodeConfig"],
    ],
  ] as const)("of %s are taken by the API server", async (_, args, kinds) => {
    const { objects, patches } = objectsOf(...args());
    expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...kinds]));
    expect(patches.map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(["cilium", "cilium-envoy", "cilium-operator"]),
    );
    const workloads = patches.filter(({ kind }) => kind === "DaemonSet" || kind === "Deployment").map(workload);
    expect(await plane.apply([...workloads, ...objects])).toEqual([]);
    expect(await plane.apply(patches, { manager: "pulumi" })).toEqual([]);
  });
});
