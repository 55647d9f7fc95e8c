import { didYouMean, suggest } from "../../core/facts/suggest.ts";
import { allTexts } from "../shared/rule-texts.ts";
import { linksOf } from "../../core/findings/links.ts";
import { RuleGroup } from "../../core/rules/rule.ts";
import { CallError } from "../shared/errors.ts";
import examples from "./examples.json" with { type: "json" };

/** A rule as it is explained. */
export interface Explained {
  readonly id: string;
  readonly group: string;
  readonly severity: string;
  readonly title: string;
  readonly why: string;
  readonly symptom?: string;
  readonly source: string;
  readonly links: readonly string[];
  readonly fix?: string;
  readonly example?: Example;
  readonly waivable: boolean;
}

/** A case that fails, and what the rule says of it. */
export interface Example {
  readonly why: string;
  readonly text: string;
  readonly found: string;
  readonly fix: string;
}

/** Group of what is reported beside the catalogue. */
const BESIDE = "plan";

const EXAMPLES = examples as Readonly<Record<string, Example>>;
const GROUPS: readonly string[] = [...Object.values(RuleGroup), BESIDE];

export const explained = (): Explained[] =>
  [...allTexts().values()].map(({ id, severity, title, why, symptom, source, fix, group }) => {
    const example = Object.hasOwn(EXAMPLES, id) ? EXAMPLES[id] : undefined;
    return {
      id,
      group: group ?? BESIDE,
      severity,
      title,
      why,
      ...(symptom === undefined ? {} : { symptom }),
      source,
      links: linksOf(source),
      ...(fix === undefined ? {} : { fix }),
      ...(example === undefined ? {} : { example }),
      waivable: group !== undefined,
    };
  });

/** What `explain` can be asked. */
export const names = (): string[] => [...GROUPS, ...allTexts().keys()];

/** The rules of what was named: of a group all, else one; one refusal for every name that is neither. */
export function rulesNamed(named: readonly string[]): Explained[] {
  const all = explained();
  const unknown = named.filter((name) => !GROUPS.includes(name) && !all.some(({ id }) => id === name));
  if (unknown.length > 0) throw new CallError(unknown.map(unknownName).join("\n"));
  return named.flatMap((name) => all.filter(({ id, group }) => id === name || group === name));
}

function unknownName(name: string): string {
  const all = names();
  const words = new Set(name.split("-"));
  const shared = (id: string): number => id.split("-").filter((word) => words.has(word)).length;
  const most = Math.max(...all.map(shared));
  const alike = most === 0 ? [] : all.filter((id) => shared(id) === most);
  const offered = [...new Set([...suggest(name, all), ...alike])].slice(0, 5);
  return `There is no rule and no group "${name}". ${didYouMean(offered) || "List the groups by: cilium-eks explain"}`;
}
