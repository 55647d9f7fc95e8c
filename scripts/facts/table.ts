/** What one table says, by a key of its own: `1.36 released` -> `2026-06-02`. */
export type Facts = ReadonlyMap<string, string>;

/** How a dated table is held against a public file. */
export interface Refresher {
  /** What the file says. Throws with a sentence where it is not such a file. */
  read(this: void, text: string): Facts;
  /** What the table says now. */
  current(this: void): Facts;
  /** File of the table, for `rewrite`; without both a difference is only told. */
  readonly file?: string;
  /** The file's text with one fact changed; undefined where a person has to do it. */
  rewrite?(this: void, source: string, key: string, value: string): string | undefined;
  /** Which of them lists a part only, so that what it lacks is no difference. */
  readonly partial?: "file" | "table";
}

export interface Difference {
  readonly key: string;
  readonly table: string | undefined;
  readonly file: string | undefined;
}

/** Where table and file do not agree, in the order of their keys. */
export function compare({ partial }: Pick<Refresher, "partial">, table: Facts, file: Facts): Difference[] {
  return [...new Set([...table.keys(), ...file.keys()])]
    .toSorted()
    .map((key) => ({ key, table: table.get(key), file: file.get(key) }))
    .filter((one) => one.table !== one.file && (partial === undefined || one[partial] !== undefined));
}

/** A file that is not what its refresher reads. */
export class WrongFile extends Error {}
