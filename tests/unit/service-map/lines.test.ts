import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { LineSplitter, readPart } from "../../../service-map/lines.ts";
import type { MapBuilder } from "../../../service-map/flows/builder.ts";

const folder = mkdtempSync(path.join(tmpdir(), "lines-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Collects lines as a builder gets them. */
function collector(): { builder: MapBuilder; seen: string[] } {
  const seen: string[] = [];
  const builder = {
    input: Buffer.allocUnsafe(1 << 18),
    addBytes: (bytes: Buffer, start: number, end: number) => seen.push(bytes.toString("utf8", start, end)),
    addGap: (reason: string) => seen.push(reason),
  };
  return { builder: builder as unknown as MapBuilder, seen };
}
const anyLines = fc.array(
  fc.string({ maxLength: 30 }).map((text) => text.replaceAll("\n", "")),
  { minLength: 1, maxLength: 30 },
);

describe("lines", () => {
  it("of a stream are whole however it is cut", () => {
    fc.assert(
      fc.property(anyLines, fc.integer({ min: 1, max: 40 }), (lines, size) => {
        const bytes = Buffer.from(lines.join("\n"));
        const { builder, seen } = collector();
        const splitter = new LineSplitter(builder);
        for (let at = 0; at < bytes.length; at += size) splitter.add(bytes.subarray(at, at + size));
        splitter.end();
        expect(seen.join("\n")).toBe(lines.join("\n").replace(/\n$/, ""));
      }),
    );
  });

  it("of a file are each read once, wherever the parts begin", () => {
    fc.assert(
      fc.property(anyLines, fc.array(fc.nat(900), { maxLength: 5 }), fc.boolean(), (lines, cuts, ended) => {
        const file = path.join(folder, "lines.txt");
        const text = lines.map((line, at) => `${String(at)}:${line}`).join("\n") + (ended ? "\n" : "");
        writeFileSync(file, text);
        const size = Buffer.byteLength(text);
        const bounds = [0, ...cuts.filter((cut) => cut < size).toSorted((a, b) => a - b), size];
        const { builder, seen } = collector();
        for (const [at, start] of bounds.slice(0, -1).entries())
          readPart({ file, start, end: bounds[at + 1] ?? size }, builder);
        expect(seen).toEqual(lines.map((line, at) => `${String(at)}:${line}`));
      }),
      { numRuns: 200 },
    );
  });

  it("longer than what is read at once stay whole", () => {
    const file = path.join(folder, "long.txt");
    const long = "x".repeat(3_000_000);
    writeFileSync(file, `a\n${long}\nb`);
    const { builder, seen } = collector();
    readPart({ file, start: 0, end: 3_000_004 }, builder);
    expect(seen.map((line) => line.length)).toEqual([1, 3_000_000, 1]);
  });
});
