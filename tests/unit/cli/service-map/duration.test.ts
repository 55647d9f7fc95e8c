import { expect, test } from "vitest";
import { readDuration, readInstant } from "../../../../cli/service-map/duration.ts";

test.each([
  ["30", 30_000],
  ["0.5", 500],
  ["250ms", 250],
  ["90s", 90_000],
  ["1h30m", 5_400_000],
  ["2d", 172_800_000],
])("%s is %i milliseconds", (text, milliseconds) => {
  expect(readDuration(text)).toBe(milliseconds);
});

test.each(["", "0", "-5", "5 m", "m", "1w", "1e3", "30d"])("%j is no duration", (text) => {
  expect(readDuration(text)).toBeUndefined();
});

const NOW = Date.parse("2026-11-20T10:00:00Z");

test.each([
  ["10m", "2026-11-20T09:50:00.000Z"],
  ["2026-11-20T08:00:00Z", "2026-11-20T08:00:00.000Z"],
  ["2026-11-20T08:00:00.25+02:00", "2026-11-20T06:00:00.250Z"],
])("since %s is %s", (text, instant) => {
  expect(readInstant(text, NOW)).toBe(instant);
});

test.each(["yesterday", "2026-11-20", "2026-13-20T08:00:00Z", "2026-11-20T08:00:00"])("%j is no instant", (text) => {
  expect(readInstant(text, NOW)).toBeUndefined();
});
