import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DocumentSplitter, isDocument } from "../../../service-map/documents.ts";

const GAP = "lines that are no JSON";

function cut(text: string, size = text.length): string[] {
  const seen: string[] = [];
  const splitter = new DocumentSplitter({
    addBytes: (bytes, start, end) => void seen.push(bytes.toString("utf8", start, end)),
    addGap: (reason) => void seen.push(reason),
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) splitter.add(bytes.subarray(at, at + size));
  splitter.end();
  return seen;
}

describe("JSON that is not one flow a line", () => {
  const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), { minLength: 1, maxLength: 6 });
  it("is cut into its objects, in every layout and however it comes", () => {
    fc.assert(
      fc.property(
        objects,
        fc.constantFrom("", " ", "\t", "  "),
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        (all, indent, list, size) => {
          const text = list
            ? JSON.stringify(all, null, indent)
            : all.map((one) => JSON.stringify(one, null, indent)).join("\n");
          expect(cut(text, size).map((one) => JSON.parse(one) as unknown)).toEqual(
            all.map((one) => JSON.parse(JSON.stringify(one)) as unknown),
          );
        },
      ),
    );
  });

  it.each<[string, string, string[]]>([
    ["an array of lines", '[\n{"a":1},\n{"b":[{}]}\n]\n', ['{"a":1}', '{"b":[{}]}']],
    ["a torn object before a whole one", '{\n  "a": {\n    "b": 1,\n{"c":2}', [GAP, '{"c":2}']],
    ["a text that is torn", '{\n  "a": "x\n{"c":2}', [GAP, '{"c":2}']],
    ["an end that is missing", '{"a":1}{\n "b": ', ['{"a":1}', GAP]],
    ["something else between", '[{"a":1}, nothing here {"b":1}]', ['{"a":1}', GAP, '{"b":1}']],
    ["a mark at the beginning", '\uFEFF[{"a":1}]', ['{"a":1}']],
  ])("tells %s", (_, text, seen) => {
    expect(cut(text)).toEqual(seen);
    expect(cut(text, 1)).toEqual(seen);
  });

  it.each<[string, string, boolean | undefined]>([
    ["lines", '{"flow":{}}\n{"flow":{}}', false],
    ["a torn line, then lines", '{"flow":{"verd\n{"flow":{}}', false],
    ["text", "nothing\n", false],
    ["jq's layout", '{\n  "flow": {', true],
    ["another layout", '{ "flow": {\n', true],
    ["Windows line ends", '{\r\n  "flow": {', true],
    ["an array", "[", true],
    ["blanks first", '\n\n  [\n{"flow"', true],
    ["a mark first", "\uFEFF{\n", true],
    ["too little", '{"flow":', undefined],
    ["nothing", "", undefined],
  ])("is recognised by its first line: %s", (_, text, expected) => {
    expect(isDocument(Buffer.from(text))).toBe(expected);
  });
});
