import { type Style, paint, table, wrap } from "../shared/style.ts";
import type { PlanDifference } from "./difference.ts";

const MOST_LISTED = 12;

/** What changes, what is destroyed first. */
export function differenceText(found: PlanDifference, style: Style): string {
  const { bold, red, dim } = paint(style);
  const { consequences, rows, newFindings, goneFindings, resources, unread = [] } = found;
  const parts = [
    `${bold("Changes")} ${dim(`against ${found.against}`)}`,
    ...consequences.map(
      ({ what, happens, destroys }) => `  ${destroys ? red("✗") : "~"} ${wrap(`${what}: ${happens}`, style, 4)}`,
    ),
    ...(rows.length === 0
      ? []
      : [
          table(
            ["", "before", "after"],
            rows.map(({ what, before, after }) => [what, before, after]),
            style,
          ),
        ]),
    ...newFindings.map(({ rule, setting, severity }) => `  + ${severity} ${wrap(`${rule} at ${setting}`, style, 4)}`),
    ...goneFindings.map(({ rule, setting, severity }) => `  - ${severity} ${wrap(`${rule} at ${setting}`, style, 4)}`),
    ...listed("new", resources.added, style),
    ...listed("gone", resources.removed, style),
    ...listed("replaced", resources.replaced, style),
    ...listed(
      "changed",
      resources.changed.map(
        ({ name, keys }) => `${name}: ${keys.slice(0, 4).join(", ")}${keys.length > 4 ? ", …" : ""}`,
      ),
      style,
    ),
  ];
  parts.push(...unread.map((what) => `  ? ${wrap(`not read: ${what}`, style, 4)}`));
  return parts.length === 1 ? `${parts[0] ?? ""}\n  nothing` : parts.join("\n");
}

const listed = (word: string, names: readonly string[], style: Style): string[] => {
  if (names.length === 0) return [];
  const shown = names.slice(0, MOST_LISTED).map((name) => `    ${wrap(name, style, 6)}`);
  const more = names.length > MOST_LISTED ? [`    and ${String(names.length - MOST_LISTED)} more`] : [];
  return [`  ${String(names.length)} ${word} resource${names.length === 1 ? "" : "s"}`, ...shown, ...more];
};
