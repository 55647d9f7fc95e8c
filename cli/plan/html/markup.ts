import { escape } from "../../shared/markup.ts";

/** A name as a part of an id or of a link. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");

/** A section that can be linked to. */
export const section = (title: string, body: string, lead = ""): string =>
  body === ""
    ? ""
    : `<section id="${slug(title)}" aria-labelledby="${slug(title)}-title"><h2 id="${slug(title)}-title">${escape(title)} <a class="anchor" href="#${slug(title)}" aria-label="Link to ${escape(title)}">#</a></h2>${lead === "" ? "" : `<p class="lead">${escape(lead)}</p>`}${body}</section>`;

/** A table; cells are text. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: readonly number[] = [],
): string {
  const classes = (column: number): string => (numeric.includes(column) ? ' class="number"' : "");
  // A heading without a text would be read out as one.
  const cell = (tag: "th" | "td", text: string, column: number): string =>
    tag === "th" && text !== ""
      ? `<th scope="col"${classes(column)}>${escape(text)}</th>`
      : `<td${classes(column)}>${escape(text)}</td>`;
  const line = (tag: "th" | "td", cells: readonly string[]): string =>
    `<tr>${cells.map((text, column) => cell(tag, text, column)).join("")}</tr>`;
  return `<div class="wide" tabindex="0" role="group" aria-label="${escape(head.filter((text) => text !== "").join(", "))}"><table><thead>${line("th", head)}</thead><tbody>${rows.map((row) => line("td", row)).join("")}</tbody></table></div>`;
}

/** What is long and not always wanted. */
export const folded = (summary: string, body: string): string =>
  `<details><summary>${escape(summary)}</summary>${body}</details>`;

export const percent = (share: number): string =>
  share === Infinity ? "over" : `${String(Math.round(share * 100))} %`;
