import type { Rule } from "../core/rules/rule.ts";

/** docs/rules.md: the catalogue by group. */
export function rulesPage(rules: readonly Rule[]): string {
  const groups = [...new Set(rules.map((rule) => rule.group))];
  const sections = groups.map((group) => {
    const entries = rules.filter((rule) => rule.group === group).map(entry);
    return `## ${group}\n\n${entries.join("\n")}`;
  });
  const intro = `Generated from \`core/rules\` by \`npm run generate\`: ${String(rules.length)} rules. An error stops \`plan\` and the components; a warning is printed. Waive a rule by its id and a written reason under \`cilium-eks:waivers\`.`;
  return `# Rules\n\n${intro}\n\n${sections.join("\n")}`;
}

const entry = ({ id, severity, title, why, source, needs }: Rule): string =>
  `### ${id}\n\n${severity}: ${title}\n\nWhy: ${why}\n\nReads: ${needs.join(", ")}. Source: ${source}\n`;
