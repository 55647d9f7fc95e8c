import type { Output } from "../shared/output.ts";
import { type Explained, explained, rulesNamed } from "./subjects.ts";
import { groupsText, listText, ruleText } from "./text.ts";

/** Explains the rules that are named, lists those of a group, or the groups. */
export async function explain(named: readonly string[], output: Output<"text" | "json">): Promise<number> {
  const rules = named.length === 0 ? explained() : rulesNamed(named);
  const isList = (group: string): boolean => named.includes(group);
  await output.write((format, style) => {
    if (format === "json") return `${JSON.stringify({ rules }, null, 2)}\n`;
    if (named.length === 0) return groupsText(rules, style);
    const [listed, told] = [rules.filter(({ group, id }) => isList(group) && !named.includes(id)), alone(rules, named)];
    return [
      ...(listed.length === 0 ? [] : [listText(listed, style)]),
      ...told.map((rule) => ruleText(rule, style)),
    ].join("\n");
  });
  return 0;
}

const alone = (rules: readonly Explained[], named: readonly string[]): Explained[] => [
  ...new Map(rules.filter(({ id }) => named.includes(id)).map((rule) => [rule.id, rule])).values(),
];
