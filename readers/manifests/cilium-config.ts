import { configMapKeys, fromConfigMap } from "../../core/facts/config-map-keys.ts";
import { chartVersionFor, knownPaths } from "../../core/facts/helm-keys.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import { pick } from "../helm-values/chart.ts";
import { valueAt } from "../values.ts";
import { releaseOf } from "../helm-values/index.ts";
import { isMap } from "../input.ts";
import type { Reading } from "../reader.ts";
import { type Manifest, placeOf } from "./manifest.ts";

/**
 * The values that Cilium was rendered with, as far as its ConfigMap says them. Of every other value nobody can tell, so it is unknown:
 * rules that read it say that they could not decide.
 */
export function ciliumConfigOf(objects: readonly Manifest[]): Reading | undefined {
  const config = objects.find(
    ({ object }) => object["kind"] === "ConfigMap" && valueAt(object, ["metadata", "name"]) === "cilium-config",
  );
  const data = config === undefined ? undefined : config.object["data"];
  if (config === undefined || !isMap(data)) return undefined;
  const version = versionOf(objects);
  const said = { ...same(data), ...derived(data) };
  const chart = chartVersionFor(version ?? "");
  const values = chart === undefined ? UNKNOWN : nested({ ...unknownOf(chart), ...said });
  const keyOfValue = new Map(configMapKeys().map(([key, path]) => [path, key]));
  return releaseOf({
    name: "cilium",
    version: version ?? UNKNOWN,
    props: { namespace: valueAt(config.object, ["metadata", "namespace"]) ?? UNKNOWN },
    layers: [
      {
        values,
        place: (path) => {
          const key = keyOfValue.get(path.join("."));
          return placeOf(config, key === undefined ? "" : `data.${key}`);
        },
      },
    ],
    notes: [
      `Cilium's values were read back from its ConfigMap${version === undefined ? "" : ` (${version})`}: what that does not say is not known. Check the values file for the rest.`,
    ],
  });
}

const same = (data: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    configMapKeys().flatMap(([key, path]) => {
      const text = data[key];
      return text === undefined ? [] : [[path, typeof text === "string" ? typed(key, text) : UNKNOWN]];
    }),
  );

/** Values that several keys say, or one in another form (templates/cilium-configmap.yaml of the charts 1.19.6 and 1.20.0). */
function derived(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isOn = (key: string): boolean => data[key] === "true";
  const types = ["ipsec", "wireguard", "ztunnel"].filter((type) => isOn(`enable-${type}`));
  const metrics = data["hubble-metrics"];
  return {
    ...(data["ipam"] === undefined ? {} : { "eni.enabled": data["ipam"] === "eni" }),
    "encryption.enabled": types.length > 0,
    ...(types.length === 0 ? {} : { "encryption.type": types[0] }),
    ...(typeof metrics === "string"
      ? { "hubble.metrics.enabled": metrics.split(/\s+/).filter((one) => one !== "") }
      : {}),
  };
}

/** The ConfigMap holds texts only. */
const typed = (key: string, text: string): unknown =>
  text === "true" || text === "false" ? text === "true" : fromConfigMap(key, text);

const unknownOf = (chart: Parameters<typeof knownPaths>[0]): Record<string, unknown> =>
  Object.fromEntries(
    knownPaths(chart)
      .filter((path) => !ABSENT.test(path))
      .map((path) => [path, UNKNOWN]),
  );

/** What is merged into the ConfigMap, or is of no other use than to make it. */
const ABSENT = /^(?:extraConfig|extraArgs|extraEnv|k8sServiceHostRef|k8sServiceLookup|preflight)/;

/** `{"a.b": 1}` -> `{a: {b: 1}}`; a value that is known goes before an unknown map above it. */
function nested(flat: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(flat)) {
    const keys = path.split(".");
    let owner = values;
    for (const key of keys.slice(0, -1)) {
      const inner = owner[key];
      owner = isMap(inner) ? inner : (owner[key] = {});
    }
    const last = keys.at(-1) ?? "";
    if (!(value === UNKNOWN && owner[last] !== undefined)) owner[last] = value;
  }
  return values;
}

const CHART = /^cilium-v?(\d\S*)$/;
const IMAGE = /\/cilium(?:-ci)?:v?(\d+\.\d+\.\d+[^@]*)/;

/** By the label that the chart's objects have, else by the agent's image. */
function versionOf(objects: readonly Manifest[]): string | undefined {
  const labels = objects.flatMap(({ object }) => {
    const label = valueAt(object, ["metadata", "labels", "helm.sh/chart"]);
    return typeof label === "string" ? (CHART.exec(label)?.[1] ?? []) : [];
  });
  const images = objects
    .filter(({ object }) => object["kind"] === "DaemonSet" && valueAt(object, ["metadata", "name"]) === "cilium")
    .flatMap(({ object }) => {
      const image = valueAt(object, ["spec", "template", "spec", "containers", 0, "image"]);
      return typeof image === "string" ? (IMAGE.exec(image)?.[1] ?? []) : [];
    });
  return pick([...labels, ...images])?.version;
}
