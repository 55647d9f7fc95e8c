import { beforeAll, describe, expect, it } from "vitest";
import {
  creationWaves,
  REMOTE_NOTE,
  ResourceReference,
  Secret,
  toDisplay,
  UNKNOWN,
  type ProgramResult,
} from "../../engine/index.ts";
import { named, runFixture } from "./engine-fixtures.ts";

const URN = "urn:pulumi:dev::house::";
const STACK = `${URN}pulumi:pulumi:Stack::house-dev`;
const ROOM = `${URN}house:index:House$house:index:Room`;
const BUCKET = `${ROOM}$aws:s3/bucket:Bucket::house-room-bucket`;
const ROLE = `${URN}aws:iam/role:Role::role`;
const CLUSTER = `${URN}eks:index:Cluster::cluster`;

describe("a program", () => {
  let result: ProgramResult;
  beforeAll(async () => {
    result = await runFixture("graph");
  });

  it("runs to its end", () => {
    expect(result).toMatchObject({ ok: true, exitCode: 0, errors: [], stderr: "" });
  });

  it("registers every resource once, with the URN and parent of the real engine", () => {
    const parents = Object.fromEntries(result.resources.map(({ urn, parent }) => [urn, parent]));
    expect(parents).toEqual({
      [STACK]: undefined,
      [`${URN}house:index:House::house`]: STACK,
      [`${ROOM}::house-room`]: `${URN}house:index:House::house`,
      [BUCKET]: `${ROOM}::house-room`,
      [ROLE]: STACK,
      [`${URN}aws:cloudwatch/logGroup:LogGroup::log`]: STACK,
      [CLUSTER]: STACK,
      [`${URN}pulumi:providers:kubernetes::k8s`]: STACK,
      [`${URN}kubernetes:helm.sh/v3:Release::cilium`]: STACK,
    });
  });

  it("knows inputs and leaves computed outputs unknown, so that apply does not run on them", () => {
    expect(named(result, "log").inputs).toEqual({ name: new Secret("logs"), tags: { bucket: UNKNOWN } });
    expect(result.outputs).toEqual({
      applied: UNKNOWN,
      chart: UNKNOWN,
      logName: new Secret("logs"),
      secretPlan: new Secret({ user: "admin" }),
    });
  });

  it("shows no secret", () => {
    expect(JSON.stringify(result)).not.toMatch(/"(logs|admin)"/);
    expect(toDisplay(result.outputs)).toMatchObject({ logName: "[secret]", applied: "[unknown]" });
  });

  it("keeps explicit and property dependencies; a component stands for its children", () => {
    expect(named(result, "log")).toMatchObject({ dependencies: [BUCKET], propertyDependencies: { tags: [BUCKET] } });
    expect(named(result, "cilium").propertyDependencies["values"]).toEqual([
      `${URN}aws:cloudwatch/logGroup:LogGroup::log`,
    ]);
  });

  it("keeps options, with what children inherit", () => {
    expect(named(result, "role").options).toMatchObject({ protect: true, aliases: [{ name: "old-role" }] });
    expect(named(result, "log").options).toMatchObject({ ignoreChanges: ["tags"], customTimeouts: { create: "5m" } });
    expect(named(result, "house-room-bucket").options.retainOnDelete).toBe(true);
    expect(named(result, "log").options).not.toHaveProperty("retainOnDelete");
    expect(named(result, "cilium").options).toMatchObject({
      deletedWith: CLUSTER,
      provider: `${URN}pulumi:providers:kubernetes::k8s`,
    });
  });

  it("shows a remote component by its inputs and says where its children are", () => {
    expect(named(result, "cluster")).toMatchObject({
      custom: false,
      remote: true,
      note: REMOTE_NOTE,
      inputs: { serviceRole: new ResourceReference(ROLE, UNKNOWN), subnetIds: ["subnet-1"], vpcId: UNKNOWN },
      outputs: {},
    });
  });

  it("answers a resource method with an unknown value that depends on the component", () => {
    expect(named(result, "k8s")).toMatchObject({ inputs: { kubeconfig: UNKNOWN }, dependencies: [CLUSTER] });
  });

  it("puts resources in waves in which they can be created", () => {
    const waves = creationWaves(result.resources).map((wave) => wave.map(({ name }) => name));
    expect(waves).toEqual([
      ["house-dev"],
      ["role", "house"],
      ["house-room"],
      ["house-room-bucket"],
      ["log", "cluster"],
      ["k8s"],
      ["cilium"],
    ]);
  });

  it("gives the same bytes again", async () => {
    const again = await runFixture("graph");
    expect(JSON.stringify(again.resources)).toBe(JSON.stringify(result.resources));
  });
});

describe("an update", () => {
  it("makes up ids and takes the outputs it is given, so that apply runs", async () => {
    const result = await runFixture("graph", {
      dryRun: false,
      computed: ({ type }) => (type === "aws:iam/role:Role" ? { arn: "arn:aws:iam::1:role/r" } : undefined),
    });
    expect(result.errors.map(({ message }) => message).join()).toContain("apply ran on arn:aws:iam::1:role/r");
  });
});

describe("what a program asks of the world", () => {
  let result: ProgramResult;
  beforeAll(async () => {
    result = await runFixture("reading", { env: { GIVEN: "yes" } });
  });

  it("reads an existing resource by id, and nothing but the id is known", () => {
    expect(named(result, "existing")).toMatchObject({ readId: "bucket-id", inputs: {} });
    expect(result.outputs).toMatchObject({ existingId: "bucket-id", arn: UNKNOWN, kept: UNKNOWN });
  });

  it("answers provider functions offline, after their transforms", () => {
    expect(result.outputs).toMatchObject({
      region: "eu-west-1",
      elsewhere: "cn-north-1",
      partition: "aws-us-gov",
      zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
      account: UNKNOWN,
    });
  });

  it("takes the answers it is given instead", async () => {
    const { errors } = await runFixture("reading", { invokes: { "aws:index/getRegion:getRegion": () => UNKNOWN } });
    expect(errors.map(({ message }) => message).join()).toContain("there is no offline answer");
  });

  it("sees config, stack and the variables it is given, and no credentials", () => {
    expect(result.outputs).toMatchObject({
      settings: { deep: [1, 2] },
      stack: "organization/house/dev",
      preview: true,
      given: "yes",
      environment: [],
    });
  });
});

describe("what the engine puts off loading", () => {
  it("is there for a program that uses it", async () => {
    const result = await runFixture("closures");
    expect(result.errors).toEqual([]);
    expect(result.outputs).toEqual({ text: true, hasPackages: true });
  });
});

describe("a program that declares nothing", () => {
  it("is warned of", async () => {
    const result = await runFixture("empty");
    expect(result.ok).toBe(true);
    expect(result.outputs).toEqual({ answer: 42 });
    expect(result.log).toEqual([
      { severity: "warning", message: expect.stringContaining('Check "main" in Pulumi.yaml') as string },
    ]);
  });
});
