import { appendFileSync } from "node:fs";
import type { createRequire } from "node:module";
import process from "node:process";

export type Require = ReturnType<typeof createRequire>;

/** Keeps the SDK from doing what only a deployment needs. */
export interface Shortcut {
  readonly name: string;
  /** Throws where the SDK does not offer what this holds on to; counts what it spares. */
  readonly take: (require: Require, count: Count) => void;
}

export interface Count {
  /** How often something was spared. */
  hits: number;
}

/** What became of a shortcut in one child. */
export interface Outcome extends Count {
  readonly name: string;
  /** Why it was not taken. */
  readonly missing?: string;
}

/** Names a file that every child adds a line to at its end: its outcomes as JSON. For tests and the bench. */
export const REPORT_VARIABLE = "CILIUM_EKS_SHORTCUTS";
/** Names of shortcuts that are not taken, joined by commas. For the bench, which holds one against none. */
const WITHOUT_VARIABLE = "CILIUM_EKS_WITHOUT_SHORTCUTS";

/** Each is optional: where the SDK's layout differs, the child is slower and nothing else. */
export function takeAll(shortcuts: readonly Shortcut[], require: Require): void {
  const without = process.env[WITHOUT_VARIABLE]?.split(",") ?? [];
  const outcomes = shortcuts.filter(({ name }) => !without.includes(name)).map((shortcut) => take(shortcut, require));
  const report = process.env[REPORT_VARIABLE];
  if (report !== undefined) process.on("exit", () => appendFileSync(report, `${JSON.stringify(outcomes)}\n`));
}

function take({ name, take: takeIt }: Shortcut, require: Require): Outcome {
  const outcome: Outcome = { name, hits: 0 };
  try {
    takeIt(require, outcome);
    return outcome;
  } catch (error) {
    return { ...outcome, missing: error instanceof Error ? error.message : String(error) };
  }
}
