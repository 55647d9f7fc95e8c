import { distance } from "fastest-levenshtein";
import type { z } from "zod";
import { type Finding, Severity } from "../core/findings/finding.ts";
import { SECRET_SETTINGS, SECRET_TEXT, isSecretText } from "../core/findings/secrets.ts";
import { REFUSED_IPAM_MODES } from "../core/cilium/refused-ipam.ts";
import { knownKeys, nodesAt } from "./settings-schema.ts";

/** Rule id of everything that the schema of the stack file refuses. */
const SCHEMA_RULE = "settings-schema";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Turns zod's issues into findings: where, what was found, what is allowed, what to change. */
export const toFindings = (issues: readonly Issue[], input: unknown): Finding[] =>
  issues.flatMap((issue) => describe(issue, input));

function describe(issue: Issue, input: unknown): Finding[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey([...issue.path, key], input));
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const options = new Set(issue.errors.flat().map((inner) => expectation(inner)));
    return [fault(issue.path, input, [...options].join(", or "))];
  }
  if (issue.code === "invalid_union") return [fault(issue.path, input, choices(issue.path, input))];
  return [fault(issue.path, input, expectation(issue))];
}

/** What the key that tells alternatives apart may say, and why a mode of Cilium is not among them. */
function choices(path: Path, input: unknown): string {
  const modes = nodesAt(path, input).flatMap((node) => (typeof node.const === "string" ? [node.const] : []));
  const refused = join(path) === "cilium.ipam.mode" ? REFUSED_IPAM_MODES[String(valueAt(input, path))] : undefined;
  return `one of ${modes.join(", ")}${refused === undefined ? "" : ` (${refused})`}`;
}

function fault(path: Path, input: unknown, expected: string): Finding {
  const value = valueAt(input, path);
  if (value !== undefined && isSecretSetting(path))
    return schemaFinding(path, { found: SECRET_TEXT, expected, fix: "Correct the value." });
  return schemaFinding(path, { found: show(value), expected, fix: fixFor(path, value, expected) });
}

/** Shown as what it is, never by its value. */
const isSecretSetting = (path: Path): boolean =>
  SECRET_SETTINGS.some((setting) => `${join(path)}.`.startsWith(`${setting}.`));

function fixFor(path: Path, value: unknown, expected: string): string {
  if (value === undefined) return `Add ${join(path)}.`;
  if (expected === TYPES["string"] && typeof value !== "object") return `Put it in quotes: "${JSON.stringify(value)}".`;
  return expected.startsWith("one of") ? "Choose one of these." : "Correct the value.";
}

function unknownKey(path: Path, input: unknown): Finding {
  const key = String(path.at(-1));
  const known = knownKeys(path.slice(0, -1), input);
  const near = nearest(key, known);
  return schemaFinding(path, {
    found: `an unknown key with ${show(valueAt(input, path))}`,
    expected: `one of ${known.join(", ")}`,
    fix: near === undefined ? "Remove the key." : `Did you mean "${near}"?`,
  });
}

export const schemaFinding = (path: Path, words: Pick<Finding, "found" | "expected" | "fix">): Finding => ({
  rule: SCHEMA_RULE,
  severity: Severity.Error,
  subject: "stack file",
  path: join(path),
  ...words,
});

/** The known key that was probably meant: one contains the other, or at most every third letter differs. */
function nearest(key: string, known: readonly string[]): string | undefined {
  const typed = key.toLowerCase();
  const score = (candidate: string): number => {
    const lower = candidate.toLowerCase();
    return lower.includes(typed) || typed.includes(lower) ? 1 : distance(typed, lower);
  };
  const [best] = known.toSorted((a, b) => score(a) - score(b) || a.localeCompare(b));
  return best !== undefined && score(best) <= Math.max(2, Math.floor(best.length / 3)) ? best : undefined;
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return TYPES[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.length === 1 ? show(issue.values[0]) : `one of ${issue.values.map(show).join(", ")}`;
    case "too_small":
      return issue.origin === "string"
        ? "text that is not empty"
        : `a number ${issue.inclusive === false ? "above" : "of at least"} ${String(issue.minimum)}`;
    case "too_big":
      return `a number of at most ${String(issue.maximum)}`;
    default:
      return issue.message;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a group of keys",
  record: "a group of keys",
};

/** A value as people wrote it, at most 80 characters. */
export function show(value: unknown): string {
  const json = value === undefined ? "nothing" : JSON.stringify(value);
  if (isSecretText(json)) return SECRET_TEXT;
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}

const valueAt = (input: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === "object" ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );

const join = (path: Path): string => path.map(String).join(".");
