import { type Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { DocumentSplitter, isDocument } from "./documents.ts";
import type { MapBuilder } from "./flows/builder.ts";
import { LineSplitter } from "./lines.ts";

/** Bytes unpacked at once. */
const CHUNK = 1 << 18;
/** So much of a text shows whether it is one flow a line. */
export const HEAD = 1 << 12;

/** Cuts a stream as its first line asks for: into lines, or into the objects of JSON that is written otherwise. */
class StreamSplitter {
  readonly #builder: MapBuilder;
  #head: Buffer = Buffer.alloc(0);
  #splitter: LineSplitter | DocumentSplitter | undefined;

  constructor(builder: MapBuilder) {
    this.#builder = builder;
  }

  add(chunk: Buffer): void {
    if (this.#splitter !== undefined) {
      this.#splitter.add(chunk);
      return;
    }
    this.#head = Buffer.concat([this.#head, chunk]);
    const document = isDocument(this.#head);
    if (document !== undefined || this.#head.length >= HEAD) this.#choose(document === true);
  }

  end(): void {
    if (this.#splitter === undefined) this.#choose(false);
    this.#splitter?.end();
  }

  #choose(document: boolean): void {
    this.#splitter = document ? new DocumentSplitter(this.#builder) : new LineSplitter(this.#builder);
    this.#splitter.add(this.#head);
  }
}

/** First bytes of gzip (RFC 1952 2.3.1); the name of a file says less. */
export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** Reads a stream to its end, or to the signal, and unpacks it where it is packed. */
export async function readStream(
  stream: Readable,
  name: string,
  builder: MapBuilder,
  signal: AbortSignal,
): Promise<void> {
  const splitter = new StreamSplitter(builder);
  const lines = new Writable({
    write: (chunk: Buffer, _, done) => {
      splitter.add(chunk);
      done();
    },
  });
  const stop = () => stream.destroy();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const [head, bytes] = await peek(stream);
    await (isGzip(head) ? pipeline(bytes, createGunzip({ chunkSize: CHUNK }), lines) : pipeline(bytes, lines));
  } catch (error) {
    // What was unpacked before the damage is in the map.
    if (isDamage(error)) builder.addGap(`${name} is packed and broken off or damaged; what follows is missing`);
    else if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    splitter.end();
  }
}

/** Codes of zlib: the data is wrong, or there is too little. */
const isDamage = (error: unknown): boolean =>
  ["Z_DATA_ERROR", "Z_BUF_ERROR"].includes((error as NodeJS.ErrnoException).code ?? "");

/** The first bytes of a stream, and the stream with them. */
async function peek(stream: Readable): Promise<[head: Buffer, whole: AsyncGenerator<Buffer>]> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer>;
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return [head, rejoin(head, chunks)];
}

async function* rejoin(head: Buffer, rest: AsyncIterableIterator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  yield* rest;
}
