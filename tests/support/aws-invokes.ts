import { findInstanceType, type InstanceLimits } from "../../core/facts/instances.ts";
import { type AwsAccount, hex, type Properties } from "./aws-account.ts";

/** A service quota as AWS would answer; everything that is not named here has room. */
const QUOTA_VALUE = 1000;

type Answer = (args: Properties, account: AwsAccount) => Properties;

/** What a live account answers to the data sources a cluster program reads. @throws on one that is not in the table. */
export function awsAnswer(token: string, args: Properties, account: AwsAccount): Properties {
  const answer = ANSWERS[token];
  if (answer === undefined) throw new Error(`no answer to ${token} in tests/support/aws-invokes.ts`);
  return answer(args, account);
}

const text = (value: unknown, fallback = ""): string => (typeof value === "string" ? value : fallback);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

const ANSWERS: Readonly<Record<string, Answer>> = {
  "aws:index/getRegion:getRegion": (_, { region }) => ({ id: region, name: region, region, description: region }),
  "aws:index/getCallerIdentity:getCallerIdentity": (_, { account, partition }) => ({
    id: account,
    accountId: account,
    arn: `arn:${partition}:iam::${account}:user/tests`,
    userId: "AIDACKCEVSQ6C2EXAMPLE",
  }),
  "aws:index/getPartition:getPartition": (_, { partition }) => {
    const dnsSuffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    return { id: partition, partition, dnsSuffix, reverseDnsPrefix: dnsSuffix.split(".").toReversed().join(".") };
  },
  "aws:index/getAvailabilityZones:getAvailabilityZones": (_, { region, zones }) => ({
    id: region,
    region,
    names: zones,
    zoneIds: zones.map((_zone, index) => `${region}-az${String(index + 1)}`),
    groupNames: [region],
  }),
  "aws:iam/getPolicyDocument:getPolicyDocument": (args) => {
    const json = JSON.stringify({ Version: "2012-10-17", Statement: list(args["statements"]).map(statement) });
    return { id: hex(json, 10), json, minifiedJson: json };
  },
  "aws:ec2/getInstanceType:getInstanceType": ({ instanceType }) => {
    const limits = findInstanceType(text(instanceType));
    if (limits === undefined) throw new Error(`no instance type ${text(instanceType)}`);
    return describeInstanceType(limits);
  },
  "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": ({ filters, locationType }, { region, zones }) => {
    const wanted = list(filters)
      .map((filter) => filter as Properties)
      .find(({ name }) => name === "instance-type");
    const types = list(wanted?.["values"]).map((type) => text(type));
    const locations = locationType === "availability-zone" ? zones : [region];
    return {
      id: region,
      instanceTypes: types.flatMap((type) => locations.map(() => type)),
      locations: types.flatMap(() => locations),
      locationTypes: types.flatMap(() => locations.map(() => text(locationType, "region"))),
    };
  },
  "aws:ec2/getAmi:getAmi": (args) => ({ id: `ami-${hex(JSON.stringify(args), 17)}`, architecture: "x86_64" }),
  "aws:ec2/getVpc:getVpc": ({ id }, { account }) => ({
    id: text(id, `vpc-${hex("default", 17)}`),
    cidrBlock: "10.0.0.0/16",
    cidrBlockAssociations: [{ cidrBlock: "10.0.0.0/16", associationId: "vpc-cidr-assoc-1", state: "associated" }],
    ownerId: account,
    enableDnsHostnames: true,
    enableDnsSupport: true,
  }),
  "aws:ec2/getSubnets:getSubnets": () => ({
    id: "subnets",
    ids: ["a", "b"].map((letter) => `subnet-${hex(letter, 17)}`),
  }),
  "aws:ec2/getSubnet:getSubnet": ({ id }, { zones }) => ({
    id: text(id),
    availabilityZone: zones[0],
    cidrBlock: "10.0.0.0/24",
    mapPublicIpOnLaunch: false,
    availableIpAddressCount: 251,
    vpcId: `vpc-${hex("default", 17)}`,
  }),
  "aws:ec2/getRouteTable:getRouteTable": ({ subnetId, routeTableId }) => {
    const id = text(routeTableId, `rtb-${hex(text(subnetId), 17)}`);
    return { id, routeTableId: id, subnetId: text(subnetId), vpcId: `vpc-${hex("default", 17)}`, routes: [] };
  },
  "aws:ec2/getRouteTables:getRouteTables": () => ({ id: "route-tables", ids: [`rtb-${hex("default", 17)}`] }),
  "aws:eks/getAddonVersion:getAddonVersion": ({ addonName }) => ({ id: text(addonName), version: "v1.0.0-eksbuild.1" }),
  "aws:eks/getClusterAuth:getClusterAuth": ({ name }) => ({ id: text(name), name: text(name), token: "test-token" }),
  "aws:servicequotas/getServiceQuota:getServiceQuota": (args, { account, region, partition }) => {
    const [serviceCode, quotaCode] = [text(args["serviceCode"]), text(args["quotaCode"])];
    const arn = `arn:${partition}:servicequotas:${region}:${account}:${serviceCode}/${quotaCode}`;
    return { id: arn, arn, serviceCode, quotaCode, value: QUOTA_VALUE, defaultValue: QUOTA_VALUE, adjustable: true };
  },
  "aws:ssm/getParameter:getParameter": ({ name }) => {
    const value = text(name).endsWith("image_id") ? `ami-${hex(text(name), 17)}` : hex(text(name), 17);
    return { id: text(name), name: text(name), type: "String", value, insecureValue: value, version: 1 };
  },
};

function statement(from: unknown): Properties {
  const { sid, effect, actions, resources, principals, conditions } = from as Properties;
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: text(effect, "Allow"),
    ...(principals === undefined ? {} : { Principal: Object.fromEntries(list(principals).map(principal)) }),
    Action: actions,
    ...(resources === undefined ? {} : { Resource: resources }),
    ...(conditions === undefined ? {} : { Condition: Object.fromEntries(list(conditions).map(condition)) }),
  };
}

function principal(from: unknown): [string, unknown] {
  const { type, identifiers } = from as Properties;
  return [text(type), identifiers];
}

function condition(from: unknown): [string, unknown] {
  const { test, variable, values } = from as Properties;
  return [text(test), { [text(variable)]: values }];
}

/** In the words of ec2:DescribeInstanceTypes: the number of interfaces is that of all network cards. */
function describeInstanceType(limits: InstanceLimits): Properties {
  const cards = limits.networkCards ?? [limits.maxNetworkInterfaces];
  return {
    id: limits.instanceType,
    instanceType: limits.instanceType,
    maximumNetworkInterfaces: limits.totalNetworkInterfaces,
    maximumIpv4AddressesPerInterface: limits.ipv4PerInterface,
    maximumNetworkCards: cards.length,
    networkCards: cards.map((maximumInterfaces, index) => ({ index, maximumInterfaces })),
    hypervisor: limits.hypervisor === "unknown" ? "" : limits.hypervisor,
    bareMetal: limits.bareMetal,
    defaultVcpus: limits.vcpus ?? 0,
    supportedArchitectures: [limits.architecture ?? "x86_64"],
  };
}
