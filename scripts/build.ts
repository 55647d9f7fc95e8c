/** Builds what the npm package holds into dist/: the library, the command line and the policy pack. */
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const dist = path.join(root, "dist");

rmSync(dist, { recursive: true, force: true });
// `npm run typecheck` checks types, of these files and all others; here they are only written.
const tsc = path.join(root, "node_modules/typescript/bin/tsc");
execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--noCheck"], { cwd: root, stdio: "inherit" });
// What is no TypeScript.
for (const page of ["service-map/html/page", "cli/plan/html/page"]) {
  cpSync(path.join(root, page), path.join(dist, page), {
    recursive: true,
    filter: (file) => path.basename(file) !== "tsconfig.json",
  });
}
copyFileSync(path.join(root, "config/schema.json"), path.join(dist, "config/schema.json"));
for (const file of ["PulumiPolicy.yaml", "config.schema.json"]) {
  copyFileSync(path.join(root, "policies", file), path.join(dist, "policies", file));
}
writeFileSync(path.join(dist, "policies/index.js"), 'import "./pack.js";\n');
writeFileSync(path.join(dist, "policies/configure.js"), '#!/usr/bin/env node\nimport "./configure-main.js";\n');
