import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The fields of our own package.json that the command line speaks of. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly repository?: { readonly url: string };
}

let manifest: Manifest | undefined;

/** Read when somebody asks; from the sources it lies one folder up from `cli`, from `dist` two. */
export function about(): Manifest {
  if (manifest !== undefined) return manifest;
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
  return (manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest);
}

/** Address of the repository for people; undefined while package.json names none. */
function repository(): string | undefined {
  return about()
    .repository?.url.replace(/^git\+/, "")
    .replace(/\.git$/, "");
}

/** Where a page of docs/ is read: the version that runs, else the file. */
export function page(file: string): string {
  const base = repository();
  return base === undefined ? file : `${base}/blob/v${about().version}/${file}`;
}

/** Address of the project for people: the registry's page of the package while package.json names no repository. */
export const homepage = (): string => repository() ?? `https://www.npmjs.com/package/${about().name}`;

/** Where a fault of ours is reported. */
export function issues(): string | undefined {
  const base = repository();
  return base === undefined ? undefined : `${base}/issues/new`;
}
