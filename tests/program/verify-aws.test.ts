import { EC2 } from "@aws-sdk/client-ec2";
import { EKS } from "@aws-sdk/client-eks";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluateRunning } from "../../lens/live/evaluate.ts";
import { viewRunning } from "../../lens/live/registered.ts";
import { awsSession } from "../../readers/aws/session.ts";
import { awsApi } from "../../readers/live/aws-source.ts";
import { readAccount } from "../../readers/live/account.ts";
import { Parts } from "../../readers/live/parts.ts";
import { AWS_READS } from "../../readers/live/reads.ts";
import { rightsOf } from "../../readers/live/rights.ts";
import { jsonAnswer, queryError, jsonError, type AwsAnswers } from "../support/aws-api.ts";
import { live } from "../support/live-model.ts";
import { motoIsMissing, startMoto } from "../support/moto.ts";

const skipped = motoIsMissing("verify against an AWS API");

describe.skipIf(skipped)("what AWS tells of a cluster", () => {
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let hostname = "";
  const before = { ...process.env };

  let cluster: object = {};

  /** moto knows no ListAddons, and not which VPC a cluster's subnets are in. */
  const addons: AwsAnswers = ({ operation }) =>
    operation === "GET /clusters/prod"
      ? jsonAnswer({ cluster })
      : operation === "GET /clusters/prod/addons"
        ? jsonAnswer({ addons: ["coredns"] })
        : operation === "GET /clusters/prod/addons/coredns"
          ? jsonAnswer({
              addon: {
                addonName: "coredns",
                addonVersion: "v1.14.2-eksbuild.1",
                status: "ACTIVE",
                health: { issues: [] },
              },
            })
          : undefined;

  beforeAll(async () => {
    moto = await startMoto();
    Object.assign(process.env, moto.env);
    const options = {
      endpoint: moto.endpoint,
      region: "eu-central-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    };
    const [ec2, eks, elb] = [new EC2(options), new EKS(options), new ElasticLoadBalancingV2(options)];
    const VpcId = (await ec2.createVpc({ CidrBlock: "10.0.0.0/16" })).Vpc?.VpcId ?? "";
    const subnet = async (CidrBlock: string, AvailabilityZone: string): Promise<string> =>
      (await ec2.createSubnet({ VpcId, CidrBlock, AvailabilityZone })).Subnet?.SubnetId ?? "";
    const subnets = [await subnet("10.0.0.0/24", "eu-central-1a"), await subnet("10.0.1.0/24", "eu-central-1b")];
    await eks.createCluster({
      name: "prod",
      roleArn: "arn:aws:iam::123456789012:role/x",
      version: "1.35",
      resourcesVpcConfig: { subnetIds: subnets },
    });
    const described = (await eks.describeCluster({ name: "prod" })).cluster;
    const { createdAt: _, ...told } = described ?? {};
    cluster = { ...told, resourcesVpcConfig: { ...described?.resourcesVpcConfig, vpcId: VpcId } };
    await eks.createNodegroup({
      clusterName: "prod",
      nodegroupName: "general",
      nodeRole: "arn:aws:iam::123456789012:role/y",
      subnets,
      scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 2 },
    });
    const machine =
      (
        await ec2.runInstances({
          ImageId: "ami-12345678",
          MinCount: 1,
          MaxCount: 1,
          SubnetId: subnets[0]!,
          InstanceType: "m6i.xlarge",
        })
      ).Instances?.[0]?.InstanceId ?? "";
    const made = await ec2.createNetworkInterface({ SubnetId: subnets[0]!, Description: `Cilium-CNI (${machine})` });
    await ec2.attachNetworkInterface({
      NetworkInterfaceId: made.NetworkInterface!.NetworkInterfaceId!,
      InstanceId: machine,
      DeviceIndex: 1,
    });
    await ec2.createNetworkInterface({ SubnetId: subnets[0]!, Description: "Cilium-CNI (i-0123456789abcdef0)" });
    const { LoadBalancers: [balancer] = [] } = await elb.createLoadBalancer({
      Name: "edge",
      Type: "network",
      Subnets: subnets,
    });
    hostname = balancer?.DNSName ?? "";
    const { TargetGroups: [group] = [] } = await elb.createTargetGroup({
      Name: "edge",
      Protocol: "TCP",
      Port: 80,
      VpcId,
    });
    await elb.createListener({
      LoadBalancerArn: balancer!.LoadBalancerArn!,
      Protocol: "TCP",
      Port: 80,
      DefaultActions: [{ Type: "forward", TargetGroupArn: group!.TargetGroupArn! }],
    });
  }, 120_000);
  afterAll(async () => {
    process.env = before;
    await moto?.stop();
  });

  const read = async (answers: AwsAnswers = addons) => {
    moto.answer(answers);
    moto.calls.length = 0;
    const parts = new Parts(() => {});
    const aws = awsApi(awsSession({ region: "eu-central-1", deadlineMs: 5000 }), {
      cluster: "prod",
      hostnames: () => [hostname],
    });
    return { account: await readAccount(aws, parts, "verify"), parts };
  };

  it("is read whole, and judged with what the cluster says", async () => {
    const { account, parts } = await read();
    expect(parts.gaps).toEqual([]);
    expect(account.cluster).toMatchObject({ name: "prod", region: "eu-central-1", version: "1.35" });
    expect(account.subnets).toMatchObject([{ cidr: "10.0.0.0/24", zone: "eu-central-1a", forPods: true }]);
    expect(account.interfaces).toMatchObject({
      quota: 5000,
      leaked: [{ description: "Cilium-CNI (i-0123456789abcdef0)" }],
    });
    expect(account.loadBalancers).toMatchObject([
      { state: expect.any(String) as string, targets: [{ port: 80, healthy: 0 }] },
    ]);
    const model = { ...viewRunning(parts.registered, "eu-central-1"), live: { ...live().live!, ...account } };
    const found = evaluateRunning(model).findings.map(({ rule }) => rule);
    expect(found).toEqual(expect.arrayContaining(["live-interfaces-leaked", "live-load-balancers-targets"]));
    expect(model.nodeGroups).toMatchObject([{ name: "general", scaling: { min: 1, max: 2 } }]);
  });

  it("asks for nothing that the printed policy does not allow", async () => {
    await read();
    const allowed = new Set(
      Object.values(AWS_READS).flatMap(({ actions }) => actions.map((action) => action.split(":")[1]?.toLowerCase())),
    );
    const eks: Readonly<Record<string, string>> = { "GET /clusters": "listclusters" };
    const asked = moto.calls
      .map((operation) => eks[operation.replace(/\?.*/, "")] ?? operation.toLowerCase())
      .filter((name) => !name.startsWith("get /clusters/"));
    expect(asked.filter((name) => !allowed.has(name))).toEqual([]);
    const { aws } = rightsOf("verify") as { aws: { Statement: { Action: string[] }[] } };
    expect(aws.Statement[0]?.Action).toEqual(
      expect.arrayContaining(["ec2:DescribeNetworkInterfaces", "eks:ListClusters"]),
    );
  });

  it.each([
    [
      "a right that is missing",
      () => queryError(403, "UnauthorizedOperation", "You are not authorized"),
      "denied",
      "ec2:DescribeNetworkInterfaces",
    ],
    [
      "throttling without an end",
      () => queryError(503, "RequestLimitExceeded", "Request limit exceeded"),
      "slow|busy",
      undefined,
    ],
  ])("goes on after %s", async (_, fault, kind, right) => {
    const { account, parts } = await read((call) =>
      call.operation === "DescribeNetworkInterfaces" ? fault() : addons(call),
    );
    expect(parts.gaps).toHaveLength(1);
    expect(parts.gaps[0]?.kind).toMatch(new RegExp(`^(?:${kind})$`));
    expect(parts.gaps[0]?.right).toBe(right);
    expect(account.cluster.name).toBe("prod");
  });

  it("ends at once where the credentials have run out", async () => {
    const expired: AwsAnswers = ({ operation }) =>
      /^[A-Z]\w+$/.test(operation)
        ? queryError(400, "ExpiredToken", "The security token has expired")
        : jsonError(403, "ExpiredTokenException", "The security token has expired");
    const { parts } = await read(expired);
    expect(new Set(parts.gaps.map(({ kind }) => kind))).toEqual(new Set(["signed-out"]));
    expect(moto.calls).toHaveLength(1);
  });
});
