/**
 * What a release needs beside `npm publish`. No public address of the repository is written down anywhere else: the packages
 * carry the one that they are released from.
 *
 *   node scripts/release.ts version             version of changesets, in both packages
 *   node scripts/release.ts check v1.2.3        the tag is the version
 *   node scripts/release.ts address <url>       repository, homepage and bugs of both packages
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

interface Manifest {
  version: string;
  [field: string]: unknown;
}

const PACKAGES = ["package.json", "policies/package.json"] as const;

const read = (root: string, file: string): Manifest =>
  JSON.parse(readFileSync(path.join(root, file), "utf8")) as Manifest;
const write = (root: string, file: string, manifest: Manifest): void =>
  writeFileSync(path.join(root, file), `${JSON.stringify(manifest, null, 2)}\n`);

/** Both packages get the version of the first. */
export function syncVersion(root: string): void {
  const { version } = read(root, PACKAGES[0]);
  for (const file of PACKAGES) write(root, file, { ...read(root, file), version });
}

/** Writes where the packages come from; the pack keeps its own page as homepage, where its rules are explained. */
export function setAddress(root: string, address: string): void {
  const url = address.replace(/\/+$/, "").replace(/\.git$/, "");
  if (!/^https:\/\/[^/\s]+\/[^/\s]+\/[^/\s]+$/.test(url))
    throw new Error(`"${address}" is no address of a repository.`);
  for (const file of PACKAGES) {
    const manifest = read(root, file);
    const directory = path.posix.dirname(file);
    write(root, file, {
      ...manifest,
      repository: { type: "git", url: `git+${url}.git`, ...(directory === "." ? {} : { directory }) },
      homepage: manifest["homepage"] ?? `${url}#readme`,
      bugs: { url: `${url}/issues` },
    });
  }
}

/** The versions that disagree with a tag. */
export const disagreeing = (root: string, tag: string): string[] =>
  PACKAGES.filter((file) => `v${read(root, file).version}` !== tag).map(
    (file) => `${file} has version ${read(root, file).version}, the tag is ${tag}.`,
  );

function main([command, argument = ""]: readonly string[]): void {
  const root = path.resolve(import.meta.dirname, "..");
  switch (command) {
    case "version": {
      execFileSync("npx", ["changeset", "version"], { cwd: root, stdio: "inherit" });
      syncVersion(root);
      return;
    }
    case "check": {
      const faults = disagreeing(root, argument);
      if (faults.length > 0) throw new Error(faults.join("\n"));
      return;
    }
    case "address": {
      setAddress(root, argument);
      return;
    }
    default:
      throw new Error("usage: release.ts version | check TAG | address URL");
  }
}

if (process.argv[1] === import.meta.filename) main(process.argv.slice(2));
