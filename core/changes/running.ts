import type { RunningModel } from "../model/running.ts";
import { type State, at, inState } from "./state.ts";
import { present } from "../model/present.ts";

const CLUSTER = "aws:eks/cluster:Cluster";
/** Logical name of the cluster in `eks.Cluster`, behind that of the component. */
const CLUSTER_NAME = /^(.+)-control-plane-eksCluster$/;

/**
 * The part of a state that belongs to one cluster of the program: with several it is told by its EKS name, and nothing is known
 * of one that none of them has.
 */
export function stateOfCluster(state: State, name: string): State {
  const clusters = inState(state, CLUSTER);
  if (clusters.length < 2) return state;
  const own = clusters.find(({ inputs }) => at(inputs, "name") === name);
  const [, component] = CLUSTER_NAME.exec(own?.urn.split("::").at(-1) ?? "") ?? [];
  return component === undefined
    ? []
    : state.filter(({ urn }) => (urn.split("::").at(-1) ?? "").startsWith(`${component}-`));
}

/** The cluster that a stack made; undefined where it made none. */
export function runningOf(state: State): RunningModel | undefined {
  const [cluster] = inState(state, CLUSTER);
  const name = textAt(cluster, "name");
  if (cluster === undefined || name === undefined) return undefined;
  const { inputs, outputs } = cluster;
  const vpc = inState(state, "aws:ec2/vpc:Vpc").find(({ urn }) => urn.includes("awsx:ec2:Vpc$"));
  const arn = textAt(cluster, "encryptionConfig", "provider", "keyArn");
  return {
    name,
    ...present("region", (text(at(outputs, "arn")) ?? text(at(inputs, "arn")))?.split(":")[3]),
    ...present("serviceCidr", textAt(cluster, "kubernetesNetworkConfig", "serviceIpv4Cidr")),
    ...present("ipFamily", textAt(cluster, "kubernetesNetworkConfig", "ipFamily")),
    ...present("vpcId", text(at(outputs, "vpcConfig", "vpcId"))),
    ...present("vpcCidr", textAt(vpc, "cidrBlock")),
    ...(arn === undefined
      ? {}
      : {
          secretsKey: {
            arn,
            madeHere: inState(state, "aws:kms/key:Key").some((key) => at(key.outputs, "arn") === arn),
          },
        }),
  };
}

/** `urn:pulumi:STACK::PROJECT::TYPES::NAME` without stack and project: a state may be compared with a plan under another name. */
const withoutStack = (urn: string): string => urn.split("::").slice(2).join("::");

/**
 * Names of the clusters in a state that a program no longer has: neither they nor a component that they are part of is registered,
 * and none that is asked for has their name. Clusters that the stack only reads are not its own.
 */
export function removedFrom(
  state: State,
  { urns, names }: { readonly urns: readonly string[]; readonly names: readonly string[] },
): string[] {
  const registered = new Set(urns.map(withoutStack));
  const parents = new Map(state.map(({ urn, parent }) => [urn, parent]));
  const isThere = (urn: string | undefined): boolean =>
    urn !== undefined &&
    !urn.includes("::pulumi:pulumi:Stack::") &&
    (registered.has(withoutStack(urn)) || isThere(parents.get(urn)));
  return inState(state, CLUSTER)
    .filter(({ urn, external }) => external !== true && !isThere(urn))
    .map((cluster) => textAt(cluster, "name") ?? cluster.urn)
    .filter((name) => !names.includes(name));
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** What was asked for, or what AWS chose where nothing was. */
const textAt = (resource: State[number] | undefined, ...keys: readonly string[]): string | undefined =>
  text(at(resource?.inputs, ...keys)) ?? text(at(resource?.outputs, ...keys));
