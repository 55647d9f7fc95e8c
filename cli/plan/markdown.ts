import type { ClusterPicture } from "../../core/plan/picture.ts";
import { Severity } from "../../core/findings/finding.ts";
import type { PlanDifference } from "./difference.ts";
import { moneyLine, shareAt } from "./overview.ts";
import { code, findingText, folded, plain, table } from "../shared/report/markdown.ts";
import type { PlanDocument } from "./types.ts";

/** The plan for a pull request: verdict and findings first, pictures in Mermaid, tables folded. */
export function toMarkdown(document: PlanDocument): string {
  const { stack, stackFile, findings, waived, pictures, versions, notes } = document;
  const errors = findings.filter(({ severity }) => severity === Severity.Error).length;
  const said = errors === 0 ? "Nothing was found that stops this stack" : "This stack would not work";
  const of = Object.entries(versions).map(([what, version]) => `${what} ${version}`);
  const parts = [
    `## ${errors === 0 ? "✅" : "❌"} Plan of ${plain(stack)}: ${said}`,
    `${String(errors)} errors, ${String(findings.length - errors)} warnings, ${String(waived.length)} waived · \`${stackFile}\` · ${plain(of.join(", "))}`,
    ...(document.difference === undefined ? [] : [differenceMarkdown(document.difference)]),
    ...findings.map(findingText),
    ...pictures.flatMap((picture) => clusterText(picture, document)),
    ...(notes.length === 0 ? [] : [folded("Notes", notes.map((note) => `- ${plain(note)}`).join("\n"))]),
    "Not checked offline: ids, domains and keys, credentials and rights, what is in use, free capacity, registries.",
  ];
  return `${parts.join("\n\n")}\n`;
}

function differenceMarkdown({
  against,
  consequences,
  rows,
  newFindings,
  goneFindings,
  resources,
}: PlanDifference): string {
  const { added, removed, replaced, changed } = resources;
  const counts = `${String(added.length)} new, ${String(removed.length)} gone, ${String(replaced.length)} replaced, ${String(changed.length)} changed resources; ${String(newFindings.length)} new and ${String(goneFindings.length)} gone findings`;
  return [
    `### Changes against ${code(against)}`,
    ...(consequences.length === 0
      ? []
      : [
          consequences
            .map(({ what, happens, destroys }) => `- ${destroys ? "❌ " : ""}**${plain(what)}**: ${plain(happens)}`)
            .join("\n"),
        ]),
    counts,
    ...(rows.length === 0
      ? []
      : [
          table(
            ["", "before", "after"],
            rows.map(({ what, before, after }) => [what, before, after]),
          ),
        ]),
    ...(changed.length === 0
      ? []
      : [
          folded(
            "Changed resources",
            changed.map(({ name, keys }) => `- ${plain(name)}: ${plain(keys.join(", "))}`).join("\n"),
          ),
        ]),
  ].join("\n\n");
}

function clusterText(picture: ClusterPicture, { capacity, pictures }: PlanDocument): string[] {
  const prefix = pictures.length > 1 ? `${picture.name}/` : "";
  const share = (name: string, scenario: "desired" | "max" | "zone-loss"): string => {
    const value = shareAt(
      (capacity?.subnets ?? []).filter(({ subnet }) => subnet === `${prefix}${name}`),
      scenario,
    );
    return value === Infinity ? "over" : `${String(Math.round(value * 100))} %`;
  };
  const budgeted = new Set((capacity?.subnets ?? []).map(({ subnet }) => subnet));
  const rows = picture.subnets
    .filter(({ name }) => budgeted.has(`${prefix}${name}`))
    .map(({ name, zone, cidr }) => [
      name,
      zone,
      cidr,
      share(name, "desired"),
      share(name, "max"),
      share(name, "zone-loss"),
    ]);
  return [
    `**${plain(picture.name)}** (${plain(picture.region)}): ${plain(moneyLine(picture.money))}`,
    mermaid(picture),
    ...(rows.length === 0
      ? []
      : [folded("Subnets, share in use", table(["subnet", "zone", "CIDR", "start", "maximum", "zone lost"], rows))]),
    folded(
      "Costs a month",
      table(
        ["", "what", "USD at the start", "at the maximum", "and by volume"],
        picture.money.rows.map(({ item, count, monthly, byVolume = "" }) => [
          String(count),
          item,
          monthly?.desired.toFixed(2) ?? "",
          monthly?.max.toFixed(2) ?? "",
          byVolume,
        ]),
      ),
    ),
  ];
}

const mermaidText = (text: string): string =>
  text.replaceAll(/["<>&#;]/g, (sign) => `#${String(sign.codePointAt(0))};`);

/** The ways of requests as one flowchart; a label is text in quotes, in which Mermaid knows no markup but entities. */
function mermaid({ ways }: ClusterPicture): string {
  const lines = ways.flatMap(({ title, steps }, way) => [
    `  subgraph w${String(way)}["${mermaidText(title)}"]`,
    "    direction LR",
    ...steps.map(
      ({ at, says }, step) => `    w${String(way)}s${String(step)}["${mermaidText(at)}<br/>${mermaidText(says)}"]`,
    ),
    ...steps.slice(1).map((_, step) => `    w${String(way)}s${String(step)} --> w${String(way)}s${String(step + 1)}`),
    "  end",
  ]);
  return lines.length === 0 ? "" : ["```mermaid", "flowchart TB", ...lines, "```"].join("\n");
}
