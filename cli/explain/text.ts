import { Severity } from "../../core/findings/finding.ts";
import { NAMESPACE } from "../../config/stack.ts";
import { page } from "../shared/about.ts";
import { type Style, paint, table, wrap } from "../shared/style.ts";
import type { Example, Explained } from "./subjects.ts";

/** The groups with how many rules are in them. */
export function groupsText(rules: readonly Explained[], style: Style): string {
  const groups = [...new Set(rules.map(({ group }) => group))];
  const rows = groups.map((group) => {
    const own = rules.filter((rule) => rule.group === group);
    const errors = own.filter(({ severity }) => severity === Severity.Error).length;
    return [group, String(own.length), String(errors), String(own.length - errors), own[0]?.id ?? ""];
  });
  return [
    table(["group", "rules", "errors", "warnings", "such as"], rows, style),
    "",
    `${String(rules.length)} rules. The rules of a group: cilium-eks explain <group>; one: cilium-eks explain <rule>.`,
    "",
  ].join("\n");
}

export const listText = (rules: readonly Explained[], style: Style): string =>
  `${table(
    ["rule", "severity", "what must hold"],
    rules.map(({ id, severity, title }) => [id, severity, title]),
    style,
  )}\n`;

/** Everything there is to say of one rule. */
export function ruleText(rule: Explained, style: Style): string {
  const { bold, dim, red, yellow } = paint(style);
  const { id, severity, title, why, symptom, source, links, fix, example, waivable } = rule;
  const colour = severity === Severity.Error ? red : yellow;
  const part = (name: string, text: string | undefined): string[] =>
    text === undefined ? [] : [`${dim(name.padEnd(9))} ${wrap(text, style, 10)}`];
  return [
    `${bold(id)} ${colour(severity)}`,
    wrap(`${title}.`, style, 0),
    "",
    ...part("Why", why),
    ...part("Seen as", symptom),
    ...part("Fix", fix),
    ...part("Source", [source, ...links].join("\n")),
    ...(example === undefined ? [] : exampleText(example, style)),
    "",
    ...part(
      "Waive",
      waivable
        ? `${NAMESPACE}:waivers:\n  ${id}: why this is accepted here`
        : "This cannot be waived: it says what was not read or not judged.",
    ),
    ...part("More", page(waivable ? `docs/rules/${rule.group}.md` : "docs/plan.md")),
    "",
  ].join("\n");
}

function exampleText({ why, text, found, fix }: Example, style: Style): string[] {
  const { dim } = paint(style);
  const said = `found ${found}. ${fix}`;
  return [
    "",
    `${dim("Example")}   ${why}`,
    text.replaceAll(/^/gm, "    "),
    `${dim("Says")}      ${wrap(said, style, 10)}`,
  ];
}
