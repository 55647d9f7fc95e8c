import { stringify } from "yaml";
import type { ClusterModel } from "../core/model/index.ts";
import { readMime } from "../core/boot/mime.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import type { Rule } from "../core/rules/rule.ts";
import { runRule } from "../core/rules/run.ts";
import { UNSEEN_RULES } from "../tests/support/cases/limits.ts";
import { live } from "../tests/support/live-model.ts";
import { baseline } from "../tests/support/model.ts";
import { resourcesFor } from "../tests/support/resources/index.ts";
import type { RuleCases } from "../tests/support/rule-cases.ts";

/** What a program or a stack writes that a rule refuses, and what the rule says of it. */
export interface RuleExample {
  readonly why: string;
  readonly text: string;
  readonly found: string;
  readonly fix: string;
}

/** The failing case that is marked as an example, by what it has and a cluster without faults has not. */
export function exampleOf(rule: Rule, { fails }: RuleCases, isSeen: boolean): RuleExample | undefined {
  const marked = fails.find(([, , said]) => said?.example === true);
  if (marked === undefined) return undefined;
  const example = shownBy(rule, marked, isSeen);
  if (example === undefined) throw new Error(`${rule.id}: the example "${marked[0]}" shows nothing, or is accepted.`);
  return example;
}

/** The marked case, else the first that shows anything: for the command, where an example is in nobody's way. */
export function anyExampleOf(rule: Rule, cases: RuleCases, isSeen: boolean): RuleExample | undefined {
  const marked = exampleOf(rule, cases, isSeen);
  if (marked !== undefined) return marked;
  for (const one of cases.fails) {
    const example = shownBy(rule, one, isSeen);
    if (example !== undefined) return example;
  }
  return undefined;
}

function shownBy(rule: Rule, [why, model]: RuleCases["fails"][number], isSeen: boolean): RuleExample | undefined {
  const asResources = isSeen && !Object.hasOwn(UNSEEN_RULES, rule.id);
  const shape = (one: ClusterModel): Leaves => (asResources ? resourceLeaves(one) : modelLeaves(one, rule));
  const [finding] = runRule(rule, model).findings;
  if (finding === undefined) return undefined;
  const text = written(without(shape(model), shape({ ...baseline(), ...live() })));
  if (text.trim() === "{}") return undefined;
  return { why, text, found: finding.found, fix: finding.fix };
}

/** Where and what: `["aws:ec2/launchTemplate:LaunchTemplate", "metadataOptions", "httpTokens"]` -> `optional`. */
type Leaves = ReadonlyMap<string, unknown>;
const without = (leaves: Leaves, others: Leaves): Leaves =>
  new Map([...leaves].filter(([path, value]) => others.get(path) !== value));

function resourceLeaves(model: ClusterModel): Leaves {
  const leaves = new Map<string, unknown>();
  const counted = new Map<string, number>();
  for (const { type, props } of resourcesFor(model)) {
    const at = (counted.get(type) ?? 0) + 1;
    counted.set(type, at);
    flatten([at === 1 ? type : `${type} (${String(at)})`], readable(props), leaves);
  }
  return leaves;
}

/** User data by its parts: what differs is then a field of a NodeConfig, not a text. */
function readable({ userData, ...props }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (typeof userData !== "string") return { ...props, userData };
  const text = Buffer.from(userData, "base64").toString();
  const parts = (readMime(text) ?? []).map(({ contentType, body }) => [contentType, json(body)] as const);
  return { ...props, userData: parts.length === 0 ? text : Object.fromEntries(parts) };
}

/** The parts that the rule reads; the settings under the name of the stack file's namespace. */
function modelLeaves(model: ClusterModel, rule: Rule): Leaves {
  const leaves = new Map<string, unknown>();
  for (const part of rule.needs) flatten([part === "settings" ? "cilium-eks" : part], model[part], leaves);
  return leaves;
}

function flatten(path: readonly string[], value: unknown, leaves: Map<string, unknown>): void {
  if (value === undefined) return;
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isMap || Object.keys(value).length === 0) {
    leaves.set(
      JSON.stringify(path),
      typeof value === "object" ? JSON.stringify(value, hideUnknown) : hideUnknown("", value),
    );
    return;
  }
  for (const [key, inner] of Object.entries(value)) flatten([...path, key], inner, leaves);
}

const hideUnknown = (_key: string, value: unknown): unknown => (value === UNKNOWN ? "[known after deployment]" : value);

function written(leaves: Leaves): string {
  const tree: Tree = {};
  for (const [path, value] of leaves) insert(tree, JSON.parse(path) as string[], parsed(value));
  return stringify(tree, { lineWidth: 0 }).trimEnd();
}

interface Tree {
  [key: string]: unknown;
}

function insert(tree: Tree, [first = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    tree[first] = value;
    return;
  }
  const inner = (tree[first] ?? {}) as Tree;
  tree[first] = inner;
  insert(inner, rest, value);
}

/** Lists were kept as text to be compared. */
function parsed(value: unknown): unknown {
  return typeof value === "string" && /^[[{]/.test(value) ? json(value) : value;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
