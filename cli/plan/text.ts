import { Severity } from "../../core/findings/finding.ts";
import type { PlanSection } from "../../core/contracts/area-part.ts";
import { type Style, paint, table, wrap } from "../shared/style.ts";
import { differenceText } from "./difference-text.ts";
import { type Detail, countText, findingsText } from "../shared/report/findings-text.ts";
import { moneyLine, overview } from "./overview.ts";
import type { PlanDocument, PlannedResource } from "./types.ts";

interface TextOptions {
  /** Only what is wrong. */
  readonly quiet: boolean;
  /** Every table. */
  readonly full: boolean;
  readonly detail: Detail;
}

/** The plan as people read it: the verdict and one screen first, all tables behind `--full`; quiet only what is wrong with it. */
export function toText(document: PlanDocument, style: Style, { quiet, full, detail }: TextOptions): string {
  const findings = findingsText(document, style, detail);
  if (quiet) return findings === "" ? "" : `${findings}\n\n${verdict(document, style)}\n${limits(document, style)}\n`;
  const sections = [
    `${verdict(document, style)}\n${heading(document, style)}`,
    document.difference === undefined ? "" : differenceText(document.difference, style),
    findings,
    overview(document, style),
    ...(full
      ? [
          requirements(document, style),
          resources(document, style),
          capacity(document, style),
          ...document.sections.map((section) => areaTable(section, style)),
          money(document, style),
        ]
      : changes(document).map((section) => areaTable(section, style))),
    notes(document, style),
    waived(document, style),
    unchecked(document, style),
    full ? "" : next(document, style),
    limits(document, style),
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

function money({ pictures }: PlanDocument, style: Style): string {
  return pictures
    .map(({ name, money: { rows, ...rest } }) => {
      const cells = rows.map(({ item, count, monthly, byVolume = "" }) => [
        String(count),
        item,
        monthly === undefined ? "" : monthly.desired.toFixed(0),
        monthly === undefined ? "" : monthly.max.toFixed(0),
        byVolume,
      ]);
      const head = ["", "what", "USD a month", "at most", "and by volume"];
      const caption = paint(style).dim(moneyLine({ rows, ...rest }));
      return `${title(pictures.length > 1 ? `Costs of ${name}` : "Costs", style)}\n${table(head, cells, style)}\n  ${wrap(caption, style, 2)}`;
    })
    .join("\n\n");
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

function verdict(document: PlanDocument, style: Style): string {
  const errors = countText(document, Severity.Error);
  const warnings = countText(document, Severity.Warning);
  const { bold, green, red } = paint(style);
  const said = document.findings.every(({ severity }) => severity !== Severity.Error)
    ? green("Nothing was found that stops this stack.")
    : red("This stack would not work: nothing is created until the errors are mended.");
  const counts = `${errors}, ${warnings}, ${String(document.waived.length)} waived.`;
  return `${bold(said)}${style.width < 80 ? "\n" : " "}${counts}`;
}

/** What the plan does not say; said last. */
function limits(document: PlanDocument, style: Style): string {
  const offline = document.resources.length === 0 ? UNCHECKED_EARLY : UNCHECKED;
  const timings = document.timings === undefined ? "" : `\n${paint(style).dim(timingLine(document.timings))}`;
  return `${wrap(offline, style, 0)}${timings}`;
}

/** What a change does to a stack that runs stands on the first screen too. */
const changes = ({ sections }: PlanDocument): PlanSection[] => sections.filter(({ isChange }) => isChange === true);

function next({ stack, resources: all, requirements: needs }: PlanDocument, style: Style): string {
  // A plan that stopped early has nothing more to show.
  if (all.length === 0) return "";
  const shown = all.filter((resource) => !resource.type.startsWith("pulumi:providers:")).length;
  const open = needs.filter(({ here }) => here.startsWith("not checked")).length;
  const lines = [
    ["--full", `${String(shown)} resources in the order they can be created, every table`],
    ["--format html:plan.html", "the same as a page with pictures"],
    [`cilium-eks simulate --stack ${stack}`, "growth, failures and weeks of churn, played"],
    ...(open === 0
      ? []
      : [["cilium-eks doctor", `what a deployment needs on this machine (${String(open)} not checked here)`]]),
  ];
  return `${title("Look at next", style)}\n${table(["", ""], lines, style).split("\n").slice(1).join("\n")}`;
}

/** What no plan knows without an account; said last, so that a green answer is not read as more than it is. */
const UNCHECKED =
  "Not checked offline: whether ids, domains and keys that the stack names exist, credentials and rights, names and quotas that are in use, free capacity of instance types, and what the registries of charts and images answer.";
const UNCHECKED_EARLY = "Resources were not looked at: the program stopped before it had declared them.";

const timingLine = (timings: Readonly<Record<string, number>>): string =>
  Object.entries(timings)
    .map(([step, milliseconds]) => `${step} ${String(milliseconds)} ms`)
    .join(", ");
