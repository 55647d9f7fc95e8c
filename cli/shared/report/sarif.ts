import { createHash } from "node:crypto";
import type { Log, ReportingDescriptor, Result } from "sarif";
import { type RuleTexts, ruleTextsOf } from "../rule-texts.ts";
import { linksOf } from "../../../core/findings/links.ts";
import { Severity } from "../../../core/findings/finding.ts";
import { about, homepage, page } from "../about.ts";
import { artifactOf } from "./artifacts.ts";
import type { Judged, TaughtFinding } from "./types.ts";

/** The findings as SARIF 2.1.0, for code scanning. Waived findings are there as suppressed. */
export function toSarif(document: Judged): string {
  const all = [...document.findings, ...document.waived];
  const ids = [...new Set(all.map((finding) => finding.rule))].toSorted();
  const { version } = about();
  const counted = new Map<string, number>();
  const result = (finding: TaughtFinding): Result => resultOf(finding, ids, counted);
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "cilium-eks",
            version,
            semanticVersion: version,
            informationUri: homepage(),
            rules: ids.map(descriptor),
          },
        },
        automationDetails: { id: `cilium-eks/${document.about}/` },
        columnKind: "utf16CodeUnits",
        results: [
          ...document.findings.map(result),
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
  const texts = ruleTextsOf(id);
  if (texts === undefined) return { id, shortDescription: { text: id } };
  const { title, why, severity, source, group } = texts;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    helpUri: addressOf(texts),
    help: {
      text: helpOf(texts).join("\n\n"),
      markdown: [...helpOf(texts), ...linksOf(source).map((link) => `<${link}>`)].join("\n\n"),
    },
    defaultConfiguration: { level: levelOf(severity) },
    ...(group === undefined ? {} : { properties: { tags: [group] } }),
  };
}

const helpOf = ({ id, why, symptom, fix, source, group }: RuleTexts): string[] => [
  why,
  ...(symptom === undefined ? [] : [`Seen as: ${symptom}`]),
  ...(fix === undefined ? [] : [`Fix: ${fix}`]),
  `Source: ${source}`,
  ...(group !== undefined ? [`To accept it, write a reason under cilium-eks:waivers, key ${id}.`] : []),
];

/** The rule's own section where package.json says where the pages are, else what its source names first. */
function addressOf({ id, source, group }: RuleTexts): string {
  const own = group === undefined ? page("docs/plan.md") : `${page(`docs/rules/${group}.md`)}#${id}`;
  return own.startsWith("https://") ? own : (linksOf(source)[0] ?? homepage());
}

const levelOf = (severity: Severity): "error" | "warning" => (severity === Severity.Error ? "error" : "warning");

function resultOf(finding: TaughtFinding, ids: readonly string[], counted: Map<string, number>): Result {
  const { rule, severity, setting, found, expected, fix, why, source } = finding;
  const { uri, region } = artifactOf(finding.where);
  // Lines move; the rule and the setting stay. What is equal is numbered, so that every result is one alert.
  const key = JSON.stringify([rule, uri, setting]);
  const nth = (counted.get(key) ?? 0) + 1;
  counted.set(key, nth);
  const reason = [
    ...(why === undefined ? [] : [`Why: ${why}`]),
    ...(source === undefined ? [] : [`Source: ${source}`]),
  ];
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: levelOf(severity),
    message: { text: [`${setting}: found ${found}; expected ${expected}. ${fix}`, ...reason].join("\n") },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri, ...(uri.includes(":") ? {} : { uriBaseId: "%SRCROOT%" }) },
          ...(region === undefined ? {} : { region }),
        },
        logicalLocations: [{ fullyQualifiedName: setting }],
      },
    ],
    partialFingerprints: {
      "ruleAndSetting/v1": createHash("sha256")
        .update(`${key}${String(nth)}`)
        .digest("hex")
        .slice(0, 32),
    },
  };
}
