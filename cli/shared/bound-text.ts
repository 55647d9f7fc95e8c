import type { Bound } from "../../core/recovery/index.ts";
import { type Style, paint, table } from "./style.ts";

/** What is bound to a place, a row each. */
export function boundText(title: string, bound: readonly Bound[], style: Style): string {
  if (bound.length === 0) return "";
  const rows = bound.map(({ object, path, value, what, instead }) => [object, `${path}\n${what} ${value}`, instead]);
  return [paint(style).bold(title), table(["object", "value", "elsewhere"], rows, style)].join("\n");
}
