import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>;
}

export const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest;

/** A folder that is gone when the tests are. */
export function emptyFolder(name: string): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a clone holds after `npm ci`, and nothing that lies about here. */
export function cloneInto(folder: string): string {
  const clone = path.join(folder, "clone");
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  for (const file of files.split("\0").filter((name) => name !== "" && existsSync(path.join(root, name)))) {
    mkdirSync(path.dirname(path.join(clone, file)), { recursive: true });
    copyFileSync(path.join(root, file), path.join(clone, file));
  }
  symlinkSync(path.join(root, "node_modules"), path.join(clone, "node_modules"));
  return clone;
}

/** The tarball of a clone: `prepack` has to build what is in it. */
export const packClone = (into: string): string => pack(cloneInto(into), into);

/** The tarball that npm would publish. */
function pack(folder: string, into: string): string {
  const said = execFileSync("npm", ["pack", "--json", "--pack-destination", into], { cwd: folder, encoding: "utf8" });
  const [{ filename }] = JSON.parse(said.slice(said.indexOf("["))) as [{ filename: string }];
  return path.join(into, filename);
}

/** Installs into an empty project from the registry; npm brings the peers that are not named. */
export function install(project: string, packages: readonly string[]): void {
  mkdirSync(project, { recursive: true });
  writeFileSync(
    path.join(project, "package.json"),
    JSON.stringify({ name: "consumer", private: true, type: "module" }),
  );
  add(project, packages);
}

/** Adds packages to a project, or other versions of those that it has. */
export function add(project: string, packages: readonly string[]): void {
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", ...packages], {
    cwd: project,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** The lowest version that a range such as `^3.270.0` admits. */
export const lowestOf = (range: string): string => range.replace(/^[\^~]/, "");

/** Nodes of other versions, from their package on npm; gives the path of one. */
export function installNodes(folder: string, versions: readonly string[]): (version: string) => string {
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  install(
    folder,
    versions.map((version) => `node-${version}@npm:${name}@${version}`),
  );
  return (version) => path.join(folder, "node_modules", `node-${version}`, "bin/node");
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in a shell, as somebody who copies it would, with this very Node first on PATH. */
export function shell(command: string, cwd: string, node = process.execPath): Ran {
  const PATH = [path.dirname(node), process.env["PATH"] ?? ""].join(path.delimiter);
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], {
    cwd,
    encoding: "utf8",
    maxBuffer: 64 << 20,
    // One that waits for somebody is a fault of its own, and not the end of the others.
    timeout: 300_000,
    env: { ...outside(process.env), PATH, NO_COLOR: "1", npm_config_update_notifier: "false" },
  });
  return { status, stdout, stderr };
}

/** Without what npm tells its own scripts: a person's shell has none of it. */
const outside = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:npm_|NODE_|VITEST|INIT_CWD)/.test(name)));
