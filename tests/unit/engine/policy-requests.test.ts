import { describe, expect, it } from "vitest";
import { aliasUrns, seconds } from "../../../engine/policy-requests.ts";
import type { EngineAlias, EngineResource } from "../../../engine/types.ts";
import { makeUrn, stackUrn } from "../../../engine/urn.ts";

const stack = stackUrn("dev", "house");
const room = makeUrn("dev", "house", stack, "house:index:Room", "room");

const resource = (aliases: readonly EngineAlias[]): EngineResource => ({
  urn: makeUrn("dev", "house", room, "aws:s3/bucket:Bucket", "b"),
  type: "aws:s3/bucket:Bucket",
  name: "b",
  parent: room,
  custom: true,
  remote: false,
  dependencies: [],
  propertyDependencies: {},
  inputs: {},
  outputs: {},
  options: { aliases },
});

describe("aliasUrns", () => {
  it.each<[string, EngineAlias, string]>([
    ["a URN", { urn: "urn:pulumi:old::house::a:b:C::c" }, "urn:pulumi:old::house::a:b:C::c"],
    ["another name", { name: "old" }, makeUrn("dev", "house", room, "aws:s3/bucket:Bucket", "old")],
    [
      "another type",
      { type: "aws:s3/bucketV2:BucketV2" },
      makeUrn("dev", "house", room, "aws:s3/bucketV2:BucketV2", "b"),
    ],
    ["another parent", { parent: stack }, makeUrn("dev", "house", stack, "aws:s3/bucket:Bucket", "b")],
    ["no parent", { noParent: true }, makeUrn("dev", "house", undefined, "aws:s3/bucket:Bucket", "b")],
    ["another stack", { stack: "prod" }, makeUrn("prod", "house", room, "aws:s3/bucket:Bucket", "b")],
  ])("gives the URN before: %s", (_, alias, urn) => {
    expect(aliasUrns(resource([alias, alias]))).toEqual([urn]);
  });
});

describe("seconds", () => {
  it.each([
    [undefined, 0],
    ["30m", 1800],
    ["1h30m", 5400],
    ["1.5s", 1.5],
    ["250ms", 0.25],
  ])("reads the duration %s", (duration, expected) => {
    expect(seconds(duration)).toBeCloseTo(expected);
  });
});
