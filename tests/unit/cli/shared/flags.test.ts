import { describe, expect, it } from "vitest";
import { cores, date, duration, gib, instant, seconds, share, whole } from "../../../../cli/shared/flags.ts";

const NOW = Date.parse("2026-11-20T10:00:00Z");
const ago = (text: string) => instant(text, NOW);

describe("a flag's text", () => {
  it.each([
    [seconds, "30", 30],
    [seconds, "0.5", 0.5],
    [seconds, "250ms", 0.25],
    [seconds, "1h30m", 5400],
    [seconds, "2d", 172_800],
    [duration, "0", 0],
    [duration, "30d", 2_592_000],
    [ago, "10m", "2026-11-20T09:50:00.000Z"],
    [ago, "2026-11-20T08:00:00Z", "2026-11-20T08:00:00.000Z"],
    [ago, "2026-11-20T08:00:00.25+02:00", "2026-11-20T06:00:00.250Z"],
    [date, "2026-11-20", "2026-11-20"],
    [share, "2.5%", 0.025],
    [whole(0), "0", 0],
    [whole(1), "250", 250],
    [cores, "250m", 0.25],
    [cores, "1.5", 1.5],
    [gib, "512Mi", 0.5],
    [gib, "2Gi", 2],
  ])("%o reads %j as %j", (read: (text: string) => unknown, text, value) => {
    expect(read(text)).toBe(value);
  });

  it.each([
    [seconds, ["", "0", "-5", "5 m", "m", "1w", "1e3", "30d"]],
    [duration, ["", "-5", "soon", "1w"]],
    [ago, ["yesterday", "2026-11-20", "2026-13-20T08:00:00Z", "2026-11-20T08:00:00", `${"9".repeat(20)}d`]],
    [date, ["2026-13-45", "tomorrow", "20.11.2026"]],
    [share, ["20", "-5%", "%"]],
    [whole(1), ["0", "", " ", "1.5", "1e3", "0x10", "-1", "9007199254740993"]],
    [cores, ["much", "0", "1k"]],
    [gib, ["512", "0Gi", "1G"]],
  ])("%o refuses %j with a remedy", (read: (text: string) => unknown, texts) => {
    for (const text of texts) expect(() => read(text), text).toThrow(/^Give /);
  });
});
