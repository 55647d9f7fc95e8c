import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SECRET_TEXT } from "../../core/findings/secrets.ts";
import { isObject } from "../../core/model/json.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import { type Looked, type ObjectName, subjectOf } from "../../lens/drift/index.ts";
import type { KubeReader } from "../kube/client.ts";
import { FaultKind, ReadFault } from "../kube/fault.ts";
import { documentsOf, filesIn, holdsObjects } from "./bundle.ts";
import type { Gap } from "./gaps.ts";
import { Parts } from "./parts.ts";
import { redacted } from "./redact.ts";
import { groupOf, rightOn } from "./rights.ts";

/* Single objects by their names, of an API server or a recording. */

/** Gives an object; undefined where there is none. Throws a ReadFault where it cannot be told. */
export interface NamedSource {
  object(name: ObjectName): Promise<Readonly<Record<string, unknown>> | undefined>;
}

export interface NamedObjects {
  /** By their key. */
  readonly found: ReadonlyMap<string, Looked>;
  readonly gaps: readonly Gap[];
}

export const keyOf = ({ apiVersion, kind, name, namespace = "" }: ObjectName): string =>
  `${groupOf(apiVersion)} ${kind} ${namespace}/${name}`;

/** Reads each; what cannot be read is unknown, and told. */
export async function readNamed(
  source: NamedSource,
  names: readonly ObjectName[],
  show: (what: string) => void,
): Promise<NamedObjects> {
  const parts = new Parts(show);
  const found = new Map<string, Looked>();
  await Promise.all(
    names.map(async (name) => {
      found.set(keyOf(name), await parts.part("objects", subjectOf(name), () => source.object(name), rightOn(name)));
    }),
  );
  return { found, gaps: parts.gaps };
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** An API server, whose discovery says how a kind's path is spelt. */
export function namedOfApi(kube: KubeReader): NamedSource {
  const lists = new Map<string, Promise<readonly Resource[]>>();
  const resourcesOf = async (apiVersion: string): Promise<readonly Resource[]> => {
    const answer = await kube.get(rootOf(apiVersion));
    return isObject(answer) && Array.isArray(answer["resources"]) ? (answer["resources"] as readonly Resource[]) : [];
  };
  return {
    object: async ({ apiVersion, kind, name, namespace }) => {
      const list = lists.get(apiVersion) ?? resourcesOf(apiVersion);
      lists.set(apiVersion, list);
      const resource = (await list).find((one) => one.kind === kind && !one.name.includes("/"));
      // A kind that is not served has no objects.
      if (resource === undefined) return undefined;
      const space = resource.namespaced ? `/namespaces/${namespace ?? "default"}` : "";
      return (await kube.get(`${rootOf(apiVersion)}${space}/${resource.name}/${name}`)) as
        Readonly<Record<string, unknown>> | undefined;
    },
  };
}

const rootOf = (apiVersion: string): string =>
  apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;

const RECORD = "drift-objects.json";

/** What was recorded: an object is absent where it was asked for, or where others of its kind are there. */
export function namedOfBundle(folder: string): NamedSource {
  const objects = new Map<string, Readonly<Record<string, unknown>>>();
  const absent = new Set<string>();
  const kinds = new Set<string>();
  for (const file of filesIn(folder).filter(holdsObjects))
    for (const document of documentsOf(path.join(folder, file))) {
      if (!isObject(document)) continue;
      for (const key of Array.isArray(document["absent"]) ? (document["absent"] as readonly string[]) : [])
        absent.add(key);
      for (const object of itemsOf(document)) {
        const name = nameIn(object);
        if (name === undefined) continue;
        objects.set(keyOf(name), object);
        kinds.add(`${groupOf(name.apiVersion)} ${name.kind}`);
      }
    }
  return {
    object: async (name) => {
      const object = objects.get(keyOf(name));
      if (object !== undefined || absent.has(keyOf(name)) || kinds.has(`${groupOf(name.apiVersion)} ${name.kind}`))
        return object;
      throw new ReadFault(FaultKind.NotRecorded, `The bundle has no ${name.kind}.`);
    },
  };
}

/** Objects of a document: a list's items, which may leave out what the list says once. */
function itemsOf(document: Record<string, unknown>): readonly Record<string, unknown>[] {
  const { items, apiVersion, kind } = document;
  if (!Array.isArray(items)) return [document];
  const of = typeof kind === "string" && kind !== "List" ? { apiVersion, kind: kind.replace(/List$/, "") } : {};
  return items.filter((item) => isObject(item)).map((item) => ({ ...of, ...item }));
}

function nameIn(object: Record<string, unknown>): ObjectName | undefined {
  const { apiVersion, kind, metadata } = object;
  if (typeof apiVersion !== "string" || typeof kind !== "string" || !isObject(metadata)) return undefined;
  const { name, namespace } = metadata;
  if (typeof name !== "string") return undefined;
  return { apiVersion, kind, name, ...(typeof namespace === "string" ? { namespace } : {}) };
}

/** Without secrets; of a Secret the names of what it holds stay. */
function recorded(object: unknown): unknown {
  if (!isObject(object) || object["kind"] !== "Secret" || !isObject(object["data"])) return redacted(object);
  const data = Object.fromEntries(Object.keys(object["data"]).map((key) => [key, SECRET_TEXT]));
  return { ...(redacted(object) as Record<string, unknown>), data };
}

/** Keeps what was read, without secrets. */
export function recordNamed(folder: string, { found }: NamedObjects): void {
  mkdirSync(folder, { recursive: true });
  const absent = [...found].flatMap(([key, object]) => (object === undefined ? [key] : []));
  const items = [...found.values()].filter((object) => object !== undefined && object !== UNKNOWN).map(recorded);
  writeFileSync(path.join(folder, RECORD), `${JSON.stringify({ kind: "List", items, absent })}\n`, { mode: 0o600 });
}
