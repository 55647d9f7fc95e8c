import { describe, expect, test } from "vitest";
import { exampleAccount, type Properties } from "../../../support/aws-account.ts";
import { Account, AwsRefusal } from "../../../support/standin-aws/account.ts";
import { REFUSALS } from "../../../support/standin-aws/refusals/index.ts";
import { T } from "../../../support/standin-aws/types.ts";

type Kind = keyof typeof T;
type Row = readonly [Kind, Properties];

const ROLE = "arn:aws:iam::111122223333:role/given";
const VPC = { vpcId: "vpc-given" };
const GROUP = { securityGroupId: "sg-given" };
const TCP = { ...GROUP, ipProtocol: "tcp", fromPort: 10250, toPort: 10250 };
const TRUST = { assumeRolePolicy: '{"Statement":[{}]}' };
const CLUSTER = { name: "c", roleArn: ROLE, vpcConfig: { subnetIds: ["subnet-a", "subnet-b"] } };
const NODES = {
  clusterName: "c",
  nodeGroupName: "n",
  nodeRoleArn: ROLE,
  subnetIds: ["subnet-a"],
  scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 2 },
};
const ENTRY = { clusterName: "c", principalArn: ROLE, type: "STANDARD" };

const subnet = (id: string, zone: string, cidrBlock: string) => ({
  type: T.Subnet,
  name: id,
  id,
  inputs: {},
  state: { ...VPC, availabilityZone: zone, cidrBlock },
});

/** An account with a VPC, two subnets, and everything that the rows take for granted. */
const account = (quotas: Readonly<Record<string, number>> = {}): Account =>
  new Account(exampleAccount(), {
    held: [
      { type: T.Vpc, name: "vpc", id: "vpc-given", inputs: {}, state: { cidrBlock: "10.0.0.0/16" } },
      subnet("subnet-a", "eu-central-1a", "10.0.0.0/20"),
      subnet("subnet-b", "eu-central-1b", "10.0.16.0/20"),
    ],
    given: [ROLE, /^(?:sg|rtb|eipalloc|tgw)-/, /^arn:aws:elasticloadbalancing:/, "given"],
    quotas,
  });

const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof AwsRefusal) return error.code;
    throw error;
  }
};

/** Makes all but the last, and tells what AWS says to the last. */
const last = (...rows: readonly Row[]): string | undefined => {
  const held = account();
  for (const [at, [kind, inputs]] of rows.slice(0, -1).entries()) held.create(T[kind], `r${String(at)}`, inputs);
  const [kind, inputs] = rows.at(-1) as Row;
  return codeOf(() => held.create(T[kind], "last", inputs));
};

describe("creating", () => {
  test.each<[string, string, ...Row[]]>([
    [
      "a second rule of a group, whatever it says of itself",
      "InvalidPermission.Duplicate",
      ["IngressRule", { ...TCP, referencedSecurityGroupId: "sg-x", description: "kubelet" }],
      ["IngressRule", { ...TCP, referencedSecurityGroupId: "sg-x", description: "webhook" }],
    ],
    [
      "a rule without ports",
      "InvalidParameterValue",
      ["IngressRule", { ...GROUP, ipProtocol: "tcp", cidrIpv4: "10.0.0.0/8" }],
    ],
    ["a rule without a peer", "InvalidParameterCombination", ["IngressRule", TCP]],
    [
      "a description with letters that EC2 does not take",
      "InvalidParameterValue",
      ["IngressRule", { ...TCP, cidrIpv4: "10.0.0.0/8", description: "DNS \u2192 pods" }],
    ],
    [
      "the same range twice inside a group",
      "InvalidParameterValue",
      [
        "SecurityGroup",
        {
          ...VPC,
          name: "g",
          ingress: [{ protocol: "tcp", fromPort: 1, toPort: 1, cidrBlocks: ["10.0.0.0/8", "10.0.0.0/8"] }],
        },
      ],
    ],
    [
      "a second route to a block",
      "RouteAlreadyExists",
      ["Route", { routeTableId: "rtb-1", destinationCidrBlock: "192.168.0.0/16", transitGatewayId: "tgw-1" }],
      ["Route", { routeTableId: "rtb-1", destinationCidrBlock: "192.168.0.0/16", transitGatewayId: "tgw-2" }],
    ],
    [
      "a route with two targets",
      "InvalidParameterCombination",
      [
        "Route",
        {
          routeTableId: "rtb-1",
          destinationCidrBlock: "192.168.0.0/16",
          transitGatewayId: "tgw-1",
          gatewayId: "tgw-2",
        },
      ],
    ],
    [
      "a route inside the VPC",
      "InvalidParameterValue",
      ["RouteTable", VPC],
      ["Route", { routeTableId: "rtb-r0", destinationCidrBlock: "10.0.1.0/24", transitGatewayId: "tgw-1" }],
    ],
    ["a subnet of no VPC", "InvalidVpcID.NotFound", ["Subnet", { vpcId: "vpc-other", cidrBlock: "10.0.64.0/20" }]],
    ["a subnet outside its VPC", "InvalidSubnet.Range", ["Subnet", { ...VPC, cidrBlock: "10.1.0.0/20" }]],
    ["a subnet over another", "InvalidSubnet.Conflict", ["Subnet", { ...VPC, cidrBlock: "10.0.8.0/24" }]],
    ["a subnet that is too small", "InvalidSubnet.Range", ["Subnet", { ...VPC, cidrBlock: "10.0.64.0/29" }]],
    ["a block over the VPC's", "CidrConflict", ["CidrAssociation", { ...VPC, cidrBlock: "10.0.128.0/20" }]],
    [
      "a block of another private range",
      "InvalidVpc.Range",
      ["CidrAssociation", { ...VPC, cidrBlock: "192.168.0.0/20" }],
    ],
    [
      "a reservation over another",
      "InvalidSubnetCidrReservation.Conflict",
      ["CidrReservation", { subnetId: "subnet-a", cidrBlock: "10.0.1.0/24" }],
      ["CidrReservation", { subnetId: "subnet-a", cidrBlock: "10.0.1.16/28" }],
    ],
    [
      "a second route table of a subnet",
      "Resource.AlreadyAssociated",
      ["RouteTableAssociation", { subnetId: "subnet-a", routeTableId: "rtb-1" }],
      ["RouteTableAssociation", { subnetId: "subnet-a", routeTableId: "rtb-2" }],
    ],
    [
      "roles whose names differ by case only",
      "EntityAlreadyExists",
      ["Role", { ...TRUST, name: "admin" }],
      ["Role", { ...TRUST, name: "Admin" }],
    ],
    ["a role with a long name", "ValidationError", ["Role", { ...TRUST, name: "r".repeat(65) }]],
    [
      "a role with a long trust policy",
      "LimitExceeded",
      ["Role", { name: "r", assumeRolePolicy: `{"Statement":["${"x".repeat(2048)}"]}` }],
    ],
    ["a policy of no role", "NoSuchEntity", ["RolePolicy", { role: "none", name: "p", policy: '{"Statement":[{}]}' }]],
    ["a policy that is no JSON", "MalformedPolicyDocument", ["RolePolicy", { role: "given", name: "p", policy: "{" }]],
    [
      "a policy that nobody has",
      "NoSuchEntity",
      ["RolePolicyAttachment", { role: "given", policyArn: "arn:aws:iam::111122223333:policy/none" }],
    ],
    [
      "a cluster in one zone",
      "InvalidParameterException",
      ["Cluster", { ...CLUSTER, vpcConfig: { subnetIds: ["subnet-a"] } }],
    ],
    ["a cluster without its role", "InvalidParameterException", ["Cluster", { ...CLUSTER, roleArn: `${ROLE}-2` }]],
    [
      "Services inside the VPC",
      "InvalidParameterException",
      ["Cluster", { ...CLUSTER, kubernetesNetworkConfig: { serviceIpv4Cidr: "10.0.0.0/16" } }],
    ],
    ["a second cluster of a name", "ResourceInUseException", ["Cluster", CLUSTER], ["Cluster", CLUSTER]],
    ["nodes of no cluster", "ResourceNotFoundException", ["NodeGroup", NODES]],
    [
      "fewer nodes at most than at least",
      "InvalidParameterException",
      ["Cluster", CLUSTER],
      ["NodeGroup", { ...NODES, scalingConfig: { minSize: 5, desiredSize: 5, maxSize: 2 } }],
    ],
    [
      "a version beside an image of one's own",
      "InvalidParameterException",
      ["Cluster", CLUSTER],
      ["LaunchTemplate", { name: "template", imageId: "ami-1" }],
      ["NodeGroup", { ...NODES, version: "1.35", launchTemplate: { id: "lt-r1", version: "1" } }],
    ],
    [
      "a second add-on",
      "ResourceInUseException",
      ["Cluster", CLUSTER],
      ["Addon", { clusterName: "c", addonName: "coredns" }],
      ["Addon", { clusterName: "c", addonName: "coredns" }],
    ],
    [
      "a second entry of a principal",
      "ResourceInUseException",
      ["Cluster", CLUSTER],
      ["AccessEntry", ENTRY],
      ["AccessEntry", ENTRY],
    ],
    [
      "an entry in a group of Kubernetes' own",
      "InvalidParameterException",
      ["Cluster", CLUSTER],
      ["AccessEntry", { ...ENTRY, kubernetesGroups: ["system:masters"] }],
    ],
    [
      "a policy without an entry",
      "ResourceNotFoundException",
      ["Cluster", CLUSTER],
      ["AccessPolicyAssociation", { clusterName: "c", principalArn: ROLE, policyArn: "p" }],
    ],
    [
      "a retention that CloudWatch does not know",
      "InvalidParameterException",
      ["LogGroup", { name: "/l", retentionInDays: 8 }],
    ],
    ["a tag of AWS's own", "InvalidParameterValue", ["Eip", { tags: { "aws:name": "x" } }]],
    ["a load balancer with a long name", "ValidationError", ["LoadBalancer", { name: "b".repeat(33) }]],
    [
      "two listeners on a port",
      "DuplicateListener",
      ["Listener", { loadBalancerArn: "arn:aws:elasticloadbalancing:1", port: 53, protocol: "TCP" }],
      ["Listener", { loadBalancerArn: "arn:aws:elasticloadbalancing:1", port: 53, protocol: "UDP" }],
    ],
    [
      "user data that is no base64",
      "InvalidUserData.Malformed",
      ["LaunchTemplate", { name: "template", userData: "#!/bin/sh" }],
    ],
    ["a type that nobody looked at", "Unknown", ["Subnet", {}]],
  ])("refuses %s", (name, code, ...rows) => {
    if (code === "Unknown") expect(codeOf(() => account().create("aws:s3/bucket:Bucket", "b", {}))).toBe(code);
    else expect(last(...withIds(rows)), name).toBe(code);
  });

  test("lets the sixth address through once the quota is raised, and not before", () => {
    const [few, more] = [account(), account({ "L-0263D0A3": 6 })];
    const sixth = (held: Account) =>
      Array.from({ length: 6 }, (_, at) => codeOf(() => held.create(T.Eip, String(at), {}))).at(-1);
    expect([sixth(few), sixth(more)]).toEqual(["AddressLimitExceeded", undefined]);
  });
});

/** `rtb-r0` and `lt-r1` in a row mean the ids of what the rows before made. */
function withIds(rows: readonly Row[]): readonly Row[] {
  const held = account();
  const ids = new Map<string, string>();
  return rows.map(([kind, inputs], at) => {
    const text = JSON.stringify(inputs).replaceAll(/"[a-z]+-(r\d)"/g, (whole, key: string) =>
      JSON.stringify(ids.get(key) ?? whole),
    );
    const resolved = JSON.parse(text) as Properties;
    if (at < rows.length - 1) ids.set(`r${String(at)}`, held.create(T[kind], `r${String(at)}`, resolved).id);
    return [kind, resolved];
  });
}

describe("changing and deleting", () => {
  const running = () => {
    const held = account();
    const cluster = held.create(T.Cluster, "cluster", { ...CLUSTER, version: "1.35", deletionProtection: true });
    return { held, cluster };
  };

  test.each([
    ["two minor versions up", { ...CLUSTER, version: "1.37" }, "InvalidParameterException"],
    ["a minor version down", { ...CLUSTER, version: "1.34" }, "InvalidParameterException"],
    ["one minor version up", { ...CLUSTER, version: "1.36" }, undefined],
  ])("answers to %s", (_, inputs, code) => {
    const { held, cluster } = running();
    expect(codeOf(() => held.update(T.Cluster, cluster.id, inputs))).toBe(code);
  });

  test.each([
    ["a cluster with deletion protection", T.Cluster, "InvalidRequestException"],
    ["a subnet that a cluster is in", T.Subnet, "DependencyViolation"],
    ["a VPC with subnets", T.Vpc, "DependencyViolation"],
  ])("refuses to delete %s", (_, type, code) => {
    const { held } = running();
    const [first] = held.all(type);
    expect(codeOf(() => held.delete(type, first?.id ?? ""))).toBe(code);
  });

  test("deletes a role only after its policies, and nodes before their cluster", () => {
    const held = account();
    const role = held.create(T.Role, "role", { ...TRUST, name: "own" });
    const policy = held.create(T.RolePolicy, "policy", { role: "own", name: "p", policy: '{"Statement":[{}]}' });
    expect(codeOf(() => held.delete(T.Role, role.id))).toBe("DeleteConflict");
    held.delete(T.RolePolicy, policy.id);
    held.delete(T.Role, role.id);
    const cluster = held.create(T.Cluster, "cluster", CLUSTER);
    held.create(T.NodeGroup, "nodes", NODES);
    expect(codeOf(() => held.delete(T.Cluster, cluster.id))).toBe("ResourceInUseException");
  });

  test.each<[Kind, Properties, Properties, readonly string[]]>([
    ["Cluster", { ...CLUSTER, version: "1.35" }, { ...CLUSTER, version: "1.36" }, []],
    ["Cluster", CLUSTER, { ...CLUSTER, name: "other" }, ["name"]],
    [
      "Cluster",
      { ...CLUSTER, kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16" } },
      { ...CLUSTER, kubernetesNetworkConfig: { serviceIpv4Cidr: "172.21.0.0/16" } },
      ["kubernetesNetworkConfig"],
    ],
    ["NodeGroup", { ...NODES, labels: { a: "1" } }, { ...NODES, labels: {} }, []],
    ["NodeGroup", { ...NODES, capacityType: "SPOT" }, { ...NODES, capacityType: "ON_DEMAND" }, ["capacityType"]],
    ["NodeGroup", { ...NODES, instanceTypes: ["a", "b"] }, { ...NODES, instanceTypes: ["b", "a"] }, ["instanceTypes"]],
    ["NodeGroup", { ...NODES, subnetIds: ["a", "b"] }, { ...NODES, subnetIds: ["b", "a"] }, []],
    ["LaunchTemplate", { name: "t", imageId: "ami-1" }, { name: "t", imageId: "ami-2" }, []],
    ["TargetGroup", { name: "t", port: 80 }, { name: "t", port: 81 }, ["port"]],
  ])("replaces a %s where AWS cannot change it", (kind, before, after, replaces) => {
    expect(account().diff(T[kind], "none", before, after)).toMatchObject({ replaces });
  });

  test("sees that a tag was taken away, and that nothing was", () => {
    const held = account();
    const { id, state } = held.create(T.LaunchTemplate, "nodes", { name: "nodes", tags: { a: "1", b: "2" } });
    const changed = (tags: Properties) => held.diff(T.LaunchTemplate, id, state, { name: "nodes", tags }).changed;
    expect([changed({ a: "1" }), changed({ b: "2", a: "1" })]).toEqual([true, false]);
  });

  test("gives what is made again another id, so that both can stand side by side", () => {
    const held = account();
    const [first, second] = ["a", "b"].map((name) => held.create(T.LaunchTemplate, "nodes", { name: `nodes-${name}` }));
    expect(first?.id).not.toBe(second?.id);
    held.update(T.LaunchTemplate, first?.id ?? "", { name: "nodes-a", imageId: "ami-1" });
    expect(held.read(T.LaunchTemplate, first?.id ?? "")?.state["latestVersion"]).toBe(2);
  });
});

test("every refusal says where AWS says so", () => {
  expect(REFUSALS.filter(({ source, code }) => source.length < 10 || code === "")).toEqual([]);
});
