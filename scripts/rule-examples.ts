import { stringify } from "yaml";
import type { ClusterModel } from "../core/model/index.ts";
import { readMime } from "../core/nodes/mime.ts";
import { runRule } from "../core/rules/run.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { UNSEEN_RULES } from "../tests/support/cases/limits.ts";
import type { Case, CasesOfRule } from "../tests/support/cases/tables.ts";
import { raise } from "../tests/support/raise/index.ts";

/** A failing and a passing case of a rule's test, each by what it has and the other has not. */
export interface RuleExample {
  readonly fails: { readonly why: string; readonly text: string };
  readonly passes: { readonly why: string; readonly text: string } | undefined;
  /** What the rule says of the failing one. */
  readonly found: string;
  readonly expected: string;
  readonly fix: string;
}

/** The first failing case, which is the plainest, and the passing one that differs least from it: that is what the rule is about. */
export function exampleOf(table: CasesOfRule, isSeen: boolean): RuleExample | undefined {
  const asResources = isSeen && !Object.hasOwn(UNSEEN_RULES, table.rule.id);
  const shape = (one: Case): Leaves => (asResources ? resourceLeaves(one.model) : modelLeaves(one.model, table));
  const passing = table.passes.map((one) => ({ one, leaves: shape(one) }));
  const pairs = table.fails.flatMap((one) => nearest({ one, leaves: shape(one) }, passing));
  const [pair] = pairs;
  const [first] = table.fails;
  if (first === undefined) return undefined;
  const bad = pair?.bad ?? { one: first, leaves: shape(first) };
  const [finding] = runRule(table.rule, bad.one.model).findings;
  if (finding === undefined) return undefined;
  const { found, expected, fix } = finding;
  return {
    fails: { why: bad.one.why, text: written(without(bad.leaves, pair?.good.leaves ?? new Map())) },
    passes:
      pair === undefined ? undefined : { why: pair.good.one.why, text: written(without(pair.good.leaves, bad.leaves)) },
    found,
    expected,
    fix,
  };
}

interface Shaped {
  readonly one: Case;
  readonly leaves: Leaves;
}

/** Cases that look alike as resources show nothing. */
function nearest(bad: Shaped, passing: readonly Shaped[]): { readonly bad: Shaped; readonly good: Shaped }[] {
  const differing = passing
    .map((good) => ({ bad, good, size: without(bad.leaves, good.leaves).size + without(good.leaves, bad.leaves).size }))
    .filter(({ size }) => size > 0);
  return differing.toSorted((a, b) => a.size - b.size).slice(0, 1);
}

/** Where and what: `["aws:ec2/launchTemplate:LaunchTemplate", "metadataOptions", "httpTokens"]` -> `optional`. */
type Leaves = ReadonlyMap<string, unknown>;
const without = (leaves: Leaves, others: Leaves): Leaves =>
  new Map([...leaves].filter(([path, value]) => others.get(path) !== value));

function resourceLeaves(model: ClusterModel): Leaves {
  const leaves = new Map<string, unknown>();
  const counted = new Map<string, number>();
  for (const { type, props } of raise(model)) {
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
function modelLeaves(model: ClusterModel, { rule }: CasesOfRule): Leaves {
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

const LONGEST = 16;

/** YAML of the leaves alone; nothing where the case is what is not there. */
function written(leaves: Leaves): string {
  const tree: Tree = {};
  for (const [path, value] of leaves) insert(tree, JSON.parse(path) as string[], parsed(value));
  const lines = stringify(tree, { lineWidth: 0 }).trimEnd().split("\n");
  if (leaves.size === 0) return "# without it";
  return lines.length <= LONGEST ? lines.join("\n") : [...lines.slice(0, LONGEST), "# …"].join("\n");
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
