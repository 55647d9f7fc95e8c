import { UNKNOWN } from "../../core/model/unknown.ts";
import { base64OfText } from "../../core/text/base64.ts";
import { type Document, isMap } from "../input.ts";
import { MARK } from "../templates.ts";
import { valueAt } from "../values.ts";
import { FUNCTIONS } from "./functions.ts";
import { Properties, type Resolved } from "./properties.ts";

type Raw = Readonly<Record<string, unknown>>;

/** `{Ref: AWS::NoValue}`: the property is left out. */
const NOTHING = Symbol("no value");

/** What every stack knows; partition and suffix are those of the public cloud, because ARNs of managed policies are written with them. */
const PSEUDO: Readonly<Record<string, unknown>> = {
  "AWS::Partition": "aws",
  "AWS::URLSuffix": "amazonaws.com",
  "AWS::NoValue": NOTHING,
};

/** Property that `Ref` gives, where it is not an id (AWS CloudFormation template reference: return values). */
const NAMED_BY: Readonly<Record<string, readonly string[]>> = {
  "AWS::EKS::Cluster": ["Name"],
  "Custom::AWSCDK-EKS-Cluster": ["Config", "name"],
  "AWS::IAM::Role": ["RoleName"],
};

/** A template with its functions worked out as far as the template tells. */
export class Template {
  readonly document: Document;
  readonly resources: ReadonlyMap<string, Raw>;
  /** Parameters whose default was taken, and conditions that nobody can tell. */
  readonly assumed = new Set<string>();
  readonly #root: unknown;
  readonly #conditions = new Map<string, boolean | undefined>();
  #depth = 0;

  constructor(document: Document) {
    this.document = document;
    this.#root = document.value;
    const resources = valueAt(this.#root, ["Resources"]);
    const all = Object.entries(isMap(resources) ? resources : {}).filter(
      (entry): entry is [string, Raw] => isMap(entry[1]) && typeof entry[1]["Type"] === "string",
    );
    this.resources = new Map();
    this.resources = new Map(all.filter(([, { Condition: condition }]) => this.#isThere(condition)));
  }

  /** Properties of a resource, each worked out when it is asked for. */
  propertiesOf(id: string): Properties {
    return new Properties(this, this.resources.get(id)?.["Properties"]);
  }

  resolve(raw: unknown): Resolved {
    const refs = new Set<string>();
    const value = this.#value(raw, refs);
    return { value: value === NOTHING ? undefined : value, refs: [...refs] };
  }

  /** A text in which `MARK` stands for what is not known, with the resources that it comes from. */
  text(raw: unknown): Resolved {
    const refs = new Set<string>();
    return { value: this.#text(raw, refs), refs: [...refs] };
  }

  /** What stands at a place once conditions are decided; its parts are not worked out yet. */
  shallow(raw: unknown): unknown {
    const branch = this.#branchOf(raw);
    return branch === undefined ? raw : this.shallow(branch.raw);
  }

  #value(raw: unknown, refs: Set<string>): unknown {
    if (Array.isArray(raw)) return raw.map((item) => this.#value(item, refs)).filter((item) => item !== NOTHING);
    if (typeof raw === "string") return /\{\{resolve:/.test(raw) || raw.includes(MARK) ? UNKNOWN : raw;
    if (!isMap(raw)) return raw;
    const [key = "", ...others] = Object.keys(raw);
    if (others.length > 0 || !(key === "Ref" || key.startsWith("Fn::"))) return this.#map(raw, refs);
    // A parameter and a mapping lead nowhere else; what leads through attributes may lead in a circle.
    if (this.#depth > MOST_STEPS) return UNKNOWN;
    this.#depth++;
    try {
      return this.#function(key, raw[key], refs);
    } finally {
      this.#depth--;
    }
  }

  #map(raw: Raw, refs: Set<string>): unknown {
    return Object.fromEntries(
      Object.entries(raw).flatMap(([key, inner]) => {
        const value = this.#value(inner, refs);
        return value === NOTHING || key === "__proto__" ? [] : [[key, value] as const];
      }),
    );
  }

  #function(name: string, raw: unknown, refs: Set<string>): unknown {
    switch (name) {
      case "Ref":
        return this.#ref(raw, refs);
      case "Fn::GetAtt":
        return this.#attribute(typeof raw === "string" ? raw.split(".") : raw, refs);
      case "Fn::If": {
        const branch = this.#branchOf({ "Fn::If": raw });
        return branch === undefined ? UNKNOWN : this.#value(branch.raw, refs);
      }
      case "Fn::Join":
      case "Fn::Sub": {
        const text = this.#text({ [name]: raw }, refs);
        return text.includes(MARK) ? UNKNOWN : text;
      }
      case "Fn::Base64": {
        const text = this.#text(raw, refs);
        return text.includes(MARK) ? UNKNOWN : base64OfText(text);
      }
      case "Fn::FindInMap":
        return this.#inMap(this.#value(raw, refs));
      default: {
        const own = FUNCTIONS[name];
        return own === undefined ? UNKNOWN : own(this.#value(raw, refs));
      }
    }
  }

  #ref(name: unknown, refs: Set<string>): unknown {
    if (typeof name !== "string") return UNKNOWN;
    if (name.startsWith("AWS::")) return PSEUDO[name] ?? UNKNOWN;
    const resource = this.resources.get(name);
    if (resource === undefined) return this.#parameter(name);
    refs.add(name);
    const path = NAMED_BY[String(resource["Type"])];
    const own = path === undefined ? undefined : this.propertiesOf(name).get(path).value;
    return typeof own === "string" ? own : UNKNOWN;
  }

  #parameter(name: string): unknown {
    const parameter = valueAt(this.#root, ["Parameters", name]);
    if (!isMap(parameter) || parameter["Default"] === undefined) return UNKNOWN;
    const { Type: type, Default: preset, NoEcho: hidden } = parameter;
    if (hidden === true || hidden === "true" || String(type).startsWith("AWS::SSM::")) return UNKNOWN;
    this.assumed.add(name);
    if (/^(?:CommaDelimitedList|List<)/.test(String(type)))
      return typeof preset === "string" ? preset.split(/\s*,\s*/) : UNKNOWN;
    return type === "Number" ? Number(preset) : preset;
  }

  #attribute(path: unknown, refs: Set<string>): unknown {
    const [id, ...attribute] = Array.isArray(path) ? (path as unknown[]) : [];
    if (typeof id !== "string" || !this.resources.has(id)) return UNKNOWN;
    refs.add(id);
    const isBlock = this.resources.get(id)?.["Type"] === "AWS::EC2::VPC" && attribute.join(".") === "CidrBlock";
    const value = isBlock ? this.propertiesOf(id).get(["CidrBlock"]).value : undefined;
    return typeof value === "string" ? value : UNKNOWN;
  }

  #inMap(keys: unknown): unknown {
    const path = Array.isArray(keys) ? keys.slice(0, 3) : [];
    if (path.length < 3 || path.includes(UNKNOWN)) return UNKNOWN;
    return valueAt(this.#root, ["Mappings", ...path.map(String)]) ?? UNKNOWN;
  }

  #text(raw: unknown, refs: Set<string>): string {
    if (isMap(raw) && Array.isArray(raw["Fn::Join"])) {
      const [separator, parts] = raw["Fn::Join"] as readonly unknown[];
      const list = Array.isArray(parts) ? (parts as unknown[]) : this.#value(parts, refs);
      return Array.isArray(list) ? list.map((part) => this.#text(part, refs)).join(String(separator)) : MARK;
    }
    if (isMap(raw) && "Fn::Sub" in raw) return this.#substituted(raw["Fn::Sub"], refs);
    const value = this.#value(raw, refs);
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : MARK;
  }

  #substituted(raw: unknown, refs: Set<string>): string {
    const [text, own] = Array.isArray(raw) ? (raw as unknown[]) : [raw];
    if (typeof text !== "string") return MARK;
    return text.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => {
      if (name.startsWith("!")) return `\${${name.slice(1)}}`;
      if (isMap(own) && Object.hasOwn(own, name)) return this.#text(own[name], refs);
      return this.#text(name.includes(".") ? { "Fn::GetAtt": name } : { Ref: name }, refs);
    });
  }

  #branchOf(raw: unknown): { readonly raw: unknown } | undefined {
    const parts = isMap(raw) && Object.keys(raw).length === 1 ? raw["Fn::If"] : undefined;
    if (!Array.isArray(parts)) return undefined;
    const [name, yes, no] = parts as readonly unknown[];
    const holds = this.#holds(name);
    return holds === undefined ? undefined : { raw: holds ? yes : no };
  }

  /** What only a condition that nobody can tell takes away is there. */
  #isThere(condition: unknown): boolean {
    return condition === undefined || this.#holds(condition) !== false;
  }

  #holds(name: unknown): boolean | undefined {
    if (typeof name !== "string") return undefined;
    if (!this.#conditions.has(name)) {
      // A condition that names itself has no answer.
      this.#conditions.set(name, undefined);
      const holds = this.#condition(valueAt(this.#root, ["Conditions", name]));
      this.#conditions.set(name, holds);
      if (holds === undefined) this.assumed.add(name);
    }
    return this.#conditions.get(name);
  }

  #condition(raw: unknown): boolean | undefined {
    if (!isMap(raw)) return undefined;
    const [name = ""] = Object.keys(raw);
    const parts = raw[name];
    if (name === "Condition") return this.#holds(parts);
    const list = Array.isArray(parts) ? (parts as unknown[]) : [];
    if (name === "Fn::Equals") {
      const [a, b] = list.map((part) => this.#value(part, new Set()));
      return a === UNKNOWN || b === UNKNOWN ? undefined : String(a) === String(b);
    }
    const all = list.map((part) => this.#condition(part));
    if (name === "Fn::Not") return all[0] === undefined ? undefined : !all[0];
    if (name !== "Fn::And" && name !== "Fn::Or") return undefined;
    const decisive = name === "Fn::Or";
    if (all.includes(decisive)) return decisive;
    return all.includes(undefined) ? undefined : !decisive;
  }
}

/** Functions within functions, and attributes of attributes. */
const MOST_STEPS = 100;
