import { readFileSync } from "node:fs";
import { keysIn } from "../../readers/backup/seal.ts";
import { CallError } from "./errors.ts";

/** Keys of a file, a line each. */
export function keysOfFile(file: string): readonly string[] {
  const keys = keysIn(readFileSync(file, "utf8"));
  if (keys.length === 0) throw new CallError(`${file} holds no key.`);
  return keys;
}

/** The first line of a file, so that no passphrase stands in a list of processes. */
export function passphraseOf(file: string): string {
  const [line = ""] = readFileSync(file, "utf8").split("\n");
  if (line.trim() === "") throw new CallError(`The first line of ${file} is empty: it has to be the passphrase.`);
  return line.trimEnd();
}
