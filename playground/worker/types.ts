import type { Severity } from "../../core/findings/finding.ts";

/** What somebody chooses beside the files. */
export interface Choices {
  /** Empty: what an input says, else the newest that is known. */
  readonly chartVersion: string;
  readonly isEks: boolean;
}

interface Placed {
  readonly file: string;
  /** From 1; left out where the file as a whole is meant. */
  readonly line?: number;
  readonly column?: number;
}

/** A file that cannot be read, or is of no kind that is judged. */
export interface Fault extends Placed {
  readonly message: string;
}

/** A finding with what its rule says of itself. */
export interface Shown extends Placed {
  readonly rule: string;
  readonly severity: Severity;
  readonly subject: string;
  readonly setting: string;
  readonly title: string;
  readonly found: string;
  readonly expected: string;
  readonly fix: string;
  readonly why: string;
  readonly symptom?: string;
  readonly source: string;
  readonly links: readonly string[];
}

/** All that the page shows of one look at the files. */
export interface Answer {
  readonly faults: readonly Fault[];
  readonly reads: readonly { readonly file: string; readonly reads: readonly string[] }[];
  readonly findings: readonly Shown[];
  readonly waived: readonly (Shown & { readonly reason: string })[];
  readonly notes: readonly string[];
  /** Values that no input says, with the rules that they hold up. */
  readonly undecided: readonly { readonly path: string; readonly rules: readonly string[] }[];
  readonly asked: number;
}

/** What the page asks of the worker. */
export interface Question {
  readonly id: number;
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly choices: Choices;
}

export type Reply =
  | { readonly id: number; readonly answer: Answer; readonly milliseconds: number }
  | { readonly id: number; readonly failure: string };
