import type { Answer } from "../worker/types.ts";
import { count } from "./dom.ts";
import type { Mark } from "./editor.ts";

/** What stands beside the lines of a file. */
export function marksOf({ findings, faults }: Answer, name: string): Mark[] {
  const isHere = ({ file }: { readonly file: string }): boolean => file === name;
  return [
    ...findings.filter(isHere).map(({ line = 1, column = 1, severity, title, found, expected, fix, rule }): Mark => ({
      line,
      column,
      severity,
      title,
      rule,
      found: `Found ${found}; expected ${expected}.`,
      says: fix,
    })),
    ...faults.filter(isHere).map(({ line = 1, column = 1, message }): Mark => ({
      line,
      column,
      severity: "error",
      title: "",
      rule: "",
      found: "",
      says: message,
    })),
  ];
}

/** By file, how many errors; where there is none, how many warnings. */
export function countsOf({ findings, faults }: Answer): ReadonlyMap<string, string> {
  const names = new Set([...findings, ...faults].map(({ file }) => file));
  return new Map(
    [...names].map((name) => {
      const own = findings.filter(({ file }) => file === name);
      const errors =
        own.filter(({ severity }) => severity === "error").length + faults.filter(({ file }) => file === name).length;
      return [name, errors > 0 ? count(errors, "error") : count(own.length, "warning")];
    }),
  );
}
