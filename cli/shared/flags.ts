import { InvalidArgumentError } from "commander";

/** Readers of flags: each turns the text into a value, or says what would be one. */

/** A whole number from `least` on. */
export const whole =
  (least: number) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Give a whole number from ${String(least)} on.`);
  };

/** A flag that is repeated: what was read before, and this one. */
export const collect =
  <T>(read: (text: string) => T) =>
  (text: string, before: readonly T[] = []): readonly T[] => [...before, read(text)];

/** The same of plain text. */
export const list = collect((text) => text);

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of `90`, `90s`, `5m`, `1h30m`, `7d`; a bare number is seconds. Undefined where it is no time. */
function secondsOf(text: string): number | undefined {
  const bare = /^\d+(?:\.\d+)?$/.test(text) ? `${text}s` : text;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(bare)) return undefined;
  let total = 0;
  for (const [, amount, unit] of bare.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g))
    total += Number(amount) * (UNITS[unit ?? ""] ?? 0);
  return total;
}

/** Longest time that a timer of Node takes, in seconds: 24 days. */
const LONGEST_TIMER = (2 ** 31 - 1) / 1000;

/** How long to wait, in seconds. */
export function seconds(text: string): number {
  const value = secondsOf(text);
  if (value !== undefined && value > 0 && value <= LONGEST_TIMER) return value;
  throw new InvalidArgumentError("Give a time above 0 and below 24 days: 30s, 10m, 1h.");
}

/** A length of time that nobody waits for, or a moment so long after the start, in seconds. */
export function duration(text: string): number {
  const value = secondsOf(text);
  if (value !== undefined) return value;
  throw new InvalidArgumentError("Give a time such as 90s, 10m, 2h or 7d.");
}

const INSTANT = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** An instant as RFC 3339, given so or as how long before `now`. */
export function instant(text: string, now = Date.now()): string {
  const ago = secondsOf(text);
  const at = ago === undefined ? (INSTANT.test(text) ? Date.parse(text) : Number.NaN) : now - ago * 1000;
  if (!Number.isNaN(new Date(at).getTime())) return new Date(at).toISOString();
  throw new InvalidArgumentError("Give how long ago, 10m, or an RFC 3339 instant, 2026-11-20T10:00:00Z.");
}

/** A day, `2026-11-20`. */
export function date(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError("Give a date such as 2026-11-20.");
}

/** `20%` as 0.2. */
export function share(text: string): number {
  const [, amount] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? [];
  if (amount !== undefined) return Number(amount) / 100;
  throw new InvalidArgumentError("Give a share such as 20%.");
}

/** Cores, as Kubernetes writes a request of CPU: `250m`, `0.5`. */
export function cores(text: string): number {
  const [, amount, milli] = /^(\d+(?:\.\d+)?)(m?)$/.exec(text) ?? [];
  const value = Number(amount) / (milli === "m" ? 1000 : 1);
  if (value > 0) return value;
  throw new InvalidArgumentError("Give cores, 250m or 0.5.");
}

/** GiB, as Kubernetes writes a request of memory: `512Mi`, `2Gi`. */
export function gib(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(Mi|Gi)$/.exec(text) ?? [];
  const value = Number(amount) / (unit === "Mi" ? 1024 : 1);
  if (value > 0) return value;
  throw new InvalidArgumentError("Give memory with its unit, 512Mi or 2Gi.");
}
