import { VALUE_KEYS, VALUE_KEY_VERSIONS, VALUE_TYPES } from "./generated/value-keys.ts";
import { ALIASED_KEYS, DEAD_KEYS, TEMPLATE_KEY_TYPES, TYPE_CORRECTIONS } from "./helm-template-keys.ts";
import { suggest } from "./suggest.ts";
import { minorOf } from "./version.ts";

/** Chart versions whose keys are known, oldest first. */
export type ChartVersion = (typeof VALUE_KEY_VERSIONS)[number];

/** What the chart makes of a value path. */
export interface KeyLookup {
  /** False: the chart ignores the path without a word. */
  readonly known: boolean;
  /** Type by the chart's schema, alternatives joined by `|`; `object` for a branch, undefined where nothing says. */
  readonly type?: string;
  /** Only the templates read it; values.yaml and the schema do not list it. */
  readonly templatesOnly: boolean;
  /** Anything may stand below: a map such as `eni.eniTags`, or a block that is passed on to Kubernetes as it is. */
  readonly freeForm: boolean;
  /** An object with known keys below. */
  readonly branch: boolean;
}

interface KeyTable {
  /** Path -> type, undefined for paths that only templates read. */
  readonly keys: ReadonlyMap<string, string | undefined>;
  readonly branches: ReadonlySet<string>;
}

const UNKNOWN_KEY: KeyLookup = { known: false, templatesOnly: false, freeForm: false, branch: false };

/**
 * Blocks that the templates hand to Kubernetes whole (`toYaml`), so that keys values.yaml does not list are welcome.
 * `securityContext` is one too, except where the templates read it key by key.
 */
const PASSED_ON = new Set([
  "affinity",
  "nodeSelector",
  "podSecurityContext",
  "resources",
  "seLinuxOptions",
  "updateStrategy",
]);
const SECURITY_CONTEXTS_READ_BY_KEY = new Set(["securityContext", "envoy.securityContext"]);

const tables = new Map<ChartVersion, KeyTable>();

/** The chart version that stands for a Cilium version: the one of its minor. Undefined where no chart of the minor was read. */
export function chartVersionFor(ciliumVersion: string): ChartVersion | undefined {
  const minor = minorOf(ciliumVersion);
  return VALUE_KEY_VERSIONS.find((version) => minorOf(version) === minor);
}

/** What a chart makes of a path (`eni.nodeSpec.subnetTags`). */
export function lookupKey(version: ChartVersion, path: string): KeyLookup {
  return lookupSegments(version, path.split("."));
}

/** The same for a path given in pieces, because a map's key can hold dots (`kubernetes.io/os`). */
export function lookupSegments(version: ChartVersion, segments: readonly string[]): KeyLookup {
  const { keys, branches } = tableOf(version);
  let path = "";
  for (const [at, segment] of segments.entries()) {
    // A key with a dot in it is none of the chart's: dots part keys for `helm --set` only.
    if (segment.includes(".")) return UNKNOWN_KEY;
    path = path === "" ? segment : `${path}.${segment}`;
    const last = at === segments.length - 1;
    if (branches.has(path) && isPassedOn(path, segment))
      return { known: true, type: "object", templatesOnly: false, freeForm: true, branch: false };
    if (!keys.has(path)) continue;
    const listed = keys.get(path);
    const type = listed ?? TEMPLATE_KEY_TYPES[path];
    const freeForm = type?.endsWith("*") === true;
    // Below a key that is no map nothing is read.
    if (!last && !freeForm && type !== undefined && !type.includes("object")) return UNKNOWN_KEY;
    return {
      known: true,
      ...(type === undefined ? {} : { type }),
      templatesOnly: listed === undefined,
      freeForm,
      branch: false,
    };
  }
  return branches.has(path)
    ? { known: true, type: "object", templatesOnly: false, freeForm: false, branch: true }
    : UNKNOWN_KEY;
}

/** Every path of a chart, sorted, branches left out. */
export const knownPaths = (version: ChartVersion): readonly string[] => [...tableOf(version).keys.keys()];

/**
 * Paths that a wrong one was probably meant to be: the same last part under another parent (`awsEnablePrefixDelegation` ->
 * `eni.awsEnablePrefixDelegation`), then the nearest spellings, at most three.
 */
export function suggestKeys(version: ChartVersion, path: string): string[] {
  const paths = [...tableOf(version).keys.keys(), ...tableOf(version).branches];
  const near = suggest(path, paths);
  if (near[0]?.toLowerCase() === path.toLowerCase()) return [near[0]];
  const leaf = lastSegment(path).toLowerCase();
  const sameLeaf = few(paths.filter((candidate) => lastSegment(candidate).toLowerCase() === leaf));
  const longerLeaf =
    leaf.length < 8 ? [] : few(paths.filter((candidate) => lastSegment(candidate).toLowerCase().includes(leaf)));
  return [...new Set([...sameLeaf, ...longerLeaf, ...near])].slice(0, 3);
}

/** A value of a Helm values object, with what the chart makes of its path. */
export interface WalkedValue {
  /** Joined by dots, for people. */
  readonly path: string;
  readonly segments: readonly string[];
  readonly value: unknown;
  readonly lookup: KeyLookup;
}

/**
 * Every value of a values object down to the paths the chart reads: it stops at leaves and free-form maps, and goes to the
 * bottom of what the chart does not know. In the order of the keys.
 */
export function* walkValues(
  version: ChartVersion,
  values: Readonly<Record<string, unknown>>,
  above: readonly string[] = [],
): Generator<WalkedValue> {
  for (const key of Object.keys(values).toSorted()) {
    const value = values[key];
    const segments = [...above, key];
    const lookup = lookupSegments(version, segments);
    const descend = isPlainObject(value) && Object.keys(value).length > 0 && (lookup.branch || !lookup.known);
    if (descend) yield* walkValues(version, value, segments);
    else yield { path: segments.join("."), segments, value, lookup };
  }
}

/** What is wrong with a value's type by the chart's schema, or undefined: `must be string, is boolean`. Null takes the chart's default away and always passes. */
export function typeFault(type: string, value: unknown): string | undefined {
  if (value === null) return undefined;
  const [, choices] = type.split("enum:");
  if (choices !== undefined) {
    const allowed = choices.split(",");
    return allowed.includes(value as string) ? undefined : `must be one of ${allowed.join(", ")}`;
  }
  const alternatives = type.replace("*", "").split("|");
  // A key that values.yaml leaves empty without a word on its type: the schema then takes nothing else.
  if (alternatives.every((wanted) => wanted === "null")) return "must be left out: the chart's schema takes null only";
  const found = typeName(value);
  const fits = alternatives.some((wanted) => wanted === found || (wanted === "number" && found === "integer"));
  return fits ? undefined : `must be ${alternatives.join(" or ")}, is ${found}`;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function tableOf(version: ChartVersion): KeyTable {
  const ready = tables.get(version);
  if (ready !== undefined) return ready;
  const table = parseTable(VALUE_KEY_VERSIONS.indexOf(version));
  tables.set(version, table);
  return table;
}

function parseTable(column: number): KeyTable {
  const keys = new Map<string, string | undefined>();
  const branches = new Set<string>();
  for (const line of VALUE_KEYS.trim().split("\n")) {
    const blank = line.lastIndexOf(" ");
    const code = line.charAt(blank + 1 + column);
    const path = line.slice(0, blank);
    if (code === "-" || DEAD_KEYS.includes(path)) continue;
    keys.set(path, code === "." ? undefined : (TYPE_CORRECTIONS[path] ?? VALUE_TYPES[(code.codePointAt(0) ?? 0) - 97]));
    for (let dot = path.indexOf("."); dot > 0; dot = path.indexOf(".", dot + 1)) branches.add(path.slice(0, dot));
  }
  for (const [path, type] of Object.entries(ALIASED_KEYS)) keys.set(path, type);
  return { keys, branches };
}

function isPassedOn(path: string, segment: string): boolean {
  return PASSED_ON.has(segment) || (segment === "securityContext" && !SECURITY_CONTEXTS_READ_BY_KEY.has(path));
}

/** A last part such as `enabled` stands under many parents and says nothing. */
const few = (paths: readonly string[]): readonly string[] => (paths.length <= 3 ? paths : []);

const lastSegment = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
