import { everyHours, windowGuard } from "../windows.ts";
import { DRIFT, PLAN, SELECT, UP, chunks, jobOf, login, needsToken } from "./pipeline.ts";
import { ENGINE, type FleetPlan, type FleetStackPlan, type RenderedFile, wavesWith } from "./types.ts";

/** Jobs that a matrix may make (GitHub documentation: usage limits of Actions). */
const MATRIX = 256;
/** Jobs of a wave at a time: a change that goes wrong is stopped before it is everywhere. */
const AT_ONCE = 10;

/**
 * Workflows of GitHub Actions: the fleet is planned, then each wave is deployed, a job a cluster, when the one before has been.
 * The wave is the jobs' environment: its wait timer is the time to watch, its reviewers let the change on.
 */
export function githubFiles(plan: FleetPlan): RenderedFile[] {
  const { fleet } = plan;
  const { branch = ENGINE.branch, driftHours = ENGINE.driftHours } = fleet.engine ?? {};
  return [
    {
      path: `.github/workflows/fleet-${fleet.name}.yml`,
      documents: [
        {
          name: `Fleet ${fleet.name}`,
          on: { push: { branches: [branch] }, workflow_dispatch: {} },
          // A second change waits until the first has gone through.
          concurrency: { group: `fleet-${fleet.name}`, "cancel-in-progress": false },
          permissions: { contents: "read", "id-token": "write" },
          jobs: { plan: planJob(fleet), ...waveJobs(plan) },
        },
      ],
    },
    {
      path: `.github/workflows/fleet-${fleet.name}-drift.yml`,
      documents: [
        {
          name: `Drift of ${fleet.name}`,
          on: { schedule: [{ cron: everyHours(driftHours) }], workflow_dispatch: {} },
          permissions: { contents: "read", "id-token": "write" },
          jobs: Object.fromEntries(
            chunks(plan.stacks, MATRIX).map((stacks, at) => [
              `drift-${String(at + 1)}`,
              clusterJob(fleet, stacks, { run: [DRIFT] }),
            ]),
          ),
        },
      ],
    },
  ];
}

const SETUP = [
  { uses: "actions/checkout@v5" },
  { uses: "actions/setup-node@v5", with: { "node-version": "24" } },
] as const;

const inFolderOf = ({ engine }: FleetPlan["fleet"]): object => ({
  defaults: { run: { "working-directory": engine?.folder ?? ENGINE.folder } },
});

const planJob = (fleet: FleetPlan["fleet"]): object => ({
  "runs-on": "ubuntu-latest",
  ...inFolderOf(fleet),
  steps: [...SETUP, { run: "npm ci" }, { run: PLAN }],
});

function waveJobs(plan: FleetPlan): Record<string, object> {
  const jobs: Record<string, object> = {};
  let before = ["plan"];
  for (const { wave, stacks } of wavesWith(plan)) {
    const parts = chunks(stacks, MATRIX);
    const names = parts.map((_, at) => `wave-${wave.name}${parts.length === 1 ? "" : `-${String(at + 1)}`}`);
    for (const [at, part] of parts.entries())
      jobs[names[at] ?? wave.name] = {
        needs: before,
        environment: wave.name,
        ...clusterJob(plan.fleet, part, {
          guard: windowGuard(wave.windows ?? [], wave.name),
          run: [SELECT, UP],
        }),
      };
    before = names;
  }
  return jobs;
}

interface Work {
  readonly guard?: readonly string[];
  readonly run: readonly string[];
}

function clusterJob(fleet: FleetPlan["fleet"], stacks: readonly FleetStackPlan[], { guard = [], run }: Work): object {
  return {
    "runs-on": "ubuntu-latest",
    strategy: {
      // One cluster that fails hides no other; the next wave begins only where all have succeeded.
      "fail-fast": false,
      "max-parallel": AT_ONCE,
      matrix: { include: stacks.map((stack) => jobOf(fleet, stack)) },
    },
    ...inFolderOf(fleet),
    env: {
      STACK: "${{ matrix.stack }}",
      AWS_REGION: "${{ matrix.region }}",
      ...(needsToken(fleet) ? { PULUMI_ACCESS_TOKEN: "${{ secrets.PULUMI_ACCESS_TOKEN }}" } : {}),
    },
    steps: [
      ...(guard.length === 0 ? [] : [{ name: "Maintenance window", "working-directory": ".", run: guard.join("\n") }]),
      ...SETUP,
      { run: "npm ci" },
      {
        uses: "aws-actions/configure-aws-credentials@v5",
        with: { "role-to-assume": "${{ matrix.role }}", "aws-region": "${{ matrix.region }}" },
      },
      { uses: "pulumi/actions@v6" },
      { run: [...login(fleet), ...run].join("\n") },
    ],
  };
}
