import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { StackFileError } from "./stack.ts";

const GIVE = "Give an existing stack file by --stack-file, or a stack by --stack.";

/** The text of a stack file; says what is in its place where there is none. */
export function readStackText(file: string, shownAs: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new StackFileError(`${shownAs} ${reasonOf(error, file)}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new StackFileError(`${shownAs} is not text in UTF-8. Save it as UTF-8; PowerShell's ">" writes UTF-16.`);
  }
}

function reasonOf(error: unknown, file: string): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EISDIR") return `is a folder and not a stack file.${stackFilesIn(file)} ${GIVE}`;
  if (code === "ENOENT") return `does not exist.${stackFilesIn(path.dirname(file))} ${GIVE}`;
  if (code === "EACCES" || code === "EPERM") return "may not be read by this user.";
  return `cannot be read. ${GIVE}`;
}

/** Stack files that could be meant. */
function stackFilesIn(folder: string): string {
  try {
    const files = readdirSync(folder).filter((name) => /^Pulumi\..+\.ya?ml$/.test(name));
    return files.length === 0 ? "" : ` There ${files.length === 1 ? "is" : "are"} ${files.join(", ")}.`;
  } catch {
    return "";
  }
}
