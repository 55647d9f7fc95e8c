import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseSettings } from "../../../../config/parse.ts";
import { type SchemaNode, resolve } from "../../../../config/schema-node.ts";
import { readStackFile } from "../../../../config/stack-file.ts";
import { completePlan, evaluate } from "../../../../core/plan/index.ts";
import type { Settings } from "../../../../core/settings/index.ts";
import { readDefinition } from "../../../../scripts/settings/definition.ts";

/** Groups that no example has, so that what is left out within them is planned. */
const MORE = `
cluster: { name: rich, endpoint: { publicAccess: true, publicAccessCidrs: [203.0.113.0/24] }, logs: {} }
network: { vpc: { cidr: 10.0.0.0/16 }, podSubnets: { cidr: 100.64.0.0/16 }, flowLogs: {}, attach: { transitGatewayId: tgw-0a1b2c3d4e5f60718, cidrs: [10.9.0.0/16] } }
nodeGroups: { general: { instanceTypes: [m6i.large], scaling: { min: 2, max: 4 }, disk: {}, ami: {}, update: {} } }
cilium: { loadBalancer: {}, encryption: { nodeEncryption: false }, eni: { gc: {} }, bandwidthManager: { enabled: true } }
gateway:
  enabled: true
  listeners: { web: { protocol: HTTP } }
  exposure: { type: internet-facing }
  tls: { certManager: install, issuer: { email: a@example.com, http01: true } }
  routes:
    http:
      shop:
        rules: [{ matches: [{ path: { value: / }, headers: [{ name: x, value: a }] }], filters: { requestMirror: [{ backendRef: { name: b, port: 80 } }] }, backendRefs: [{ name: shop, port: 80 }] }]
observability:
  ui: true
  metrics: {}
  certificates: {}
  redact: {}
  flowLogs: { static: {}, destination: { cloudWatch: {} } }
  prometheus: { mode: install, install: {} }
  dashboards: {}
  quotaAlarms: { topicArn: "arn:aws:sns:eu-central-1:123456789012:alerts" }
quotas: {}
`;

/** Defaults of the chart, the API or the service, which is told nothing: the plan shows the key only where a stack has it. */
const THEIRS: ReadonlySet<string> = new Set([
  "cilium.datapathMode",
  "cilium.bigTcp",
  "cilium.bandwidthManager.bbr",
  "cilium.loadBalancer.maglevTableSize",
  "cilium.loadBalancer.algorithmAnnotation",
  "cilium.loadBalancer.modeAnnotation",
  "observability.bufferedFlows",
  "observability.certificates.validityDays",
  "observability.flowLogs.static.compress",
  "mesh.maxClusters",
  "gateway.routes.http.*.rules.*.backendRefs.*.weight",
]);

type Tree = Record<string, unknown>;

const stacks: readonly Settings[] = [
  "Pulumi.prod.yaml",
  "Pulumi.dev.yaml",
  ...readdirSync("examples")
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => `examples/${file}`),
]
  .map((file) => parseSettings(readStackFile(file).raw))
  .concat(parseSettings({ region: "eu-central-1", values: parse(MORE) as Tree }))
  .map((parsed) => {
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.findings));
    return parsed.settings;
  });

/** What is built, or nothing where the settings are refused. */
function built(settings: Settings): string | undefined {
  const evaluation = evaluate(settings);
  const result = completePlan(evaluation);
  return "plan" in result
    ? JSON.stringify([result.plan, evaluation.sections, evaluation.billed], (key, value: unknown) =>
        key === "settings" ? undefined : value,
      )
    : undefined;
}

const root = readDefinition();

/** Every key with a default that a stack leaves out of a group it has: path, default, and how the key is named whatever its maps. */
function* leftOut(node: SchemaNode, value: unknown, path: readonly string[], name: string): Generator<LeftOut> {
  const meant = resolve(node, root);
  if (meant.anyOf !== undefined) {
    for (const option of meant.anyOf) yield* leftOut(option, value, path, name);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const tree = value as Tree;
  const own = Object.entries(meant.properties ?? {});
  if (own.some(([key, child]) => key in tree && child.const !== undefined && child.const !== tree[key])) return;
  for (const [key, child] of own) {
    const at = { path: [...path, key], name: name === "" ? key : `${name}.${key}` };
    const { default: value } = resolve(child, root);
    if (tree[key] === undefined && value !== undefined) yield { ...at, value };
    else yield* leftOut(child, tree[key], at.path, at.name);
  }
  const each = meant.items ?? (typeof meant.additionalProperties === "object" ? meant.additionalProperties : undefined);
  for (const [key, child] of each === undefined ? [] : Object.entries(tree))
    yield* leftOut(each as SchemaNode, child, [...path, key], `${name}.*`);
}

interface LeftOut {
  readonly path: readonly string[];
  readonly name: string;
  readonly value: unknown;
}

function withValue(settings: Settings, { path, value }: LeftOut): Settings {
  const copy = structuredClone(settings);
  const group = path.slice(0, -1).reduce<Tree>((tree, key) => tree[key] as Tree, copy as unknown as Tree);
  group[path.at(-1) ?? ""] = value;
  return copy;
}

/** Name -> whether writing the default changes what is built, in each stack that still builds. */
const outcomes = new Map<string, boolean[]>();
for (const settings of stacks) {
  const before = built(settings);
  for (const key of leftOut(root, settings, [], "")) {
    const after = built(withValue(settings, key));
    if (after !== undefined) outcomes.set(key.name, [...(outcomes.get(key.name) ?? []), after === before]);
  }
}

describe("a default in a comment", () => {
  it("is looked at for most settings that have one", () => {
    expect(stacks.map((settings) => built(settings) !== undefined)).not.toContain(false);
    expect(outcomes.size).toBeGreaterThan(40);
  });

  it.each([...outcomes].filter(([name]) => !THEIRS.has(name)))("of %s is what is planned without it", (_, same) => {
    expect(same).not.toContain(false);
  });

  it.each([...THEIRS])("of %s is somebody else's, and left to them", (name) => {
    expect(outcomes.get(name)).toContain(false);
  });
});
