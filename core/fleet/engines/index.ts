import { deploymentsFiles } from "./deployments.ts";
import { githubFiles } from "./github.ts";
import { gitlabFiles } from "./gitlab.ts";
import { operatorFiles } from "./operator.ts";
import { stackFiles } from "./stack-files.ts";
import { FleetEngineKind, type FleetPlan, type RenderedFile } from "./types.ts";

export * from "./types.ts";

const FILES: Readonly<Record<FleetEngineKind, (plan: FleetPlan) => RenderedFile[]>> = {
  [FleetEngineKind.Operator]: operatorFiles,
  [FleetEngineKind.Deployments]: deploymentsFiles,
  [FleetEngineKind.Github]: githubFiles,
  [FleetEngineKind.Gitlab]: gitlabFiles,
};

/** What an engine runs the fleet by: a stack file for each cluster, and its own. */
export const renderFleet = (engine: FleetEngineKind, plan: FleetPlan): RenderedFile[] => [
  ...stackFiles(plan),
  ...FILES[engine](plan),
];
