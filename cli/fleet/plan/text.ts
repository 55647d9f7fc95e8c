import { Severity } from "../../../core/findings/finding.ts";
import { thousands } from "../../shared/numbers.ts";
import { countText, findingsText } from "../../shared/report/findings-text.ts";
import { type Style, paint, table, wrap } from "../../shared/style.ts";
import type { Look } from "./draw.ts";
import { isFailing, total } from "./rows.ts";
import type { ClusterRow, FleetDocument, WaveRow } from "./types.ts";

/** More rows than this are told by wave, and of clusters only those with an error. */
const MOST_ROWS = 40;

/** The fleet as people read it; quiet only what is wrong. */
export function toText(document: FleetDocument, { style, quiet, detail, full }: Look): string {
  const findings = findingsText(document, style, detail);
  if (quiet) return findings === "" ? "" : `${findings}\n\n${verdict(document, style)}\n`;
  const sections = [
    clustersText(document.clusters, full, style),
    wavesText(document.waves, style),
    findings,
    waivedText(document, style),
    verdict(document, style),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function clustersText(clusters: readonly ClusterRow[], full: boolean, style: Style): string {
  const isWhole = full || clusters.length <= MOST_ROWS;
  const shown = isWhole ? clusters : clusters.filter(isFailing);
  const title = isWhole
    ? "Clusters"
    : `Clusters with errors: ${String(shown.length)} of ${String(clusters.length)}; all with --full`;
  if (shown.length === 0) return isWhole ? "" : paint(style).bold(title);
  const head = ["", "account", "Region", "wave", "Kubernetes", "Cilium", "VPC", "nodes", "USD a month", ""];
  return [
    paint(style).bold(title),
    table(
      head,
      shown.map((row) => cells(row, style)),
      style,
    ),
  ].join("\n");
}

function cells(row: ClusterRow, style: Style): string[] {
  const { name, account = "", stage, region, wave, kubernetesVersion = "", ciliumVersion = "" } = row;
  return [
    name,
    stage === undefined || stage === account ? account : `${account} (${stage})`,
    region,
    wave,
    kubernetesVersion,
    ciliumVersion,
    (row.vpcCidrs ?? []).join(" "),
    row.nodes === undefined ? "" : String(row.nodes),
    row.monthly === undefined ? "" : thousands(row.monthly),
    stateText(row, style),
  ];
}

function stateText({ state, errors, warnings }: ClusterRow, style: Style): string {
  const { green, red, yellow } = paint(style);
  if (state === "failed") return red("the planner failed");
  const counted = [
    ...(errors === 0 ? [] : [red(counts(errors, "error"))]),
    ...(warnings === 0 ? [] : [yellow(counts(warnings, "warning"))]),
  ];
  if (state === "faults") return [red("not planned"), ...counted].join(", ");
  return counted.length === 0 ? green("right") : counted.join(", ");
}

const counts = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? "" : "s"}`;

function wavesText(waves: readonly WaveRow[], style: Style): string {
  if (waves.length < 2) return "";
  const rows = waves.map(({ name, clusters, failing, nodes, monthly }) => [
    name,
    String(clusters),
    String(failing),
    thousands(nodes),
    thousands(monthly),
  ]);
  const head = ["", "clusters", "with errors", "nodes", "USD a month"];
  return [paint(style).bold("Waves, in their order"), table(head, rows, style)].join("\n");
}

function waivedText({ waived }: FleetDocument, style: Style): string {
  if (waived.length === 0) return "";
  const lines = [...new Set(waived.map(({ rule, setting, reason }) => `${rule} at ${setting}: ${reason}`))];
  return [paint(style).bold("Waived"), ...lines.map((line) => `  - ${wrap(line, style, 4)}`)].join("\n");
}

function verdict(document: FleetDocument, style: Style): string {
  const { bold, green, red } = paint(style);
  const { clusters, findings, waived, fleet } = document;
  const failing = clusters.filter(isFailing).length;
  const isRight = failing === 0 && findings.every(({ severity }) => severity !== Severity.Error);
  const said = isRight
    ? green(`Nothing was found that stops ${fleet === "" ? "this fleet" : fleet}.`)
    : red(
        failing === 0
          ? "This fleet would not work as it is."
          : `${counts(failing, "cluster")} would not work as planned.`,
      );
  return wrap(
    [
      bold(said),
      `${counts(clusters.length, "cluster")}, ${thousands(total(clusters, "nodes"))} nodes at most, ${thousands(total(clusters, "monthly"))} USD a month;`,
      `${countText(document, Severity.Error)}, ${countText(document, Severity.Warning)}, ${String(waived.length)} waived.`,
    ].join(" "),
    style,
    0,
  );
}
