import { readdirSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { parseSettings } from "../../config/parse.ts";
import { readStackFile } from "../../config/stack-file.ts";
import { configMapKey } from "../../core/facts/config-map-keys.ts";
import { chartChanges } from "../../core/facts/chart-changes.ts";
import { chartVersionFor, lookupKey } from "../../core/facts/helm-keys.ts";
import { movedKeys } from "../../core/facts/helm-moved.ts";
import { UPGRADE_MINORS } from "../../core/facts/upgrade-notes.ts";
import { minorOf } from "../../core/facts/version.ts";
import type { JsonObject } from "../../core/model/index.ts";
import { isObject } from "../../core/model/json.ts";
import { evaluate } from "../../core/plan/index.ts";
import { keyChanges, meaningChanges } from "../../core/upgrade/values.ts";
import { ARTICLES } from "../../scripts/articles.ts";
import { type Chart, ChartRefusal, findHelm, renderChart } from "../support/helm.ts";

const tools = findHelm();
if ("missing" in tools) console.warn(`No upgrade was compared with the real charts: ${tools.missing}.`);
const helm = "missing" in tools ? "helm" : tools.helm;

/** The newest chart of each minor that is at hand; without that of 1.18 its step is left out. */
const charts = UPGRADE_MINORS.flatMap(({ minor, patch }) => {
  const chart = "missing" in tools ? undefined : tools.charts.findLast(({ version }) => minorOf(version) === minor);
  return chart === undefined ? [] : [{ chart, patch }];
});
type Side = (typeof charts)[number];
const steps = charts
  .slice(1)
  .map((to, at) => ({ name: `${(charts[at] as Side).patch} to ${to.patch}`, from: charts[at] as Side, to }));

/** Values that the planner makes of every example, for the minor that it plans. */
const gallery = readdirSync("examples")
  .filter((file) => file.endsWith(".yaml"))
  .flatMap((file) => {
    const parsed = parseSettings(readStackFile(`examples/${file}`).raw);
    const values = parsed.ok ? evaluate(parsed.settings).model.cilium?.values : undefined;
    // 1.18 takes peers of a mesh as a list only.
    return values === undefined ? [] : [[file, withoutPeers(values)] as const];
  });

function withoutPeers(values: JsonObject): JsonObject {
  const { clustermesh, ...rest } = values as { readonly clustermesh?: JsonObject };
  if (clustermesh === undefined) return values;
  const { config: _config, ...mesh } = clustermesh;
  return { ...rest, clustermesh: mesh };
}

type Config = Readonly<Record<string, string>> | undefined;

/** What was rendered already: both steps need the chart between them. */
const rendered = new Map<string, Promise<Config>>();

/** The agents' ConfigMap, or undefined where the chart refuses. */
function configOf(chart: Chart, values: unknown): Promise<Config> {
  const key = `${chart.version} ${JSON.stringify(values)}`;
  const known = rendered.get(key) ?? renderConfig(chart, values);
  rendered.set(key, known);
  return known;
}

async function renderConfig({ path }: Chart, values: unknown): Promise<Config> {
  try {
    const objects = await renderChart(path, values, {
      helm,
      kubeVersion: "1.33.2",
      apiVersions: ["gateway.networking.k8s.io/v1/GatewayClass"],
    });
    const config = objects.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "cilium-config");
    return (config as { readonly data?: Config } | undefined)?.data;
  } catch (error) {
    if (error instanceof ChartRefusal) return undefined;
    throw error;
  }
}

it.skipIf(steps.length > 0)("waits for the real charts", () => {
  expect("missing" in tools || charts.length < 2).toBe(true);
});

describe.each(steps)("from $name", ({ from, to }) => {
  it.each(gallery)(
    "every key of the ConfigMap that changes for %s is foretold, and what is foretold comes",
    async (_, values) => {
      const [before, after] = await Promise.all([configOf(from.chart, values), configOf(to.chart, values)]);
      if (before === undefined || after === undefined) throw new Error("the chart refuses an example");
      const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
        (key) => before[key] !== after[key],
      );
      const meanings = meaningChanges(values, from.patch, to.patch);
      // A key that begins to be read shows in the ConfigMap under a name of its own.
      const keys = keyChanges(values, from.patch, to.patch).map(({ path }) => configMapKey(path) ?? STARTS[path]);
      // What changes for nobody of these values stands in the table all the same.
      const foretold = new Set([...chartChanges(from.patch, to.patch).map(({ key }) => key), ...keys]);
      expect(changed.filter((key) => !foretold.has(key))).toEqual([]);
      for (const { key, is, meaning } of meanings) {
        if (key === undefined || meaning === undefined || is === undefined) continue;
        expect([key, after[key]]).toEqual([key, typeof is === "string" ? is : JSON.stringify(is)]);
      }
    },
  );

  it.each(
    ARTICLES.flatMap(({ title, files }) =>
      Object.entries(files).flatMap(([file, text]) => (file === "values.yaml" ? [[title, text] as const] : [])),
    ),
  )('values of the article "%s" are refused where it is said, and only there', async (_, text) => {
    const values = parse(text) as JsonObject;
    const [before, after] = await Promise.all([configOf(from.chart, values), configOf(to.chart, values)]);
    const stops = keyChanges(values, from.patch, to.patch).some(
      ({ effect }) => effect === "stops" || effect === "refused",
    );
    expect(before === undefined ? stops : after === undefined).toBe(stops);
  });

  const gone = movedKeys().filter(
    ({ path, effect, since }) =>
      since === minorOf(to.patch) && effect !== "no-effect" && !path.endsWith(".*") && isKnownIn(from, path),
  );
  it.skipIf(gone.length === 0).each(gone.map(({ path }) => [path] as const))("%s is read no more", async (path) => {
    const chart = chartVersionFor(from.patch);
    const type = chart === undefined ? undefined : lookupKey(chart, path).type;
    const plain = await configOf(to.chart, BASE);
    for (const value of samples(type)) expect(await configOf(to.chart, withValue(path, value))).toEqual(plain);
  });
});

/** Values of `eni.nodeSpec`, which 1.19 began to read. */
const STARTS: Readonly<Record<string, string>> = {
  "eni.nodeSpec.subnetTags": "eni-subnet-tags",
  "eni.nodeSpec.securityGroupTags": "eni-security-group-tags",
};

const BASE: Readonly<Record<string, unknown>> = {
  cluster: { name: "prod" },
  eni: { enabled: true },
  ipam: { mode: "eni" },
  routingMode: "native",
};

const isKnownIn = ({ patch }: Side, path: string): boolean => {
  const chart = chartVersionFor(patch);
  return chart !== undefined && lookupKey(chart, path).known;
};

function samples(type = "string"): readonly unknown[] {
  if (type.includes("boolean")) return [true, false];
  if (type.includes("array")) return [["sample"]];
  return type.includes("integer") ? [7] : ["sample"];
}

function withValue(path: string, value: unknown): object {
  const [key = "", ...below] = path.split(".");
  const nested = below.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  const own = BASE[key];
  return { ...BASE, [key]: isObject(own) && isObject(nested) ? { ...own, ...nested } : nested };
}
