import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FlowScanner } from "../../../../service-map/flows/scan.ts";

const BAD = -1;
const scanner = new FlowScanner();
const skipValue = (bytes: Buffer, at: number, end: number): number => scanner.pass(bytes, at, end);
/** Past JSON's blanks. */
function skipBlanks(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && [32, 9, 10, 13].includes(bytes[at] ?? 0)) at++;
  return at;
}

/** Whether the whole text is one value, as the scanner sees it. */
function isValue(text: string): boolean {
  const bytes = Buffer.from(text);
  const at = skipValue(bytes, skipBlanks(bytes, 0, bytes.length), bytes.length);
  return at !== BAD && skipBlanks(bytes, at, bytes.length) === bytes.length;
}
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
const anyJson = fc
  .tuple(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom("", " ", "\t", "\r\n"))
  .map(([value, blanks]) => JSON.stringify(value, null, blanks));
const anyFragment = fc
  .array(
    fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      "\\",
      "u00e9",
      "true",
      "null",
      "0",
      "12",
      "-",
      ".5",
      "e+1",
      " ",
      "a",
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

describe("a value", () => {
  it("is passed over to its end, whatever it holds", () => {
    fc.assert(
      fc.property(anyJson, (text) => {
        expect(isValue(text)).toBe(true);
        const bytes = Buffer.from(`${text},"next":1}`);
        expect(skipValue(bytes, 0, bytes.length)).toBe(Buffer.byteLength(text));
      }),
      { numRuns: 1000 },
    );
  });

  it("is a value exactly where JSON.parse takes it, however it was spoilt", () => {
    fc.assert(
      fc.property(anyJson, fc.nat(), fc.nat(3), anyFragment, (text, place, cut, put) => {
        const at = place % (text.length + 1);
        const spoilt = text.slice(0, at) + put + text.slice(at + cut);
        expect([spoilt, isValue(spoilt)]).toEqual([spoilt, isJson(spoilt)]);
      }),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(anyFragment, (text) => {
        expect([text, isValue(text)]).toEqual([text, isJson(text)]);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    "01",
    "-",
    "1.",
    ".5",
    "1e",
    "+1",
    "truee",
    "tru",
    "[1,]",
    "[1 2]",
    '{"a":1,}',
    '{"a" 1}',
    "{a:1}",
    '"\\x"',
    '"\\u12g4"',
    '"\t"',
    "[}",
    "",
  ])("%j is none", (text) => {
    expect(isValue(text)).toBe(false);
  });

  it("that is nested deeper than flows are is left to JSON.parse", () => {
    expect(isValue("[".repeat(20) + "]".repeat(20))).toBe(true);
    expect(isValue("[".repeat(40) + "]".repeat(40))).toBe(false);
  });

  it("ends with its line, although more bytes follow in the buffer", () => {
    const bytes = Buffer.from('{"a":[1,2]}');
    for (let end = 0; end < bytes.length; end++) expect(skipValue(bytes, 0, end)).toBe(BAD);
  });
});
