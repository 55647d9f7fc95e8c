import { Severity } from "../../core/findings/finding.ts";
import type { PlanSection } from "../../core/contracts/area-part.ts";
import { type Style, paint, table, wrap } from "../shared/style.ts";
import { type Detail, countText, findingsText } from "../shared/report/findings-text.ts";
import type { PlanDocument, PlannedResource } from "./types.ts";

interface TextOptions {
  /** Only what is wrong. */
  readonly quiet: boolean;
  readonly detail: Detail;
}

/** The plan as people read it first; quiet only what is wrong with it. */
export function toText(document: PlanDocument, style: Style, { quiet, detail }: TextOptions): string {
  const findings = findingsText(document, style, detail);
  if (quiet) return findings === "" ? "" : `${findings}\n\n${summary(document, style)}\n`;
  const sections = [
    heading(document, style),
    requirements(document, style),
    resources(document, style),
    capacity(document, style),
    ...document.sections.map((section) => areaTable(section, style)),
    billed(document, style),
    notes(document, style),
    findings,
    waived(document, style),
    unchecked(document, style),
    summary(document, style),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function heading({ stack, stackFile, program, clusters, versions }: PlanDocument, style: Style): string {
  const parts = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const { bold, dim } = paint(style);
  const made = clusters.length > 1 ? `\nClusters ${clusters.join(", ")}` : "";
  return `${bold(`Stack ${stack}`)} ${dim(`(${stackFile}, ${program})`)}${made}\n${wrap(parts.join(" · "), style, 0)}`;
}

const title = (text: string, style: Style): string => paint(style).bold(text);

function requirements(document: PlanDocument, style: Style): string {
  if (document.requirements.length === 0) return "";
  const rows = document.requirements.map(({ what, needed, here }) => [what, needed, here]);
  return `${title("Requirements", style)}\n${table(["", "needed", "this stack"], rows, style)}`;
}

function resources(document: PlanDocument, style: Style): string {
  if (document.resources.length === 0) return "";
  const shown = document.resources.filter((resource) => !resource.type.startsWith("pulumi:providers:"));
  const rows = shown.map((resource, index) => [
    shown[index - 1]?.wave === resource.wave ? "" : String(resource.wave + 1),
    resource.name,
    shortType(resource),
  ]);
  const caption = `${String(shown.length)} resources, in the order they can be created`;
  return `${title("Resources", style)} ${paint(style).dim(caption)}\n${table(["wave", "name", "type"], rows, style)}`;
}

/** `aws:ec2/subnet:Subnet` -> `aws:ec2:Subnet`: the module's second half says nothing new. */
const shortType = ({ type, note }: PlannedResource): string => {
  const short = type.replace(/^([^:]+):([^:/]+)\/[^:]+:/, "$1:$2:");
  return note === undefined ? short : `${short} (${note})`;
};

function capacity(document: PlanDocument, style: Style): string {
  if (document.capacity === null) return "";
  const groups = table(
    ["node group", "instance type", "pod addresses", "max pods", "binds first"],
    document.capacity.groups.map((group) => [
      group.name,
      group.instanceType,
      String(group.podAddresses),
      String(group.maxPods),
      group.bindsFirst,
    ]),
    style,
  );
  const budgets = table(
    ["subnet", "scenario", "needed", "available", "unit"],
    document.capacity.subnets.map((budget, index, all) => [
      all[index - 1]?.subnet === budget.subnet ? "" : budget.subnet,
      budget.scenario,
      String(budget.needed),
      budget.needed > budget.available ? paint(style).red(String(budget.available)) : String(budget.available),
      budget.unit,
    ]),
    style,
  );
  return `${title("Capacity", style)} ${paint(style).dim("per node")}\n${groups}\n\n${title("Address budget", style)}\n${budgets}`;
}

const areaTable = ({ title: name, columns, rows }: PlanSection, style: Style): string =>
  `${title(name, style)}\n${table(
    [...columns],
    rows.map((row) => [...row]),
    style,
  )}`;

function billed(document: PlanDocument, style: Style): string {
  if (document.billed.length === 0) return "";
  const items = document.billed.map(({ item, count }) => `${String(count)} × ${item}`);
  return `${title("Costs money", style)}\n  ${wrap(items.join(", "), style, 2)}`;
}

function notes(document: PlanDocument, style: Style): string {
  if (document.notes.length === 0) return "";
  return [title("Notes", style), ...document.notes.map((note) => `  - ${wrap(note, style, 4)}`)].join("\n");
}

function waived(document: PlanDocument, style: Style): string {
  if (document.waived.length === 0) return "";
  const lines = document.waived.map(
    ({ rule, setting, reason }) => `  - ${wrap(`${rule} at ${setting}: ${reason}`, style, 4)}`,
  );
  return [title("Waived", style), ...lines].join("\n");
}

function unchecked(document: PlanDocument, style: Style): string {
  const lines = groupBy(document.undecided, ({ path }) => path).map(
    ([path, rules]) => `${path} is known only after deployment: ${rules.map(({ rule }) => rule).join(", ")}`,
  );
  if (lines.length === 0) return "";
  return [title("Not decidable offline", style), ...lines.map((line) => `  - ${wrap(line, style, 4)}`)].join("\n");
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function summary(document: PlanDocument, style: Style): string {
  const errors = countText(document, Severity.Error);
  const warnings = countText(document, Severity.Warning);
  const { bold, green, red } = paint(style);
  const verdict = document.findings.every(({ severity }) => severity !== Severity.Error)
    ? green("Nothing was found that stops this stack.")
    : red("This stack would not work: nothing is created until the errors are mended.");
  const offline = document.resources.length === 0 ? UNCHECKED_EARLY : UNCHECKED;
  const timings = document.timings === undefined ? "" : `\n${paint(style).dim(timingLine(document.timings))}`;
  return `${bold(verdict)} ${errors}, ${warnings}, ${String(document.waived.length)} waived.\n${wrap(offline, style, 0)}${timings}`;
}

/** What no plan knows without an account; said last, so that a green answer is not read as more than it is. */
const UNCHECKED =
  "Not checked offline: whether ids, domains and keys that the stack names exist, credentials and rights, names and quotas that are in use, free capacity of instance types, and what the registries of charts and images answer.";
const UNCHECKED_EARLY = "Resources were not looked at: the program stopped before it had declared them.";

const timingLine = (timings: Readonly<Record<string, number>>): string =>
  Object.entries(timings)
    .map(([step, milliseconds]) => `${step} ${String(milliseconds)} ms`)
    .join(", ");
