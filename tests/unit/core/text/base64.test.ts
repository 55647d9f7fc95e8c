import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { base64OfText, textOfBase64 } from "../../../../core/text/base64.ts";
import { runs } from "../../../support/runs.ts";

describe("base64 without Node", () => {
  it("writes what Node writes, and reads it back", () => {
    const run = () =>
      assert(
        property(string({ unit: "binary" }), (text) => {
          // A lone half of a pair is no text: both write U+FFFD for it.
          expect(base64OfText(text)).toBe(Buffer.from(text, "utf8").toString("base64"));
          expect(textOfBase64(base64OfText(text))).toBe(text.toWellFormed());
        }),
        { numRuns: runs(200) },
      );
    expect(run).not.toThrow();
  });

  it.each([
    ["lines, as MIME folds it", "aGVs\r\nbG8=\n", "hello"],
    ["no end", "aGVsbG8", "hello"],
    ["the alphabet of URLs", "_-8", "\uFFFD\uFFFD"],
    ["a sign too many", "aGVsbG8gd2", "hello w"],
    ["nothing", "", ""],
    ["signs of no alphabet", "aG\u00e9Vs{bG8}", "hello"],
  ])("reads %s", (_, encoded, text) => {
    expect(textOfBase64(encoded)).toBe(text);
    expect(textOfBase64(encoded)).toBe(Buffer.from(encoded, "base64").toString("utf8"));
  });
});
