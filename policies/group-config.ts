import { parseArgs } from "node:util";
import { BASELINE_GROUP } from "./baseline.ts";
import { groupsOf } from "./metadata.ts";
import { visibleRules } from "../lens/evaluate.ts";

const LEVELS: readonly string[] = ["advisory", "mandatory", "disabled"];
const USAGE = `usage: configure --group GROUP=LEVEL … --rule RULE=LEVEL …
Writes a CrossGuard policy config: the level of every rule of a group, then of single rules. Levels: ${LEVELS.join(", ")}.
`;

/** Groups as CrossGuard config: it knows single policies and \`all\` only, so a group is written out. */
export function runConfigure(argv: readonly string[]): { readonly text: string; readonly status: 0 | 2 } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { group: { type: "string", multiple: true }, rule: { type: "string", multiple: true } },
    });
    const config = Object.fromEntries([
      ...(values.group ?? []).flatMap((choice) => ofGroup(pair(choice))),
      ...(values.rule ?? []).map((choice) => ofRule(pair(choice))),
    ]);
    return { text: `${JSON.stringify(config, null, 2)}\n`, status: 0 };
  } catch (error) {
    return { text: `${error instanceof Error ? error.message : String(error)}\n${USAGE}`, status: 2 };
  }
}

type Choice = readonly [name: string, level: string];

function pair(choice: string): Choice {
  const [name = "", level = ""] = choice.split("=");
  if (LEVELS.includes(level)) return [name, level];
  throw new Error(`"${choice}": found the level "${level}", expected one of ${LEVELS.join(", ")}.`);
}

function ofGroup([name, level]: Choice): Choice[] {
  const rules = visibleRules.filter((rule) => groupsOf(rule).includes(name));
  if (rules.length > 0) return rules.map(({ id }) => [id, level]);
  const groups = [...new Set(visibleRules.map(({ group }) => group)), BASELINE_GROUP];
  throw new Error(`No group is called "${name}". There are ${groups.join(", ")}.`);
}

function ofRule([name, level]: Choice): Choice {
  if (visibleRules.some(({ id }) => id === name)) return [name, level];
  throw new Error(`No policy is called "${name}". docs/policies.md lists them.`);
}
