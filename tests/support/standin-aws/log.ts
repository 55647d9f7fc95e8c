import { appendFileSync, existsSync, readFileSync } from "node:fs";

export const Operation = {
  Create: "create",
  Read: "read",
  Update: "update",
  Delete: "delete",
  Invoke: "invoke",
} as const;
export type Operation = (typeof Operation)[keyof typeof Operation];

/** One line of the log. An operation has two lines, so that a test can tell "after it had ended" from "at the same time". */
export interface LogLine {
  readonly phase: "start" | "end";
  readonly operation: Operation;
  /** Type token, or the token of a provider function. */
  readonly type: string;
  /** Logical name; empty for a provider function. */
  readonly name: string;
  readonly id?: string;
}

export function writeLine(file: string, line: LogLine): void {
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

export function readLog(file: string): LogLine[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as LogLine);
}

/** What was created and not deleted, as `type name`. */
export function remaining(lines: readonly LogLine[]): string[] {
  const left = new Set<string>();
  for (const { phase, operation, type, name } of lines) {
    if (phase !== "end") continue;
    if (operation === Operation.Create) left.add(`${type} ${name}`);
    if (operation === Operation.Delete) left.delete(`${type} ${name}`);
  }
  return [...left];
}
