import { beforeAll, describe, expect, it } from "vitest";
import { Secret, UNKNOWN, type ProgramResult } from "../../engine/index.ts";
import { named, runFixture } from "./engine-fixtures.ts";

describe("transforms", () => {
  let result: ProgramResult;
  beforeAll(async () => {
    result = await runFixture("transforms");
  });

  it("run on a custom resource: its own first, then those of its parents, then those of the stack", () => {
    expect(named(result, "shelf-bucket")).toMatchObject({
      inputs: { forceDestroy: true, bucket: "from-the-shelf", tags: { by: "stack" } },
      options: { protect: true, ignoreChanges: ["tags"] },
    });
  });

  it("run on a remote component, but never on children that its plugin makes", () => {
    const cluster = named(result, "cluster");
    expect(cluster).toMatchObject({ remote: true, inputs: { version: "1.35", skipDefaultNodeGroup: true } });
    expect(result.resources.filter(({ type }) => type === "aws:eks/cluster:Cluster")).toEqual([]);
  });

  it("keep secrets, unknown values and dependencies", () => {
    expect(result.errors).toEqual([]);
    expect(named(result, "log")).toMatchObject({
      inputs: { kmsKeyId: UNKNOWN, name: new Secret("hidden"), retentionInDays: 7 },
      dependencies: [named(result, "key").urn],
    });
    expect(named(result, "cluster").dependencies).toEqual([named(result, "role").urn]);
  });

  it("are not hooks, which run in a deployment and are named here", () => {
    expect(named(result, "key").options.hooks).toEqual({ afterCreate: ["note"] });
  });

  it("that change nothing leave the dependencies of each property", () => {
    const role = named(result, "role").urn;
    expect(named(result, "untouched").propertyDependencies).toEqual({ role: [role] });
  });
});
