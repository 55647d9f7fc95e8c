import { readdirSync } from "node:fs";
import path from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSettings } from "../../config/parse.ts";
import { readStackFile } from "../../config/stack-file.ts";
import type { HelmReleaseModel, KubernetesObject } from "../../core/model/index.ts";
import { errorsOf, evaluate } from "../../core/plan/index.ts";
import type { Settings } from "../../core/settings/index.ts";
import { toDisplay } from "../../engine/index.ts";
import { createFromSettings } from "../../program/index.ts";
import { settings } from "../support/model.ts";
import { type Recorded, record } from "../support/recorder.ts";
import { runs } from "../support/runs.ts";

const root = path.resolve(import.meta.dirname, "../..");
const stacks = [
  "Pulumi.prod.yaml",
  "Pulumi.dev.yaml",
  ...readdirSync(path.join(root, "examples"))
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => `examples/${file}`),
];

function settingsOf(file: string): Settings {
  const parsed = parseSettings(readStackFile(path.join(root, file)).raw);
  if (!parsed.ok) throw new Error(file);
  return parsed.settings;
}

/** What stands in a plan for what only a deployment knows. */
const PLACEHOLDER = /^\[[a-z]+(-[a-z0-9]+)*\](,\[[a-z]+-\d+\])*$/;

/** Where the planned value is not the registered one. A service account may have got the annotations of its role. */
function differences(planned: unknown, registered: unknown, at: string): string[] {
  if (typeof planned === "string" && PLACEHOLDER.test(planned))
    return registered === undefined ? [`${at}: missing`] : [];
  if (typeof planned !== "object" || planned === null || typeof registered !== "object" || registered === null) {
    return Object.is(planned, registered) ? [] : [`${at}: ${JSON.stringify(planned)} is ${JSON.stringify(registered)}`];
  }
  const [before, after] = [planned as Tree, registered as Tree];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    before[key] === undefined && key === "annotations"
      ? []
      : differences(before[key], after[key], at === "" ? key : `${at}.${key}`),
  );
}
type Tree = Readonly<Record<string, unknown>>;

const keyOf = ({ kind, metadata }: KubernetesObject): string => `${kind} ${metadata.namespace ?? "-"}/${metadata.name}`;

const registeredObjects = (recorded: readonly Recorded[]): Map<string, KubernetesObject> =>
  new Map(
    recorded.flatMap(({ type, inputs }) => {
      if (!type.startsWith("kubernetes:") || type.includes("helm.sh") || type.includes("yaml")) return [];
      const object = toDisplay(inputs) as KubernetesObject;
      return object.kind === undefined || object.metadata?.name === undefined ? [] : [[keyOf(object), object] as const];
    }),
  );

interface Release {
  readonly name: string;
  readonly version: string;
  readonly namespace: string;
  readonly values: Tree;
}

const registeredReleases = (recorded: readonly Recorded[]): Map<string, Release> =>
  new Map(
    recorded
      .filter(({ type }) => type === "kubernetes:helm.sh/v3:Release")
      .map(({ inputs }) => toDisplay(inputs) as Release)
      .map((release) => [`${release.namespace}/${release.name}`, release]),
  );

const wanted = ({ version, values }: HelmReleaseModel) => ({ version, values });

/** Everything in which `plan` and the program differ, for what stands on the cluster. */
async function disagreements(stack: Settings): Promise<string[]> {
  const { model, clusterModel, report } = evaluate(stack);
  expect(errorsOf(report)).toEqual([]);
  const recorded = await record(() => createFromSettings(stack));
  const objects = registeredObjects(recorded);
  const releases = registeredReleases(recorded);
  const ofCluster = new Set(clusterModel.objects);
  const planned = (model.objects ?? []).filter((object) => !ofCluster.has(object));
  const plannedKeys = new Set(planned.map(keyOf));
  return [
    ...planned.flatMap((object) => differences(object, objects.get(keyOf(object)), keyOf(object))),
    ...(model.releases ?? []).flatMap((release) => {
      const found = releases.get(`${release.namespace}/${release.name}`);
      return differences(
        wanted(release),
        found === undefined ? undefined : { version: found.version, values: found.values },
        `release ${release.name}`,
      );
    }),
    ...[...objects.keys()]
      .filter((key) => AREA_KINDS.test(key) && !plannedKeys.has(key))
      .map((key) => `${key} is registered and not planned`),
  ];
}

/** Kinds that only areas make. */
const AREA_KINDS =
  /^(Gateway|GatewayClass|\w+Route|ReferenceGrant|PrometheusRule|Certificate|Issuer|Cilium(Network|BGP|LoadBalancer|GatewayClass)\w*) /;

describe("what plan says of an area is what its component registers", () => {
  it.each(stacks)("%s", { timeout: 120_000 }, async (file) => {
    expect(await disagreements(settingsOf(file))).toEqual([]);
  });

  it("for a Gateway that is switched on by chart values alone", async () => {
    const { gateway: _gateway, ...stack } = settingsOf("Pulumi.prod.yaml");
    const { uiExposure: _exposure, ...observability } = stack.observability ?? {};
    const changed: Settings = {
      ...stack,
      observability,
      cilium: { ...stack.cilium, helmValues: { gatewayAPI: { enabled: true } } },
      waivers: { ...stack.waivers, "versions-gateway-api-installed": "the bundle is put in by hand" },
    };
    expect(await disagreements(changed)).toEqual([]);
  });

  it("for any choice of parts", { timeout: 300_000 }, async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(choices, async (stack) => {
        if (errorsOf(evaluate(stack).report).length > 0) return;
        seen++;
        expect(await disagreements(stack)).toEqual([]);
      }),
      { numRuns: runs(25), seed: 20_261_130 },
    );
    expect(seen).toBeGreaterThan(8);
  });
});

const cluster = {
  name: "test",
  kubernetesVersion: "1.35",
  endpoint: { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] },
} as const;

const gateway: fc.Arbitrary<NonNullable<Settings["gateway"]>> = fc.record(
  {
    enabled: fc.constant(true as const),
    listeners: fc.constantFrom(
      { http: { protocol: "HTTP" as const } },
      { https: { protocol: "HTTPS" as const, hostname: "*.example.com", allowedNamespaces: ["hubble-ui"] } },
    ),
    exposure: fc.constantFrom(
      { type: "internet-facing" as const, elasticIps: "allocate" as const },
      { type: "internal" as const },
      { type: "host-network" as const },
    ),
    demo: fc.constant({ enabled: true }),
  },
  { requiredKeys: ["enabled", "listeners"] },
);

const observability: fc.Arbitrary<NonNullable<Settings["observability"]>> = fc.record(
  {
    relay: fc.constant(true),
    ui: fc.boolean(),
    prometheus: fc.constantFrom({ mode: "present" as const }, { mode: "install" as const }, { mode: "amp" as const }),
    alerts: fc.constantFrom({ enabled: true }, { enabled: false }),
    flowLogs: fc.constant({ destination: { cloudWatch: {} } }),
  },
  { requiredKeys: ["relay"] },
);

const choices: fc.Arbitrary<Settings> = fc
  .record({
    version: fc.constantFrom("1.19.6", "1.20.2"),
    ipam: fc.constantFrom(
      { mode: "eni" as const },
      { mode: "cluster-pool" as const, podCidrs: ["10.200.0.0/16"], tunnel: "vxlan" as const },
    ),
    identity: fc.constantFrom("irsa" as const, "pod-identity" as const),
    gateway: fc.option(gateway, { nil: undefined }),
    byValues: fc.boolean(),
    bgp: fc.boolean(),
    prefixes: fc.boolean(),
    observability: fc.option(observability, { nil: undefined }),
  })
  .map(({ version, ipam, identity, byValues, bgp, prefixes, ...parts }) =>
    settings({
      cluster,
      cilium: {
        version,
        ipam,
        operatorIdentity: identity,
        ...(prefixes && ipam.mode === "eni" ? { prefixDelegation: true } : {}),
        helmValues: {
          ...(byValues ? { gatewayAPI: { enabled: true } } : {}),
          ...(bgp ? { bgpControlPlane: { enabled: true } } : {}),
        },
      },
      ...(parts.gateway === undefined ? {} : { gateway: parts.gateway }),
      ...(parts.observability === undefined ? {} : { observability: parts.observability }),
    }),
  );
