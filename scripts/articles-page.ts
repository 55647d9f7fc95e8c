import { catalogue } from "../core/rules/index.ts";
import { check } from "../readers/check.ts";
import { ARTICLES, type Article } from "./articles.ts";

/** docs/articles.md: what `check` says of the snippets that people copy. */
export const articlesPage = (): string =>
  [
    "# What articles get wrong",
    "Snippets in the style of the guides that people copy from, and what [check](check.md) says of each. Generated: the findings are those of this version.",
    ...ARTICLES.map(section),
  ].join("\n\n");

function section({ title, about, files }: Article): string {
  const { findings } = check(Object.entries(files).map(([name, text]) => ({ name, text })));
  const rows = findings.map(
    ({ severity, rule, where, setting, found, expected, fix }) =>
      `| ${severity} | ${cell(where)} | \`${setting}\` | ${cell(found)} | ${cell(expected)} | ${cell(fix)} | [${rule}](rules/${groupOf(rule)}.md#${rule}) |`,
  );
  return [
    `## ${title}`,
    about,
    ...Object.entries(files).map(([name, text]) => `\`${name}\`:\n\n\`\`\`yaml\n${text.trimEnd()}\n\`\`\``),
    [
      "| severity | where | what | found | expected | fix | rule |",
      "| --- | --- | --- | --- | --- | --- | --- |",
      ...rows,
    ].join("\n"),
  ].join("\n\n");
}

const cell = (text: string): string =>
  text.replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;").replaceAll("*", "\\*");

const groups = new Map(catalogue.map(({ id, group }) => [id, group]));
const groupOf = (rule: string): string => groups.get(rule) ?? "README";
