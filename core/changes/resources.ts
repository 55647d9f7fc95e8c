import { fixedProperties } from "../facts/replacements.ts";
import { isObject } from "../model/json.ts";
import { SIGNATURE } from "./state.ts";

/** A resource as an earlier plan or a state has it. */
export interface EarlierResource {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string;
  readonly inputs?: unknown;
  readonly outputs?: unknown;
}

/** A resource as it is wanted now. */
export interface WantedResource extends EarlierResource {
  /** Property -> URNs that its value comes from. */
  readonly uses?: Readonly<Record<string, readonly string[]>>;
  readonly options?: {
    readonly ignoreChanges?: readonly string[];
    readonly replaceOnChanges?: readonly string[];
    readonly retainOnDelete?: boolean;
    readonly protect?: boolean;
    readonly aliases?: readonly { readonly urn?: string; readonly name?: string }[];
  };
}

/** A value that is not what it was. */
interface ChangedValue {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface ResourceChange {
  readonly kind: "added" | "removed" | "changed" | "replaced";
  readonly urn: string;
  readonly type: string;
  readonly changes: readonly ChangedValue[];
  /** Why it is replaced: properties that nothing changes in place, and URNs of replaced resources that it is made from. */
  readonly because: { readonly properties: readonly ChangedValue[]; readonly follows: readonly string[] };
  /** No table tells whether the provider changes this type in place. */
  readonly unknownType: boolean;
}

/** `urn:pulumi:STACK::PROJECT::TYPES::NAME` without stack and project: two stacks may be compared. */
export const keyOf = (urn: string): string => urn.split("::").slice(2).join("::");

const UNKNOWN = "[unknown]";
const SECRET = "[secret]";

const isOpen = (value: unknown): boolean =>
  value === UNKNOWN || value === SECRET || (isObject(value) && SIGNATURE in value);

const isEngines = (type: string): boolean => type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:");

/** What becomes of each resource, in the order of the wanted ones, then what goes. */
export function compareResources(
  before: readonly EarlierResource[],
  after: readonly WantedResource[],
): readonly ResourceChange[] {
  const was = new Map(before.filter(({ type }) => !isEngines(type)).map((one) => [keyOf(one.urn), one]));
  const wanted = after.filter(({ type }) => !isEngines(type));
  const met = new Set<string>();
  const replaced = new Set<string>();
  const changes: ResourceChange[] = [];
  for (const resource of wanted) {
    const earlier = earlierOf(resource, was);
    if (earlier === undefined) {
      changes.push({ ...base(resource), kind: "added", changes: [] });
      continue;
    }
    met.add(keyOf(earlier.urn));
    const change = compare(earlier, resource, replaced);
    if (change === undefined) continue;
    if (change.kind === "replaced") replaced.add(resource.urn);
    changes.push(change);
  }
  const remotes = new Set(wanted.filter(({ type }) => isRemote(type)).map(({ urn }) => keyOf(urn)));
  const gone = before.filter(
    ({ urn, type }) => !isEngines(type) && !met.has(keyOf(urn)) && !insideOf(remotes, urn, was),
  );
  return [...changes, ...gone.map((one): ResourceChange => ({ ...base(one), kind: "removed", changes: [] }))];
}

const base = ({ urn, type }: EarlierResource): Omit<ResourceChange, "kind" | "changes"> => ({
  urn,
  type,
  because: { properties: [], follows: [] },
  unknownType: false,
});

/** Components whose plugins make their children: a plan shows none of them. */
const isRemote = (type: string): boolean => /^(eks|awsx):|^kubernetes:(yaml|kustomize|helm\.sh\/v4)/.test(type);

function insideOf(remotes: ReadonlySet<string>, urn: string, was: ReadonlyMap<string, EarlierResource>): boolean {
  for (let at = was.get(keyOf(urn))?.parent; at !== undefined; at = was.get(keyOf(at))?.parent) {
    if (remotes.has(keyOf(at))) return true;
  }
  return false;
}

/** The same resource before, also under a name that it says it had. */
function earlierOf(
  { urn, options }: WantedResource,
  was: ReadonlyMap<string, EarlierResource>,
): EarlierResource | undefined {
  const own = keyOf(urn);
  const [types = ""] = own.split("::");
  const names = (options?.aliases ?? []).flatMap((alias) =>
    alias.urn === undefined ? (alias.name === undefined ? [] : [`${types}::${alias.name}`]) : [keyOf(alias.urn)],
  );
  return [own, ...names].map((key) => was.get(key)).find((one) => one !== undefined);
}

function compare(
  earlier: EarlierResource,
  wanted: WantedResource,
  replaced: ReadonlySet<string>,
): ResourceChange | undefined {
  const ignored = wanted.options?.ignoreChanges ?? [];
  const fixed = fixedProperties(wanted.type);
  const filled = (fixed ?? []).filter((one) => one.filled);
  const changes = changedValues(keptInputs(earlier, wanted), wanted.inputs).filter(
    ({ path, after }) =>
      !ignored.some((one) => covers(one, path)) &&
      !(after === undefined && filled.some((one) => covers(one.path, path))),
  );
  const paths = [
    ...(fixed ?? []).filter(({ path }) => !ignored.some((one) => covers(one, path))),
    ...(wanted.options?.replaceOnChanges ?? []).map((path) => ({ path, filled: false })),
  ];
  const properties = paths.flatMap(({ path, filled }) => changeAt(earlier, wanted, path, filled));
  const follows = paths.flatMap(({ path }) => {
    const [key = ""] = path.split(".");
    const open = path === "*" ? [] : at(wanted.inputs, path.split("."));
    return open.some(isOpen) ? (wanted.uses?.[key] ?? []).filter((urn) => replaced.has(urn)) : [];
  });
  if (changes.length === 0 && properties.length === 0 && follows.length === 0) return undefined;
  const isReplaced = properties.length > 0 || follows.length > 0;
  return {
    ...base(wanted),
    kind: isReplaced ? "replaced" : "changed",
    changes,
    because: { properties: unrepeated(properties), follows: [...new Set(follows)] },
    unknownType: fixed === undefined && wanted.type.includes("/"),
  };
}

const RELEASE = "kubernetes:helm.sh/v3:Release";
/** What the SDK tells the provider of itself, and no state keeps. */
const UNKEPT = "compat";

/**
 * What a state holds of what the program gave. A component of a plugin that registers itself without inputs left nothing to compare
 * with, and the inputs of a release are filled in by its provider (pulumi-kubernetes provider/pkg/provider/helm_release.go: Check).
 */
function keptInputs({ type, inputs }: EarlierResource, { inputs: wanted }: WantedResource): unknown {
  if (isRemote(type) && Object.keys(inputs ?? {}).length === 0) return wanted;
  if (type !== RELEASE || !isObject(inputs) || !isObject(wanted)) return inputs;
  const given = Object.entries(inputs).filter(([key]) => key in wanted || key === "values");
  return { ...Object.fromEntries(given), ...(UNKEPT in wanted ? { [UNKEPT]: wanted[UNKEPT] } : {}) };
}

/** A path below another says nothing that it does not. */
const unrepeated = (changes: readonly ChangedValue[]): ChangedValue[] =>
  changes.filter(({ path }) => !changes.some((other) => other.path !== path && covers(other.path, path)));

const covers = (outer: string, path: string): boolean =>
  outer === "*" || path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);

/** A fixed property whose values are known on both sides and differ. */
function changeAt(
  { inputs, outputs }: EarlierResource,
  wanted: WantedResource,
  path: string,
  filled: boolean,
): ChangedValue[] {
  if (path === "*") return changedValues(inputs, wanted.inputs).slice(0, 1);
  const keys = path.split(".");
  const given = at(inputs, keys);
  const next = at(wanted.inputs, keys);
  if (next.length === 0 && filled) return [];
  const last = given.length === 0 && filled ? at(outputs, keys) : given;
  // A plan does not know what the provider filled in.
  if (filled && last.length === 0) return [];
  // Lists of other lengths differ, whatever is in them.
  if (lengths(last) === lengths(next) && [...last, ...next].some(hasOpen)) return [];
  if (last.some(isOpen) || next.some(isOpen) || canonical(last) === canonical(next)) return [];
  return [{ path, before: shown(last), after: shown(next) }];
}

/** How long the lists among the values are. */
const lengths = (values: readonly unknown[]): string =>
  values.map((value) => (Array.isArray(value) ? value.length : "")).join();

const shown = (values: readonly unknown[]): unknown => (values.length === 1 ? values[0] : values);

const hasOpen = (value: unknown): boolean =>
  isOpen(value) || (Array.isArray(value) ? value.some(hasOpen) : isObject(value) && Object.values(value).some(hasOpen));

/** Every value at a path; lists on the way stand for each of their entries. */
function at(value: unknown, keys: readonly string[]): unknown[] {
  if (Array.isArray(value) && keys.length > 0) return value.flatMap((one) => at(one, keys));
  if (keys.length === 0) return isNothing(value) ? [] : [value];
  // What nobody knows hides what is inside it.
  if (isOpen(value)) return [value];
  const [key = "", ...rest] = keys;
  return isObject(value) ? at(value[key], rest) : [];
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** Without order, and numbers and booleans as the texts that providers keep. */
const canonical = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(canonical).toSorted().join()}]`
    : isObject(value)
      ? `{${Object.entries(value)
          .filter(([key, one]) => key !== "__defaults" && !isNothing(one))
          .map(([key, one]) => `${key}:${canonical(one)}`)
          .toSorted()
          .join()}}`
      : String(value);

/** Values that differ, as deep as both sides hold objects; what is not known yet is not said to differ. */
function changedValues(before: unknown, after: unknown, path = ""): ChangedValue[] {
  if (isOpen(before) || isOpen(after)) return [];
  if (isObject(before) && after === undefined) return changedValues(before, {}, path);
  if (before === undefined && isObject(after)) return changedValues({}, after, path);
  if (isObject(before) && isObject(after)) {
    const defaults = Array.isArray(before["__defaults"]) ? before["__defaults"] : [];
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((key) => key !== "__defaults" && !(after[key] === undefined && defaults.includes(key)))
      .toSorted()
      .flatMap((key) => changedValues(before[key], after[key], path === "" ? key : `${path}.${key}`));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((one, index) => changedValues(one, after[index], `${path}[${String(index)}]`));
  if (isNothing(before) && isNothing(after)) return [];
  return JSON.stringify(before) === JSON.stringify(after) || String(before) === String(after)
    ? []
    : [{ path: path === "" ? "inputs" : path, before, after }];
}
