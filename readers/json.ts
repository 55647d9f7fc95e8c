import { type Document, type Path, type Position, ReadError, isMap } from "./input.ts";

/** A JSON input that is not nested too deep. Positions are looked for in the text when they are asked for: it is parsed once. */
export function readJson(input: string, text: string): Document {
  const value = parse(input, text);
  const lines = new Lines(text);
  const offsets = new Offsets(text);
  return {
    input,
    format: "json",
    ...head(value),
    keys: isMap(value) ? Object.keys(value) : [],
    value,
    repeated: [],
    position: (path) => lines.at(offsets.of(path)),
  };
}

function parse(input: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const at = /\bposition (\d+)/.exec(said)?.[1];
    const position = at === undefined ? undefined : new Lines(text).at(Number(at));
    throw new ReadError(
      input,
      `is no valid JSON: ${said.replace(/ in JSON at position.*$|, "?[\s\S]*$/, "")}.`,
      position,
    );
  }
}

const head = (value: unknown): Pick<Document, "apiVersion" | "kind"> => {
  const { apiVersion, kind } = isMap(value) ? value : {};
  return {
    ...(typeof apiVersion === "string" ? { apiVersion } : {}),
    ...(typeof kind === "string" ? { kind } : {}),
  };
};

/** Lines of a text, counted once somebody asks. */
class Lines {
  readonly #text: string;
  #starts: number[] | undefined;
  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): Position {
    const starts = (this.#starts ??= startsOf(this.#text));
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Offsets in valid JSON. Lists are walked once: a plan may have a finding in each of 50,000 items. */
class Offsets {
  readonly #text: string;
  readonly #items = new Map<number, readonly number[]>();
  constructor(text: string) {
    this.#text = text;
  }

  /** Of the key or item at a path; of the nearest above it where the path leads nowhere. */
  of(path: Path): number {
    let place = skipSpace(this.#text, 0);
    let at = place;
    for (const part of path) {
      const found = typeof part === "number" ? this.#item(at, part) : memberAt(this.#text, at, part);
      if (found === undefined) return place;
      [place, at] = found;
    }
    return place;
  }

  #item(list: number, wanted: number): Found {
    let items = this.#items.get(list);
    if (items === undefined) this.#items.set(list, (items = itemsAt(this.#text, list)));
    const at = items[wanted];
    return at === undefined ? undefined : [at, at];
  }
}

type Found = readonly [place: number, value: number] | undefined;

function memberAt(text: string, object: number, wanted: string): Found {
  if (text[object] !== "{") return undefined;
  let found: Found;
  for (let at = skipSpace(text, object + 1); text[at] === '"';) {
    const end = skipString(text, at);
    const value = skipSpace(text, skipSpace(text, end) + 1);
    // Of equal keys the last one counts.
    if (end - at === wanted.length + 2 ? text.startsWith(wanted, at + 1) : hasEscape(text, at, end, wanted)) {
      found = [at, value];
    }
    const next = skipSpace(text, skipValue(text, value));
    if (text[next] !== ",") break;
    at = skipSpace(text, next + 1);
  }
  return found;
}

const hasEscape = (text: string, at: number, end: number, wanted: string): boolean => {
  const raw = text.slice(at, end);
  return raw.includes("\\") && JSON.parse(raw) === wanted;
};

function itemsAt(text: string, list: number): number[] {
  const items: number[] = [];
  if (text[list] !== "[") return items;
  for (let at = skipSpace(text, list + 1); text[at] !== "]" && at < text.length;) {
    items.push(at);
    const next = skipSpace(text, skipValue(text, at));
    if (text[next] !== ",") break;
    at = skipSpace(text, next + 1);
  }
  return items;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 32) at++;
  return at;
}

function skipString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}

function skipValue(text: string, from: number): number {
  const first = text[from];
  if (first === '"') return skipString(text, from);
  if (first !== "{" && first !== "[") {
    let at = from;
    while (at < text.length && !",]}".includes(text[at] ?? "") && text.charCodeAt(at) > 32) at++;
    return at;
  }
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) at = skipString(text, at) - 1;
    else if (code === 123 || code === 91) depth++;
    else if ((code === 125 || code === 93) && --depth === 0) return at + 1;
  }
  return text.length;
}
