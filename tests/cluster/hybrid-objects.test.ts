import path from "node:path";
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ClusterModel, KubernetesObject } from "../../core/model/index.ts";
import hybridRules from "../../core/rules/hybrid/index.ts";
import { runRules } from "../../core/rules/run.ts";
import { planPremises, premisesOf } from "../../core/hybrid/premises.ts";
import { meshed } from "../support/premises.ts";
import { broken, built } from "../support/hybrid-built.ts";
import { type PlannedObjects, objectsOfPlan, patched } from "../support/plan-objects.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const tools = findControlPlane();
if ("missing" in tools) console.warn(`No object of nodes on premises was applied: ${tools.missing}.`);

const examples = readdirSync(path.resolve(import.meta.dirname, "../../examples")).filter((file) =>
  file.endsWith(".yaml"),
);
const planned = (file: string): PlannedObjects => objectsOfPlan(`examples/${file}`);

describe.skipIf("missing" in tools).each([
  { cilium: "1.19.6", bundle: "gateway-api-v1.4.1" },
  { cilium: "1.20.2", bundle: "gateway-api-v1.6.1" },
])("with the definitions of Cilium $cilium", ({ cilium, bundle }) => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({ crds: [`cilium-${cilium}`, bundle, "cert-manager-1.19.1", "karpenter-1.14.1"] });
  });
  afterAll(() => plane?.stop());

  it("the API server takes every object of BGP, of pools and of announcements", async () => {
    expect(await plane.apply(built)).toEqual([]);
  });

  it("the API server takes every object for the cluster on premises of a mesh", async () => {
    const input = premisesOf(meshed());
    expect(await plane.apply(input === undefined ? [] : planPremises(input).objects)).toEqual([]);
  });

  it.each(examples)("the API server takes every object of examples/%s", async (file) => {
    const { objects, patches } = planned(file);
    expect(objects.length + patches.length).toBeGreaterThan(0);
    expect(await plane.apply([...patches.map(patched), ...objects])).toEqual([]);
    expect(await plane.apply(patches, { manager: "pulumi" })).toEqual([]);
  });

  it("a Service that was patched keeps its ports, and has names asked on the own side", async () => {
    const { patches } = planned("mixed.yaml");
    const [patch] = patches.filter(({ kind }) => kind === "Service");
    if (patch === undefined) throw new Error("no patch");
    await plane.apply([patched(patch)]);
    await plane.apply([patch], { manager: "pulumi" });
    expect(await plane.get(patch)).toMatchObject({
      spec: { trafficDistribution: "PreferClose", ports: [{ port: 53 }] },
    });
  });

  it.each(broken)("$what: refused by the API server", async ({ object, rule }) => {
    const [fault] = await plane.apply([object], { dryRun: true });
    expect(fault, "the API server took it").toBeDefined();
    if (rule !== undefined) expect(told(object)).toContain(rule);
  });
});

/** What the rules say before. */
const told = (object: KubernetesObject): string[] => {
  const model: ClusterModel = { objects: [...built.filter(({ kind }) => kind !== object.kind), object] };
  return runRules(hybridRules, model).findings.map(({ rule }) => rule);
};

it("no rule refuses what is built", () => {
  expect(runRules(hybridRules, { objects: built }).findings).toEqual([]);
});
