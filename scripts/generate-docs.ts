/** Writes what is generated from code: schemas, pages, the list in README.md, contents of long pages, what policies say of themselves. `--check` only says what is stale. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { NAMESPACE } from "../config/stack.ts";
import { catalogue } from "../core/rules/index.ts";
import { alertsPage } from "./alerts-page.ts";
import { articlesPage } from "./articles-page.ts";
import { configSchemaOf } from "../policies/config-schema.ts";
import { policies } from "../policies/rules.ts";
import { visibleRules } from "../lens/evaluate.ts";
import { allCases } from "../tests/support/rule-cases.ts";
import { configPage, configSummary } from "./config-page.ts";
import { anyExampleOf, exampleOf } from "./rule-examples.ts";
import { withContents } from "./contents.ts";
import { policiesPage, rulePages } from "./rule-pages.ts";
import { isCurrent } from "./kernel.ts";
import { templateFiles } from "./template.ts";
import { troubleshootingPage } from "./troubleshooting/page.ts";
import { readDefinition } from "./settings/definition.ts";
import { fleetFileSchema, stackFileSchema } from "./settings/editor-schema.ts";
import { FLEET, zodSource } from "./settings/zod-source.ts";

const root = path.resolve(import.meta.dirname, "..");
const schema = readDefinition();
const fleet = readDefinition("FleetSettings");
const ARTICLES = "docs/articles.md";
const TROUBLESHOOTING = "docs/troubleshooting.md";

/** Replaces what stands between a page's two markers. */
function between(page: string, name: string, text: string): string {
  const [start, end] = [`<!-- ${name}: generated -->`, `<!-- ${name}: end -->`];
  const [before, after] = [page.indexOf(start), page.indexOf(end)];
  if (before === -1 || after === -1) throw new Error(`README.md has no markers "${start}" and "${end}".`);
  return `${page.slice(0, before + start.length)}\n\n${text}\n\n${page.slice(after)}`;
}

const cases = await allCases();
const documented = catalogue.map((rule) => {
  const [own, isPolicy] = [cases.get(rule.id), visibleRules.includes(rule)];
  return { rule, isPolicy, example: own === undefined ? undefined : exampleOf(rule, own, isPolicy) };
});

/** What `cilium-eks explain` shows of each rule; read when it is called. */
const examples = Object.fromEntries(
  documented.flatMap(({ rule, isPolicy }) => {
    const own = cases.get(rule.id);
    const example = own === undefined ? undefined : anyExampleOf(rule, own, isPolicy);
    return example === undefined ? [] : [[rule.id, example] as const];
  }),
);

/** Pages that are generated as a whole. */
const generated: Readonly<Record<string, string>> = {
  "docs/config.md": configPage(schema, NAMESPACE),
  ...rulePages(documented),
  "docs/alerts.md": alertsPage(),
  "docs/policies.md": policiesPage(documented),
};

const text = (file: string): string => readFileSync(path.join(root, file), "utf8");

const asMarkdown = async (file: string, page: string): Promise<string> =>
  format(page, { ...(await resolveConfig(path.join(root, file))), parser: "markdown" });

/** Pages that people write; only their contents are generated. */
const written = readdirSync(path.join(root, "docs"))
  .map((file) => `docs/${file}`)
  .filter(
    (file) => file.endsWith(".md") && generated[file] === undefined && ![ARTICLES, TROUBLESHOOTING].includes(file),
  );

const files: Readonly<Record<string, string>> = {
  "config/schema.json": stackFileSchema(schema, NAMESPACE),
  "config/schema.generated.ts": zodSource(schema),
  "config/fleet/schema.json": fleetFileSchema(fleet, schema),
  "config/fleet/schema.generated.ts": zodSource(fleet, FLEET),
  ...Object.fromEntries(Object.entries(generated).map(([file, page]) => [file, withContents(page)])),
  ...Object.fromEntries(
    await Promise.all(written.map(async (file) => [file, await asMarkdown(file, withContents(text(file)))] as const)),
  ),
  [ARTICLES]: await asMarkdown(ARTICLES, withContents(articlesPage())),
  [TROUBLESHOOTING]: await asMarkdown(TROUBLESHOOTING, withContents(troubleshootingPage(catalogue))),
  "policies/config.schema.json": `${JSON.stringify(configSchemaOf(policies), null, 2)}\n`,
  "cli/explain/examples.json": `${JSON.stringify(examples, null, 2)}\n`,
  ...templateFiles(),
  "README.md": await asMarkdown("README.md", between(text("README.md"), "config", configSummary(schema))),
};

const stale = Object.entries(files).filter(([file, text]) => {
  const target = path.join(root, file);
  return !existsSync(target) || readFileSync(target, "utf8") !== text;
});

if (process.argv.includes("--check")) {
  for (const [file] of stale) process.stderr.write(`${file} is stale. Run: npm run generate\n`);
  const compiled = isCurrent();
  if (!compiled)
    process.stderr.write("service-map/flows/kernel/generated.ts is stale. Run: node scripts/build-kernel.ts\n");
  process.exitCode = stale.length === 0 && compiled ? 0 : 1;
} else {
  for (const [file, text] of stale) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
}
