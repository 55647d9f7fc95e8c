import type {
  AnalyzeDiagnostic,
  AnalyzeResponse,
  PolicyNotApplicable as NotApplicableMessage,
  RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb.js";
import { levelOf, severityOf } from "./policy-config.ts";
import type {
  PolicyNotApplicable,
  PolicyRemediation,
  PolicyReport,
  PolicyUndecided,
  PolicyViolation,
} from "./policy-types.ts";
import { readStruct } from "./rpc.ts";
import { fromWireMap, type PropertyMap } from "./values.ts";

/** How the SDK's server words the advisory for a policy that met an unknown value. */
const UNDECIDED = /^can't run .* during preview: (.*)$/s;

/** Sorts what a host says into decisions, remediations, and what it could not or need not decide. */
export class Report implements PolicyReport {
  readonly violations: PolicyViolation[] = [];
  readonly undecided: PolicyUndecided[] = [];
  readonly remediations: PolicyRemediation[] = [];
  readonly notApplicable: PolicyNotApplicable[] = [];
  readonly #known = new Set<string>();
  readonly #stackUrn: string;

  constructor(ofStack: string) {
    this.#stackUrn = ofStack;
  }

  /** A diagnostic may name it from now on. */
  knows(urn: string): void {
    this.#known.add(urn);
  }

  /** Returns the inputs as the remediations leave them. */
  addRemediations(urn: string, response: RemediateResponse, inputs: PropertyMap): PropertyMap {
    let current = inputs;
    for (const message of response.getRemediationsList()) {
      const policy = message.getPolicyname();
      if (message.getDiagnostic() !== "") {
        this.undecided.push({
          policy,
          urn,
          reason: undecidedReason(message.getDiagnostic()) ?? message.getDiagnostic(),
        });
        continue;
      }
      current = fromWireMap(readStruct(message.getProperties()));
      this.remediations.push({ policy, urn, description: message.getDescription(), properties: current });
    }
    this.#addNotApplicable(urn, response.getNotApplicableList());
    return current;
  }

  /** Diagnostics of a stack policy name their resource, or belong to the stack. */
  addAnalysis(urn: string | undefined, response: AnalyzeResponse): void {
    for (const message of response.getDiagnosticsList()) {
      const named = message.getUrn();
      this.#addDiagnostic(this.#known.has(named) ? named : (urn ?? this.#stackUrn), message);
    }
    this.#addNotApplicable(urn, response.getNotApplicableList());
  }

  #addDiagnostic(urn: string, message: AnalyzeDiagnostic): void {
    const policy = message.getPolicyname();
    const reason = undecidedReason(message.getMessage());
    if (reason !== undefined) {
      this.undecided.push({ policy, urn, reason });
      return;
    }
    const severity = severityOf(message.getSeverity());
    this.violations.push({
      policy,
      urn,
      message: withoutDescription(message),
      description: message.getDescription(),
      enforcementLevel: levelOf(message.getEnforcementlevel()),
      ...(severity === undefined ? {} : { severity }),
    });
  }

  #addNotApplicable(urn: string | undefined, messages: readonly NotApplicableMessage[]): void {
    for (const message of messages) {
      const entry = { policy: message.getPolicyName(), reason: message.getReason() };
      this.notApplicable.push(urn === undefined ? entry : { ...entry, urn });
    }
  }
}

/** The server puts the description on a line of its own before what a policy reports. */
function withoutDescription(message: AnalyzeDiagnostic): string {
  const prefix = `${message.getDescription()}\n`;
  const text = message.getMessage();
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function undecidedReason(message: string): string | undefined {
  return UNDECIDED.exec(message)?.[1];
}
