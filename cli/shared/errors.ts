import { about, issues } from "./about.ts";

/** What a person typed, or an input that they named, cannot be used: a sentence and exit status 2, never a stack. */
export class CallError extends Error {
  override readonly name = "CallError";
}

/** Errors of libraries below the command line whose message is already a sentence for people. */
const FOR_PEOPLE: ReadonlySet<string> = new Set([
  "CallError",
  "StackFileError",
  "ReadError",
  "SetError",
  "RelayError",
  "KubeError",
  "BackupError",
  "ReadFault",
  "AwsError",
]);

/** What the system says of a file or a connection, in words. */
const SYSTEM: Readonly<Record<string, string>> = {
  ENOENT: "is not there",
  EACCES: "may not be read or written by this user",
  EPERM: "may not be read or written by this user",
  EEXIST: "is a file, and a folder is needed there",
  EISDIR: "is a folder; name a file in it",
  ENOTDIR: "lies below something that is a file and not a folder",
  EROFS: "lies on a file system that cannot be written",
  ENOSPC: "cannot be written: the disk is full",
  ENAMETOOLONG: "has too long a name",
  ELOOP: "is a link that leads back to itself",
};

/** The sentence for an error that is no fault of ours; undefined for the others. */
export function sentenceOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (FOR_PEOPLE.has(error.name)) return error.message;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  // Node gives its own faults a code too, but a system call only to those of the system.
  if (code === undefined || syscall === undefined) return undefined;
  const words = SYSTEM[code];
  return words === undefined || path === undefined ? error.message : `${path} ${words} (${code}).`;
}

/** Tells an error on standard error. Every error ends with exit status 2: 1 says that there are findings. */
export function tell(error: unknown): void {
  process.stderr.write(`${sentenceOf(error) ?? report(error)}\n`);
  process.exitCode = 2;
}

function report(error: unknown): string {
  const { name, version } = about();
  const where = issues() ?? "where you got this from";
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    `Something happened that ${name} did not expect. That is our fault, not yours.`,
    "",
    stack.replaceAll(/^/gm, "  "),
    "",
    `Please report it at ${where}, with the command, these lines and: ${name} ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}. Leave out what is secret.`,
  ].join("\n");
}
