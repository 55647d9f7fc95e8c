const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `90`, `90s`, `5m`, `1h30m`; a bare number is seconds. Undefined where it is none or nothing. */
export function readDuration(text: string): number | undefined {
  const bare = /^\d+(?:\.\d+)?$/.test(text) ? `${text}s` : text;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(bare)) return undefined;
  let total = 0;
  for (const [, amount, unit] of bare.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)) {
    total += Number(amount) * (UNITS[unit ?? ""] ?? 0);
  }
  return total > 0 && total <= MOST ? total : undefined;
}

/** Longest time that a timer of Node takes: 24 days. */
const MOST = 2 ** 31 - 1;

/** An instant as RFC 3339: given so, or as a duration before `now`. Undefined where it is neither. */
export function readInstant(text: string, now: number): string | undefined {
  const ago = readDuration(text);
  if (ago !== undefined) return new Date(now - ago).toISOString();
  const full = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/.test(text);
  const instant = full ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString();
}
