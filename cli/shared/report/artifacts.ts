import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

interface Artifact {
  /** From the root of the repository, where code scanning looks for it; else from the working directory. */
  readonly uri: string;
  readonly region: { readonly startLine: number; readonly startColumn: number } | undefined;
}

/** `Pulumi.prod.yaml:12:5` as a file, a line and a column. */
export function artifactOf(where: string): Artifact {
  const [, named = where, line, column] = /^(.+?):(\d+):(\d+)$/s.exec(where) ?? [];
  const region = line === undefined ? undefined : { startLine: Number(line), startColumn: Number(column) };
  const file = path.resolve(named);
  const root = repository(file) ?? process.cwd();
  const relative = path.relative(root, file);
  const outside = relative.startsWith("..") || path.isAbsolute(relative);
  return { uri: outside ? pathToFileURL(file).href : encoded(relative), region };
}

/** A path as a relative URI: every segment encoded, and no first one that looks like a scheme. */
const encoded = (file: string): string => file.split(path.sep).map(encodeURIComponent).join("/");

function repository(file: string): string | undefined {
  let folder = path.dirname(file);
  while (!existsSync(path.join(folder, ".git"))) {
    const parent = path.dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
  return folder;
}
