import type { MapBuilder } from "./flows/builder.ts";
import { LONGEST_LINE } from "./lines.ts";

const [NEWLINE, SPACE, QUOTE, BACKSLASH] = [10, 32, 34, 92] as const;
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [123, 125, 91, 93] as const;

/** Brackets and comma of an array, and the three bytes of the mark that some editors begin a file with. */
const BETWEEN = new Set([44, OPEN_BRACKET, CLOSE_BRACKET, 0xef, 0xbb, 0xbf]);

/**
 * Whether a text is JSON over several lines, as `jq` writes it, or an array: its first line opens something and ends, or opens a
 * list. Undefined where there is too little to tell.
 */
export function isDocument(head: Uint8Array): boolean | undefined {
  const text = Buffer.from(head).toString("utf8").trimStart();
  if (text.startsWith("[")) return true;
  const end = text.indexOf("\n");
  return end === -1 ? undefined : /[{[,]$/.test(text.slice(0, end).trimEnd());
}

/**
 * Cuts JSON that is not one flow a line into objects and hands them on: pretty-printed, in an array, or one after the other. An
 * object that begins at the start of a line is one of its own, so that a torn one before it takes no other with it.
 */
export class DocumentSplitter {
  readonly #builder: Pick<MapBuilder, "addBytes" | "addGap">;
  #rest: Buffer = Buffer.alloc(0);
  /** How much of the rest was looked at; where its object begins, if one did. */
  #seen = 0;
  #start = -1;
  #depth = 0;
  #inText = false;
  #atLineStart = true;
  /** Of what stands between two objects and is none one gap is told. */
  #told = false;

  constructor(builder: Pick<MapBuilder, "addBytes" | "addGap">) {
    this.#builder = builder;
  }

  add(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = this.#seen;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (this.#inText && byte === BACKSLASH) at++;
      else this.#look(bytes, at, byte);
      this.#atLineStart = byte === NEWLINE;
    }
    const from = this.#start === -1 ? bytes.length : this.#start;
    if (bytes.length - from > LONGEST_LINE) {
      this.#tear();
      this.#rest = Buffer.alloc(0);
      this.#seen = 0;
      return;
    }
    this.#rest = Buffer.from(bytes.subarray(from));
    // An escape may reach into the next chunk.
    this.#seen = at - from;
    if (this.#start !== -1) this.#start = 0;
  }

  end(): void {
    if (this.#start !== -1) this.#tear();
    this.#rest = Buffer.alloc(0);
  }

  #look(bytes: Buffer, at: number, byte: number): void {
    const torn =
      this.#start !== -1 && ((this.#inText && byte === NEWLINE) || (byte === OPEN_BRACE && this.#atLineStart));
    if (torn) this.#tear();
    if (this.#inText) this.#inText = byte !== QUOTE;
    else if (this.#start === -1) this.#between(at, byte);
    else if (byte === QUOTE) this.#inText = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth++;
    else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --this.#depth === 0) {
      this.#builder.addBytes(bytes, this.#start, at + 1);
      this.#start = -1;
    }
  }

  /** Brackets and commas of an array are passed over, as is what a torn object left. */
  #between(at: number, byte: number): void {
    if (byte === OPEN_BRACE) {
      this.#start = at;
      this.#depth = 1;
      this.#told = false;
    } else if (byte > SPACE && !this.#told && !BETWEEN.has(byte)) this.#tear();
  }

  #tear(): void {
    this.#builder.addGap("lines that are no JSON");
    this.#start = -1;
    this.#depth = 0;
    this.#inText = false;
    this.#told = true;
  }
}
