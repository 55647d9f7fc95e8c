import { Severity } from "../../../core/findings/finding.ts";
import type { TaughtFinding } from "./types.ts";

/** Text that is no markup, also in a table. */
export const plain = (text: string): string =>
  text.replaceAll(/[\\`*_{}[\]<>#|]/g, (sign) => `\\${sign}`).replaceAll(/\s+/g, " ");

export const code = (text: string): string => `\`${text.replaceAll("`", "'")}\``;

export const folded = (summary: string, body: string): string =>
  `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;

export function findingText({
  rule,
  severity,
  title,
  subject,
  found,
  expected,
  fix,
  why,
  where,
  setting,
  clusters,
}: TaughtFinding): string {
  const lines = [
    `### ${severity === Severity.Error ? "❌" : "⚠️"} ${plain(title ?? subject)}`,
    `${code(where)} ${code(setting)} ${code(rule)}`,
    ...(clusters === undefined ? [] : [`- **clusters** ${plain(clusters.join(", "))}`]),
    `- **found** ${plain(found)}`,
    `- **expected** ${plain(expected)}`,
    `- **fix** ${plain(fix)}`,
    ...(why === undefined ? [] : [`- **why** ${plain(why)}`]),
  ];
  return `${lines.slice(0, 2).join("\n\n")}\n\n${lines.slice(2).join("\n")}`;
}

/** A table; what the cells say is no markup. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows.map((row) => row.map(plain))].map((row) => `| ${row.join(" | ")} |`).join("\n");
