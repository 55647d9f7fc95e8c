import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { MapBuilder, Snapshot } from "./flows/builder.ts";
import { type FilePart, readPart } from "./lines.ts";

/** Below this a worker costs more than it brings. */
const WORTH_A_WORKER = 64 << 20;
/** More workers than this read no faster from one disk, and each takes memory. */
const MOST_WORKERS = 4;
/** So much at a time, so that ctrl-C is heard. */
const PART = 32 << 20;

/** Reads a file with every core; the parts that were read before the signal came are in the builder. */
export async function readFile(file: string, size: number, builder: MapBuilder, signal: AbortSignal): Promise<void> {
  const parts = partsOf(file, size);
  const workers = Math.min(MOST_WORKERS, availableParallelism(), Math.floor(size / WORTH_A_WORKER));
  if (workers < 2) {
    for (const part of parts) {
      if (signal.aborted) return;
      readPart(part, builder);
      await new Promise((next) => setImmediate(next));
    }
    return;
  }
  const queue = parts.values();
  await Promise.all(Array.from({ length: workers }, () => runWorker(queue, builder, signal)));
}

const partsOf = (file: string, size: number): FilePart[] =>
  Array.from({ length: Math.max(1, Math.ceil(size / PART)) }, (_, at) => ({
    file,
    start: at * PART,
    end: Math.min(size, (at + 1) * PART),
  }));

/** Gives a worker part after part and takes what it collected when there are none left. */
function runWorker(queue: Iterator<FilePart>, builder: MapBuilder, signal: AbortSignal): Promise<void> {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  // Most of what a worker makes is gone at once; a small nursery keeps memory flat.
  const resourceLimits = { maxYoungGenerationSizeMb: 8 };
  const worker = new Worker(new URL(`./worker.${extension}`, import.meta.url), { resourceLimits });
  return new Promise((done, failed) => {
    const next = (): void => {
      const part = signal.aborted ? undefined : queue.next();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
      worker.postMessage(part === undefined || part.done === true ? null : part.value);
    };
    worker.on("message", (snapshot: Snapshot | null) => {
      if (snapshot === null) next();
      else builder.merge(snapshot);
    });
    worker.on("error", failed);
    worker.on("exit", () => {
      done();
    });
    next();
  });
}
