import Table from "cli-table3";
import pc from "picocolors";
import type { Style } from "./terminal.ts";

export type { Style };

export const paint = ({ colour }: Style): ReturnType<typeof pc.createColors> => pc.createColors(colour);

const PLAIN_EDGES = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "  ",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
} as const;

/** A table without lines: aligned columns, a dim head, cells wrapped so that the whole fits the width. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], style: Style): string {
  const colour = paint(style);
  const widths = columnWidths([head, ...rows], style.width - 2);
  const printed = new Table({
    head: head.map((cell) => colour.dim(cell)),
    chars: PLAIN_EDGES,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
    colWidths: widths,
    wordWrap: true,
    wrapOnWordBoundary: true,
  });
  printed.push(...rows.map((row) => row.map((cell, column) => breakable(cell, widths[column] ?? 1))));
  return printed
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

const GAP = 2;

/** Natural widths, the widest columns shrunk until the row fits. */
function columnWidths(rows: readonly (readonly string[])[], available: number): number[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(1, ...rows.map((row) => visible(row[column] ?? "").length)),
  );
  const total = () => widths.reduce((sum, width) => sum + width, 0) + GAP * (columns - 1);
  while (total() > available) {
    const widest = widths.indexOf(Math.max(...widths));
    const width = widths[widest] ?? 0;
    if (width <= 12) break;
    widths[widest] = width - 1;
  }
  return widths;
}

/** The library cuts a word that is wider than its column; here it goes on in the next line, broken behind a separator. */
function breakable(cell: string, width: number): string {
  if (visible(cell).length <= width || visible(cell) !== cell) return cell;
  return cell
    .split(" ")
    .map((word) => (word.length <= width ? word : pieces(word, width).join("\n")))
    .join(" ");
}

function pieces(word: string, width: number): string[] {
  const found: string[] = [];
  let rest = word;
  while (rest.length > width) {
    const behind = Math.max(...[":", "/", "-", ".", "_"].map((mark) => rest.lastIndexOf(mark, width - 1))) + 1;
    const cut = behind > width / 3 ? behind : width;
    found.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...found, rest];
}

/** Without colour codes. */
const visible = (text: string): string => text.replaceAll(/\u001B\[\d+m/g, "");

/** Wraps paragraphs at words, every line after the first indented. */
export const wrap = (text: string, style: Style, indent: number): string =>
  text
    .split("\n")
    .flatMap((paragraph) => wrapParagraph(paragraph, Math.max(40, style.width - indent)))
    .join(`\n${" ".repeat(indent)}`);

function wrapParagraph(text: string, room: number): string[] {
  if (text.length <= room) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
