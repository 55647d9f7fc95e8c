import type { EngineResource } from "./types.ts";
import type { PropertyMap } from "./values.ts";

export const EnforcementLevel = {
  Advisory: "advisory",
  Mandatory: "mandatory",
  Remediate: "remediate",
  Disabled: "disabled",
} as const;
export type EnforcementLevel = (typeof EnforcementLevel)[keyof typeof EnforcementLevel];

export const PolicySeverity = { Low: "low", Medium: "medium", High: "high", Critical: "critical" } as const;
export type PolicySeverity = (typeof PolicySeverity)[keyof typeof PolicySeverity];

/** Settings of one policy, as `--policy-pack-config` gives them. */
export interface PolicyConfig {
  readonly enforcementLevel?: EnforcementLevel;
  readonly properties?: PropertyMap;
}

export interface PolicyHostOptions {
  /** Policy name to settings. */
  readonly config?: Readonly<Record<string, PolicyConfig>>;
  /** Milliseconds a pack may take to load. @default 60000 */
  readonly timeoutMs?: number;
}

export interface PolicyInfo {
  readonly name: string;
  readonly displayName?: string;
  readonly description: string;
  readonly enforcementLevel: EnforcementLevel;
  readonly severity?: PolicySeverity;
  readonly scope: "resource" | "stack";
}

export interface StackInfo {
  readonly projectName: string;
  readonly stackName: string;
  readonly organization?: string;
  readonly dryRun?: boolean;
  readonly config?: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface PolicyViolation {
  readonly policy: string;
  readonly urn: string;
  readonly message: string;
  readonly description: string;
  readonly enforcementLevel: EnforcementLevel;
  readonly severity?: PolicySeverity;
}

/** A policy that reached an unknown value: it decides during the deployment. */
export interface PolicyUndecided {
  readonly policy: string;
  readonly urn: string;
  /** Path of the unknown value and why it stops the policy. */
  readonly reason: string;
}

export interface PolicyNotApplicable {
  readonly policy: string;
  /** Absent for a policy on the whole stack. */
  readonly urn?: string;
  readonly reason: string;
}

export interface PolicyRemediation {
  readonly policy: string;
  readonly urn: string;
  readonly description: string;
  /** The properties that replace the resource's inputs; the policies after it see these. */
  readonly properties: PropertyMap;
}

export interface PolicyReport {
  readonly violations: readonly PolicyViolation[];
  readonly undecided: readonly PolicyUndecided[];
  readonly remediations: readonly PolicyRemediation[];
  readonly notApplicable: readonly PolicyNotApplicable[];
}

export interface PolicyHost {
  readonly name: string;
  readonly version: string;
  readonly policies: readonly PolicyInfo[];
  /** Starts to judge a stack whose program still runs. */
  begin(stack: StackInfo): PolicyAnalysis;
  analyze(resources: readonly EngineResource[], stack: StackInfo): Promise<PolicyReport>;
  close(): Promise<void>;
}

/** Resource policies see each resource as it is registered, the policies of the stack all of them at the end. */
export interface PolicyAnalysis {
  add(resource: EngineResource): void;
  end(resources: readonly EngineResource[]): Promise<PolicyReport>;
}
