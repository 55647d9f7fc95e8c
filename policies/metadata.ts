import type { Policy } from "@pulumi/policy";
import { Severity } from "../core/findings/finding.ts";
import type { Rule } from "../core/rules/rule.ts";
import { BASELINE_GROUP, SECURITY_BASELINE } from "./baseline.ts";
import manifest from "./package.json" with { type: "json" };

type Metadata = Pick<
  Policy,
  | "name"
  | "displayName"
  | "description"
  | "enforcementLevel"
  | "severity"
  | "tags"
  | "framework"
  | "url"
  | "remediationSteps"
>;

/** What a policy says of itself, from the rule. */
export const metadataOf = (rule: Rule): Metadata => ({
  name: rule.id,
  displayName: rule.title,
  description: rule.title,
  enforcementLevel: rule.severity === Severity.Error ? "mandatory" : "advisory",
  severity: rule.severity === Severity.Error ? "high" : "medium",
  tags: [...groupsOf(rule), ...idsOf(rule.source)],
  framework: {
    name: Object.hasOwn(SECURITY_BASELINE, rule.id) ? "EKS security baseline" : "Cilium on EKS",
    version: manifest.version,
    reference: rule.source,
    specification: SECURITY_BASELINE[rule.id] ?? rule.title,
  },
  url: urlOf(rule.group),
  remediationSteps: remedyOf(rule),
});

/** Groups by which a rule is configured: its own, and the baseline where it belongs to it. */
export const groupsOf = ({ id, group }: Pick<Rule, "id" | "group">): readonly string[] =>
  Object.hasOwn(SECURITY_BASELINE, id) ? [group, BASELINE_GROUP] : [group];

/** A heading of the documentation, which is the package's readme; a rule's is its group. */
export const urlOf = (heading: string): string => `${manifest.homepage}#${heading}`;

/** What to change, and what is seen until then. */
const remedyOf = ({ why, symptom, fix }: Rule): string =>
  [why, symptom, fix].filter((text) => text !== undefined).join(" ");

const SCANNER_IDS = /\bCKV2?_AWS_\d+\b|\bE(?:KS|C2)\.\d+\b|\beks-[a-z-]+\b(?= |\)|;|$)/g;

/** Ids of the same check in scanners, from the rule's source; the ones that are not verified are left out. */
export const idsOf = (source: string): string[] => [
  ...new Set(
    source
      .split(";")
      .filter((part) => !part.includes("UNVERIFIED"))
      .flatMap((part) => [...part.matchAll(SCANNER_IDS)].map(([id]) => id)),
  ),
];
