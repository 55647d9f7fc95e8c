import type { Finding } from "../../core/findings/finding.ts";
import type { ClusterModel } from "../../core/model/index.ts";
import { catalogue } from "../../core/rules/index.ts";
import { evaluateRule } from "../evaluate.ts";
import { CHAINS, type Chain, type Link } from "./chains.ts";

/** A link, walked. */
export interface Walked {
  readonly asks: string;
  /** `holds`: this is wrong; `unknown`: some of it could not be read, and the rest is in order. */
  readonly state: "holds" | "clear" | "unknown";
  readonly findings: readonly Finding[];
  readonly next: string;
}

export interface Diagnosis {
  readonly id: string;
  readonly symptom: string;
  /** Whether the symptom itself is seen. */
  readonly seen: readonly Finding[];
  readonly links: readonly Walked[];
  /** The deepest link that holds: what to mend first. Undefined where none does. */
  readonly cause: Walked | undefined;
  readonly otherwise: string;
}

/** Walks one chain, or every one whose symptom is seen. */
export function diagnose(model: ClusterModel, symptom?: string): readonly Diagnosis[] {
  const answers = new Map<string, ReturnType<typeof evaluateRule>>();
  const answer = (id: string): ReturnType<typeof evaluateRule> => {
    const known = answers.get(id) ?? ask(id, model);
    answers.set(id, known);
    return known;
  };
  const walked = CHAINS.filter(({ id }) => symptom === undefined || id === symptom).map((chain) => walk(chain, answer));
  return symptom === undefined ? walked.filter(({ seen }) => seen.length > 0) : walked;
}

function ask(id: string, model: ClusterModel): ReturnType<typeof evaluateRule> {
  const rule = catalogue.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`A chain of a diagnosis names ${id}, which is no rule.`);
  return evaluateRule(rule, model);
}

type Answer = (id: string) => ReturnType<typeof evaluateRule>;

function walk({ id, symptom, seenBy, links, otherwise }: Chain, answer: Answer): Diagnosis {
  const steps = links.map((link) => step(link, answer));
  return {
    id,
    symptom,
    seen: seenBy.flatMap((rule) => answer(rule).findings),
    links: steps,
    cause: steps.findLast(({ state }) => state === "holds"),
    otherwise,
  };
}

function step({ asks, rules, next }: Link, answer: Answer): Walked {
  const outcomes = rules.map(answer);
  const findings = outcomes.flatMap((one) => one.findings);
  const open = outcomes.some(({ undecided }) => undecided.length > 0);
  return { asks, state: findings.length > 0 ? "holds" : open ? "unknown" : "clear", findings, next };
}
