import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import {
  toRuleFile,
  type AlertOptions,
  type AlertRule,
  type RuleGroup,
} from "../../../../../core/observability/alerts/index.ts";
import type { AlertCase, Fired, Series } from "./cases/index.ts";

/** When every case is read: later than the longest `for`, which is two hours. */
const EVAL_TIME = "150m";

/** Whether promtool is at hand (Debian's package `prometheus`). */
export const hasPromtool = spawnSync("promtool", ["--version"]).error === undefined;

export interface PromtoolResult {
  readonly ok: boolean;
  readonly output: string;
}

/** `promtool check rules` on the file that users get. */
export const checkRules = (groups: readonly RuleGroup[]): PromtoolResult =>
  run(["check", "rules", "rules.yaml"], { "rules.yaml": toRuleFile(groups) });

/** Rules that were tried, with their case: most are the same in several combinations, and promtool takes its time. */
const tried = new Set<string>();

/**
 * `promtool test rules`: every alert that was not tried before once firing and once quiet, and all of them quiet in a healthy
 * cluster. An alert is tried in a file of its own, for promtool evaluates every rule of a file at every minute of every case.
 */
export function testRules(
  groups: readonly RuleGroup[],
  cases: readonly AlertCase[],
  options: AlertOptions,
): PromtoolResult {
  const rules = groups.flatMap((group) => group.rules);
  const healthy = Object.assign({}, ...cases.map(({ quiet }) => quiet)) as Series;
  const files = [
    { name: "Healthy", rules, tests: [scenario(healthy, options, rules, [])] },
    ...cases.flatMap((one) => {
      const rule = rules.find(({ alert }) => alert === one.alert);
      const key = JSON.stringify([rule, one, options.clusterLabel]);
      if (rule === undefined || tried.has(key)) return [];
      tried.add(key);
      const tests = [scenario(one.fires, options, [rule], one.expected), scenario(one.quiet, options, [rule], [])];
      return [{ name: one.alert, rules: [rule], tests }];
    }),
  ];
  return run(
    ["test", "rules", ...files.map(({ name }) => `${name}.test.yaml`)],
    Object.fromEntries(
      files.flatMap(({ name, rules: those, tests }) => [
        [`${name}.rules.yaml`, toRuleFile([{ name, rules: those }])],
        [`${name}.test.yaml`, stringify({ rule_files: [`${name}.rules.yaml`], evaluation_interval: "1m", tests })],
      ]),
    ),
  );
}

function run(command: readonly string[], files: Readonly<Record<string, string>>): PromtoolResult {
  const folder = mkdtempSync(path.join(tmpdir(), "rules-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    const { status, stdout, stderr } = spawnSync("promtool", command, { cwd: folder, encoding: "utf8" });
    return { ok: status === 0, output: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function scenario(
  series: Series,
  { clusterLabel, clusterName }: AlertOptions,
  rules: readonly AlertRule[],
  fired: readonly Fired[],
): object {
  const named = (one: string): string =>
    clusterLabel === undefined ? one : one.replace("{", `{${clusterLabel}="${clusterName}",`).replace(",}", "}");
  return {
    interval: "1m",
    input_series: Object.entries(series).map(([one, values]) => ({ series: named(one), values })),
    alert_rule_test: rules.map((rule) => ({
      eval_time: EVAL_TIME,
      alertname: rule.alert,
      exp_alerts: fired.map((one) => ({
        exp_labels: { ...one.labels, ...rule.labels },
        exp_annotations: Object.fromEntries(
          Object.entries(rule.annotations).map(([name, text]) => [name, rendered(text, one)]),
        ),
      })),
    })),
  };
}

/** What Prometheus makes of an annotation's template. */
const rendered = (text: string, { labels = {}, value = "" }: Fired): string =>
  text
    .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, name: string) => labels[name] ?? "")
    .replaceAll(/\{\{ \$value[^}]*\}\}/g, value);
