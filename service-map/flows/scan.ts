import { FACTS, Fact, type Field } from "./fields.ts";
import { KERNEL } from "./kernel/generated.ts";
import { writeKeys } from "./keys.ts";

/** Layout of the kernel's memory, as in kernel/flow.as.ts; below it stand its tables, which begin with the spans. */
const Place = { Spans: 0x10_00, Keys: 0x20_00, Names: 0x70_00, Line: 0x1_20_00_00, Input: 0x1_30_00_00 } as const;
const LINE_SIZE = Place.Input - Place.Line - 16;
const INPUT_SIZE = 1 << 18;

/** The part that is used; TypeScript has it in its browser library only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly scan: (start: number, end: number, shift: number) => number;
  readonly keep: (start: number, end: number, value: number) => void;
  readonly pass: (start: number, end: number) => number;
}

const compiled = new WebAssembly.Module(Buffer.from(KERNEL, "base64"));

/**
 * Finds a flow's fields without building objects: of the ten million lines of a day nearly all bytes are skipped. What it does
 * not understand (an escape in a key, something that is no JSON) it refuses, and the caller parses the line as usual.
 */
export class FlowScanner {
  /** Where each field is. */
  readonly spans: Int32Array;
  /** Lines that are read into this are not copied. */
  readonly input: Buffer;
  readonly #kernel: Kernel;
  readonly #line: Buffer;
  #shift = 0;

  constructor() {
    this.#kernel = new WebAssembly.Instance(compiled).exports as Kernel;
    const { buffer } = this.#kernel.memory;
    this.spans = new Int32Array(buffer, Place.Spans, FACTS);
    this.#line = Buffer.from(buffer, Place.Line, LINE_SIZE);
    this.input = Buffer.from(buffer, Place.Input, INPUT_SIZE);
    writeKeys(new DataView(buffer), Place.Keys, Place.Names);
  }

  /** What the table of endpoints says of the ends, or {@link UNRECOGNISED}. */
  get source(): number {
    return this.spans[Fact.Source] as number;
  }
  get destination(): number {
    return this.spans[Fact.Destination] as number;
  }
  get sourcePort(): number {
    return this.spans[Fact.SourcePort] as number;
  }
  get destinationPort(): number {
    return this.spans[Fact.DestinationPort] as number;
  }
  get reply(): number {
    return this.spans[Fact.Reply] as number;
  }
  get direction(): number {
    return this.spans[Fact.Direction] as number;
  }
  get found(): boolean {
    return this.spans[Fact.Found] === 1;
  }

  /** Whether the line was understood; the spans then hold where in `bytes` its fields are. */
  scan(bytes: Buffer, start: number, end: number): boolean {
    const at = this.#placed(bytes, start, end);
    if (at === undefined) return false;
    this.#shift = start - at;
    return this.#kernel.scan(at, at + end - start, this.#shift) === 1;
  }

  /** Adds an end of the flow that was scanned last to the table of endpoints. */
  keep(field: Field, value: number): void {
    const [start, end] = [this.spans[field] as number, this.spans[field + 1] as number];
    this.#kernel.keep(start - this.#shift, end - this.#shift, value);
  }

  /** Past the value that starts here, or -1 where there is none. */
  pass(bytes: Buffer, start: number, end: number): number {
    const at = this.#placed(bytes, start, end);
    const stop = at === undefined ? -1 : this.#kernel.pass(at, at + end - start);
    return at === undefined || stop === -1 ? -1 : stop - at + start;
  }

  /** Where the line is in the kernel's memory; undefined where it is too long. */
  #placed(bytes: Buffer, start: number, end: number): number | undefined {
    if (bytes.buffer === this.#line.buffer) return bytes.byteOffset + start;
    if (end - start > LINE_SIZE) return undefined;
    bytes.copy(this.#line, 0, start, end);
    return Place.Line;
  }
}
