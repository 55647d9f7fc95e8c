import { Document, type Pair, Scalar, type YAMLMap, isMap, isPair, isScalar, parseDocument } from "yaml";

/** A change of one setting. */
export interface Operation {
  readonly path: readonly string[];
  /** Undefined takes it out. */
  readonly value: unknown;
}

/** Lines of a file that a change takes out and puts in. */
export interface Edit {
  /** Of the first line, from 1, in the file as it was before. */
  readonly line: number;
  readonly old: readonly string[];
  readonly new: readonly string[];
}

/** Changes a YAML text where it has to change and nowhere else: comments, order and quotes of the rest stay. */
export const edit = (text: string, operations: readonly Operation[]): string => operations.reduce(apply, text);

function apply(text: string, { path, value }: Operation): string {
  const document = parseDocument(text);
  const [pairs, rest] = walk(document, path);
  const last = pairs.at(-1);
  if (rest.length > 0) return value === undefined ? text : insert(text, document, pairs, rest, value);
  if (last === undefined) return text;
  return value === undefined ? remove(text, pairs) : replace(text, last, value);
}

type Found = Pair<Scalar>;

/** Pairs on the way down a path, and what of it is not there. */
function walk(
  document: Document,
  path: readonly string[],
): readonly [pairs: readonly Found[], rest: readonly string[]] {
  const pairs: Found[] = [];
  let map: unknown = document.contents;
  for (const [at, key] of path.entries()) {
    const pair = isMap(map)
      ? map.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    if (pair === undefined) return [pairs, path.slice(at)];
    pairs.push(pair as Found);
    map = pair.value;
  }
  return [pairs, []];
}

const startOf = ({ key }: Found): number => key.range?.[0] ?? 0;
const endOf = ({ key, value }: Found): number =>
  (value as { readonly range?: readonly number[] } | null)?.range?.[1] ?? key.range?.[1] ?? 0;

function replace(text: string, pair: Found, value: unknown): string {
  const { range, type } = (pair.value ?? {}) as Partial<Scalar>;
  if (range === undefined || range === null) return text;
  const quote: Quote = type === Scalar.QUOTE_SINGLE ? "'" : type === Scalar.QUOTE_DOUBLE ? '"' : "";
  return text.slice(0, range[0]) + written(value, quote) + text.slice(range[1]);
}

type Quote = "'" | '"' | "";

/** On one line, with the quotes that the place had. */
function written(value: unknown, quote: Quote = ""): string {
  if (typeof value === "string" && quote === '"') return JSON.stringify(value);
  if (typeof value === "string" && quote === "'") return `'${value.replaceAll("'", "''")}'`;
  const document = new Document(value);
  if (isMap(document.contents)) document.contents.flow = true;
  return document.toString({ flowCollectionPadding: true, defaultStringType: "PLAIN", lineWidth: 0 }).trimEnd();
}

function insert(
  text: string,
  document: Document,
  pairs: readonly Found[],
  rest: readonly string[],
  value: unknown,
): string {
  const parent: unknown = pairs.length === 0 ? document.contents : pairs.at(-1)?.value;
  const [key = "", ...below] = rest;
  const nested = below.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  if (!isMap(parent)) return text;
  if (parent.flow === true) {
    const close = (parent.range?.[1] ?? 1) - 1;
    const before = text.slice(0, close).trimEnd();
    return `${before}${parent.items.length === 0 ? " " : ", "}${key}: ${written(nested, quoteIn(parent))} ${text.slice(close)}`;
  }
  const [first] = parent.items as unknown as readonly Found[];
  if (first === undefined) return text;
  const start = lineStart(text, startOf(first));
  const indent = " ".repeat(startOf(first) - start);
  const added = `${indent}${key}: ${written(nested, quoteIn(parent))}\n`;
  // A new group goes behind the others; a new key of one before its first.
  const at = pairs.length <= 1 ? lastLineEnd(text, parent) : start;
  return text.slice(0, at) + added + text.slice(at);
}

/** The quotes that other texts of a map have. */
function quoteIn({ items }: YAMLMap): Quote {
  const types = items.map(({ value }) => (isScalar(value) ? value.type : undefined));
  return types.includes(Scalar.QUOTE_DOUBLE) ? '"' : types.includes(Scalar.QUOTE_SINGLE) ? "'" : "";
}

const lineStart = (text: string, at: number): number => text.lastIndexOf("\n", at - 1) + 1;
const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end + 1;
};

function lastLineEnd(text: string, map: YAMLMap): number {
  const last = map.items.at(-1) as unknown as Found;
  return lineEnd(text, startOf(last) + text.slice(startOf(last), endOf(last)).trimEnd().length);
}

function remove(text: string, pairs: readonly Found[]): string {
  const pair = pairs.at(-1) as Found;
  const parent: unknown = pairs.at(-2)?.value;
  // A group that nothing is left in goes with its last key.
  if (isMap(parent) && parent.items.length === 1) return remove(text, pairs.slice(0, -1));
  const [start, end] = [startOf(pair), startOf(pair) + text.slice(startOf(pair), endOf(pair)).trimEnd().length];
  if (isMap(parent) && parent.flow === true) {
    const after = /^\s*,\s*/.exec(text.slice(end))?.[0];
    if (after !== undefined) return text.slice(0, start) + text.slice(end + after.length);
    return text.slice(0, start).replace(/,\s*$/, "") + text.slice(end);
  }
  return text.slice(0, lineStart(text, start)) + text.slice(lineEnd(text, end));
}

/** The lines that differ, hunk by hunk: what both texts have in common is the longest run of lines that can be. */
export function editsBetween(before: string, after: string): readonly Edit[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  const common = commonLengths(a, b);
  const edits: { line: number; old: string[]; new: string[] }[] = [];
  let [x, y] = [0, 0];
  let open = false;
  while (x < a.length || y < b.length) {
    if (x < a.length && y < b.length && a[x] === b[y]) {
      [x, y, open] = [x + 1, y + 1, false];
      continue;
    }
    if (!open) edits.push({ line: x + 1, old: [], new: [] });
    open = true;
    const takesOld = y >= b.length || (x < a.length && (common[x + 1]?.[y] ?? 0) >= (common[x]?.[y + 1] ?? 0));
    if (takesOld) edits.at(-1)?.old.push(a[x++] ?? "");
    else edits.at(-1)?.new.push(b[y++] ?? "");
  }
  return edits;
}

/** How many lines two texts have in common from each pair of lines on. */
function commonLengths(a: readonly string[], b: readonly string[]): readonly Uint16Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let x = a.length - 1; x >= 0; x--)
    for (let y = b.length - 1; y >= 0; y--) {
      const [row, below] = [table[x] as Uint16Array, table[x + 1] as Uint16Array];
      row[y] = a[x] === b[y] ? (below[y + 1] ?? 0) + 1 : Math.max(below[y] ?? 0, row[y + 1] ?? 0);
    }
  return table;
}
