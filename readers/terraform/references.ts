import { isMap } from "../input.ts";
import { valueAt } from "../values.ts";
import type { Instance, Module } from "./instances.ts";

/** A resource, a data source or a module call in the configuration that a plan carries. */
type Config = Readonly<Record<string, unknown>>;

/** Steps of one question; a plan whose modules name each other in circles ends here. */
const MOST_STEPS = 2_000;

/**
 * Which instances an expression of the configuration refers to: through variables and outputs of modules, and through data sources
 * and helpers such as time_sleep. Locals are not in a plan, so what goes through one is looked for beside it.
 */
export class References {
  readonly #root: unknown;
  readonly #configs = new Map<string, ReadonlyMap<string, Config>>();
  readonly #byName = new Map<string, Instance[]>();
  readonly #children = new Map<string, Module[]>();
  readonly #isTarget: (instance: Instance) => boolean;

  /** `isTarget`: where the way ends; other instances are followed to what they refer to. */
  constructor(root: unknown, instances: readonly Instance[], isTarget: (instance: Instance) => boolean) {
    this.#root = root;
    this.#isTarget = isTarget;
    const seen = new Set<Module>();
    for (const one of instances) {
      push(this.#byName, keyOf(one.module, one.isData, one.type, one.name), one);
      for (let at: Module | undefined = one.module; at?.parent !== undefined && !seen.has(at); at = at.parent) {
        seen.add(at);
        push(this.#children, at.parent.address, at);
      }
    }
  }

  /** Configuration of an instance; undefined in a state. */
  configOf({ module, isData, type, name }: Instance): Config | undefined {
    return this.#resourcesIn(module).get(`${isData ? "data." : ""}${type}.${name}`);
  }

  /** Configuration of the call that made a module. */
  callOf({ parent, call = "" }: Module): Config | undefined {
    const found = parent === undefined ? undefined : valueAt(this.#configIn(parent), ["module_calls", call]);
    return isMap(found) ? found : undefined;
  }

  /** What an expression in an instance's block refers to. */
  of(expression: unknown, from: Instance): readonly Instance[] {
    return this.named(refsIn(expression), from.module, from);
  }

  named(references: readonly string[], module: Module, from?: Instance): readonly Instance[] {
    const search: Search = { found: new Set(), seen: new Set(), left: MOST_STEPS };
    this.#follow(references, module, { from, search });
    return [...search.found];
  }

  /** What is told to a module by its variables. */
  variablesOf(module: Module, wanted: RegExp): readonly Instance[] {
    const expressions = this.callOf(module)?.["expressions"];
    if (module.parent === undefined || !isMap(expressions)) return [];
    const told = Object.entries(expressions).flatMap(([name, expression]) =>
      wanted.test(name) ? refsIn(expression) : [],
    );
    return this.named(told, module.parent);
  }

  /** Modules, and instances beside a module's resource, that a `depends_on` names. */
  orderOf(references: readonly string[], module: Module): readonly (Instance | Module)[] {
    return references.flatMap((reference): readonly (Instance | Module)[] => {
      const { call, key } = /^module\.(?<call>[\w-]+)(?:\["?(?<key>[^\]"]*)"?\])?$/.exec(reference)?.groups ?? {};
      return call === undefined ? this.named([reference], module) : this.#called(module, call, key);
    });
  }

  beside(module: Module, type: string): readonly Instance[] {
    return [...this.#resourcesIn(module).keys()]
      .filter((name) => name.startsWith(`${type}.`))
      .flatMap((name) => this.#byName.get(keyOf(module, false, type, name.slice(type.length + 1))) ?? []);
  }

  #follow(references: readonly string[], module: Module, way: Way): void {
    const own = longest(references);
    const isByIndex = own.some((reference) => /^(?:count\.index|each\.(?:key|value))/.test(reference));
    for (const reference of own) {
      const step = `${module.address}|${reference}`;
      if (way.search.left-- <= 0 || (way.search.seen.has(step) && way.from === undefined)) continue;
      way.search.seen.add(step);
      this.#step(reference, module, isByIndex ? way : { search: way.search, each: way.from ?? way.each });
    }
  }

  #step(reference: string, module: Module, way: Way): void {
    const [head = "", ...rest] = stepsOf(reference);
    if (head === "var") this.#variable(rest[0], module, way);
    else if (head === "module") this.#output(rest, module, way);
    else if (head === "each") this.#each(module, way);
    else if (head === "data") this.#resource({ isData: true, steps: rest }, module, way);
    else if (!NOTHING.has(head)) this.#resource({ isData: false, steps: [head, ...rest] }, module, way);
  }

  #variable(name: string | undefined, module: Module, { search }: Way): void {
    const expression = valueAt(this.callOf(module)?.["expressions"], [name ?? ""]);
    if (module.parent !== undefined) this.#follow(refsIn(expression), module.parent, { search });
  }

  #output([call = "", output]: readonly string[], module: Module, { search }: Way): void {
    const [, name = call, key] = /^([\w-]+)\["?([^\]"]*)"?\]$/.exec(call) ?? [];
    if (output === undefined) return;
    const bare = output.replace(/\[.*$/, "");
    for (const child of this.#called(module, name, key)) {
      const expression = valueAt(this.#configIn(child), ["outputs", bare, "expression"]);
      this.#follow(refsIn(expression), child, { search });
    }
  }

  /** The collection that `for_each` goes through, of the resource, else of its module. */
  #each(module: Module, { from, each, search }: Way): void {
    const one = from ?? each;
    const own = one === undefined ? undefined : this.configOf(one)?.["for_each_expression"];
    this.#follow(refsIn(own), module, { search, each: one });
  }

  #resource({ isData, steps }: { isData: boolean; steps: readonly string[] }, module: Module, way: Way): void {
    const [type = "", named = ""] = steps;
    const [, name = named, key] = /^([\w-]+)\["?([^\]"]*)"?\]$/.exec(named) ?? [];
    const all = this.#byName.get(keyOf(module, isData, type, name)) ?? [];
    const index = key ?? (way.from?.index === undefined ? undefined : String(way.from.index));
    const one = all.filter((candidate) => String(candidate.index) === index);
    for (const found of one.length > 0 ? one : all) {
      if (this.#isTarget(found)) way.search.found.add(found);
      else this.#follow(refsIn(this.configOf(found)?.["expressions"]), found.module, { search: way.search });
    }
  }

  #called(module: Module, call: string, key: string | undefined): readonly Module[] {
    const made = (this.#children.get(module.address) ?? []).filter((child) => child.call === call);
    const one = made.filter((child) => child.key === key);
    if (one.length > 0 && key !== undefined) return one;
    // A module without resources of its own is called all the same, for its outputs.
    const prefix = module.address === "" ? "" : `${module.address}.`;
    return made.length > 0 ? made : [{ address: `${prefix}module.${call}`, parent: module, call }];
  }

  #configIn({ parent, call = "" }: Module): unknown {
    return parent === undefined ? this.#root : valueAt(this.#configIn(parent), ["module_calls", call, "module"]);
  }

  #resourcesIn(module: Module): ReadonlyMap<string, Config> {
    const path = withoutKeys(module.address);
    const known = this.#configs.get(path);
    if (known !== undefined) return known;
    const resources = valueAt(this.#configIn(module), ["resources"]);
    const all = (Array.isArray(resources) ? resources : []).flatMap((resource: unknown) =>
      isMap(resource) ? [[String(resource["address"]), resource] as const] : [],
    );
    const found = new Map(all);
    this.#configs.set(path, found);
    return found;
  }
}

interface Search {
  readonly found: Set<Instance>;
  readonly seen: Set<string>;
  left: number;
}

interface Way {
  /** Whose index an expression means by `count.index`. */
  readonly from?: Instance | undefined;
  /** Whose `for_each` an expression means by `each`. */
  readonly each?: Instance | undefined;
  readonly search: Search;
}

const NOTHING: ReadonlySet<string> = new Set(["local", "count", "path", "terraform", "self", ""]);

const keyOf = ({ address }: Module, isData: boolean, type: string, name: string): string =>
  `${address}|${isData ? "data." : ""}${type}.${name}`;

/** Every reference below an expression or a block of them. */
export function refsIn(expression: unknown): string[] {
  if (Array.isArray(expression)) return expression.flatMap(refsIn);
  if (!isMap(expression)) return [];
  return Object.entries(expression).flatMap(([key, inner]) => {
    if (key === "constant_value") return [];
    return key === "references" && Array.isArray(inner)
      ? inner.filter((one): one is string => typeof one === "string")
      : refsIn(inner);
  });
}

/** Terraform lists the beginnings of a reference too: `aws_subnet.a[0].id`, `aws_subnet.a[0]`, `aws_subnet.a`. */
function longest(references: readonly string[]): string[] {
  const beginnings = new Set<string>();
  for (const reference of references) {
    for (let at = lastStep(reference); at > 0; at = lastStep(reference.slice(0, at))) {
      beginnings.add(reference.slice(0, at));
    }
  }
  return [...new Set(references)].filter((reference) => !beginnings.has(reference));
}

/** `module.eks.aws_subnet.private` of `module.eks["a"].aws_subnet.private[0]`. */
export const withoutKeys = (address: string): string => address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "");

const lastStep = (reference: string): number => Math.max(reference.lastIndexOf("."), reference.lastIndexOf("["));

/** `aws_subnet`, `private["a.b"]`, `id`. */
const stepsOf = (reference: string): string[] => reference.match(/(?:[^.[]|\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\])+/g) ?? [];

export function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const all = map.get(key);
  if (all === undefined) map.set(key, [value]);
  else all.push(value);
}
