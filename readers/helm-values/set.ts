/** One assignment of `--set`: the way to a value, and the value. */
export interface Assignment {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** The text is not in Helm's grammar; the message is a sentence. */
class SetError extends Error {
  override readonly name = "SetError";
}

/**
 * The grammar of `helm --set` (helm pkg/strvals): `a.b=1,c[0].d=x,e={x,y},f=null`; a backslash takes the meaning from the character
 * behind it.
 */
export function parseSet(text: string, { asText = false }: { readonly asText?: boolean } = {}): Assignment[] {
  const scan = new Scanner(text);
  const found: Assignment[] = [];
  while (!scan.done) {
    const path = pathOf(scan, text);
    const isList = scan.skip("{");
    const value = isList ? listOf(scan, text, asText) : typed(scan.until(","), asText);
    scan.skip(",");
    found.push({ path, value });
  }
  return found;
}

function pathOf(scan: Scanner, text: string): (string | number)[] {
  const path: (string | number)[] = [];
  for (;;) {
    const key = scan.until(".[=,").text;
    if (key !== "") path.push(key);
    else if (path.length === 0) throw new SetError(`--set ${text}: a key is missing; write key=value.`);
    while (scan.skip("[")) {
      const index = scan.until("]").text;
      if (!/^\d{1,5}$/.test(index) || !scan.skip("]")) {
        throw new SetError(`--set ${text}: found [${index}, expected the index of a list such as [0].`);
      }
      path.push(Number(index));
    }
    if (scan.skip("=")) return path;
    if (!scan.skip("."))
      throw new SetError(`--set ${text}: ${path.join(".")} has no value; write ${path.join(".")}=value.`);
  }
}

function listOf(scan: Scanner, text: string, asText: boolean): unknown[] {
  const items: unknown[] = [];
  while (!scan.skip("}")) {
    if (scan.done) throw new SetError(`--set ${text}: the list has no closing brace.`);
    items.push(typed(scan.until(",}"), asText));
    scan.skip(",");
  }
  return items.length === 1 && items[0] === "" ? [] : items;
}

interface Token {
  readonly text: string;
}

/** Whole numbers, switches and null; everything else is text, numbers with a point or a leading zero too (strvals: typedVal). */
function typed({ text }: Token, asText: boolean): unknown {
  if (asText) return text;
  const word = text.toLowerCase();
  if (word === "true" || word === "false") return word === "true";
  if (word === "null") return null;
  return /^(?:0|-?[1-9]\d{0,17})$/.test(text) ? Number(text) : text;
}

class Scanner {
  #at = 0;
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  skip(mark: string): boolean {
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  until(marks: string): Token {
    let text = "";
    for (; !this.done && !marks.includes(this.#text[this.#at] ?? ""); this.#at++) {
      if (this.#text[this.#at] === "\\") this.#at++;
      text += this.#text[this.#at] ?? "";
    }
    return { text };
  }
}

/** Values of assignments, one over the other. */
export function valuesOfSet(assignments: readonly Assignment[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { path, value } of assignments) assign(values, path, value);
  return values;
}

function assign(into: Record<string, unknown> | unknown[], [key, ...rest]: Assignment["path"], value: unknown): void {
  if (key === undefined || key === "__proto__") return;
  const owner = into as Record<string | number, unknown>;
  const [next] = rest;
  if (next === undefined) {
    owner[key] = value;
    return;
  }
  const inside = owner[key];
  if (typeof inside !== "object" || inside === null) owner[key] = typeof next === "number" ? [] : {};
  assign(owner[key] as Record<string, unknown>, rest, value);
}
