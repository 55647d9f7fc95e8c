import { type Node, type Pair, type YAMLMap, isAlias, isMap, isPair, isScalar, isSeq } from "yaml";
import { UNKNOWN } from "../core/model/unknown.ts";
import { MOST_DEEP, MOST_NODES } from "./limits.ts";
import { MARK, type Masked, isFilledIn } from "./templates.ts";

interface Anchored {
  readonly value: unknown;
  /** How many values it stands for. */
  readonly size: number;
}

/** CloudFormation's short forms of what a template works out (AWS CloudFormation user guide: intrinsic function reference). */
const INTRINSIC =
  /^!(?:Ref|Condition|GetAtt|Sub|Join|Select|Split|FindInMap|ImportValue|If|Equals|Not|And|Or|Base64|Cidr|GetAZs|Transform|Length|ToJsonString|ForEach)$/;

const SUB = "!Sub";

/**
 * Plain data of a parsed document. What a template or a variable fills in is `UNKNOWN`; aliases are followed as far as they can be
 * meant.
 */
export class Plain {
  /** Offsets of keys that repeat one of the same map. */
  readonly repeated: number[] = [];
  readonly #conditional: Masked["conditional"];
  readonly #fault: (message: string, node: Node) => Error;
  readonly #anchors = new Map<string, Anchored | undefined>();
  #size = 0;
  #isVerbatim = false;

  constructor(conditional: Masked["conditional"], fault: (message: string, node: Node) => Error) {
    this.#conditional = conditional;
    this.#fault = fault;
  }

  of(node: unknown, depth = 0): unknown {
    if (node === null || node === undefined) return null;
    if (isAlias(node)) return this.#alias(node.source, node);
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) return null;
    if (depth > MOST_DEEP) throw this.#fault(`is nested more than ${String(MOST_DEEP)} levels deep.`, node);
    this.#grow(1, node);
    const { anchor } = node;
    const before = this.#size;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const value = tagged(
      node.tag,
      node.tag === SUB ? this.#verbatim(() => this.#content(node, depth)) : this.#content(node, depth),
    );
    if (anchor !== undefined) this.#anchors.set(anchor, { value, size: this.#size - before + 1 });
    return value;
  }

  #content(node: Node, depth: number): unknown {
    if (isMap(node)) return this.#map(node, depth);
    if (isSeq(node)) return node.items.map((item) => (this.#isConditional(item) ? UNKNOWN : this.of(item, depth + 1)));
    const value = isScalar(node) ? node.value : null;
    if (typeof value === "bigint") return Number(value);
    if (typeof value !== "string") return value;
    return this.#isVerbatim ? (value.includes(MARK) ? UNKNOWN : value) : isFilledIn(value) ? UNKNOWN : value;
  }

  #map(node: YAMLMap, depth: number): unknown {
    const map: Record<string, unknown> = {};
    const merged: Record<string, unknown>[] = [];
    for (const pair of node.items) {
      const key = keyText(pair.key) ?? MARK;
      // Which keys a template adds is not known, and so not what the map holds.
      if (key.includes(MARK)) return UNKNOWN;
      if (key === "<<") merged.push(...this.#merges(pair.value, depth));
      else put(map, key, this.#isConditional(pair.key) ? UNKNOWN : this.#inMap(map, key, pair, depth));
    }
    return merged.length === 0 ? map : Object.assign({}, ...merged.toReversed(), map);
  }

  #inMap(map: object, key: string, { key: node, value }: Pair, depth: number): unknown {
    if (Object.hasOwn(map, key) && isScalar(node)) this.repeated.push(node.range?.[0] ?? 0);
    return key === "Fn::Sub" ? this.#verbatim(() => this.of(value, depth + 1)) : this.of(value, depth + 1);
  }

  /** `${Name}` in there is CloudFormation's, and no tool's that runs before. */
  #verbatim(read: () => unknown): unknown {
    const before = this.#isVerbatim;
    this.#isVerbatim = true;
    try {
      return read();
    } finally {
      this.#isVerbatim = before;
    }
  }

  #merges(value: unknown, depth: number): Record<string, unknown>[] {
    const from = this.of(value, depth + 1);
    return (Array.isArray(from) ? from : [from]).filter(
      (one): one is Record<string, unknown> => typeof one === "object" && one !== null,
    );
  }

  #alias(name: string, node: Node): unknown {
    if (!this.#anchors.has(name)) throw this.#fault(`names the anchor "${name}", which is not there before it.`, node);
    const anchored = this.#anchors.get(name);
    if (anchored === undefined) throw this.#fault(`holds itself by the alias "${name}", which has no end.`, node);
    this.#grow(anchored.size, node);
    return anchored.value;
  }

  #grow(size: number, node: Node): void {
    this.#size += size;
    if (this.#size > MOST_NODES) {
      throw this.#fault(`unfolds by its aliases into more than ${String(MOST_NODES)} values.`, node);
    }
  }

  #isConditional(node: unknown): boolean {
    if (this.#conditional.length === 0 || isPair(node)) return false;
    const at = (node as Node | undefined)?.range?.[0];
    return at !== undefined && this.#conditional.some(([from, to]) => at > from && at < to);
  }
}

/** A key as it is written: `on` and `y` are names there. Undefined where it is a list or a map. */
export const keyText = (key: unknown): string | undefined =>
  isScalar(key) ? (key.source ?? String(key.value)) : undefined;

/** `__proto__` is a key like any other. */
function put(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") map[key] = value;
  else Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Tags of CloudFormation in their long form; what others stand for, only their own tools know. */
function tagged(tag: string | undefined, value: unknown): unknown {
  if (tag === undefined || !tag.startsWith("!") || tag === "!") return value;
  if (!INTRINSIC.test(tag)) return UNKNOWN;
  const name = tag.slice(1);
  if (name === "Ref" || name === "Condition") return { [name]: value };
  const isAttribute = name === "GetAtt" && typeof value === "string";
  return { [`Fn::${name}`]: isAttribute ? splitOnce(value) : value };
}

function splitOnce(text: string): string[] {
  const dot = text.indexOf(".");
  return dot === -1 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
