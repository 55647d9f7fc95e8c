import type { Log, ReportingDescriptor, Result } from "sarif";
import { Severity } from "../../core/findings/finding.ts";
import { catalogue } from "../../core/rules/index.ts";
import type { PlacedFinding, PlanDocument } from "./types.ts";

/** The findings as SARIF 2.1.0, for code scanning. Waived findings are there as suppressed. */
export function toSarif(document: PlanDocument): string {
  const all = [...document.findings, ...document.waived];
  const ids = [...new Set(all.map((finding) => finding.rule))].toSorted();
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "cilium-eks", rules: ids.map(descriptor) } },
        results: [
          ...document.findings.map((finding) => result(finding)),
          ...document.waived.map((finding) => ({
            ...result(finding),
            suppressions: [{ kind: "external" as const, justification: finding.reason }],
          })),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptor(id: string): ReportingDescriptor {
  const rule = catalogue.find((candidate) => candidate.id === id);
  if (rule === undefined) return { id, shortDescription: { text: id } };
  return {
    id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text: `${rule.why} Source: ${rule.source}` },
    properties: { tags: [rule.group] },
  };
}

function result(finding: PlacedFinding): Result {
  const region = regionOf(finding.where);
  return {
    ruleId: finding.rule,
    level: finding.severity === Severity.Error ? "error" : "warning",
    message: { text: `${finding.setting}: found ${finding.found}; expected ${finding.expected}. ${finding.fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: finding.where.replace(/:\d+:\d+$/, "") },
          ...(region === undefined ? {} : { region }),
        },
        logicalLocations: [{ fullyQualifiedName: finding.setting }],
      },
    ],
  };
}

/** `Pulumi.prod.yaml:12:5` -> line 12, column 5. */
function regionOf(where: string): { startLine: number; startColumn: number } | undefined {
  const match = /:(\d+):(\d+)$/.exec(where);
  return match === null ? undefined : { startLine: Number(match[1]), startColumn: Number(match[2]) };
}
