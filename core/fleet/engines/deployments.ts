import { cronsOf, everyHours } from "../windows.ts";
import { ENGINE, type FleetPlan, type FleetStackPlan, type RenderedFile, branchOf } from "./types.ts";

/**
 * A Pulumi program in YAML, of `@pulumi/pulumiservice` 1.3: for each stack its deployment settings and a look for drift. A wave
 * without maintenance windows is deployed by each push to its branch, one with windows when they begin.
 */
export function deploymentsFiles(plan: FleetPlan): RenderedFile[] {
  const resources = Object.assign({}, ...plan.stacks.map((stack, at) => stackResources(plan, stack, at))) as object;
  return [
    {
      path: "deployments/Pulumi.yaml",
      documents: [{ name: `${plan.fleet.name}-deployments`, runtime: "yaml", resources }],
    },
  ];
}

function stackResources({ fleet }: FleetPlan, stack: FleetStackPlan, at: number): Record<string, object> {
  const { name, wave } = stack;
  const { organization, driftHours = ENGINE.driftHours } = fleet.engine ?? {};
  const identity = { organization, project: fleet.project ?? ENGINE.project, stack: name };
  const windows = fleet.waves.find((one) => one.name === wave)?.windows ?? [];
  // Hundreds of stacks do not begin in the same minute.
  const minute = at % 60;
  return {
    [`${name}-settings`]: {
      type: "pulumiservice:DeploymentSettings",
      properties: {
        ...identity,
        ...sourceOf(fleet, stack, windows.length === 0),
        operationContext: operationOf(fleet, stack),
      },
    },
    [`${name}-drift`]: {
      type: "pulumiservice:DriftSchedule",
      properties: { ...identity, scheduleCron: everyHours(driftHours, minute), autoRemediate: false },
      options: { dependsOn: [`\${${name}-settings}`] },
    },
    ...Object.fromEntries(
      cronsOf(windows, at % 30).map((scheduleCron, index) => [
        `${name}-window-${String(index + 1)}`,
        {
          type: "pulumiservice:DeploymentSchedule",
          properties: { ...identity, pulumiOperation: "update", scheduleCron },
          options: { dependsOn: [`\${${name}-settings}`] },
        },
      ]),
    ),
  };
}

const GITHUB = /^https:\/\/github\.com\/(?<repository>[^/]+\/[^/]+?)(?:\.git)?$/;

/** A repository of GitHub is reached by Pulumi's app, which sees pushes and pull requests; any other by its address. */
function sourceOf(fleet: FleetPlan["fleet"], { wave }: FleetStackPlan, deployCommits: boolean): object {
  const { repository = "", folder = ENGINE.folder } = fleet.engine ?? {};
  const git = { branch: `refs/heads/${branchOf(fleet, wave)}`, repoDir: folder };
  const onGithub = GITHUB.exec(repository)?.groups?.["repository"];
  return onGithub === undefined
    ? { sourceContext: { git: { ...git, repoUrl: repository } } }
    : {
        sourceContext: { git },
        github: {
          repository: onGithub,
          deployCommits,
          previewPullRequests: true,
        },
      };
}

const operationOf = ({ name: fleet }: FleetPlan["fleet"], { name, region, roleArn }: FleetStackPlan): object => ({
  environmentVariables: { AWS_REGION: region },
  ...(roleArn === undefined
    ? {}
    : { oidc: { aws: { roleARN: roleArn, sessionName: `${fleet}-${name}`, duration: "1h" } } }),
});
