import { closeSync, openSync, readSync } from "node:fs";
import type { MapBuilder } from "./flows/builder.ts";

/** Bytes read at once; a longer line makes the buffer grow to its length. */
const CHUNK = 1 << 18;
/** A line beyond this is no flow; it is skipped, so that a file without line ends costs no memory. */
export const LONGEST_LINE = 16 << 20;
const NEWLINE = 10;

/** Cuts bytes into lines and hands them on; keeps only what is not yet a whole line. */
export class LineSplitter {
  #builder: Pick<MapBuilder, "addBytes" | "addGap">;
  #rest: Buffer = Buffer.alloc(0);
  #skipping = false;

  constructor(builder: Pick<MapBuilder, "addBytes" | "addGap">) {
    this.#builder = builder;
  }

  add(chunk: Buffer): void {
    let start = 0;
    let bytes = chunk;
    if (this.#skipping) {
      start = bytes.indexOf(NEWLINE) + 1;
      if (start === 0) return;
      this.#skipping = false;
    } else if (this.#rest.length > 0) {
      bytes = Buffer.concat([this.#rest, chunk]);
    }
    for (let end = bytes.indexOf(NEWLINE, start); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      this.#builder.addBytes(bytes, start, end);
      start = end + 1;
    }
    this.#keep(bytes, start);
  }

  #keep(bytes: Buffer, start: number): void {
    if (bytes.length - start <= LONGEST_LINE) {
      this.#rest = Buffer.from(bytes.subarray(start));
      return;
    }
    this.#rest = Buffer.alloc(0);
    this.#skipping = true;
    this.#builder.addGap("lines that are no JSON");
  }

  /** The last line may lack its end. */
  end(): void {
    if (this.#rest.length > 0) this.#builder.addBytes(this.#rest, 0, this.#rest.length);
    this.#rest = Buffer.alloc(0);
  }
}

/** Part of a file: from its first whole line to the line that its last byte lies in. */
export interface FilePart {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads part of a file. A line belongs to the part that its first byte lies in, so parts that touch read every line once.
 */
export function readPart({ file, start, end }: FilePart, builder: MapBuilder): void {
  const source = openSync(file, "r");
  try {
    let at = start === 0 ? 0 : afterNewline(source, start - 1);
    let buffer = builder.input;
    let kept = 0;
    for (;;) {
      const read = readSync(source, buffer, kept, buffer.length - kept, at);
      const filled = kept + read;
      at += read;
      let from = 0;
      // The place in the file where the buffer starts.
      const base = at - filled;
      for (let stop = buffer.indexOf(NEWLINE); stop !== -1 && stop < filled; stop = buffer.indexOf(NEWLINE, from)) {
        if (base + from >= end) return;
        builder.addBytes(buffer, from, stop);
        from = stop + 1;
      }
      if (read === 0) {
        if (filled > from && base + from < end) builder.addBytes(buffer, from, filled);
        return;
      }
      if (base + from >= end) return;
      kept = filled - from;
      if (kept < buffer.length) buffer.copy(buffer, 0, from, filled);
      else if (buffer.length < LONGEST_LINE) buffer = Buffer.concat([buffer], buffer.length * 2);
      else {
        builder.addGap("lines that are no JSON");
        at = afterNewline(source, at);
        kept = 0;
      }
    }
  } finally {
    closeSync(source);
  }
}

/** Where the first line after a place starts; the file's end where there is none. */
function afterNewline(source: number, start: number): number {
  const buffer = Buffer.allocUnsafe(CHUNK);
  for (let at = start; ;) {
    const read = readSync(source, buffer, 0, buffer.length, at);
    if (read === 0) return at;
    const found = buffer.subarray(0, read).indexOf(NEWLINE);
    if (found !== -1) return at + found + 1;
    at += read;
  }
}
