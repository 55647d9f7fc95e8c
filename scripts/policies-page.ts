import { Severity } from "../core/findings/finding.ts";
import type { Rule } from "../core/rules/rule.ts";
import { BASELINE_GROUP, SECURITY_BASELINE } from "../policies/baseline.ts";
import { policiesIntro } from "./policies-intro.ts";
import type { RuleExample } from "./rule-examples.ts";

export interface DocumentedRule {
  readonly rule: Rule;
  /** Whether the policy pack asks it. */
  readonly isPolicy: boolean;
  readonly example: RuleExample | undefined;
}

/** docs/policies.md: how to use the pack, then every rule with its reason, its examples, the remedy and the source. */
export function policiesPage(rules: readonly DocumentedRule[]): string {
  const asked = rules.filter(({ isPolicy }) => isPolicy);
  const groups = [...new Set(asked.map(({ rule }) => rule.group))];
  return [
    policiesIntro({ policies: asked.length, rules: rules.length, groups }),
    baseline(),
    ...groups.map((group) =>
      section(
        group,
        asked.filter(({ rule }) => rule.group === group),
      ),
    ),
    "## Rules of `plan` only\n\nThey read what no resource tells: settings, the planner's numbers, the day of the plan. Their examples are stack settings.\n",
    ...rules.filter(({ isPolicy }) => !isPolicy).map(entry),
  ].join("\n");
}

function baseline(): string {
  const rows = Object.entries(SECURITY_BASELINE).map(([id, what]) => `| ${what} | [${id}](#${id}) |`);
  return `## ${BASELINE_GROUP}\n\nWhat AWS's best-practice guide, Security Hub, AWS Config and the common scanners ask of an EKS cluster. The rules stand in the groups below and form this one too.\n\n| asked | rule |\n| --- | --- |\n${rows.join("\n")}\n`;
}

const section = (group: string, rules: readonly DocumentedRule[]): string =>
  `## ${group}\n\n${rules.map(entry).join("\n")}`;

function entry({ rule, example }: DocumentedRule): string {
  const level = rule.severity === Severity.Error ? "mandatory" : "advisory";
  return [
    `### ${rule.id}`,
    `${level}: ${rule.title}`,
    `Why: ${rule.why}`,
    ...(example === undefined ? [] : shown(example)),
    `Source: ${rule.source}\n`,
  ].join("\n\n");
}

const shown = ({ fails, passes, found, expected, fix }: RuleExample): string[] => [
  `Fails: ${fails.why} (found: ${oneLine(found)}; expected: ${oneLine(expected)})`,
  fence(fails.text),
  ...(passes === undefined ? [] : [`Passes: ${passes.why}`, fence(passes.text)]),
  `Remedy, here: ${oneLine(fix)}`,
];

const fence = (text: string): string => `\`\`\`yaml\n${text}\n\`\`\``;
const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, " ");
