/** Writes what is generated from code: config/schema.json, docs/config.md, docs/rules.md. `--check` only says what is stale. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { settingsJsonSchema } from "../config/known-keys.ts";
import { NAMESPACE } from "../config/parse.ts";
import { catalogue } from "../core/rules/index.ts";
import { configPage, stackFileSchema } from "./config-page.ts";
import { rulesPage } from "./rules-page.ts";
import { describeSchema, readSettingsDocs } from "./settings-docs.ts";

const root = path.resolve(import.meta.dirname, "..");
const docs = readSettingsDocs(path.join(root, "core/settings"));
const schema = describeSchema(settingsJsonSchema(), docs, ["Settings"]);

const files: Readonly<Record<string, string>> = {
  "config/schema.json": `${JSON.stringify(stackFileSchema(schema, NAMESPACE), null, 2)}\n`,
  "docs/config.md": configPage(schema, NAMESPACE),
  "docs/rules.md": rulesPage(catalogue),
};

const stale = Object.entries(files).filter(([file, text]) => {
  const target = path.join(root, file);
  return !existsSync(target) || readFileSync(target, "utf8") !== text;
});

if (process.argv.includes("--check")) {
  for (const [file] of stale) process.stderr.write(`${file} is stale. Run: npm run generate\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [file, text] of stale) writeFileSync(path.join(root, file), text);
}
