import type { FleetWave } from "../../settings/index.ts";
import { windowGuard } from "../windows.ts";
import { DRIFT, PLAN, SELECT, UP, chunks, jobOf, login } from "./pipeline.ts";
import { ENGINE, type FleetPlan, type FleetStackPlan, type RenderedFile, wavesWith } from "./types.ts";

/** Jobs that `parallel: matrix` may make (GitLab documentation: CI/CD YAML syntax, parallel:matrix). */
const MATRIX = 200;
/** Longest delay of a job, in hours: one week (GitLab documentation: CI/CD YAML syntax, start_in). */
const LONGEST_DELAY = 168;
const TOKEN_FILE = "/tmp/aws-token";

/**
 * A pipeline of GitLab to include: the fleet is planned, then each wave is a stage with a job a cluster, which begins when the one
 * before has succeeded and its time to watch is over. A scheduled pipeline looks for drift.
 */
export function gitlabFiles(plan: FleetPlan): RenderedFile[] {
  const { fleet } = plan;
  const waves = wavesWith(plan);
  return [
    {
      path: `fleet-${fleet.name}.gitlab-ci.yml`,
      documents: [
        {
          stages: ["plan", ...waves.map(({ wave }) => stageOf(wave)), "drift"],
          plan: {
            stage: "plan",
            image: "node:24",
            rules: [{ if: '$CI_PIPELINE_SOURCE != "schedule"' }],
            script: [`cd '${fleet.engine?.folder ?? ENGINE.folder}'`, "npm ci", PLAN],
          },
          ...Object.fromEntries(
            waves.flatMap(({ wave, stacks }, at) =>
              jobs(wave.name, fleet, stacks, {
                stage: stageOf(wave),
                rules: [deployRule(fleet, at === 0 ? 0 : (waves[at - 1]?.wave.soakHours ?? DEFAULT_SOAK))],
                before: windowGuard(wave.windows ?? [], wave.name),
                run: [SELECT, UP],
              }),
            ),
          ),
          ...Object.fromEntries(
            jobs("drift", fleet, plan.stacks, {
              stage: "drift",
              rules: [{ if: '$CI_PIPELINE_SOURCE == "schedule"' }],
              before: [],
              run: [DRIFT],
            }),
          ),
        },
      ],
    },
  ];
}

/** A wave may be named like a stage that is there. */
const stageOf = ({ name }: FleetWave): string => `wave ${name}`;

/** Hours to watch where a wave says nothing: a day and a night. */
const DEFAULT_SOAK = 24;

/** Deploys from the branch alone, after the time in which the wave before is watched. */
function deployRule({ engine }: FleetPlan["fleet"], soakHours: number): object {
  const condition = {
    if: `$CI_PIPELINE_SOURCE != "schedule" && $CI_COMMIT_BRANCH == "${engine?.branch ?? ENGINE.branch}"`,
  };
  return soakHours === 0
    ? condition
    : { ...condition, when: "delayed", start_in: `${String(Math.min(soakHours, LONGEST_DELAY))} hours` };
}

interface Work {
  readonly stage: string;
  readonly rules: readonly object[];
  readonly before: readonly string[];
  readonly run: readonly string[];
}

function jobs(
  name: string,
  fleet: FleetPlan["fleet"],
  stacks: readonly FleetStackPlan[],
  { stage, rules, before, run }: Work,
): (readonly [string, object])[] {
  const parts = chunks(stacks, MATRIX);
  return parts.map((part, at) => [
    `deploy ${parts.length === 1 ? name : `${name} ${String(at + 1)}`}`.replace("deploy drift", "look for drift"),
    {
      stage,
      image: "pulumi/pulumi-nodejs",
      rules,
      parallel: {
        matrix: part.map((stack) => {
          const { cluster, stack: id, region, role } = jobOf(fleet, stack);
          return { CLUSTER: cluster, STACK: id, AWS_REGION: region, AWS_ROLE_ARN: role };
        }),
      },
      // No two jobs of one stack at a time, and none is cut off in the middle.
      resource_group: "$STACK",
      interruptible: false,
      id_tokens: { AWS_TOKEN: { aud: "sts.amazonaws.com" } },
      variables: { AWS_WEB_IDENTITY_TOKEN_FILE: TOKEN_FILE },
      script: [
        ...before,
        `cd '${fleet.engine?.folder ?? ENGINE.folder}'`,
        'echo "$AWS_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"',
        "npm ci",
        ...login(fleet),
        ...run,
      ],
    },
  ]);
}
