import { type Document, isPair, isScalar, isSeq, visit } from "yaml";
import type { Finding } from "../core/findings/finding.ts";
import { schemaFinding } from "./faults.ts";
import { NAMESPACE } from "./stack.ts";
import { holdsSecret, showAt } from "./words.ts";

/**
 * The Pulumi CLI reads stack files with gopkg.in/yaml.v3, whose resolve.go knows times and numbers that YAML 1.2 takes for
 * text or for other numbers; `pulumi config set` even writes them back that way. What stands here was read by CLI 3.274.1.
 */
export function readOtherwise(source: string): string | undefined {
  if (isTime(source)) return "a time, which the program gets as another text";
  if (/^[-+]?\.inf$|^\.nan$/i.test(source)) return "no number that JSON has, and refuses the file";
  const value = /^[-+.\d]/.test(source) ? numberOf(source.replaceAll("_", "")) : undefined;
  if (value === undefined || value === numberOfYaml(source)) return undefined;
  return `the number ${String(value)}`;
}

/** Every unquoted text of the settings that the CLI would pass on as something else. */
export function readOtherwiseIn(document: Document): Finding[] {
  const findings: Finding[] = [];
  visit(document, {
    Scalar(key, node, above) {
      if (key === "key" || node.type !== "PLAIN" || node.source === undefined) return;
      const reading = node.tag === BINARY ? "the bytes behind it" : readOtherwise(node.source);
      const path = reading === undefined ? undefined : settingAt([...above, node]);
      if (reading === undefined || path === undefined) return;
      const secret = holdsSecret(path, node.source);
      findings.push(
        schemaFinding(path, {
          found: `${secret ? showAt(path, node.source) : node.source} without quotes, in which the Pulumi CLI reads ${reading}`,
          expected: "a value that the CLI passes on as it is written",
          fix: secret ? "Put it into quotes." : `Write "${node.source}" with its quotes, or the number without extras.`,
        }),
      );
    },
  });
  return findings;
}

const BINARY = "tag:yaml.org,2002:binary";

/** `allowedTimestampFormats` of resolve.go; a date that no calendar has is text. */
const TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:\d{2})| \d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d+)?)?$/;

function isTime(source: string): boolean {
  const [, year = "", month = "", day = ""] = TIME.exec(source) ?? [];
  if (year === "") return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?$/i;

/** The numbers of YAML 1.2's core schema. */
const numberOfYaml = (source: string): number | undefined =>
  FLOAT.test(source) || /^0(?:x[\da-f]+|o[0-7]+)$/i.test(source) ? Number(source) : undefined;

/** Go's ParseInt with base 0, where a leading zero means octal, and then its floats. */
function numberOf(digits: string): number | undefined {
  const [, sign = "", body = ""] = /^([-+]?)(.*)$/s.exec(digits) ?? [];
  const times = sign === "-" ? -1 : 1;
  if (/^0[0-7]+$/.test(body)) return times * Number.parseInt(body, 8);
  if (/^0(?:x[\da-f]+|b[01]+|o[0-7]+)$/i.test(body)) return times * Number(body);
  return FLOAT.test(digits) ? Number(digits) : undefined;
}

/** Keys from the settings downwards; undefined where other programs' values stand. */
function settingAt(nodes: readonly unknown[]): string[] | undefined {
  const keys = nodes.flatMap((node, at) => {
    if (isPair(node)) return [isScalar(node.key) ? String(node.key.value) : ""];
    const above = nodes[at - 1];
    return isSeq(above) ? [String(above.items.indexOf(node))] : [];
  });
  const [first = "", ...rest] = keys[0] === "config" ? keys.slice(1) : keys;
  const [namespace = "", name] = first.split(":");
  if (name !== undefined && namespace !== NAMESPACE) return undefined;
  return [name ?? namespace, ...rest];
}
