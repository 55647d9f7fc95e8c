import type { InvokeContext, InvokeHandler, InvokeTable } from "./types.ts";
import { isMap, UNKNOWN, type PropertyMap, type PropertyValue } from "./values.ts";

/**
 * Offline answers to the provider functions that a cluster program calls. What follows from the region or from the
 * arguments is answered; what only a live account knows is unknown, as is every output of a resource before it exists.
 */
const asksAccount: InvokeHandler = () => UNKNOWN;

export const offlineInvokes: InvokeTable = {
  "aws:index/getRegion:getRegion": (args, context) => {
    const region = regionOf(args, context);
    return { description: region, endpoint: UNKNOWN, id: region, name: region, region };
  },
  "aws:index/getPartition:getPartition": (args, context) => {
    const { partition, dnsSuffix } = partitionOf(regionOf(args, context));
    return { id: partition, partition, dnsSuffix, reverseDnsPrefix: dnsSuffix.split(".").toReversed().join(".") };
  },
  "aws:index/getCallerIdentity:getCallerIdentity": asksAccount,
  /** Stand-ins: zone letters differ from account to account, so a plan that needs real zones names them in config. */
  "aws:index/getAvailabilityZones:getAvailabilityZones": (args, context) => {
    const region = regionOf(args, context);
    const names = ["a", "b", "c"].map((letter) => `${region}${letter}`);
    return { id: region, region, names, zoneIds: UNKNOWN, groupNames: [region] };
  },
  "aws:iam/getPolicyDocument:getPolicyDocument": (args) => {
    const json = JSON.stringify(policyDocument(args));
    return { id: "offline", json, minifiedJson: json };
  },
  "aws:ec2/getAmi:getAmi": asksAccount,
  "aws:ec2/getInstanceType:getInstanceType": asksAccount,
  "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": asksAccount,
  "aws:ec2/getRouteTable:getRouteTable": asksAccount,
  "aws:ec2/getRouteTables:getRouteTables": asksAccount,
  "aws:ec2/getSecurityGroup:getSecurityGroup": asksAccount,
  "aws:ec2/getSubnet:getSubnet": asksAccount,
  "aws:ec2/getSubnets:getSubnets": asksAccount,
  "aws:ec2/getVpc:getVpc": asksAccount,
  "aws:eks/getAddonVersion:getAddonVersion": asksAccount,
  "aws:eks/getCluster:getCluster": asksAccount,
  "aws:eks/getClusterAuth:getClusterAuth": asksAccount,
  "aws:eks/getClusterVersions:getClusterVersions": asksAccount,
  "aws:kms/getKey:getKey": asksAccount,
  "aws:servicequotas/getServiceQuota:getServiceQuota": asksAccount,
  "aws:ssm/getParameter:getParameter": asksAccount,
};

/** Argument, then the explicit provider of the call, then the stack config: the order in which the provider decides. */
function regionOf(args: PropertyMap, { config, provider }: InvokeContext): string {
  const candidates = [args["region"], provider?.["region"], config["aws:region"]];
  const region = candidates.find((candidate) => typeof candidate === "string" && candidate !== "");
  if (typeof region === "string") return region;
  throw new Error("The AWS region is not known. Set aws:region in the stack file.");
}

/** Partition and DNS suffix by prefix of the region: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
export function partitionOf(region: string): { partition: string; dnsSuffix: string } {
  if (region.startsWith("cn-")) return { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn" };
  if (region.startsWith("us-gov-")) return { partition: "aws-us-gov", dnsSuffix: "amazonaws.com" };
  return { partition: "aws", dnsSuffix: "amazonaws.com" };
}

/** IAM JSON from the statements of the data source; single values are not folded, which IAM treats alike. */
function policyDocument(args: PropertyMap): PropertyMap {
  return {
    Version: text(args["version"]) ?? "2012-10-17",
    ...(args["policyId"] === undefined ? {} : { Id: args["policyId"] }),
    Statement: maps(args["statements"]).map(statement),
  };
}

function statement(from: PropertyMap): PropertyMap {
  const optional: readonly (readonly [string, PropertyValue | undefined])[] = [
    ["Sid", from["sid"]],
    ["Effect", text(from["effect"]) ?? "Allow"],
    ["Principal", principals(from["principals"])],
    ["NotPrincipal", principals(from["notPrincipals"])],
    ["Action", from["actions"]],
    ["NotAction", from["notActions"]],
    ["Resource", from["resources"]],
    ["NotResource", from["notResources"]],
    ["Condition", conditions(from["conditions"])],
  ];
  return Object.fromEntries(optional.filter((entry): entry is [string, PropertyValue] => entry[1] !== undefined));
}

function principals(value: PropertyValue | undefined): PropertyValue | undefined {
  const listed = maps(value);
  if (listed.length === 0) return undefined;
  return Object.fromEntries(listed.map((entry) => [text(entry["type"]) ?? "", entry["identifiers"] ?? []]));
}

function conditions(value: PropertyValue | undefined): PropertyValue | undefined {
  const merged: Record<string, Record<string, PropertyValue>> = {};
  for (const entry of maps(value)) {
    (merged[text(entry["test"]) ?? ""] ??= {})[text(entry["variable"]) ?? ""] = entry["values"] ?? [];
  }
  return Object.keys(merged).length === 0 ? undefined : merged;
}

function text(value: PropertyValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function maps(value: PropertyValue | undefined): PropertyMap[] {
  return Array.isArray(value) ? (value as PropertyValue[]).filter(isMap) : [];
}
