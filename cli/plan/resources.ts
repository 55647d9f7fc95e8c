import { type Finding, Severity } from "../../core/findings/finding.ts";
import type { EngineResource } from "../../engine/types.ts";
import { evaluateResources } from "../../lens/evaluate.ts";
import { SCOPE } from "../../lens/scope.ts";
import { registeredOf } from "../shared/program-resources.ts";

/**
 * What our own policy pack says of the resources, without its host: the pack would load the SDK and the catalogue once more, and
 * be told of every resource, to give the same answers (tests/program/plan-resources.test.ts).
 */
export function evaluateProgram(resources: readonly EngineResource[], root: string, stackUrn: string): Finding[] {
  const { findings, remarks } = evaluateResources(registeredOf(resources, { root, secrets: "read" }));
  return [
    ...findings.map(({ finding: { rule, severity, ...finding } }): Finding => ({ rule, severity, ...finding })),
    ...remarks.map(({ urn = stackUrn, message }): Finding => ({
      rule: SCOPE.name,
      severity: Severity.Warning,
      subject: urn,
      path: urn,
      found: message,
      expected: SCOPE.description,
      fix: "See docs/policies.md.",
    })),
  ];
}
