import { parentPort } from "node:worker_threads";
import { MapBuilder } from "./flows/builder.ts";
import { type FilePart, readPart } from "./lines.ts";

// Reads parts of a file until there are none left, then sends what it collected.
const builder = new MapBuilder();
parentPort?.on("message", (part: FilePart | null) => {
  if (part === null) {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    parentPort?.postMessage(builder.snapshot());
    parentPort?.close();
    return;
  }
  readPart(part, builder);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
  parentPort?.postMessage(null);
});
