import { parse } from "yaml";
import type { CiliumModel, HelmReleaseModel, JsonObject } from "../../core/model.ts";
import { UNKNOWN } from "../../core/rules/unknown.ts";
import { type Registered, type Seen, at, given, items, nothing, ofType, read } from "./registered.ts";

const RELEASES = ["kubernetes:helm.sh/v3:Release"] as const;
const CHARTS = ["kubernetes:helm.sh/v4:Chart", "kubernetes:helm.sh/v3:Chart"] as const;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The Cilium chart, in whatever form the program gives it to Helm. */
export function seeCilium(resources: readonly Registered[]): Seen<CiliumModel> {
  const chart = ofType(resources, ...RELEASES, ...CHARTS).find(isCilium);
  if (chart === undefined) return nothing;
  const { props } = chart;
  const values = valuesOf(props);
  return {
    part: {
      version: read(props, "version", ""),
      releaseName: read(props, "name", chart.name),
      namespace: read(props, "namespace", "default"),
      ...given("repository", read<string | undefined>(props, "repositoryOpts.repo", read(props, "fetchOpts.repo"))),
      values,
      userValues: values,
      skipAwait: read(props, "skipAwait", false),
      atomic: read(props, "atomic", false),
      delivery: RELEASES.some((type) => type === chart.type) ? "release" : "template",
    },
    origins: { cilium: chart.urn },
  };
}

/** `cilium`, `cilium/cilium`, `oci://…/cilium`, `./cilium-1.19.6.tgz`. */
function isCilium({ props }: Registered): boolean {
  const chart = at(props, "chart");
  return typeof chart === "string" && /(?:^|\/)cilium(?:-\d[^/]*)?(?:\.tgz)?$/.test(chart);
}

/** Other charts, for rules on what must be installed or switched off. */
export function seeReleases(resources: readonly Registered[]): Seen<readonly HelmReleaseModel[]> {
  const charts = ofType(resources, ...RELEASES, ...CHARTS).filter((chart) => !isCilium(chart));
  if (charts.length === 0) return nothing;
  return {
    part: charts.map(({ props, name }) => ({
      name: read(props, "name", name),
      chart: read(props, "chart", ""),
      ...given("version", read<string | undefined>(props, "version")),
      ...given("namespace", read<string | undefined>(props, "namespace")),
      values: valuesOf(props),
      ...given("skipAwait", read<boolean | undefined>(props, "skipAwait")),
    })),
    origins: Object.fromEntries(charts.map(({ props, name, urn }) => [`releases.${read(props, "name", name)}`, urn])),
  };
}

/**
 * The values that Helm would see: files first, then `values` over them. What is rendered elsewhere (a post-renderer, a file
 * whose content is not here) makes the whole undecidable rather than wrong.
 */
function valuesOf(props: unknown): JsonObject {
  // In an update the provider has filled in its defaults: an empty path is none.
  if ((at(props, "postrender") ?? "") !== "" || (at(props, "postRenderer") ?? "") !== "") return UNKNOWN as never;
  const files = [...items(props, "valueYamlFiles"), ...items(props, "valuesFiles")].map(readFile);
  const own = readValues(at(props, "values", {}));
  const layers = [...files, own];
  if (layers.some((layer) => layer === undefined)) return UNKNOWN as never;
  return layers.reduce<JsonObject>((merged, layer) => merge(merged, layer as JsonObject), {});
}

function readValues(values: unknown): JsonObject | undefined {
  if (values === UNKNOWN) return undefined;
  if (typeof values === "string") return parseYaml(values);
  return isRecord(values) ? (values as JsonObject) : {};
}

/** An asset: its text is here for a StringAsset, elsewhere for a file or a URL. */
function readFile(asset: unknown): JsonObject | undefined {
  const text = typeof asset === "string" ? asset : at(asset, "text");
  return typeof text === "string" ? parseYaml(text) : undefined;
}

function parseYaml(text: string): JsonObject | undefined {
  try {
    const parsed: unknown = parse(text);
    return isRecord(parsed) ? (parsed as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

const merge = (below: JsonObject, above: JsonObject): JsonObject => {
  const merged: Record<string, JsonObject[string]> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = merged[key];
    merged[key] = isRecord(value) && isRecord(under) ? merge(under, value) : value;
  }
  return merged;
};
