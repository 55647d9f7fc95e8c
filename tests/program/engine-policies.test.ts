import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  EnforcementLevel,
  startPolicyHost,
  type PolicyHost,
  type PolicyReport,
  type ProgramResult,
} from "../../engine/index.ts";
import { named, packDir, runFixture } from "./engine-fixtures.ts";

const stack = { projectName: "house", stackName: "dev" };

describe("a policy pack", () => {
  let program: ProgramResult;
  let host: PolicyHost;
  let report: PolicyReport;

  beforeAll(async () => {
    const starting = startPolicyHost(packDir("house"));
    program = await runFixture("graph");
    host = await starting;
    report = await host.analyze(program.resources, stack);
  });
  afterAll(() => host.close());

  const of = (policy: string) => report.violations.filter((violation) => violation.policy === policy);

  it("has the version of its own package and says what it holds", () => {
    expect(host).toMatchObject({ name: "house-rules", version: "1.2.3" });
    expect(host.policies.find(({ name }) => name === "log-group-has-retention")).toEqual({
      name: "log-group-has-retention",
      description: "Log groups expire.",
      enforcementLevel: "mandatory",
      severity: "high",
      scope: "resource",
    });
    expect(host.policies.find(({ name }) => name === "stack-graph")?.scope).toBe("stack");
  });

  it("reports violations with resource, level, severity and the defaults of its config", () => {
    expect(of("log-group-has-retention")).toEqual([
      {
        policy: "log-group-has-retention",
        urn: named(program, "log").urn,
        message: "set retentionInDays, at most 30",
        description: "Log groups expire.",
        enforcementLevel: "mandatory",
        severity: "high",
      },
    ]);
  });

  it("keeps what it could not decide on unknown values apart from violations", () => {
    expect(report.undecided).toContainEqual({
      policy: "log-group-has-retention",
      urn: named(program, "log").urn,
      reason: "string value at .tags.bucket can't be known during preview",
    });
  });

  it("sees remote components by their inputs", () => {
    expect(of("cluster-in-vpc")).toMatchObject([{ urn: named(program, "cluster").urn, message: "subnets subnet-1" }]);
  });

  it("judges a resource as its remediations leave it", () => {
    expect(report.remediations).toEqual([
      {
        policy: "bucket-is-tagged",
        urn: named(program, "house-room-bucket").urn,
        description: "Buckets have an owner.",
        properties: { tags: { size: "2", owner: "house" } },
      },
    ]);
    expect(of("bucket-is-tagged")).toEqual([]);
  });

  it("sees parents, dependencies and providers in the whole stack, and no output of a Helm release", () => {
    expect(of("stack-graph").map(({ urn, message }) => [urn, message])).toEqual([
      [named(program, "log").urn, "parent house-dev, dependencies house-room-bucket, tags house-room-bucket"],
      [named(program, "house-dev").urn, "release shows 0 properties, provider k8s"],
    ]);
  });

  it("says which policies do not apply", () => {
    expect(report.notApplicable).toContainEqual({ policy: "not-here", reason: "nothing to see" });
  });
});

describe("policies that change what they are shown", () => {
  it("change nothing for those after them", async () => {
    const starting = startPolicyHost(packDir("meddling"));
    const program = await runFixture("graph");
    const host = await starting;
    try {
      const { violations } = await host.analyze(program.resources, stack);
      const [first, ...others] = violations.map(({ message }) => message);
      expect(first).toContain("house-room-bucket: ");
      expect(first).toContain("log: ");
      expect(others).toEqual([first, first]);
    } finally {
      await host.close();
    }
  });
});

describe("the config of a policy pack", () => {
  it("changes levels and properties, for all policies or for one", async () => {
    const program = await runFixture("graph");
    const host = await startPolicyHost(packDir("house"), {
      config: {
        all: { enforcementLevel: EnforcementLevel.Disabled },
        "log-group-has-retention": { enforcementLevel: EnforcementLevel.Advisory, properties: { days: 7 } },
      },
    });
    try {
      const { violations, remediations } = await host.analyze(program.resources, stack);
      expect(violations).toMatchObject([
        { policy: "log-group-has-retention", enforcementLevel: "advisory", message: "set retentionInDays, at most 7" },
      ]);
      expect(remediations).toEqual([]);
    } finally {
      await host.close();
    }
  });
});

describe("a policy pack that fails", () => {
  it("to load is reported with what it printed", async () => {
    const host = startPolicyHost(packDir("broken"));
    await expect(host).rejects.toThrow(/packs\/broken ended with exit code \d+ before it served.*this pack cannot be/s);
  });

  it("in a policy stops the analysis and names the policy", async () => {
    const program = await runFixture("empty");
    const host = await startPolicyHost(packDir("throwing"));
    try {
      const analysis = host.analyze(program.resources, stack);
      await expect(analysis).rejects.toThrow(/policy 'throws' from policy pack 'throwing@v1\.0\.0'/);
      await expect(analysis).rejects.toThrow("the policy itself is wrong");
    } finally {
      await host.close();
    }
  });
});
