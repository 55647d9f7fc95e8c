/**
 * The wire form of `google.protobuf.Struct` (google/protobuf/struct.proto) and plain values. google-protobuf builds two or
 * three objects with closures for each value inside; properties of a stack hold tens of thousands of them.
 */
import { Buffer } from "node:buffer";

/** Field number and wire type (0 number, 1 eight bytes, 2 with its length) of each field. */
const Tag = {
  /** `Struct.fields`, `ListValue.values`, and the key of an entry. */
  Item: 0x0a,
  EntryValue: 0x12,
  Null: 0x08,
  Number: 0x11,
  Text: 0x1a,
  Bool: 0x20,
  Struct: 0x2a,
  List: 0x32,
} as const;

/** Lengths stand before what they measure, so everything is written from its end. */
class Writer {
  #bytes = Buffer.allocUnsafe(4096);
  #at = this.#bytes.length;

  /** What was written last is read first. */
  take(): Buffer {
    return Buffer.from(this.#bytes.subarray(this.#at));
  }

  struct(of: object): void {
    const keys: string[] = [];
    // As google-protobuf does: inherited properties too, and in the order of their names.
    for (const key in of) keys.push(key);
    for (const key of keys.toSorted().toReversed()) {
      const end = this.#used;
      this.#value((of as Record<string, unknown>)[key]);
      this.#head(Tag.EntryValue, end);
      this.#text(Tag.Item, key);
      this.#head(Tag.Item, end);
    }
  }

  #value(value: unknown): void {
    const end = this.#used;
    if (typeof value === "string") this.#text(Tag.Text, value);
    else if (typeof value === "number") {
      this.#room(9);
      this.#bytes.writeDoubleLE(value, (this.#at -= 8));
      this.#byte(Tag.Number);
    } else if (typeof value === "boolean") {
      this.#byte(value ? 1 : 0);
      this.#byte(Tag.Bool);
    } else if (value === null) {
      this.#byte(0);
      this.#byte(Tag.Null);
    } else if (Array.isArray(value)) {
      for (let at = value.length - 1; at >= 0; at--) {
        const itemEnd = this.#used;
        this.#value(value[at]);
        this.#head(Tag.Item, itemEnd);
      }
      this.#head(Tag.List, end);
    } else if (typeof value === "object") {
      this.struct(value);
      this.#head(Tag.Struct, end);
    } else throw new Error("Unexpected struct type.");
  }

  get #used(): number {
    return this.#bytes.length - this.#at;
  }

  #text(tag: number, text: string): void {
    const length = Buffer.byteLength(text);
    this.#room(length);
    this.#bytes.write(text, (this.#at -= length));
    this.#head(tag, this.#used - length);
  }

  /** Tag and length of everything since then. */
  #head(tag: number, since: number): void {
    const length = this.#used - since;
    const size = length < 0x80 ? 1 : length < 0x40_00 ? 2 : length < 0x20_00_00 ? 3 : length < 0x10_00_00_00 ? 4 : 5;
    this.#room(size + 1);
    this.#at -= size;
    let rest = length;
    for (let at = this.#at; at < this.#at + size; at++) {
      this.#bytes[at] = at < this.#at + size - 1 ? (rest & 0x7f) | 0x80 : rest;
      rest >>>= 7;
    }
    this.#byte(tag);
  }

  #byte(byte: number): void {
    this.#room(1);
    this.#bytes[--this.#at] = byte;
  }

  #room(length: number): void {
    if (this.#at >= length) return;
    const used = this.#used;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, used + length));
    this.#bytes.copy(larger, larger.length - used, this.#at);
    this.#at = larger.length - used;
    this.#bytes = larger;
  }
}

export function encodeStruct(of: object): Buffer {
  const writer = new Writer();
  writer.struct(of);
  return writer.take();
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  struct(end: number): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    while (this.#at < end) {
      this.#expect(Tag.Item);
      const entryEnd = this.#end();
      let key = "";
      let value: unknown = null;
      while (this.#at < entryEnd) {
        if (this.#byte() === Tag.Item) key = this.#text();
        else value = this.#value(this.#end());
      }
      made[key] = value;
    }
    return made;
  }

  #value(end: number): unknown {
    let value: unknown = null;
    while (this.#at < end) value = this.#kind(this.#byte());
    return value;
  }

  #kind(tag: number): unknown {
    switch (tag) {
      case Tag.Text:
        return this.#text();
      case Tag.Number:
        return this.#bytes.readDoubleLE((this.#at += 8) - 8);
      case Tag.Bool:
        return this.#byte() !== 0;
      case Tag.Null:
        this.#byte();
        return null;
      case Tag.Struct:
        return this.struct(this.#end());
      case Tag.List:
        return this.#list(this.#end());
      default:
        throw new Error(`Unexpected field ${String(tag >> 3)} of a protobuf value.`);
    }
  }

  #list(end: number): unknown[] {
    const items: unknown[] = [];
    while (this.#at < end) {
      this.#expect(Tag.Item);
      items.push(this.#value(this.#end()));
    }
    return items;
  }

  #text(): string {
    const end = this.#end();
    const text = this.#bytes.toString("utf8", this.#at, end);
    this.#at = end;
    return text;
  }

  #expect(tag: number): void {
    const found = this.#byte();
    if (found !== tag) throw new Error(`Unexpected field ${String(found >> 3)} of a protobuf struct.`);
  }

  /** Where what comes after its length ends. */
  #end(): number {
    let length = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = this.#byte();
      length += (byte & 0x7f) * 2 ** shift;
      shift += 7;
    } while (byte >= 0x80);
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new Error("A protobuf struct ends too early.");
    return end;
  }

  #byte(): number {
    return this.#bytes[this.#at++] as number;
  }
}

export function decodeStruct(bytes: Buffer): Record<string, unknown> {
  return new Reader(bytes).struct(bytes.length);
}
