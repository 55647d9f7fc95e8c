import { isObject } from "../../core/model/json.ts";
import { type OwnedMeta, isPulumi, writerOf } from "../../core/model/managers.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import { base64OfText } from "../../core/text/base64.ts";
import { additions } from "./added.ts";
import { isUntold, mismatches } from "./equal.ts";
import type { Declared, Deviation, Writer } from "./types.ts";

/** An object as it is named by a plan. */
export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** What was read of an object: the object, nothing there, or `UNKNOWN` where nobody could look. */
export type Looked = Readonly<Record<string, unknown>> | undefined | typeof UNKNOWN;

/** Resources that are one object: no charts, files and providers. */
const SENT = /^kubernetes:(?!helm|yaml|index|provider)/;
/** Resources that change an object of somebody else: the rest of it is not theirs. */
const isPatch = ({ type }: Declared): boolean => type.endsWith("Patch");

/** The object that a resource sends, or patches; undefined for everything else and for what is only read. */
export function objectName({
  type,
  inputs,
  note = "",
}: Pick<Declared, "type" | "inputs" | "note">): ObjectName | undefined {
  if (!SENT.test(type) || note.includes("not created") || !isObject(inputs) || !isObject(inputs["metadata"]))
    return undefined;
  const { apiVersion, kind } = inputs;
  const { name, namespace } = inputs["metadata"];
  if (typeof apiVersion !== "string" || typeof kind !== "string" || typeof name !== "string" || name === "[unknown]")
    return undefined;
  return { apiVersion, kind, name, ...(typeof namespace === "string" ? { namespace } : {}) };
}

export const subjectOf = ({ kind, name, namespace }: ObjectName): string =>
  `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;

/** What differs between an object of a plan and the one that is there. */
export function objectDeviations(declared: Declared, name: ObjectName, looked: Looked): Deviation[] {
  if (looked === UNKNOWN) return [];
  const { urn, type } = declared;
  const base = { urn, type, what: name.kind, subject: subjectOf(name) };
  if (looked === undefined)
    return [{ ...base, kind: "missing", at: [], foundAt: [], planned: declared.inputs, found: undefined }];
  const { status: _, ...inputs } = declared.inputs as Tree;
  const sent = name.kind === "Secret" ? asKept(inputs) : inputs;
  const found = looked;
  const meta = (found["metadata"] ?? {}) as OwnedMeta;
  const changed = mismatches(sent, found).map(({ declared: planned, ...one }): Deviation => {
    const by = writerOf(meta, found, one.foundAt);
    return {
      ...base,
      ...one,
      kind: "changed",
      planned,
      ...(by === undefined || isPulumi(by.manager) ? {} : { by: writer(by) }),
    };
  });
  if (isPatch(declared)) return changed;
  const added = additions(sent, found, meta.managedFields ?? []).map(({ manager, time, ...one }): Deviation => ({
    ...base,
    ...one,
    kind: "added",
    planned: undefined,
    by: writer({ manager, time }),
  }));
  return [...changed, ...new Map(added.map((one) => [JSON.stringify(one.foundAt), one])).values()];
}

type Tree = Readonly<Record<string, unknown>>;

/** A Secret as the server keeps it, with everything in `data`; what a plan does not tell stays untold. */
function asKept({ stringData, ...secret }: Tree): Tree {
  if (stringData === undefined) return secret;
  if (!isObject(stringData)) return { ...secret, data: stringData };
  const encoded = Object.entries(stringData).map(([key, value]) => [
    key,
    typeof value === "string" && !isUntold(value) ? base64OfText(value) : value,
  ]);
  return { ...secret, data: { ...(isObject(secret["data"]) ? secret["data"] : {}), ...Object.fromEntries(encoded) } };
}

const writer = ({ manager, time }: { readonly manager: string; readonly time: string | undefined }): Writer => ({
  manager,
  ...(time === undefined ? {} : { time }),
});
