import { describe, expect, it, vi } from "vitest";
import { within } from "../../../../cli/shared/deadline.ts";
import { CallError, sentenceOf, tell } from "../../../../cli/shared/errors.ts";
import { table } from "../../../../cli/shared/style.ts";
import { styleOf, widthOf } from "../../../../cli/shared/terminal.ts";

describe("the width of text", () => {
  it("is the terminal's, else COLUMNS, else 120", () => {
    expect(widthOf({ isTTY: true, columns: 88 }, { COLUMNS: "60" })).toBe(88);
    expect(widthOf({}, { COLUMNS: "60" })).toBe(60);
    expect(widthOf({ isTTY: true, columns: 0 }, {})).toBe(120);
    expect(widthOf({}, { COLUMNS: "wide" })).toBe(120);
  });

  it("loses no letter of a long word in a narrow table", () => {
    const type = "kubernetes:gateway.networking.k8s.io:Gateway";
    const text = table(["wave", "name", "type"], [["18", "edge-gateway-edge", type]], { colour: false, width: 48 });
    expect(text).not.toContain("…");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(48);
    const letters = (words: string) => words.replaceAll(/\s/g, "").split("").toSorted().join("");
    expect(letters(text)).toBe(letters(`wavenametype18edge-gateway-edge${type}`));
  });
});

describe("colour", () => {
  it.each([
    ["on a terminal", true, { isTTY: true }, {}, true],
    ["not in a pipe", true, {}, {}, false],
    ["not with --no-color", false, { isTTY: true }, {}, false],
    ["not with NO_COLOR", true, { isTTY: true }, { NO_COLOR: "1" }, false],
    ["with an empty NO_COLOR", true, { isTTY: true }, { NO_COLOR: "" }, true],
    ["not on a dumb terminal", true, { isTTY: true }, { TERM: "dumb" }, false],
  ])("is used %s", (_, wanted, stream, environment, colour) => {
    expect(styleOf(stream, wanted, environment).colour).toBe(colour);
  });
});

describe("an error", () => {
  it("of the call or the system is a sentence, any other is ours", () => {
    expect(sentenceOf(new CallError("Give a name."))).toBe("Give a name.");
    const missing = Object.assign(new Error("ENOENT: …"), { code: "ENOENT", syscall: "open", path: "flows.json" });
    expect(sentenceOf(missing)).toBe("flows.json is not there (ENOENT).");
    expect(sentenceOf(new TypeError("x is not a function"))).toBeUndefined();
    expect(sentenceOf(Object.assign(new TypeError("invalid"), { code: "ERR_INVALID_ARG_TYPE" }))).toBeUndefined();
  });
});

describe("what nobody expected", () => {
  it("is told with a request to report it, and ends with 2", () => {
    const written: string[] = [];
    const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
    const before = process.exitCode;
    tell(new TypeError("no such luck"));
    const status = process.exitCode;
    process.exitCode = before;
    write.mockRestore();
    expect(status).toBe(2);
    expect(written.join("")).toMatch(/our fault[\s\S]+no such luck[\s\S]+Please report it/);
  });
});

describe("a deadline", () => {
  it("ends what never ends, and tells it to stop", async () => {
    const { promise: told, resolve } = Promise.withResolvers<string>();
    const never = (signal: AbortSignal) => {
      signal.addEventListener("abort", () => resolve("told"));
      return new Promise<never>(() => {});
    };
    await expect(within(1, "The API", never)).rejects.toThrow("The API gave no answer within 0.001 s.");
    await expect(told).resolves.toBe("told");
  });

  it("hands on what comes in time", async () => {
    await expect(within(60_000, "The API", () => Promise.resolve(3))).resolves.toBe(3);
  });
});
