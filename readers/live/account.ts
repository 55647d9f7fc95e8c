import { UNKNOWN } from "../../core/model/unknown.ts";
import type { ExistingClusterModel, LiveModel, LiveService } from "../../core/model/index.ts";
import { addonOf, ciliumInterface, clusterOf, leakOf, nodeGroupOf, subnetOf, targetsOf } from "../../lens/live/aws.ts";
import { addonAsRegistered, clusterAsRegistered, nodegroupAsRegistered } from "../../lens/live/registered.ts";
import { isObject } from "../../lens/registered.ts";
import type { AwsAnswers, AwsSource } from "./aws-source.ts";
import { existingClusterOf } from "../../lens/live/existing-cluster.ts";
import { vpcOf } from "../aws/vpc.ts";
import { given } from "./given.ts";
import type { Parts } from "./parts.ts";
import { AWS_READS, type AwsReadId, type Command } from "./reads.ts";

/** What AWS tells of a cluster. */
export type AccountPart = Pick<
  LiveModel,
  "cluster" | "nodeGroups" | "addons" | "subnets" | "interfaces" | "loadBalancers"
> & {
  /** What a stack on this cluster would say of it. */
  readonly existing: ExistingClusterModel;
};

const unknown = UNKNOWN as never;

/** Where nobody asked AWS. */
export const NO_ACCOUNT: AccountPart = {
  cluster: unknown,
  nodeGroups: unknown,
  addons: unknown,
  subnets: unknown,
  interfaces: unknown,
  loadBalancers: unknown,
  existing: unknown,
};

/** Part of the model that a reading is for. */
const PART: Readonly<Record<AwsReadId, keyof AccountPart>> = {
  cluster: "cluster",
  nodeGroups: "nodeGroups",
  addons: "addons",
  subnets: "subnets",
  vpc: "existing",
  interfaces: "interfaces",
  instances: "interfaces",
  quotas: "interfaces",
  loadBalancers: "loadBalancers",
};

/** Reads what a command needs of AWS; each call that is refused leaves its part unknown and the others known. */
export async function readAccount(source: AwsSource, parts: Parts, command: Command): Promise<AccountPart> {
  const read = <Id extends AwsReadId>(id: Id): Promise<AwsAnswers[Id]> => {
    const { commands, actions, tells }: { commands: readonly Command[]; actions: readonly string[]; tells: string } =
      AWS_READS[id];
    if (!commands.includes(command)) return Promise.resolve(unknown);
    return parts.part(PART[id], `AWS: ${tells}`, () => source.read(id), actions.join(", "));
  };
  const cluster = await read("cluster");
  const [nodeGroups, addons, subnets, interfaces, instances, quotas, loadBalancers, vpc] = await Promise.all([
    read("nodeGroups"),
    read("addons"),
    read("subnets"),
    read("interfaces"),
    read("instances"),
    read("quotas"),
    read("loadBalancers"),
    read("vpc"),
  ]);
  parts.registered.push(
    ...(isObject(cluster) ? [clusterAsRegistered(cluster)] : []),
    ...(isObject(nodeGroups) ? nodeGroups.map(nodegroupAsRegistered) : []),
    ...(isObject(addons) ? addons.map(addonAsRegistered) : []),
  );
  return {
    cluster: given(cluster, clusterOf),
    nodeGroups: given(nodeGroups, (all) => all.map(nodeGroupOf)),
    addons: given(addons, (all) => all.map(addonOf)),
    subnets: given(subnets, (all) => given(interfaces, (taken) => busySubnets(all, taken))),
    interfaces: interfacesOf(interfaces, instances, quotas),
    existing: given(cluster, (own) =>
      given(nodeGroups, (groups) =>
        given(vpc, (answers) => {
          const found = vpcOf(own.resourcesVpcConfig?.vpcId ?? "", answers);
          return "vpc" in found ? existingClusterOf(own, groups, found.vpc) : unknown;
        }),
      ),
    ),
    loadBalancers: given(loadBalancers, (all) =>
      all.map(({ targets, ...one }) => ({
        ...one,
        targets: targets.map((group) => targetsOf(group.port, group.targets)),
      })),
    ),
  };
}

/** Subnets in which Cilium or a node has an interface; the others of a VPC are somebody else's business. */
function busySubnets(
  { subnets, reservations }: AwsAnswers["subnets"],
  interfaces: AwsAnswers["interfaces"],
): LiveModel["subnets"] {
  const busy = new Set(
    interfaces
      .filter((one) => one.Attachment?.InstanceId !== undefined || ciliumInterface(one) !== undefined)
      .map(({ SubnetId }) => SubnetId),
  );
  return subnets
    .filter(({ SubnetId }) => busy.has(SubnetId))
    .map((subnet) => subnetOf(subnet, interfaces, reservations[subnet.SubnetId ?? ""] ?? []).subnet);
}

function interfacesOf(
  interfaces: AwsAnswers["interfaces"],
  instances: AwsAnswers["instances"],
  quotas: AwsAnswers["quotas"],
): LiveModel["interfaces"] {
  return given(interfaces, (all) => ({
    inRegion: all.length,
    quota: given(quotas, ({ interfaces: quota }) => quota),
    leaked: given(instances, (alive) => {
      const sets = { clusters: new Set(alive.clusters), instances: new Set(alive.instances) };
      return all.flatMap((raw) => {
        const one = ciliumInterface(raw);
        return (one === undefined ? undefined : leakOf(one, sets)) ?? [];
      });
    }),
  }));
}

/** Names of the load balancers of Gateways; none where Services could not be read. */
export const hostnamesOf = (services: readonly LiveService[]): readonly string[] =>
  isObject(services) ? services.flatMap(({ addresses }) => addresses) : [];
