import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { EC2 } from "@aws-sdk/client-ec2";
import { motoIsMissing, startMoto } from "../support/moto.ts";
import { queryError } from "../support/aws-api.ts";
import { callCli } from "../support/run-cli.ts";

const skipped = motoIsMissing("enis against an AWS API");

describe.skipIf(skipped)("enis", () => {
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let ec2: EC2;
  let vpc: string;
  let subnet: string;
  beforeAll(async () => {
    moto = await startMoto();
    ec2 = new EC2({
      endpoint: moto.endpoint,
      region: "eu-central-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
  });
  afterAll(() => moto?.stop());

  beforeEach(async () => {
    await moto.reset();
    vpc = (await ec2.createVpc({ CidrBlock: "10.0.0.0/16" })).Vpc?.VpcId ?? "";
    subnet =
      (await ec2.createSubnet({ VpcId: vpc, CidrBlock: "10.0.0.0/24", AvailabilityZone: "eu-central-1a" })).Subnet
        ?.SubnetId ?? "";
  });

  const make = async (instance: string, tags: Readonly<Record<string, string>> = {}): Promise<string> => {
    const made = await ec2.createNetworkInterface({
      SubnetId: subnet,
      Description: `Cilium-CNI (${instance})`,
      TagSpecifications: [
        {
          ResourceType: "network-interface",
          Tags: Object.entries({ "io.cilium/cilium-managed": "true", ...tags }).map(([Key, Value]) => ({ Key, Value })),
        },
      ],
    });
    return made.NetworkInterface?.NetworkInterfaceId ?? "";
  };
  const machine = async (): Promise<string> => {
    const made = await ec2.runInstances({
      ImageId: "ami-12345678",
      MinCount: 1,
      MaxCount: 1,
      SubnetId: subnet,
      InstanceType: "m6i.xlarge",
    });
    return made.Instances?.[0]?.InstanceId ?? "";
  };
  const enis = (...args: readonly string[]) => callCli(["enis", "--vpc", vpc, ...args], { env: moto.env });

  it("shows those of machines that are gone, and not one that is about to be attached", async () => {
    const alive = await machine();
    const leaked = await make("i-0123456789abcdef0", { "io.cilium/cluster-name": "old" });
    const waiting = await make(alive);
    const foreign = await ec2.createNetworkInterface({ SubnetId: subnet, Description: "somebody's" });
    const { status, stdout } = await enis("--format", "json");
    const view = JSON.parse(stdout) as {
      leaked: { id: string; cluster: string }[];
      waiting: string[];
      subnets: { free: number; freePrefixes: number }[];
    };
    expect(status).toBe(1);
    expect(view.leaked).toMatchObject([{ id: leaked, cluster: "old" }]);
    expect(view.waiting).toEqual([waiting]);
    expect(stdout).not.toContain(foreign.NetworkInterface?.NetworkInterfaceId);
    expect(view.subnets[0]?.freePrefixes).toBeLessThan(16);
  });

  it("counts interfaces, addresses and subnets of a node", async () => {
    const alive = await machine();
    const id = await make(alive);
    await ec2.attachNetworkInterface({ NetworkInterfaceId: id, InstanceId: alive, DeviceIndex: 1 });
    await ec2.assignPrivateIpAddresses({ NetworkInterfaceId: id, SecondaryPrivateIpAddressCount: 5 });
    const { status, stdout } = await enis("--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      nodes: [{ instance: alive, interfaces: 1, addresses: 5, subnets: [subnet] }],
      leaked: [],
    });
    expect(status).toBe(0);
  });

  it("deletes only when it may, and what it showed", async () => {
    const leaked = await make("i-0123456789abcdef0");
    const asked = await enis("--delete");
    expect(asked).toMatchObject({ status: 2, stdout: "" });
    expect(asked.stderr).toContain("give --yes");
    expect(moto.calls).not.toContain("DeleteNetworkInterface");
    const { status, stdout, stderr } = await enis("--delete", "--yes");
    expect(status).toBe(0);
    expect(stderr).toContain(leaked);
    expect(stdout).toContain("deleted");
    expect((await enis()).status).toBe(0);
  });

  it("tells of what EC2 refuses to delete, and of a right that is missing", async () => {
    await make("i-0123456789abcdef0");
    moto.answer(({ operation }) =>
      operation === "DeleteNetworkInterface"
        ? queryError(400, "InvalidParameterValue", "is currently in use")
        : undefined,
    );
    const refused = await enis("--delete", "--yes");
    expect(refused.status).toBe(1);
    expect(refused.stdout).toContain("currently in use");
    moto.answer(({ operation }) =>
      operation === "DescribeNetworkInterfaces"
        ? queryError(403, "UnauthorizedOperation", "You are not authorized")
        : undefined,
    );
    const denied = await enis();
    expect(denied).toMatchObject({ status: 2, stdout: "" });
    expect(denied.stderr).toMatch(/DescribeNetworkInterfaces.*not authorized/);
    expect(denied.stderr).not.toContain("    at ");
  });
});
