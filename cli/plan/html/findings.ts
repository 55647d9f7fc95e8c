import { existsSync, readFileSync } from "node:fs";
import type { TaughtFinding } from "../../shared/report/types.ts";
import type { PlanDocument } from "../types.ts";
import { escape } from "../../shared/markup.ts";
import { slug } from "./markup.ts";

/** Lines that may hold what nobody should read over a shoulder; their values are not shown. */
const PRIVATE = /secure:|pass(word)?|token|secret|private|key:|-----BEGIN/i;

/** The findings with the lines of the stack file that they are about. */
export function findingsPart({ findings, waived, stackFile }: PlanDocument): string {
  const lines = existsSync(stackFile) ? readFileSync(stackFile, "utf8").split(/\r?\n/) : [];
  const cards = [
    ...findings
      .toSorted((a, b) => (a.severity === b.severity ? 0 : a.severity === "error" ? -1 : 1))
      .map((finding) => card(finding, lines, stackFile)),
    ...waived.map((finding) => card({ ...finding, severity: "warning" }, lines, stackFile, finding.reason)),
  ];
  return cards.length === 0
    ? `<p>No finding: no rule of the catalogue is broken, as far as it can be known offline.</p>`
    : cards.join("");
}

function card(finding: TaughtFinding, lines: readonly string[], stackFile: string, waived?: string): string {
  const {
    rule,
    severity,
    title,
    subject,
    found,
    expected,
    fix,
    why,
    symptom,
    source,
    links = [],
    where,
    setting,
  } = finding;
  const rows = [
    ["found", found],
    ["expected", expected],
    ["fix", fix],
    ["why", why],
    ["symptom", symptom],
    ["source", source],
    ["waived", waived],
  ].filter((row): row is [string, string] => row[1] !== undefined && row[1] !== "");
  const mark = waived === undefined ? severity : "waived";
  return `<article class="finding ${mark}" id="finding-${slug(`${rule}-${where}-${setting}`)}" data-text="${escape(`${rule} ${subject} ${setting} ${found}`.toLowerCase())}">
<h3><span class="mark">${mark}</span> ${escape(title ?? subject)}</h3>
<p class="place"><code>${escape(where)}</code> <code>${escape(setting)}</code> <code>${escape(rule)}</code></p>
${excerpt(where, lines, stackFile)}
<dl>${rows.map(([name, text]) => `<dt>${name}</dt><dd>${escape(text)}</dd>`).join("")}</dl>
${links.map((link) => `<a href="${escape(link)}" rel="noreferrer">${escape(link)}</a>`).join(" ")}</article>`;
}

/** The line and its neighbours. */
function excerpt(where: string, lines: readonly string[], stackFile: string): string {
  const [, at] = where.startsWith(`${stackFile}:`) ? (/:(\d+)(?::\d+)?$/.exec(where) ?? []) : [];
  const line = Number(at);
  if (!(line >= 1) || line > lines.length) return "";
  const from = Math.max(1, line - 1);
  const shown = lines.slice(from - 1, line + 1).map((text, index) => {
    const number = from + index;
    const safe = PRIVATE.test(text) ? text.replace(/([:-]\s*).*$/, "$1[not shown]") : text;
    return `<span${number === line ? ' class="at"' : ""}>${String(number).padStart(4)}  ${escape(safe)}</span>`;
  });
  return `<pre tabindex="0" aria-label="Lines of ${escape(stackFile)}">${shown.join("\n")}</pre>`;
}
