import { accessSync, closeSync, constants, createReadStream, openSync, readSync, statSync } from "node:fs";
import type { MapBuilder } from "./flows/builder.ts";
import { isDocument } from "./documents.ts";
import { readFile } from "./parallel.ts";
import { HEAD, isGzip, readStream } from "./streams.ts";

/** Reads files one after the other; `-` is standard input. One that cannot be read ends the command before any is. */
export async function readFiles(files: readonly string[], builder: MapBuilder, signal: AbortSignal): Promise<void> {
  for (const file of files) if (file !== "-") check(file);
  for (const file of files) {
    if (signal.aborted) return;
    if (file === "-") await readStream(process.stdin, "standard input", builder, signal);
    else await readOne(file, builder, signal);
  }
}

function check(file: string): void {
  accessSync(file, constants.R_OK);
  if (statSync(file).isDirectory())
    throw Object.assign(new Error(`EISDIR: ${file} is a folder; name the files in it`), { code: "EISDIR" });
}

/** What is packed, is not one flow a line, or has no size as a pipe has none, comes as a stream; the rest is divided between the cores. */
async function readOne(file: string, builder: MapBuilder, signal: AbortSignal): Promise<void> {
  const stat = statSync(file);
  const head = stat.isFile() ? headOf(file) : undefined;
  if (head !== undefined && !isGzip(head) && isDocument(head) !== true)
    await readFile(file, stat.size, builder, signal);
  else await readStream(createReadStream(file), file, builder, signal);
}

/** The first bytes. */
function headOf(file: string): Buffer {
  const source = openSync(file, "r");
  try {
    const head = Buffer.alloc(HEAD);
    return head.subarray(0, readSync(source, head, 0, head.length, 0));
  } finally {
    closeSync(source);
  }
}
