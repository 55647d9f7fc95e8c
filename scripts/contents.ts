/** Pages up to this many lines are seen at a glance. */
const LONG = 120;
const [START, END] = ["<!-- contents: generated -->", "<!-- contents: end -->"];

export interface Heading {
  readonly depth: number;
  readonly text: string;
  /** As GitHub makes it from the text. */
  readonly anchor: string;
}

/** Headings outside of fenced blocks, each with its anchor. */
export function headingsOf(page: string): Heading[] {
  const taken = new Map<string, number>();
  return withoutFences(page).flatMap((line) => {
    const [, marks = "", text = ""] = /^(#{1,6}) (.+?)\s*$/.exec(line) ?? [];
    if (marks === "") return [];
    const plain = text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    const slug = plain
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    const before = taken.get(slug) ?? 0;
    taken.set(slug, before + 1);
    return [{ depth: marks.length, text: plain, anchor: before === 0 ? slug : `${slug}-${String(before)}` }];
  });
}

function withoutFences(page: string): string[] {
  let fenced = false;
  return page.split("\n").map((line) => {
    const marker = /^\s*```/.test(line);
    const hidden = fenced || marker;
    if (marker) fenced = !fenced;
    return hidden ? "" : line;
  });
}

/** Puts a table of contents before the first section of a long page, and takes it from a short one. */
export function withContents(page: string): string {
  const bare = page.replace(new RegExp(`${START}[^]*?${END}\\n+`), "");
  if (bare.split("\n").length <= LONG) return bare;
  const sections = headingsOf(bare).filter(({ depth }) => depth === 2 || depth === 3);
  const first = sections.find(({ depth }) => depth === 2);
  if (first === undefined) return bare;
  const list = sections.map(({ depth, text, anchor }) => `${depth === 3 ? "  " : ""}- [${text}](#${anchor})`);
  const at = bare.search(/^## /m);
  return `${bare.slice(0, at)}${[START, "", ...list, "", END, "", ""].join("\n")}${bare.slice(at)}`;
}
