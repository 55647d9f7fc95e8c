import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { StackFileError } from "./stack.ts";

const GIVE = "Give an existing stack file by --stack-file, or a stack by --stack.";

/** The text of a stack file; says what is in its place where there is none. */
export const readStackText = (file: string, shownAs: string): string => readText(file, shownAs, GIVE, stackFilesIn);

/** The text of a file; throws a sentence where it cannot be read, with what to give in its place. */
export function readText(
  file: string,
  shownAs: string,
  give: string,
  nearby: (folder: string) => string = () => "",
): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new StackFileError(`${shownAs} ${reasonOf(error, file, nearby)} ${give}`.trim());
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new StackFileError(`${shownAs} is not text in UTF-8. Save it as UTF-8; PowerShell's ">" writes UTF-16.`);
  }
}

function reasonOf(error: unknown, file: string, nearby: (folder: string) => string): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EISDIR") return `is a folder and no file.${nearby(file)}`;
  if (code === "ENOENT") return `does not exist.${nearby(path.dirname(file))}`;
  if (code === "EACCES" || code === "EPERM") return "may not be read by this user.";
  return "cannot be read.";
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
