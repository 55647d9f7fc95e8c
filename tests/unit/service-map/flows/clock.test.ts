import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Clock } from "../../../../service-map/flows/clock.ts";

const read = (text: string, clock = new Clock()): number => {
  const bytes = Buffer.from(text);
  return clock.read(bytes, 0, bytes.length);
};

describe("an instant", () => {
  it("is read to the second, day after day", () => {
    const clock = new Clock();
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1971-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }),
        (date) => {
          expect(read(date.toISOString(), clock)).toBe(Math.floor(date.getTime() / 1000));
        },
      ),
    );
    expect(read("2026-11-20T10:00:00.123456789Z")).toBe(Date.UTC(2026, 10, 20, 10) / 1000);
    expect(read("2016-12-31T23:59:60Z")).toBe(Date.UTC(2017, 0, 1) / 1000);
  });

  it.each([
    "",
    "never",
    "2026-11-20T10:00:00",
    "2026-11-20T12:00:00+02:00",
    "2026-13-20T10:00:00Z",
    "2026-11-20T24:00:00Z",
    "2026-11-20T10:61:00Z",
    "2026-11-20 10:00:00Z",
    "yyyy-mm-ddThh:mm:ssZ",
    "zzzzzzzzzzzzzzzzzzzzzzZ",
  ])("is unknown in %j", (text) => {
    expect(read(text)).toBe(0);
  });
});
