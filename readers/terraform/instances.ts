import { UNKNOWN } from "../../core/model/unknown.ts";
import { type Document, isMap } from "../input.ts";
import { valueAt } from "../values.ts";

/** One resource or data source of a plan or a state, an instance for each of `count` and `for_each`. */
export interface Instance {
  readonly document: Document;
  /** `module.eks.aws_eks_cluster.this[0]`. */
  readonly address: string;
  readonly module: Module;
  readonly isData: boolean;
  readonly type: string;
  readonly name: string;
  readonly index: string | number | undefined;
  /** As they will be; what is known after apply, and what is sensitive, is `UNKNOWN`. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Which of the values are unknown, as the plan says it. */
  readonly unknown: unknown;
  /** Addresses that a state says it depends on. */
  readonly dependsOn: readonly string[];
}

/** An instance of a module; the root has an empty address. */
export interface Module {
  /** `module.eks.module.node_groups["a"]`. */
  readonly address: string;
  readonly parent?: Module;
  /** Name of the call in the parent. */
  readonly call?: string;
  readonly key?: string;
}

type Values = Readonly<Record<string, unknown>>;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Every instance that a document holds: of a plan as it will be, of a state as it is. */
export function instancesOf(document: Document): Instance[] {
  const { value } = document;
  if (!isMap(value)) return [];
  const modules = new Modules();
  if (Array.isArray(value["resources"])) return rawState(document, modules);
  const changes = changesOf(value["resource_changes"]);
  const found = new Map<string, Instance>();
  const take = (resource: unknown): void => {
    const one = instance(resource, { document, modules, changes });
    if (one !== undefined && !found.has(one.address)) found.set(one.address, one);
  };
  walk(valueAt(value, ["planned_values", "root_module"]) ?? valueAt(value, ["values", "root_module"]), take);
  // What a shortened plan says of changes alone, and data that were read while planning.
  for (const change of changes.values()) if (isMap(valueAt(change, ["change", "after"]))) take(change);
  walk(valueAt(value, ["prior_state", "values", "root_module"]), (resource) => {
    if (valueAt(resource, ["mode"]) === "data") take(resource);
  });
  return [...found.values()];
}

function walk(module: unknown, take: (resource: unknown) => void): void {
  if (!isMap(module)) return;
  for (const resource of list(module["resources"])) take(resource);
  for (const child of list(module["child_modules"])) walk(child, take);
}

/** By address. What a replacement left behind (`deposed`) has the address of what took its place. */
const changesOf = (changes: unknown): Map<string, unknown> =>
  new Map(
    list(changes).flatMap((change) =>
      valueAt(change, ["deposed"]) === undefined ? [[text(valueAt(change, ["address"])), change] as const] : [],
    ),
  );

interface Source {
  readonly document: Document;
  readonly modules: Modules;
  readonly changes: ReadonlyMap<string, unknown>;
}

function instance(resource: unknown, { document, modules, changes }: Source): Instance | undefined {
  if (!isMap(resource)) return undefined;
  const address = text(resource["address"]);
  const { type, name, index } = resource;
  if (typeof type !== "string" || typeof name !== "string" || address === "") return undefined;
  const change = valueAt(changes.get(address), ["change"]);
  const own = resource["values"] ?? valueAt(change, ["after"]);
  const unknown = valueAt(change, ["after_unknown"]);
  const sensitive = valueAt(change, ["after_sensitive"]) ?? resource["sensitive_values"];
  return {
    document,
    address,
    module: modules.of(address),
    isData: resource["mode"] === "data",
    type,
    name,
    index: typeof index === "string" || typeof index === "number" ? index : undefined,
    values: mapOf(veiled(veiled(own, unknown), hidden(type, sensitive, own))),
    unknown,
    dependsOn: list(resource["depends_on"]).map(text),
  };
}

/**
 * What of a resource is hidden. kubectl's provider calls every manifest sensitive; data of Secrets are hidden where they are printed.
 * Of what `set_sensitive` sets only the values are secret.
 */
function hidden(type: string, sensitive: unknown, values: unknown): unknown {
  if (!isMap(sensitive)) return sensitive;
  if (type === "kubectl_manifest") return { ...sensitive, yaml_body: false };
  if (type !== "helm_release" || sensitive["set_sensitive"] === undefined) return sensitive;
  return { ...sensitive, set_sensitive: list(valueAt(values, ["set_sensitive"])).map(() => ({ value: true })) };
}

const mapOf = (value: unknown): Values => (isMap(value) ? value : {});

/** A value with `UNKNOWN` wherever a mask of the same shape says true. */
function veiled(value: unknown, mask: unknown): unknown {
  if (mask === true) return UNKNOWN;
  if (value === UNKNOWN || typeof mask !== "object" || mask === null) return value;
  if (Array.isArray(mask)) {
    const items = list(value);
    return Array.from({ length: Math.max(items.length, mask.length) }, (_, at) => veiled(items[at], mask[at]));
  }
  const inner = mapOf(value);
  const keys = Object.keys(mask).filter((key) => key !== "__proto__" && holdsTrue((mask as Values)[key]));
  return keys.length === 0
    ? value
    : { ...inner, ...Object.fromEntries(keys.map((key) => [key, veiled(inner[key], (mask as Values)[key])])) };
}

const holdsTrue = (mask: unknown): boolean =>
  mask === true || (typeof mask === "object" && mask !== null && Object.values(mask).some(holdsTrue));

/** The state as Terraform stores it (`terraform state pull`): resources with their instances. */
function rawState(document: Document, modules: Modules): Instance[] {
  return list(valueAt(document.value, ["resources"])).flatMap((resource) => {
    const [type, name] = [text(valueAt(resource, ["type"])), text(valueAt(resource, ["name"]))];
    const isData = valueAt(resource, ["mode"]) === "data";
    const module = text(valueAt(resource, ["module"]));
    return list(valueAt(resource, ["instances"])).flatMap((one): Instance[] => {
      if (!isMap(one) || type === "" || name === "") return [];
      const index = one["index_key"];
      const key =
        typeof index === "number"
          ? `[${String(index)}]`
          : typeof index === "string"
            ? `[${JSON.stringify(index)}]`
            : "";
      const address = `${module === "" ? "" : `${module}.`}${isData ? "data." : ""}${type}.${name}${key}`;
      return [
        {
          document,
          address,
          module: modules.of(address),
          isData,
          type,
          name,
          index: typeof index === "string" || typeof index === "number" ? index : undefined,
          values: mapOf(
            veiled(one["attributes"], hidden(type, maskOf(one["sensitive_attributes"]), one["attributes"])),
          ),
          unknown: undefined,
          dependsOn: list(one["dependencies"]).map(text),
        },
      ];
    });
  });
}

/** Sensitive attributes are told by their paths; the first step is enough to hide them. */
const maskOf = (paths: unknown): Values =>
  Object.fromEntries(
    list(paths).flatMap((path) => {
      const key = valueAt(path, [0, "value"]);
      return typeof key === "string" ? [[key, true]] : [];
    }),
  );

const ROOT: Module = { address: "" };
/** `module.name`, with a key in brackets; a key may hold dots. */
const STEP = /^module\.(?<call>[\w-]+)(?:\[(?<key>"(?:[^"\\]|\\.)*"|\d+)\])?\.?/;

class Modules {
  readonly #known = new Map<string, Module>([["", ROOT]]);

  of(address: string): Module {
    let module = ROOT;
    let rest = address;
    for (let step = STEP.exec(rest); step?.groups !== undefined; step = STEP.exec(rest)) {
      module = this.#child(module, step[0].replace(/\.$/, ""), step.groups);
      rest = rest.slice(step[0].length);
    }
    return module;
  }

  #child(parent: Module, step: string, { call = "", key }: Readonly<Record<string, string | undefined>>): Module {
    const address = parent.address === "" ? step : `${parent.address}.${step}`;
    const known = this.#known.get(address);
    if (known !== undefined) return known;
    const made: Module = { address, parent, call, ...(key === undefined ? {} : { key: key.replace(/^"|"$/g, "") }) };
    this.#known.set(address, made);
    return made;
  }
}
