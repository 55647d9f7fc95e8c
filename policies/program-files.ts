import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";

/** `urn:pulumi:<stack>::<project>::…` */
const projectOf = (urn: string): string | undefined => urn.split("::")[1];

/**
 * Reads a file that a program names by a path of its own. A pack runs in its own folder and is not told where the program is:
 * tried are the shell's folder and the folders above the pack, and of these only the one whose Pulumi.yaml has the project's
 * name. A wrong file would be worse than none.
 */
export function readProgramFile(file: string, urn: string): string | undefined {
  if (path.isAbsolute(file)) return readText(file);
  const root = [process.env["PWD"], ...ancestors(process.cwd())].find(
    (folder) => folder !== undefined && projectName(folder) === projectOf(urn),
  );
  return root === undefined ? undefined : readText(path.join(root, file));
}

function ancestors(folder: string): string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestors(above)];
}

function projectName(folder: string): string | undefined {
  const text = readText(path.join(folder, "Pulumi.yaml")) ?? readText(path.join(folder, "Pulumi.yml"));
  if (text === undefined) return undefined;
  try {
    return (parse(text) as { readonly name?: string } | null)?.name;
  } catch {
    return undefined;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
