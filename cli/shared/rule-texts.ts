import { Severity } from "../../core/findings/finding.ts";
import { catalogue } from "../../core/rules/index.ts";
import type { Rule } from "../../core/rules/rule.ts";
import { WAIVER_RULE } from "../../core/rules/run.ts";

/** What a rule, or a finding that is no rule's, says of itself. */
export type RuleTexts = Pick<Rule, "id" | "severity" | "title" | "why" | "symptom" | "source" | "fix"> & {
  /** Rules of the catalogue have one and can be waived; the others can only be mended. */
  readonly group?: Rule["group"];
};

/** Ids of what is found before, beside or instead of the catalogue. */
export const OtherRule = {
  StackFile: "settings-file",
  Input: "input-file",
  Schema: "settings-schema",
  Fleet: "fleet-file",
  Program: "program-runs",
  Scope: "cilium-eks-scope",
  PlanComplete: "plan-complete",
  ComponentName: "component-name-length",
} as const;

const PLAN = "This project: docs/plan.md";

const OTHERS: readonly RuleTexts[] = [
  {
    id: OtherRule.Input,
    severity: Severity.Error,
    title: "Every input of check can be read",
    why: "Of a file that cannot be read nothing is judged, and of the others nothing either: a report without findings would look like a cluster without faults.",
    symptom: "check ends with exit status 2 and the same sentence.",
    source: "This project: docs/check.md; YAML 1.2; RFC 8259",
    fix: "Mend the file at the place that is named, or leave it out of the call.",
  },
  {
    id: OtherRule.StackFile,
    severity: Severity.Error,
    title: "The stack file can be read",
    why: "Pulumi reads it before the program runs: what is no YAML, or has keys where Pulumi takes none, ends every command.",
    symptom: "pulumi preview and pulumi up end at once, before a resource is declared.",
    source: "Pulumi documentation: concepts/projects/stack-settings-file; YAML 1.2",
    fix: "Mend the line that is named; the editor shows such faults as they are typed.",
  },
  {
    id: OtherRule.Schema,
    severity: Severity.Error,
    title: "Every key of the stack file is known and has a value of its kind",
    why: "A key that nobody reads looks like a setting and does nothing, and a value of another kind would be guessed at.",
    symptom: "The program ends with the same words before a resource is declared.",
    source: "This project: docs/config.md, config/schema.json",
    fix: "Write the value as docs/config.md has it, or remove the key.",
  },
  {
    id: OtherRule.Fleet,
    severity: Severity.Error,
    title: "What a fleet file names is there",
    why: "A cluster whose template, wave, stage or account is missing would be made of half of its settings; it is not planned until the name is right.",
    source: "This project: docs/fleets.md",
    fix: "Correct the name, or add what it names.",
  },
  {
    id: OtherRule.Program,
    severity: Severity.Error,
    title: "The program runs to its end",
    why: "What it did not come to declare cannot be planned, and pulumi up would end at the same place, perhaps with half of the stack made.",
    symptom: "pulumi preview ends with the same error.",
    source: PLAN,
    fix: "Mend the program at the line that is named.",
  },
  {
    id: OtherRule.Scope,
    severity: Severity.Warning,
    title: "The rules see the whole cluster",
    why: "What cannot be read offline is not judged, and must not look like what is right.",
    source: "This project: docs/policies.md",
    fix: "Give each cluster a stack of its own, and values and manifests in a form that is known before deployment.",
  },
  {
    id: OtherRule.PlanComplete,
    severity: Severity.Error,
    title: "What passes every rule can be planned",
    why: "A part that cannot be planned, and of which no rule says why, is a gap in this project's checks: better refused than half built.",
    source: PLAN,
    fix: "Report it, with the stack file without its secrets.",
  },
  {
    id: WAIVER_RULE,
    severity: Severity.Warning,
    title: "Every waiver names a rule that reports something, and says why that is accepted",
    why: "A waiver that silences nothing today silences a new fault tomorrow, and nobody is told.",
    source: PLAN,
    fix: "Remove the waiver, correct its id, or write its reason.",
  },
  ...["gateway-cluster-feature", "gateway-cluster-features", "observability-cluster-feature"].map((id) => ({
    id,
    severity: Severity.Error,
    title: "A cluster was made with what a component on it needs",
    why: "Cilium's release and the controllers are installed with the cluster and once: a component that needs more of them would wait for what never comes.",
    source: "This project: docs/decisions.md, featuresOf()",
    fix: "Give the cluster features: featuresOf(settings) with the settings of what stands on it.",
  })),
  {
    id: OtherRule.ComponentName,
    severity: Severity.Error,
    title: "A component's name leaves room for the names of its children",
    why: "The provider names roles, load balancers and launch templates after the component, with eight more letters, and AWS takes so many and no more.",
    symptom: "pulumi up ends at a child: its name plus 7 random chars is longer than the maximum length.",
    source:
      "pulumi-terraform-bridge pkg/tfbridge: AutoName; IAM API reference: CreateRole; ELBv2 API reference: CreateLoadBalancer",
    fix: "Give the component a shorter name.",
  },
  {
    id: "gateway-listener-none",
    severity: Severity.Error,
    title: "A Gateway has a listener",
    why: "Without a listener nothing is served, and the load balancer costs money all the same.",
    source: "Gateway API reference: GatewaySpec, listeners",
    fix: 'Add one, for example http: { protocol: "HTTP" }.',
  },
];

let table: ReadonlyMap<string, RuleTexts> | undefined;

/** By id; undefined for ids of a policy pack that is not this project's. */
export function ruleTextsOf(id: string): RuleTexts | undefined {
  return allTexts().get(id);
}

/** Of everything that is ever reported, the catalogue first. */
export function allTexts(): ReadonlyMap<string, RuleTexts> {
  return (table ??= new Map([...catalogue, ...OTHERS].map((text) => [text.id, text] as const)));
}
