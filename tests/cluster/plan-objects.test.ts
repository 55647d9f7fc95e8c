import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { objectsOfPlan, patched } from "../support/plan-objects.ts";
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
  config["cilium-eks:waivers"]!["addresses-pod-subnet-tags"] = "the tags are put on by hand";
  const file = path.join(folder, "Pulumi.everything.yaml");
  writeFileSync(file, stringify(stack));
  return file;
}

const STACKS: readonly (readonly [stack: string, file: () => string, kinds: readonly string[]])[] = [
  ["dev", () => "Pulumi.dev.yaml", []],
  ["prod", () => "Pulumi.prod.yaml", []],
  ["every choice", everything, ["StorageClass", "ServiceAccount", "Deployment", "CiliumNodeConfig"]],
];

describe.skipIf("missing" in tools)("the objects of a plan", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({
      crds: ["gateway-api-v1.4.1", "cilium-1.19.6", "cert-manager-1.19.1", "prometheus-operator-0.91.0"],
    });
  });
  afterAll(() => plane?.stop());

  it.each(STACKS)("of %s are taken by the API server", async (_, file, kinds) => {
    const { objects, patches } = objectsOfPlan(file());
    expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...kinds]));
    expect(patches.map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(["cilium", "cilium-envoy", "cilium-operator"]),
    );
    expect(await plane.apply([...patches.map(patched), ...objects])).toEqual([]);
    expect(await plane.apply(patches, { manager: "pulumi" })).toEqual([]);
  });
});
