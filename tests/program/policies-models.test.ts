import path from "node:path";
import { describe, expect, it } from "vitest";
import { type EngineResource, runProgram, Secret, UNKNOWN as UNKNOWN_OUTPUT } from "../../engine/index.ts";
import { parseSettings } from "../../config/parse.ts";
import { readStackFile } from "../../config/stack-file.ts";
import type { ClusterModel } from "../../core/model/index.ts";
import { evaluate } from "../../core/plan/index.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import { type Registered, viewCluster } from "../../lens/index.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** What the two lenses say differently of one stack, and why that is right. */
const DIFFERENT: readonly (readonly [path: RegExp, reason: string])[] = [
  [/\.name$/, "resources carry the component's name before their own"],
  [/^nodeGroups\.\w+\.surge$/, "EKS decides how many nodes an update adds; the planner works it out"],
  [/^nodeGroups\.\w+\.subnets$/, "subnets of an existing VPC are ids here and names there"],
  [
    /^network\.subnets\.[\w-]+\.(?:egress|role)$/,
    "awsx.ec2.Vpc makes the routes, and its inputs name no control plane",
  ],
  [/\.managedPolicies$/, "attachments have no order"],
  [/^cilium\.userValues/, "a program does not tell its own values from a planner's"],
  [
    /^releases\.[\w-]+\.values\.(?:vpcId|routeTableIDs)$/,
    "the planner writes a placeholder for what a component fills in",
  ],
];

function plain(value: unknown): unknown {
  if (value === UNKNOWN_OUTPUT) return UNKNOWN;
  if (value instanceof Secret) return plain(value.value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

const registered = (resource: EngineResource): Registered => ({
  urn: resource.urn,
  type: resource.type,
  name: resource.name,
  props: plain(resource.inputs) as Registered["props"],
  ...(resource.parent === undefined ? {} : { parent: resource.parent }),
  protect: false,
  ignoreChanges: [],
  sources: Object.fromEntries(
    Object.entries(resource.propertyDependencies).map(([key, from]) => [key, [...from]] as const),
  ),
  dependencies: [...resource.dependencies],
});

async function bothModels(stackFile: string): Promise<{ settings: ClusterModel; resources: ClusterModel }> {
  const stack = path.basename(stackFile, ".yaml").replace("Pulumi.", "");
  const file = readStackFile(path.join(root, stackFile), stackFile);
  const parsed = parseSettings(file.raw);
  if (!parsed.ok) throw new Error(`${stackFile} cannot be read`);
  const program = await runProgram({
    projectName: "cilium-eks",
    projectDir: root,
    main: "index.ts",
    stackName: stack,
    config: file.config,
    secretKeys: file.secretKeys,
  });
  expect(program.errors).toEqual([]);
  return {
    settings: evaluate(parsed.settings, { asOf: "2026-11-20" }).model,
    resources: ownEntries(viewCluster(program.resources.map(registered), parsed.settings.region).model),
  };
}

/** The entry of hybrid nodes is the hybrid part's: the settings lens knows the control plane's own. */
const ownEntries = ({ controlPlane, ...rest }: ClusterModel): ClusterModel => ({
  ...rest,
  ...(controlPlane === undefined
    ? {}
    : {
        controlPlane: {
          ...controlPlane,
          accessEntries: controlPlane.accessEntries.filter(({ type }) => type !== "HYBRID_LINUX"),
        },
      }),
});

type Named = { readonly name: string };
const isNamed = (value: unknown): value is Named => typeof value === "object" && value !== null && "name" in value;

/** Items by name; a component's name may stand before it. */
const partner = (items: readonly unknown[], { name }: Named): unknown =>
  items.find((item) => isNamed(item) && (item.name === name || item.name.endsWith(`-${name}`)));

/** Where both say something, and not the same. What only one of them knows is no difference. */
function differences(a: unknown, b: unknown, at: string): string[] {
  if (a === undefined || b === undefined || a === UNKNOWN || b === UNKNOWN) return [];
  if (Array.isArray(a) && Array.isArray(b)) {
    if (b.includes(UNKNOWN)) return [];
    if (a.some(isNamed))
      return a.flatMap((item) => (isNamed(item) ? differences(item, partner(b, item), `${at}.${item.name}`) : []));
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [at];
  }
  if (typeof a === "object" && a !== null && typeof b === "object" && b !== null) {
    const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
    return Object.keys(left).flatMap((key) => differences(left[key], right[key], `${at}.${key}`));
  }
  return a === b ? [] : [at];
}

describe.each([
  ["Pulumi.dev.yaml", ["cilium"]],
  ["Pulumi.prod.yaml", ["cilium"]],
  ["examples/clusterMesh.yaml", ["cilium", "releases"]],
  ["examples/overlay.yaml", ["cilium", "releases", "activations"]],
  ["examples/mixed.yaml", ["releases", "activations"]],
  ["examples/hybridGateway.yaml", ["releases", "activations"]],
] as const)("the model of %s", (stack, more) => {
  it("is the same from its settings and from its resources, where both know it", async () => {
    const { settings, resources } = await bothModels(stack);
    const { objects: _, ...parts } = settings;
    const found = Object.entries(parts).flatMap(([part, value]) =>
      differences(value, resources[part as keyof ClusterModel], part),
    );
    expect(found.filter((at) => !DIFFERENT.some(([expression]) => expression.test(at)))).toEqual([]);
    // They have enough in common that this says something.
    expect(Object.keys(resources)).toEqual(
      expect.arrayContaining(["account", "controlPlane", "nodeGroups", "identity", "addons", "objects", ...more]),
    );
    // A Cilium that is kept to hybrid nodes is nobody's CNI but theirs.
    expect(resources.cilium === undefined).toBe(settings.cilium === undefined);
  });
});
