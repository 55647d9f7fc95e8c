import type { Edit } from "./edits.ts";
import { type Style, paint } from "./style.ts";

/** An edit as a diff shows it. */
export function editText({ line, old, new: added }: Edit, file: string, style: Style): string {
  const { red, green, dim } = paint(style);
  return [
    `  ${dim(`${file}:${String(line)}`)}`,
    ...old.map((text) => red(`  - ${text}`)),
    ...added.map((text) => green(`  + ${text}`)),
  ].join("\n");
}
