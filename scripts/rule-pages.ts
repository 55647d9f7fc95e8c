import { Severity } from "../core/findings/finding.ts";
import type { Rule, RuleGroup } from "../core/rules/rule.ts";
import { BASELINE_GROUP, SECURITY_BASELINE } from "../policies/baseline.ts";
import { policiesIntro } from "./policies-intro.ts";
import type { RuleExample } from "./rule-examples.ts";

export interface DocumentedRule {
  readonly rule: Rule;
  /** Whether the policy pack asks it. */
  readonly isPolicy: boolean;
  readonly example: RuleExample | undefined;
}

const groupsOf = (rules: readonly DocumentedRule[]): RuleGroup[] => [...new Set(rules.map(({ rule }) => rule.group))];
const inGroup = (rules: readonly DocumentedRule[], group: RuleGroup): DocumentedRule[] =>
  rules.filter(({ rule }) => rule.group === group);

/** The pages on rules by their place: an index, and one for each group. */
export function rulePages(rules: readonly DocumentedRule[]): Record<string, string> {
  const pages = groupsOf(rules).map((group) => [`docs/rules/${group}.md`, groupPage(group, inGroup(rules, group))]);
  return { "docs/rules/README.md": rulesIndex(rules), ...(Object.fromEntries(pages) as Record<string, string>) };
}

function rulesIndex(rules: readonly DocumentedRule[]): string {
  const count = rules.filter(({ isPolicy }) => isPolicy).length;
  const sections = groupsOf(rules).map((group) => {
    const rows = inGroup(rules, group).map(({ rule: { id, severity, title }, isPolicy }) => [
      `[${id}](${group}.md#${id})`,
      severity,
      title,
      isPolicy ? "plan, policies" : commandOf(group),
    ]);
    return `## ${group}\n\n${table(["rule", "severity", "what must hold", "asked by"], rows)}`;
  });
  return [
    "# Rules",
    `${String(rules.length)} rules, ${String(count)} of which the policy pack asks too ([policies.md](../policies.md)); the others need a stack's settings, or a cluster that runs ([verify](../verify.md)). An error stops \`plan\` and the components, a warning is printed. Waive a rule by its id and a written reason under \`cilium-eks:waivers\`. Generated from \`core/rules\` by \`npm run generate\`.`,
    ...sections,
  ].join("\n\n");
}

const groupPage = (group: RuleGroup, rules: readonly DocumentedRule[]): string =>
  [`# Rules: ${group}`, "[All rules](README.md)", ...rules.map(entry)].join("\n\n");

function entry({ rule, isPolicy, example }: DocumentedRule): string {
  const { id, severity, title, why, symptom, fix, source, needs } = rule;
  return [
    `## ${id}`,
    `${title}.`,
    `- Severity: ${severity}; asked by ${isPolicy ? `\`plan\` and the policy pack (${levelOf(rule)})` : `\`${commandOf(rule.group)}\``}`,
    `- Why: ${why}`,
    ...(symptom === undefined ? [] : [`- What you see: ${symptom}`]),
    ...(fix === undefined ? [] : [`- What to change: ${fix}`]),
    `- Reads: ${needs.length === 0 ? "settings or node groups" : needs.join(", ")}`,
    `- Source: ${source}`,
    ...(example === undefined ? [] : shown(example)),
  ]
    .join("\n")
    .replace("\n", "\n\n")
    .replace("\n-", "\n\n-");
}

const shown = ({ why, text, found, fix }: RuleExample): string[] => [
  `\nFor example, ${why}:\n\n\`\`\`yaml\n${text}\n\`\`\`\n\nFound: ${found}. ${fix}`,
];

/** What runs the rules of a group. */
const commandOf = (group: RuleGroup): string => COMMANDS[group] ?? "plan";

const COMMANDS: Partial<Readonly<Record<RuleGroup, string>>> = {
  live: "verify",
  upgrade: "upgrade",
  migration: "migrate",
  fleet: "fleet plan",
};

const levelOf = ({ severity }: Rule): string => (severity === Severity.Error ? "mandatory" : "advisory");

const link = (id: string, group: string): string => `[${id}](rules/${group}.md#${id})`;

/** docs/policies.md: how to use the pack, and its policies by group. */
export function policiesPage(rules: readonly DocumentedRule[]): string {
  const asked = rules.filter(({ isPolicy }) => isPolicy);
  const groups = groupsOf(asked);
  const sections = groups.map((group) => {
    const rows = inGroup(asked, group).map(({ rule }) => [link(rule.id, group), levelOf(rule), rule.title]);
    return `## ${group}\n\n${table(["policy", "level", "what must hold"], rows)}`;
  });
  const groupById = new Map(asked.map(({ rule }) => [rule.id, rule.group]));
  const baseline = Object.entries(SECURITY_BASELINE).map(([id, what]) => [what, link(id, groupById.get(id) ?? "")]);
  return [
    policiesIntro({ policies: asked.length, rules: rules.length, groups }).trimEnd(),
    `## ${BASELINE_GROUP}\n\nWhat AWS's best-practice guide, Security Hub, AWS Config and the common scanners ask of an EKS cluster. The policies stand in the groups below and form this one too.\n\n${table(["asked", "policy"], baseline)}`,
    ...sections,
  ].join("\n\n");
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ").replaceAll("||", "\\|\\|")} |`).join("\n") +
  "\n";
