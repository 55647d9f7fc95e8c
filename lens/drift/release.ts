import { configMapKey } from "../../core/facts/config-map-keys.ts";
import type { LiveModel } from "../../core/model/index.ts";
import { isObject } from "../../core/model/json.ts";
import { isUnknown } from "../../core/model/unknown.ts";
import { isUntold } from "./equal.ts";
import type { Declared, Deviation, Place } from "./types.ts";

/* Cilium as it runs beside the release of the plan: a cluster keeps no chart, but its version and its ConfigMap. */

type Running = Pick<LiveModel, "workloads" | "config">;

/** What of the release of Cilium is not as the plan has it, as far as the cluster tells. */
export function releaseDeviations(declared: readonly Declared[], live: Running): Deviation[] {
  const release = declared.find(isCilium);
  if (release === undefined) return [];
  const { urn, type, inputs } = release;
  const base = { urn, type, what: "release", subject: "Cilium" };
  const differs = (at: Place, planned: unknown, found: unknown): Deviation => ({
    ...base,
    kind: "changed",
    at,
    foundAt: at,
    planned,
    found,
  });
  const agent = isUnknown(live.workloads) ? undefined : live.workloads.filter(({ part }) => part === "agent");
  if (agent?.length === 0)
    return [{ ...base, kind: "missing", at: [], foundAt: [], planned: inputs, found: undefined }];
  const { version, values } = inputs as { readonly version?: unknown; readonly values?: unknown };
  const running = agent?.find((one) => one.version !== undefined)?.version;
  const moved = typeof version === "string" && running !== undefined && version.replace(/^v/, "") !== running;
  return [
    ...(moved ? [differs(["version"], version, running)] : []),
    ...(isUnknown(live.config) || !live.config.found ? [] : valueDeviations(values, live.config.data, differs)),
  ];
}

/** The values that the ConfigMap holds word for word. */
function valueDeviations(
  values: unknown,
  data: Readonly<Record<string, string>>,
  differs: (at: Place, planned: unknown, found: unknown) => Deviation,
): Deviation[] {
  return leavesOf(values, []).flatMap(([at, planned]) => {
    const key = configMapKey(at.join("."));
    const found = key === undefined ? undefined : data[key];
    if (found === undefined || found === String(planned) || isUntold(planned)) return [];
    return [differs(["values", ...at], planned, asValue(found, planned))];
  });
}

/** A text of the ConfigMap as the kind of value that the plan has in its place. */
function asValue(text: string, like: unknown): unknown {
  if (typeof like === "boolean" && (text === "true" || text === "false")) return text === "true";
  return typeof like === "number" && text !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
}

const leavesOf = (value: unknown, at: readonly string[]): (readonly [at: readonly string[], value: unknown])[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...at, key]))
    : typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? [[at, value]]
      : [];

/** The last part of a chart's name: `oci://…/cilium` is `cilium` too. */
const isCilium = ({ type, inputs }: Declared): boolean =>
  type === "kubernetes:helm.sh/v3:Release" &&
  isObject(inputs) &&
  typeof inputs["chart"] === "string" &&
  inputs["chart"].split("/").at(-1) === "cilium";
