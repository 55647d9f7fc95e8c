/** A version, taken apart. Parts that are left out (`1.35`) stay undefined. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch?: number;
  /** `rc.1` of `1.20.0-rc.1`. */
  readonly preRelease?: string;
}

const PATTERN = /^v?(\d+)\.(\d+)(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** Reads `1.35`, `1.19.6`, `v1.4.1` and `1.20.0-rc.1`; undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  const parts = PATTERN.exec(text.trim());
  if (parts === null) return undefined;
  const [, major, minor, patch, preRelease] = parts;
  return {
    major: Number(major),
    minor: Number(minor),
    ...(patch === undefined ? {} : { patch: Number(patch) }),
    ...(preRelease === undefined ? {} : { preRelease }),
  };
}

/**
 * Below zero when `a` is older, 0 when equal, above zero when newer. A part left out counts as 0, a pre-release is older than
 * its release. Throws a RangeError for what is not a version: check with {@link parseVersion} first.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => {
    const version = parseVersion(text);
    if (version === undefined) throw new RangeError(`"${text}" is not a version`);
    return version;
  }) as [Version, Version];
  return (
    left.major - right.major ||
    left.minor - right.minor ||
    (left.patch ?? 0) - (right.patch ?? 0) ||
    comparePreReleases(left.preRelease, right.preRelease)
  );
}

/** `1.19` of `1.19.6`; undefined for what is not a version. */
export function minorOf(text: string): string | undefined {
  const version = parseVersion(text);
  return version === undefined ? undefined : `${version.major}.${version.minor}`;
}

/** `1.36` of `1.35`; the text itself where it is no version. */
export function nextMinor(text: string): string {
  const version = parseVersion(text);
  return version === undefined ? text : `${version.major}.${version.minor + 1}`;
}

/** Semantic versioning's order: numbers before words, numbers by value, fewer parts first. */
function comparePreReleases(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  const [left, right] = [a.split("."), b.split(".")];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const [x, y] = [left[at], right[at]];
    if (x === y) continue;
    if (x === undefined) return -1;
    if (y === undefined) return 1;
    const [xNumber, yNumber] = [/^\d+$/.test(x), /^\d+$/.test(y)];
    if (xNumber && yNumber) return Number(x) - Number(y);
    if (xNumber !== yNumber) return xNumber ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return 0;
}
