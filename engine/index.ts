/** The embedded preview engine: runs a Pulumi program and a policy pack offline, without the Pulumi CLI. */
export { creationWaves, prerequisites, recordedDependencies } from "./order.ts";
export { REMOTE_NOTE } from "./monitor.ts";
export { runProgram } from "./program.ts";
export { makeUrn } from "./urn.ts";
export { ResourceReference, Secret, toDisplay, UNKNOWN } from "./values.ts";
export type { EngineResource, ProgramResult, ProgramRun } from "./types.ts";
export { startPolicyHost } from "./policy.ts";
export { EnforcementLevel } from "./policy-types.ts";
export type { PolicyConfig, PolicyHost, PolicyReport } from "./policy-types.ts";
