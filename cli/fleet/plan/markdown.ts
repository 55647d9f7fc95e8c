import { Severity } from "../../../core/findings/finding.ts";
import { thousands } from "../../shared/numbers.ts";
import { findingText, folded, plain, table } from "../../shared/report/markdown.ts";
import { isFailing, total } from "./rows.ts";
import type { ClusterRow, FleetDocument } from "./types.ts";

/** The fleet for a pull request: verdict, waves and findings first, the clusters folded. */
export function toMarkdown({ fleet, fleetFile, clusters, waves, findings, waived }: FleetDocument): string {
  const errors = findings.filter(({ severity }) => severity === Severity.Error).length;
  const failing = clusters.filter(isFailing).length;
  const isRight = errors === 0 && failing === 0;
  const said = isRight ? "Nothing was found that stops this fleet" : "This fleet would not work as it is";
  const sum = `${String(clusters.length)} clusters, ${thousands(total(clusters, "nodes"))} nodes at most, ${thousands(total(clusters, "monthly"))} USD a month`;
  const parts = [
    `## ${isRight ? "✅" : "❌"} Fleet ${plain(fleet)}: ${said}`,
    `${String(errors)} errors, ${String(findings.length - errors)} warnings, ${String(waived.length)} waived · \`${fleetFile}\` · ${sum}`,
    ...(waves.length < 2
      ? []
      : [
          table(
            ["wave", "clusters", "with errors", "nodes", "USD a month"],
            waves.map((wave) => [
              wave.name,
              String(wave.clusters),
              String(wave.failing),
              thousands(wave.nodes),
              thousands(wave.monthly),
            ]),
          ),
        ]),
    ...findings.map(findingText),
    ...(clusters.length === 0 ? [] : [folded("Clusters", clustersTable(clusters))]),
  ];
  return `${parts.join("\n\n")}\n`;
}

const clustersTable = (clusters: readonly ClusterRow[]): string =>
  table(
    [
      "cluster",
      "account",
      "Region",
      "wave",
      "Kubernetes",
      "Cilium",
      "VPC",
      "nodes",
      "USD a month",
      "errors",
      "warnings",
    ],
    clusters.map((row) => [
      row.name,
      row.account ?? "",
      row.region,
      row.wave,
      row.kubernetesVersion ?? "",
      row.ciliumVersion ?? "",
      (row.vpcCidrs ?? []).join(" "),
      row.nodes === undefined ? "" : String(row.nodes),
      row.monthly === undefined ? "" : thousands(row.monthly),
      row.state === "planned" ? String(row.errors) : `${String(row.errors)}, not planned`,
      String(row.warnings),
    ]),
  );
