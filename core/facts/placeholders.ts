/** What documentation writes where a reader is to write something of their own. */
const PLACEHOLDERS: readonly RegExp[] = [
  // Ids whose digits count up, or are all the same.
  /\b[a-z]+-0?(?:123456789abcdef|1a2b3c4d5e6f|a1b2c3d4e5f6)[0-9a-f]*\b/,
  /\b(?:vpc|subnet|rtb|tgw|pcx|vgw|sg|eipalloc)-([0-9a-f])\1{7,16}\b/,
  // Accounts of AWS's own documentation.
  /\b(?:111122223333|444455556666|777788889999|123456789012|000000000000)\b/,
  /\bZ0?123456789[0-9A-Z]*\b/,
  // Domains that nobody can have (RFC 2606, RFC 6761), and documentation's networks (RFC 5737).
  /(?:^|[@./*])example\.(?:com|org|net)\b|\.(?:example|invalid|test)(?=$|[/:])/,
  /\b(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d+/,
  /\b(?:change[_-]?me|replace[_-]?me|your[_-][a-z]+|x{4,})\b/i,
];

export interface Placeholder {
  readonly path: string;
  readonly text: string;
}

/** Texts within settings that are a reader's to replace, with where they stand. */
export function placeholdersIn(value: unknown, path = ""): Placeholder[] {
  if (typeof value === "string") {
    return PLACEHOLDERS.some((pattern) => pattern.test(value)) ? [{ path, text: value }] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  // Values that a program knows later are objects of their own kind.
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return isPlain
    ? Object.entries(value).flatMap(([key, inner]) => placeholdersIn(inner, path === "" ? key : `${path}.${key}`))
    : [];
}
