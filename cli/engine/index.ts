/** The embedded preview engine: runs a Pulumi program and a policy pack offline, without the Pulumi CLI. */
export { offlineInvokes, partitionOf, regionOf } from "./invokes.ts";
export { creationOrder, creationWaves, prerequisites } from "./order.ts";
export { REMOTE_NOTE } from "./monitor.ts";
export { runProgram } from "./program.ts";
export { makeUrn, parseUrn, STACK_TYPE, stackUrn } from "./urn.ts";
export { Asset, isMap, ResourceReference, Secret, toDisplay, Unknown, UNKNOWN } from "./values.ts";
export { Severity } from "./types.ts";
export type { PropertyMap, PropertyValue } from "./values.ts";
export type {
  EngineAlias,
  EngineMessage,
  EngineOptions,
  EngineResource,
  InvokeContext,
  InvokeHandler,
  InvokeResult,
  InvokeTable,
  ProgramResult,
  ProgramRun,
} from "./types.ts";
export { startPolicyHost } from "./policy.ts";
export { EnforcementLevel, PolicySeverity } from "./policy-types.ts";
export type {
  PolicyConfig,
  PolicyHost,
  PolicyHostOptions,
  PolicyInfo,
  PolicyNotApplicable,
  PolicyRemediation,
  PolicyReport,
  PolicyUndecided,
  PolicyViolation,
  StackInfo,
} from "./policy-types.ts";
