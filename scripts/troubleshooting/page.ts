import type { Rule } from "../../core/rules/rule.ts";
import { ALERT_CATALOGUE } from "../../core/observability/alerts/index.ts";
import { RUNBOOKS } from "../runbooks/index.ts";
import { OTHERS, SYMPTOMS, type SymptomFamily } from "./symptoms.ts";

const INTRO = `What is to be seen, what it comes from, and one command to begin with. Generated from the symptoms of the [rules](rules/README.md) and from the [alerts](alerts.md) by \`npm run generate\`; \`npx cilium-eks plan\` asks every rule here before anything is created.

Most of what stands here follows from sources, not from a cluster of ours on AWS. \`<cluster>\` and \`<group>\` stand for your names; \`cilium\` and \`hubble\` are the command lines of the Cilium project.`;

/** The family that a symptom belongs to. */
export const familyOf = (symptom: string): SymptomFamily => SYMPTOMS.find(({ seen }) => seen.test(symptom)) ?? OTHERS;

/** docs/troubleshooting.md. */
export function troubleshootingPage(rules: readonly Rule[]): string {
  const sections = [...SYMPTOMS, OTHERS].map((family) => section(family, rules));
  return [`# Troubleshooting`, INTRO, ...sections].join("\n\n");
}

function section(family: SymptomFamily, rules: readonly Rule[]): string {
  const bySymptom = Map.groupBy(rules, ({ symptom = "" }) => symptom);
  const rows = [...bySymptom].flatMap(([symptom, causes]) =>
    symptom === "" || familyOf(symptom) !== family ? [] : [causesOf(symptom, causes)],
  );
  return [
    `## ${family.title}`,
    family.intro,
    `\`\`\`sh\n${family.command}\n\`\`\``,
    ...(rows.length === 0 ? [] : [table(["you see", "because", "rule"], rows)]),
    ...(family.alerts.length === 0 ? [] : [table(["alert", "it means"], family.alerts.map(alertRow))]),
  ].join("\n\n");
}

/** One row a symptom, however many rules have it. */
const causesOf = (symptom: string, causes: readonly Rule[]): readonly string[] => [
  symptom,
  [...new Set(causes.map(({ why }) => why))].join("<br>"),
  causes.map(({ id, group }) => `[${id}](rules/${group}.md#${id})`).join("<br>"),
];

function alertRow(alert: string): readonly string[] {
  const runbook = RUNBOOKS[alert];
  const known = Object.values(ALERT_CATALOGUE).some((specs) => specs.some((spec) => spec.alert === alert));
  if (runbook === undefined || !known) throw new Error(`${alert} is no alert.`);
  return [`[${alert}](alerts.md#${alert.toLowerCase()})`, runbook.meaning];
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll(/(?<!\\)\|/g, "\\|").replaceAll("\n", " ")).join(" | ")} |`)
    .join("\n");
