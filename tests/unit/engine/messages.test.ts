import { describe, expect, it } from "vitest";
import { readable } from "../../../engine/messages.ts";

describe("readable", () => {
  it("keeps the frames of the program only", () => {
    const message = [
      "Running program '/p/index.ts' failed with an unhandled exception:",
      "\u001B[36m<ref *1>\u001B[39m Error: no",
      "    at build (file:///p/index.ts:3:1)",
      "    at Object.callback (/p/node_modules/@pulumi/pulumi/runtime/invoke.js:242:29)",
      "    at process.processTicksAndRejections (node:internal/process/task_queues:85:11) {",
      "  promise: Promise { <rejected> [Circular *1] }",
      "}",
    ].join("\n");
    expect(readable(message)).toBe(
      "Running program '/p/index.ts' failed with an unhandled exception:\nError: no\n    at build (file:///p/index.ts:3:1)",
    );
  });

  it.each(["one line", "several\n  lines, indented", 'JSON: {\n  "a": 1\n}'])("leaves %j alone", (message) => {
    expect(readable(message)).toBe(message);
  });
});
