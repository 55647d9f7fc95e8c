import { readFileSync } from "node:fs";
import { parse as parseYaml } from "yaml";
import { configMapKeys, fromConfigMap } from "../../core/facts/config-map-keys.ts";
import { eksVersion } from "../../core/facts/kubernetes.ts";
import { upgradeMinor } from "../../core/facts/upgrade-notes.ts";
import { minorOf } from "../../core/facts/version.ts";
import type { JsonObject } from "../../core/model/index.ts";
import { isObject } from "../../core/model/json.ts";
import type { Move, Versions } from "../../core/upgrade/path.ts";
import { keyChanges, meaningChanges } from "../../core/upgrade/values.ts";
import { CallError } from "../shared/errors.ts";
import { helmCommands } from "./commands.ts";
import { edit, editsBetween } from "../shared/edits.ts";
import { keyOperations } from "./operations.ts";
import { supportOf } from "./plan-changes.ts";
import { reportedKeys, reportedMeanings } from "./reported.ts";
import type { UpgradeStep, VersionSet } from "./types.ts";

/** Values of a chart that somebody installs by Helm, or nothing but what a cluster tells. */
export interface ValuesAt {
  /** Undefined where there is a cluster only. */
  readonly file: string | undefined;
  readonly text: string;
  readonly versions: Versions;
  /** What the cluster's ConfigMap says, where it was read. */
  readonly config: JsonObject | undefined;
  /** Gateway API bundle of the cluster; null where it has none, undefined where nobody looked. */
  readonly bundle: string | null | undefined;
  readonly cluster: string | undefined;
  /** Names, where AWS was asked. */
  readonly groups: readonly string[] | undefined;
  readonly addons: readonly string[] | undefined;
}

export function readValues(file: string): string {
  const text = readFileSync(file, "utf8");
  valuesIn(text, file);
  return text;
}

function valuesIn(text: string, file: string): JsonObject {
  let value: unknown;
  try {
    value = parseYaml(text) ?? {};
  } catch (error) {
    throw new CallError(`${file} is not valid YAML: ${(error as Error).message.split("\n")[0] ?? ""}`);
  }
  if (!isObject(value))
    throw new CallError(`${file} holds no values: a map of keys is needed, as helm get values prints it.`);
  return value as JsonObject;
}

/** What a ConfigMap of Cilium says of the values behind it: enough to tell what is switched on. */
export function valuesOfConfig(data: Readonly<Record<string, string>>): JsonObject {
  const values: Record<string, unknown> = { eni: { enabled: data["ipam"] === "eni" } };
  for (const [key, path] of configMapKeys()) {
    const text = data[key];
    if (text === undefined) continue;
    const keys = path.split(".");
    let owner = values;
    for (const inner of keys.slice(0, -1)) {
      const next = owner[inner];
      owner = isObject(next) ? next : (owner[inner] = {});
    }
    owner[keys.at(-1) ?? ""] = text === "true" || text === "false" ? text === "true" : fromConfigMap(key, text);
  }
  return values as JsonObject;
}

/** The bundle is that of the cluster until Cilium moves, and of Cilium's minor from there on; a cluster without one gets none. */
export function setOfVersions(
  { cilium, kubernetes }: Versions,
  at: Pick<ValuesAt, "bundle"> & { readonly moved?: boolean } = { bundle: undefined },
): VersionSet {
  const own = cilium === undefined ? undefined : upgradeMinor(cilium)?.gatewayApi;
  const gatewayApi = at.bundle === null || (at.bundle !== undefined && at.moved !== true) ? at.bundle : (own ?? null);
  return { cilium: cilium ?? null, kubernetes, gatewayApi };
}

/** The bundle that there is, or what the values say: those that leave the Gateway API out need none. */
function bundleOf({ file, bundle }: ValuesAt, { gatewayAPI }: JsonObject): string | null | undefined {
  if (bundle !== undefined || file === undefined) return bundle;
  return isObject(gatewayAPI) && gatewayAPI["enabled"] === true ? undefined : null;
}

/** One step without a stack. */
export function stepOfValues(
  at: ValuesAt,
  move: Move,
  { number, first }: { readonly number: number; readonly first: string },
): { readonly step: UpgradeStep; readonly after: ValuesAt } {
  const { file, text, config } = at;
  const values = valuesIn(text, file ?? "");
  const isCilium = move.of === "cilium";
  const changes = isCilium ? keyChanges(values, move.from, move.to) : [];
  const keys = keyOperations(values, changes, { to: move.to, above: [] });
  const isMinor = isCilium && minorOf(move.from) !== minorOf(move.to);
  const compatibility =
    file !== undefined && isMinor && values["upgradeCompatibility"] === undefined
      ? [{ path: ["upgradeCompatibility"], value: minorOf(first) }]
      : [];
  const next = file === undefined ? text : edit(text, [...compatibility, ...keys.operations]);
  const versions: Versions = { ...at.versions, [move.of]: move.to };
  const bundle = bundleOf(at, values);
  const from = setOfVersions(at.versions, { bundle });
  const to = setOfVersions(versions, { bundle, moved: isMinor });
  const meanings = isCilium ? meaningChanges(valuesIn(next, ""), move.from, move.to, config ?? values) : [];
  return {
    after: { ...at, text: next, versions, bundle: to.gatewayApi },
    step: {
      number,
      of: move.of,
      from,
      to,
      ...helmCommands({ move, from, to, file, cluster: at.cluster, groups: at.groups, addons: at.addons }),
      edits: editsBetween(text, next),
      keys: reportedKeys(changes, keys.edited),
      ...reportedMeanings(meanings),
      alsoChanges: [],
      roll: null,
      support: isCilium ? [] : supportOf(eksVersion(move.to)),
      findings: [],
    },
  };
}
