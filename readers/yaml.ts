import {
  type Document as YamlDocument,
  LineCounter,
  type Node,
  type Tags,
  isAlias,
  isMap,
  isNode,
  isPair,
  isSeq,
  parseDocument,
} from "yaml";
import type { Document, Path, Position } from "./input.ts";
import { ReadError } from "./input.ts";
import { Plain, keyText } from "./yaml-plain.ts";
import { type Masked, isTemplated, maskTemplates } from "./templates.ts";
import { UNKNOWN } from "../core/model/unknown.ts";

/** A part of a stream, with the lines before it. */
interface Chunk {
  readonly text: string;
  readonly lines: number;
}

/** Documents of a YAML stream. Each is parsed when it is asked for: of the output of `helm template` most is definitions. */
export function readYaml(input: string, text: string): Document[] {
  return chunksOf(text)
    .filter((chunk) => !isBlank(chunk.text))
    .map((chunk) => new YamlText(input, chunk));
}

/** `---` at the beginning of a line separates documents wherever it stands (YAML 1.2, 9.1.2 and 6.8). */
function chunksOf(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  let [from, lines] = [0, 0];
  for (const separator of text.matchAll(/^(?:---|\.\.\.)(?=\s|$)/gm)) {
    const before = text.slice(from, separator.index);
    chunks.push({ text: before, lines });
    lines += countLines(before);
    // What stands behind the dashes in their line belongs to the document: the dashes become spaces.
    from = separator.index;
  }
  chunks.push({ text: text.slice(from), lines });
  return chunks.map((chunk) => ({ ...chunk, text: chunk.text.replace(/^(?:---|\.\.\.)(?=\s|$)/, "   ") }));
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** Nothing but comments and directives. */
const isBlank = (text: string): boolean => !/^[ \t\uFEFF]*[^\s#%\uFEFF]/m.test(text);

const headOf = (text: string, key: string): string | undefined =>
  new RegExp(`^["']?${key}["']?[ \\t]*:[ \\t]+["']?([\\w./-]+)["']?[ \\t]*(?:#.*)?\\r?$`, "m").exec(text)?.[1];

const textAt = (value: unknown, key: string): string | undefined => {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === "string" ? found : undefined;
};

/** Of the definitions of a cluster's kinds nobody reads more than what they are called. */
const DEFINITION = "CustomResourceDefinition";

class YamlText implements Document {
  readonly input: string;
  readonly format = "yaml" as const;
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly #chunk: Chunk;
  #parsed: Parsed | undefined;

  constructor(input: string, chunk: Chunk) {
    this.input = input;
    this.#chunk = chunk;
    const [apiVersion, kind] = ["apiVersion", "kind"].map((key) =>
      this.#outer.length === 0 ? textAt(this.#valueOrNothing(), key) : headOf(chunk.text, key),
    );
    if (apiVersion !== undefined) this.apiVersion = apiVersion;
    if (kind !== undefined) this.kind = kind;
  }

  get keys(): readonly string[] {
    const outer = this.#outer;
    const value = outer.length === 0 ? this.#valueOrNothing() : undefined;
    return typeof value === "object" && value !== null ? Object.keys(value) : outer;
  }

  /** Keys at the beginning of a line; none where the outermost map is written in braces, or indented. */
  get #outer(): readonly string[] {
    return Array.from(this.#chunk.text.matchAll(/^["']?([\w.-]+)["']?[ \t]*:(?=\s|$)/gm), ([, key = ""]) => key);
  }

  /** Whoever asks for the value is told why there is none. */
  #valueOrNothing(): unknown {
    try {
      return this.value;
    } catch {
      return undefined;
    }
  }

  get value(): unknown {
    return this.#all.value;
  }

  get repeated(): readonly Position[] {
    return this.#all.repeated.map((offset) => this.#at(offset));
  }

  position(path: Path): Position {
    const { document } = this.#all;
    return this.#at(document === undefined ? 0 : offsetAt(document, path));
  }

  get #all(): Parsed {
    return (this.#parsed ??= parse(this.input, this.#chunk, this.kind === DEFINITION));
  }

  #at(offset: number): Position {
    const { line, col } = this.#all.lines.linePos(offset);
    return { line: Math.max(1, line) + this.#chunk.lines, column: Math.max(1, col) };
  }
}

interface Parsed {
  readonly document: YamlDocument | undefined;
  readonly value: unknown;
  readonly repeated: readonly number[];
  readonly lines: LineCounter;
}

/** Helm and kubectl read YAML 1.1's switches (`on`, `yes`) as booleans; its times and sets they do not know (sigs.k8s.io/yaml). */
const ONLY_OF_YAML_1_1: ReadonlySet<unknown> = new Set([
  "binary",
  "omap",
  "pairs",
  "set",
  "timestamp",
  "intTime",
  "floatTime",
]);
const FORMATS = new Set(["TIME", "omap"]);

const customTags = (tags: Tags): Tags =>
  tags.filter(
    (tag) =>
      typeof tag === "string" ||
      (!ONLY_OF_YAML_1_1.has(tag.tag.replace("tag:yaml.org,2002:", "")) && !FORMATS.has(tag.format ?? "")),
  );

function parse(input: string, chunk: Chunk, headOnly: boolean): Parsed {
  const text = headOnly ? chunk.text.replace(/^spec:[\s\S]*/m, "") : chunk.text;
  if (!isTemplated(text)) return parseText(input, chunk, { text, conditional: [] });
  const masked = maskTemplates(text);
  try {
    return parseText(input, chunk, masked);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    // What only a template engine can put together is not known as a whole.
    return { document: undefined, value: UNKNOWN, repeated: [], lines: new LineCounter() };
  }
}

function parseText(input: string, chunk: Chunk, { text, conditional }: Masked): Parsed {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line) + chunk.lines, column: Math.max(1, col) };
  };
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      schema: "yaml-1.1",
      customTags,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
      stringKeys: false,
    });
    const [fault] = document.errors;
    if (fault !== undefined && /call stack/.test(fault.message)) throw new RangeError(fault.message);
    if (fault !== undefined)
      throw new ReadError(input, `is no valid YAML: ${sentence(fault.message)}`, at(fault.pos[0]));
    const plain = new Plain(conditional, (message, node) => new ReadError(input, message, at(node.range?.[0] ?? 0)));
    return { document, value: plain.of(document.contents), repeated: plain.repeated, lines };
  } catch (error) {
    if (error instanceof RangeError) throw new ReadError(input, "is nested too deep to be read.");
    throw error;
  }
}

const sentence = (message: string): string => `${message.replace(/\s+/g, " ").replace(/\.$/, "")}.`;

/** Offset of the key or item at a path, else of the nearest thing above that is there. */
function offsetAt(document: YamlDocument, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    const found = step(document, resolved(document, node), part);
    if (found === undefined) return offset;
    offset = startOf(found.key) ?? offset;
    node = found.value;
  }
  return offset;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

const resolved = (document: YamlDocument, node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);

interface Step {
  readonly key: unknown;
  readonly value: unknown;
}

function step(document: YamlDocument, node: unknown, part: string | number): Step | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(part)] as Node | undefined;
    return item === undefined ? undefined : { key: item, value: item };
  }
  if (!isMap(node)) return undefined;
  // Of equal keys the last one counts.
  const own = node.items.findLast(({ key }) => keyText(key) === String(part));
  if (own !== undefined) return own;
  for (const pair of node.items) {
    if (!isPair(pair) || keyText(pair.key) !== "<<") continue;
    const from = resolved(document, pair.value);
    for (const one of isSeq(from) ? from.items : [from]) {
      const found = step(document, resolved(document, one), part);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
