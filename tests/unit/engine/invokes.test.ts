import { describe, expect, it } from "vitest";
import { offlineInvokes, partitionOf } from "../../../engine/invokes.ts";
import type { InvokeContext } from "../../../engine/types.ts";
import { UNKNOWN, type PropertyMap } from "../../../engine/values.ts";

const ask = (token: string, args: PropertyMap = {}, context: Partial<InvokeContext> = {}) =>
  offlineInvokes[token]?.(args, { config: { "aws:region": "eu-west-1" }, ...context });

describe("offlineInvokes", () => {
  it("takes the region from the call, then from its provider, then from the stack", () => {
    const token = "aws:index/getRegion:getRegion";
    expect(ask(token)).toMatchObject({ region: "eu-west-1" });
    expect(ask(token, {}, { provider: { region: "us-east-2" } })).toMatchObject({ region: "us-east-2" });
    expect(ask(token, { region: "sa-east-1" }, { provider: { region: "us-east-2" } })).toMatchObject({
      region: "sa-east-1",
    });
    expect(ask(token, {}, { provider: { region: UNKNOWN } })).toMatchObject({ region: "eu-west-1" });
    expect(() => ask(token, {}, { config: {} })).toThrow("Set aws:region in the stack file.");
  });

  it.each([
    ["eu-west-1", "aws", "com.amazonaws"],
    ["cn-north-1", "aws-cn", "cn.com.amazonaws"],
    ["us-gov-east-1", "aws-us-gov", "com.amazonaws"],
  ])("knows the partition of %s", (region, partition, reverseDnsPrefix) => {
    expect(partitionOf(region).partition).toBe(partition);
    expect(ask("aws:index/getPartition:getPartition", { region })).toMatchObject({ partition, reverseDnsPrefix });
  });

  it("names zones by letter, as stand-ins", () => {
    expect(ask("aws:index/getAvailabilityZones:getAvailabilityZones")).toMatchObject({
      names: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
      zoneIds: UNKNOWN,
    });
  });

  it.each([
    "aws:index/getCallerIdentity:getCallerIdentity",
    "aws:ssm/getParameter:getParameter",
    "aws:servicequotas/getServiceQuota:getServiceQuota",
    "aws:ec2/getVpc:getVpc",
  ])("makes up no answer to %s", (token) => {
    expect(ask(token)).toBe(UNKNOWN);
  });

  it("writes IAM policies from statements", () => {
    const statements = [
      {
        sid: "Trust",
        actions: ["sts:AssumeRole"],
        principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }],
        conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["1"] }],
      },
      { effect: "Deny", notActions: ["ec2:*"], resources: ["*"] },
    ];
    const answer = ask("aws:iam/getPolicyDocument:getPolicyDocument", { statements }) as PropertyMap;
    expect(JSON.parse(answer["json"] as string)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Trust",
          Effect: "Allow",
          Principal: { Service: ["ec2.amazonaws.com"] },
          Action: ["sts:AssumeRole"],
          Condition: { StringEquals: { "aws:SourceAccount": ["1"] } },
        },
        { Effect: "Deny", NotAction: ["ec2:*"], Resource: ["*"] },
      ],
    });
  });
});
