import { stripVTControlCharacters } from "node:util";

/** Frames of Node and of installed packages: they say nothing about the program. */
const FOREIGN_FRAME = /^ {4}at .*(?:node:|node_modules)/;

/** What Node's inspector adds to an error that carries properties: a mark in front, the properties after the stack. */
const REFERENCE = /<ref \*\d+> /;
const PROPERTIES = /(\n {4}at [^\n]*) \{\n {2}[\s\S]*\n\}$/;

/** A message of the SDK's runner without colours, without frames of Node and of packages, without inspected properties. */
export function readable(message: string): string {
  return stripVTControlCharacters(message)
    .replace(REFERENCE, "")
    .replace(PROPERTIES, "$1")
    .split("\n")
    .filter((line) => !FOREIGN_FRAME.test(line))
    .join("\n");
}
