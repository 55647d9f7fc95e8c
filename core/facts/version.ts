import compare from "semver/functions/compare.js";

/** A version, taken apart. Parts that are left out (`1.35`) stay undefined. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch?: number;
  /** `rc.1` of `1.20.0-rc.1`. */
  readonly preRelease?: string;
}

const PATTERN =
  /^v?(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$/;
/** Longest text that semantic versioning's own library takes is 256. */
const LONGEST = 200;

/** Reads `1.35`, `1.19.6`, `v1.4.1` and `1.20.0-rc.1`; undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  const parts = text.length > LONGEST ? null : PATTERN.exec(text.trim());
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
export const compareVersions = (a: string, b: string): number => compare(whole(a), whole(b), { loose: true });

/** As semantic versioning writes it, with all three numbers. */
function whole(text: string): string {
  const version = parseVersion(text);
  if (version === undefined) throw new RangeError(`"${text}" is not a version`);
  const { major, minor, patch = 0, preRelease } = version;
  return `${major}.${minor}.${patch}${preRelease === undefined ? "" : `-${preRelease}`}`;
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
