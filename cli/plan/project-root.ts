import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { CallError } from "../shared/errors.ts";
import { stacksIn } from "../shared/stacks.ts";

/** Where `plan` runs, found before anything is loaded: the program must start first. */
export interface ProjectPlace {
  /** Folder of Pulumi.yaml, or the working directory where there is none. */
  readonly root: string;
  /** Whether the project has no program of its own and is planned by the one of this package. */
  readonly builtIn: boolean;
}

/** The nearest folder with a Pulumi.yaml, from the working directory upwards; else the working directory, if a stack file is there. */
export function projectPlace(stackFile: string | undefined): ProjectPlace {
  let folder = process.cwd();
  while (!existsSync(path.join(folder, "Pulumi.yaml"))) {
    const parent = path.dirname(folder);
    if (parent === folder) return withoutProject(stackFile);
    folder = parent;
  }
  return { root: folder, builtIn: !hasProgram(folder) };
}

function withoutProject(stackFile: string | undefined): ProjectPlace {
  const root = process.cwd();
  if (stackFile === undefined ? stacksIn(root).length > 0 : existsSync(path.resolve(root, stackFile))) {
    return { root, builtIn: true };
  }
  throw new CallError(
    `No Pulumi.yaml here or above, and no ${stackFile ?? "stack file such as Pulumi.prod.yaml"} here. Run this in the folder of a Pulumi project or of a stack file.`,
  );
}

/** What Pulumi would run: `main` of Pulumi.yaml or of package.json, or index.ts or index.js (pulumi/pulumi sdk/nodejs/cmd/run). */
export function hasProgram(root: string): boolean {
  const names = (file: string, main: RegExp): boolean => {
    const target = path.join(root, file);
    return existsSync(target) && main.test(readFileSync(target, "utf8"));
  };
  return (
    ["index.ts", "index.js", "index.mjs", "index.cjs"].some((file) => existsSync(path.join(root, file))) ||
    names("Pulumi.yaml", /^main:/m) ||
    names("package.json", /"main"\s*:/)
  );
}
