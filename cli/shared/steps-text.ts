import type { Step } from "./steps.ts";
import { type Style, paint, wrap } from "./style.ts";

const MARKS = { ok: "✓", warning: "!", failed: "✗", skipped: "-" } as const;

/** Steps of a check, a line each, with what to do below. */
export function stepsText(steps: readonly Step[], style: Style): string {
  const { green, yellow, red, dim, bold } = paint(style);
  const colours = { ok: green, warning: yellow, failed: red, skipped: dim };
  return steps
    .flatMap(({ name, state, found, fix }) => [
      `${colours[state](MARKS[state])} ${bold(name)}  ${wrap(found, style, 4)}`,
      ...(fix === undefined ? [] : [`    ${wrap(fix, style, 4)}`]),
    ])
    .join("\n");
}
