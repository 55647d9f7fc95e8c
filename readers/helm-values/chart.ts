import { VALUE_KEY_VERSIONS } from "../../core/facts/generated/value-keys.ts";
import { compareVersions, minorOf, parseVersion } from "../../core/facts/version.ts";
import { CILIUM_TUPLES } from "../../core/facts/versions.ts";
import { type Document, isMap } from "../input.ts";

/** A version of the chart and who says it. */
export interface ChartChoice {
  readonly version: string;
  readonly note?: string;
  /** Name under which an umbrella chart has Cilium's values. */
  readonly alias?: string;
}

const NEWEST = CILIUM_TUPLES.at(-1)?.checked ?? VALUE_KEY_VERSIONS.at(-1);

/** Chart.yaml and Chart.lock: files of Helm without a kind. */
export const isChartFile = ({ kind, keys }: Document): boolean =>
  kind === undefined &&
  ((keys.includes("apiVersion") && keys.includes("name") && keys.includes("version")) ||
    (keys.includes("dependencies") && keys.includes("digest")));

/** The version asked for on the command line, else that of a Chart.lock or Chart.yaml, else the newest that is known. */
export function chartOf(asked: string | undefined, documents: readonly Document[]): ChartChoice {
  const files = documents.filter(isChartFile);
  const named = files.flatMap(ofFile);
  const alias = named.find((one) => one.alias !== undefined)?.alias;
  const found = asked === undefined ? pick(named.map(({ version }) => version)) : { version: bare(asked) };
  const choice = found ?? {
    version: NEWEST ?? "",
    note: `No input says which version of Cilium's chart: judged as ${NEWEST ?? ""}, the newest that is known here. Say it by --chart-version.`,
  };
  return { ...choice, ...(alias === undefined ? {} : { alias }) };
}

const bare = (version: string): string => version.trim().replace(/^v(?=\d)/, "");

/** The first that is a version; a range gives the newest that is known within its minor. */
export function pick(versions: readonly string[]): ChartChoice | undefined {
  const exact = versions.map(bare).find((version) => parseVersion(version)?.patch !== undefined);
  if (exact !== undefined) return { version: exact };
  for (const range of versions) {
    const minor = /(\d+\.\d+)/.exec(range)?.[1];
    const newest = CILIUM_TUPLES.filter((tuple) => tuple.minor === minor).at(-1)?.checked;
    if (minor === undefined) continue;
    const version = newest ?? `${minor}.0`;
    return {
      version,
      note: `The chart's version is the range "${range}": judged as ${version}. Say another by --chart-version.`,
    };
  }
  return undefined;
}

function ofFile({ value }: Document): { readonly version: string; readonly alias?: string }[] {
  if (!isMap(value)) return [];
  const { name, version, dependencies } = value;
  const own = name === "cilium" && typeof version === "string" ? [{ version }] : [];
  const others = (Array.isArray(dependencies) ? dependencies : []).flatMap((one: unknown) => {
    if (!isMap(one) || one["name"] !== "cilium") return [];
    const { alias, version: wanted } = one;
    const given = typeof wanted === "string" ? wanted : "";
    return [{ version: given, ...(typeof alias === "string" ? { alias } : {}) }];
  });
  // A lock comes first by having no range.
  return [...own, ...others].toSorted((a, b) => compareVersionsOrZero(b.version, a.version));
}

const compareVersionsOrZero = (a: string, b: string): number =>
  minorOf(a) === undefined || minorOf(b) === undefined ? 0 : compareVersions(a, b);
