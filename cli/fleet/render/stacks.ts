import type { FleetFile } from "../../../config/fleet/file.ts";
import { FleetEngineKind, type FleetPlan, type FleetStackPlan } from "../../../core/fleet/engines/index.ts";
import type { FleetSettings } from "../../../core/settings/index.ts";
import { CallError } from "../../shared/errors.ts";

/** The stacks of a fleet; whatever the engine needs and the file lacks is told at once. */
export function planStacks(engine: FleetEngineKind, file: FleetFile, fleet: FleetSettings): FleetPlan {
  const faults = engineFaults(engine, fleet);
  const stacks = Object.entries(fleet.clusters).map(([name, { region, wave, account }]): FleetStackPlan => {
    const { values, encryption } = file.cluster(name);
    if (typeof encryption === "string") faults.push(`clusters.${name}: ${encryption}`);
    const roleArn = account === undefined ? undefined : fleet.accounts?.[account]?.deployRoleArn;
    return {
      name,
      region,
      wave,
      ...(account === undefined ? {} : { account }),
      ...(roleArn === undefined ? {} : { roleArn }),
      values,
      encryption: typeof encryption === "string" ? {} : encryption,
    };
  });
  if (NEEDS_ROLE.has(engine))
    for (const account of new Set(stacks.filter(({ roleArn }) => roleArn === undefined).map((stack) => stack.account)))
      faults.push(
        account === undefined
          ? `clusters: each needs an account with a deployRoleArn, the role that the jobs assume.`
          : `accounts.${account}.deployRoleArn: name the role that the jobs assume to deploy.`,
      );
  if (faults.length > 0) throw new CallError(faults.map((fault) => `${file.path}, ${fault}`).join("\n"));
  return { fleet, stacks };
}

/** Their jobs have no AWS credentials of their own. */
const NEEDS_ROLE: ReadonlySet<FleetEngineKind> = new Set([FleetEngineKind.Github, FleetEngineKind.Gitlab]);

function engineFaults(kind: FleetEngineKind, { engine = {} }: FleetSettings): string[] {
  const fromGit = kind === FleetEngineKind.Operator || kind === FleetEngineKind.Deployments;
  return [
    ...(fromGit && engine.repository === undefined
      ? ["engine.repository: name the Git repository of the program, https://github.com/acme/clusters.git."]
      : []),
    ...(kind === FleetEngineKind.Deployments && engine.organization === undefined
      ? ["engine.organization: Pulumi Deployments needs the organisation in Pulumi Cloud."]
      : []),
    ...(kind === FleetEngineKind.Deployments && engine.backend !== undefined
      ? ["engine.backend: Pulumi Deployments runs on Pulumi Cloud; leave it out."]
      : []),
  ];
}
