import type { RawNetworkInterface, RawReservation, RawSubnet, RawTarget } from "../../lens/live/aws.ts";
import type { RawExistingCluster, RawExistingGroup } from "../../lens/live/existing-cluster.ts";
import type { addonAsRegistered, clusterAsRegistered, nodegroupAsRegistered } from "../../lens/live/registered.ts";
import { AwsError, type AwsFault } from "../aws/faults.ts";
import type { AwsSession } from "../aws/session.ts";
import { type VpcAnswers, askVpc } from "../aws/vpc.ts";
import { FaultKind, ReadFault } from "../kube/fault.ts";
import type { AwsReadId } from "./reads.ts";

/** What AWS says, by reading. */
export interface AwsAnswers {
  readonly cluster: RawExistingCluster & Parameters<typeof clusterAsRegistered>[0];
  readonly nodeGroups: readonly (Parameters<typeof nodegroupAsRegistered>[0] & RawExistingGroup)[];
  readonly addons: readonly Parameters<typeof addonAsRegistered>[0][];
  readonly subnets: {
    readonly subnets: readonly RawSubnet[];
    readonly reservations: Readonly<Record<string, readonly RawReservation[]>>;
  };
  /** What EC2 says of the VPC. */
  readonly vpc: readonly VpcAnswers[];
  /** Every interface of the Region. */
  readonly interfaces: readonly RawNetworkInterface[];
  readonly instances: { readonly instances: readonly string[]; readonly clusters: readonly string[] };
  readonly quotas: { readonly interfaces: number };
  readonly loadBalancers: readonly RawLoadBalancer[];
}

interface RawLoadBalancer {
  readonly name: string;
  readonly hostname: string;
  readonly state: string;
  readonly targets: readonly { readonly port: number; readonly targets: readonly RawTarget[] }[];
}

/** Where AWS's answers come from: its APIs, or a bundle. */
export interface AwsSource {
  read<Id extends AwsReadId>(id: Id): Promise<AwsAnswers[Id]>;
}

export interface AwsQuestion {
  readonly cluster: string;
  /** Names of the load balancers that are asked for. */
  readonly hostnames?: () => readonly string[];
  /** The VPC, where the cluster does not have to be asked for it. */
  readonly vpcId?: string;
}

type Readers = { readonly [Id in AwsReadId]: () => Promise<AwsAnswers[Id]> };

export function awsApi(aws: AwsSession, question: AwsQuestion): AwsSource {
  const { cluster: name, hostnames = () => [] } = question;
  let vpc: Promise<string> | undefined;
  const vpcId = (): Promise<string> =>
    (vpc ??=
      question.vpcId === undefined
        ? readers.cluster().then(({ resourcesVpcConfig }) => resourcesVpcConfig?.vpcId ?? "")
        : Promise.resolve(question.vpcId));
  const readers: Readers = {
    cluster: async () => {
      const { cluster = {} } = await (await aws.client("eks")).describeCluster({ name });
      return cluster as AwsAnswers["cluster"];
    },
    nodeGroups: () => readNodeGroups(aws, name),
    addons: () => readAddons(aws, name),
    subnets: async () => readSubnets(aws, await vpcId()),
    vpc: async () => askVpc(aws, await vpcId()),
    interfaces: () => readInterfaces(aws),
    instances: () => readInstances(aws),
    quotas: async () => {
      const quotas = await aws.client("service-quotas");
      const { Quota } = await quotas.getServiceQuota({ ServiceCode: "vpc", QuotaCode: "L-DF5E4CA3" });
      return { interfaces: Quota?.Value ?? 0 };
    },
    loadBalancers: () => readLoadBalancers(aws, new Set(hostnames())),
  };
  return {
    read: async (id) => {
      try {
        return await readers[id]();
      } catch (error) {
        throw faultOf(error);
      }
    },
  };
}

const KINDS: Readonly<Partial<Record<AwsFault, FaultKind>>> = {
  denied: FaultKind.Denied,
  "signed-out": FaultKind.SignedOut,
  "no-profile": FaultKind.SignedOut,
  region: FaultKind.SignedOut,
  throttled: FaultKind.Busy,
  unreachable: FaultKind.Unreachable,
  certificate: FaultKind.Unreachable,
  slow: FaultKind.Slow,
  "not-found": FaultKind.Absent,
};

const faultOf = (error: unknown): unknown =>
  error instanceof AwsError
    ? new ReadFault(KINDS[error.fault] ?? FaultKind.Broken, error.message, { cause: error })
    : error;

async function readNodeGroups(aws: AwsSession, clusterName: string): Promise<AwsAnswers["nodeGroups"]> {
  const eks = await aws.client("eks");
  const found: AwsAnswers["nodeGroups"][number][] = [];
  let nextToken: string | undefined;
  do {
    const page = await eks.listNodegroups({ clusterName, ...(nextToken === undefined ? {} : { nextToken }) });
    for (const nodegroupName of page.nodegroups ?? []) {
      const { nodegroup } = await eks.describeNodegroup({ clusterName, nodegroupName });
      if (nodegroup !== undefined) found.push(nodegroup as AwsAnswers["nodeGroups"][number]);
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

async function readAddons(aws: AwsSession, clusterName: string): Promise<AwsAnswers["addons"]> {
  const eks = await aws.client("eks");
  const found: AwsAnswers["addons"][number][] = [];
  let nextToken: string | undefined;
  do {
    const page = await eks.listAddons({ clusterName, ...(nextToken === undefined ? {} : { nextToken }) });
    for (const addonName of page.addons ?? []) {
      const { addon } = await eks.describeAddon({ clusterName, addonName });
      if (addon !== undefined) found.push(addon as AwsAnswers["addons"][number]);
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

async function readSubnets(aws: AwsSession, vpcId: string): Promise<AwsAnswers["subnets"]> {
  const ec2 = await aws.client("ec2");
  const { Subnets = [] } = await ec2.describeSubnets({
    Filters: [{ Name: "vpc-id", Values: [vpcId] }],
    MaxResults: 1000,
  });
  const reservations: Record<string, readonly RawReservation[]> = {};
  for (const { SubnetId } of Subnets) {
    if (SubnetId === undefined) continue;
    const { SubnetIpv4CidrReservations = [] } = await ec2.getSubnetCidrReservations({ SubnetId });
    if (SubnetIpv4CidrReservations.length > 0) reservations[SubnetId] = SubnetIpv4CidrReservations as RawReservation[];
  }
  return { subnets: Subnets as RawSubnet[], reservations };
}

/** Only what is looked at is kept: an account may have tens of thousands. */
async function readInterfaces(aws: AwsSession): Promise<AwsAnswers["interfaces"]> {
  const ec2 = await aws.client("ec2");
  const found: RawNetworkInterface[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.describeNetworkInterfaces({
      MaxResults: 1000,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    for (const one of (page.NetworkInterfaces ?? []) as RawNetworkInterface[]) {
      const { NetworkInterfaceId, SubnetId, VpcId, Status, Description, TagSet, Attachment, Ipv4Prefixes } = one;
      const addresses = (one.PrivateIpAddresses ?? []).map(({ PrivateIpAddress }) => ({ PrivateIpAddress }));
      found.push({
        NetworkInterfaceId,
        SubnetId,
        VpcId,
        Status,
        Description,
        TagSet,
        Attachment,
        Ipv4Prefixes,
        PrivateIpAddresses: addresses,
      } as RawNetworkInterface);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== "");
  return found;
}

const GONE: ReadonlySet<string> = new Set(["shutting-down", "terminated"]);

async function readInstances(aws: AwsSession): Promise<AwsAnswers["instances"]> {
  const [ec2, eks] = [await aws.client("ec2"), await aws.client("eks")];
  const instances: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.describeInstances({ MaxResults: 1000, ...(NextToken === undefined ? {} : { NextToken }) });
    for (const { Instances = [] } of page.Reservations ?? [])
      for (const { InstanceId, State } of Instances)
        if (InstanceId !== undefined && !GONE.has(State?.Name ?? "")) instances.push(InstanceId);
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== "");
  const clusters: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await eks.listClusters(nextToken === undefined ? {} : { nextToken });
    clusters.push(...(page.clusters ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return { instances, clusters };
}

async function readLoadBalancers(
  aws: AwsSession,
  hostnames: ReadonlySet<string>,
): Promise<AwsAnswers["loadBalancers"]> {
  if (hostnames.size === 0) return [];
  const elb = await aws.client("elbv2");
  const found: RawLoadBalancer[] = [];
  let Marker: string | undefined;
  do {
    const page = await elb.describeLoadBalancers(Marker === undefined ? {} : { Marker });
    for (const { LoadBalancerArn, LoadBalancerName = "", DNSName = "", State } of page.LoadBalancers ?? []) {
      if (LoadBalancerArn === undefined || !hostnames.has(DNSName)) continue;
      const { TargetGroups = [] } = await elb.describeTargetGroups({ LoadBalancerArn });
      const targets: { port: number; targets: readonly RawTarget[] }[] = [];
      for (const { TargetGroupArn, Port = 0 } of TargetGroups) {
        if (TargetGroupArn === undefined) continue;
        const { TargetHealthDescriptions = [] } = await elb.describeTargetHealth({ TargetGroupArn });
        targets.push({ port: Port, targets: TargetHealthDescriptions as RawTarget[] });
      }
      found.push({ name: LoadBalancerName, hostname: DNSName, state: State?.Code ?? "unknown", targets });
    }
    Marker = page.NextMarker;
  } while (Marker !== undefined && Marker !== "");
  return found;
}
