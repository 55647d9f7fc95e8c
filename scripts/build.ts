/**
 * Builds what the npm package holds into dist/: the library, the command line and the policy pack. Types stay a file a source;
 * the code is put together into few files, because a start that reads 800 takes half as long again.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";

const root = path.resolve(import.meta.dirname, "..");
const dist = path.join(root, "dist");

rmSync(dist, { recursive: true, force: true });
// `npm run typecheck` checks types, of these files and all others; here they are only written.
const tsc = path.join(root, "node_modules/typescript/bin/tsc");
execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--noCheck"], { cwd: root, stdio: "inherit" });

/** What is named by its file: by package.json, by bin/, by Node when it starts a process or a worker, by Pulumi. */
const ENTRIES = [
  "index",
  "components/index",
  "program/index",
  "cli/program",
  "engine/preload",
  "service-map/worker",
  "policies/pack",
  "policies/configure-main",
];
/** Beside the folders of the sources, so that a way from one of its files is the way from any source. */
const SHARED = "chunks";

/** A source that asks where it is hears where it would be, had each its own file. */
function placed(code: string, id: string): string {
  const { dir, name } = path.parse(path.relative(root, id));
  return code
    .replaceAll("import.meta.url", `new URL("../${dir}/${name}.js", import.meta.url).href`)
    .replaceAll("import.meta.dirname", `process.getBuiltinModule("node:path").join(import.meta.dirname, "../${dir}")`);
}

const isOurs = (id: string): boolean => id.startsWith(".") || path.isAbsolute(id);
const bundle = await rolldown({
  cwd: root,
  platform: "node",
  input: Object.fromEntries(ENTRIES.map((entry) => [entry, path.join(root, `${entry}.ts`)])),
  // Dependencies stay the packages they are.
  external: (id) => !isOurs(id),
  plugins: [
    {
      name: "placed",
      transform: { filter: { code: "import.meta." }, handler: (code, id) => ({ code: placed(code, id), map: null }) },
    },
  ],
});
await bundle.write({ dir: dist, entryFileNames: "[name].js", chunkFileNames: `${SHARED}/[name]-[hash].js` });
await bundle.close();

// What is no TypeScript.
for (const page of ["service-map/html/page", "cli/plan/html/page"]) {
  cpSync(path.join(root, page), path.join(dist, page), {
    recursive: true,
    filter: (file) => path.basename(file) !== "tsconfig.json",
  });
}
for (const file of ["config/schema.json", "config/fleet/schema.json"]) {
  mkdirSync(path.dirname(path.join(dist, file)), { recursive: true });
  copyFileSync(path.join(root, file), path.join(dist, file));
}
for (const file of ["PulumiPolicy.yaml", "config.schema.json"]) {
  copyFileSync(path.join(root, "policies", file), path.join(dist, "policies", file));
}
writeFileSync(path.join(dist, "policies/index.js"), 'import "./pack.js";\n');
writeFileSync(path.join(dist, "policies/configure.js"), '#!/usr/bin/env node\nimport "./configure-main.js";\n');
