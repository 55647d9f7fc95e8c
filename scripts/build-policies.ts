/** Builds the policy pack as a package of its own: `node scripts/build-policies.ts [folder]`, policies/dist where none is given. */
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const source = path.join(root, "policies");
const target = path.resolve(process.argv[2] ?? path.join(source, "dist"));

interface Manifest {
  readonly version: string;
  readonly [field: string]: unknown;
}

const readManifest = (file: string): Manifest => JSON.parse(readFileSync(file, "utf8")) as Manifest;
const write = (file: string, text: string): void => writeFileSync(path.join(target, file), text);

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
// The compiler puts policies/ and what it stands on, core/, side by side, and renames `.ts` in imports.
execFileSync(
  process.execPath,
  [
    path.join(root, "node_modules/typescript/bin/tsc"),
    "-p",
    path.join(source, "tsconfig.build.json"),
    "--outDir",
    target,
    // `npm run typecheck` checks them.
    "--noCheck",
  ],
  { stdio: "inherit" },
);
write("index.js", 'import "./policies/pack.js";\n');
write("configure.js", '#!/usr/bin/env node\nimport "./policies/configure-main.js";\n');
write(
  "package.json",
  `${JSON.stringify({ ...readManifest(path.join(source, "package.json")), main: "index.js", bin: "configure.js" }, null, 2)}\n`,
);
for (const [from, to] of [
  ["policies/PulumiPolicy.yaml", "PulumiPolicy.yaml"],
  ["policies/config.schema.json", "config.schema.json"],
  ["docs/policies.md", "README.md"],
  ["LICENSE", "LICENSE"],
] as const) {
  copyFileSync(path.join(root, from), path.join(target, to));
}
cpSync(path.join(root, "docs/rules"), path.join(target, "rules"), { recursive: true });
