import type { FleetSettings } from "../../settings/index.ts";
import { isCloud, stackId, type FleetStackPlan } from "./types.ts";

/** What the jobs of every pipeline run. */
export const PLAN = "npx -p pulumi-cilium-eks cilium-eks fleet plan --quiet";

/** Deploys a stack, which is made where it is not there; `stack` is a word of the shell. */
export const UP = 'pulumi up --yes --stack "$STACK"';
export const SELECT = 'pulumi stack select --create "$STACK"';
/** Ends with an error where something is otherwise than the last deployment left it. */
export const DRIFT = 'pulumi preview --refresh --expect-no-changes --stack "$STACK"';

/** Logs in to a backend of one's own; Pulumi Cloud needs its token only. */
export const login = ({ engine }: FleetSettings): string[] =>
  engine?.backend === undefined ? [] : [`pulumi login '${engine.backend.replaceAll("'", "'\\''")}'`];

export const needsToken = isCloud;

/** What a job knows of its stack. */
export const jobOf = (fleet: FleetSettings, { name, region, roleArn = "" }: FleetStackPlan) => ({
  cluster: name,
  stack: stackId(fleet, name),
  region,
  role: roleArn,
});

/** Lists of at most so many. */
export const chunks = <T>(all: readonly T[], most: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, at) => all.slice(at * most, (at + 1) * most));
