import type { Anchor } from "./anchors.ts";
import { type Registered, at, isObject, record, isKnown, sourcesOf } from "./registered.ts";

/** Inputs that name whom a resource speaks with, and not what it is of. */
export const SPOKEN_WITH: ReadonlySet<string> = new Set([
  "ingress",
  "egress",
  "sourceSecurityGroupId",
  "referencedSecurityGroupId",
  "vpcPeeringConnectionId",
  "transitGatewayId",
]);

/** The same and the other end of a peering, which is of both ends and makes neither the other's. */
export const PEERS: ReadonlySet<string> = new Set([...SPOKEN_WITH, "peerVpcId"]);

/** Inputs of EKS's resources that name their cluster. */
const CLUSTER_INPUTS = ["clusterName", "cluster"] as const;

/** Values by which charts are told their cluster: Cilium; the load balancer controller; the autoscaler; Karpenter. */
const CLUSTER_VALUES = [
  "values.cluster.name",
  "values.clusterName",
  "values.autoDiscovery.clusterName",
  "values.settings.clusterName",
] as const;

/** The resources that the cluster's name comes from. */
export const clusterSources = (one: Registered): readonly string[] =>
  CLUSTER_INPUTS.flatMap((key) => [...sourcesOf(one, key)]);

/** Clusters of the name that the inputs say outright. Where two have it, in two Regions, the one of the same provider. */
export function clustersOfName({ props, provider, type }: Registered, anchors: readonly Anchor[]): readonly Anchor[] {
  const inputs = type.startsWith("kubernetes:helm.sh/") ? CLUSTER_VALUES : CLUSTER_INPUTS;
  const said = inputs.map((key) => at(props, key));
  const found = anchors.filter(({ names }) => names.some((name) => said.includes(name)));
  const near = found.filter(({ cluster }) => cluster.provider === provider);
  return near.length > 0 ? near : found;
}

/** Tags whose value is a cluster's name, by EKS, its tools, and Cilium. */
const NAME_TAGS = [
  "aws:eks:cluster-name",
  "eks:cluster-name",
  "alpha.eksctl.io/cluster-name",
  "karpenter.sh/discovery",
  "elbv2.k8s.aws/cluster",
  "io.cilium/cluster-name",
] as const;
const OWNED_TAG = "kubernetes.io/cluster/";

/** Clusters that tags name, or the name of a log group (`/aws/eks/NAME/cluster`). */
export function clustersOfTags({ props }: Registered, anchors: readonly Anchor[]): readonly Anchor[] {
  const tags = record<unknown>(props, "tags");
  const logs = at(props, "name");
  const said = new Set<unknown>([
    typeof logs === "string" ? /^\/aws\/eks\/(?<name>[^/]+)\//.exec(logs)?.groups?.["name"] : undefined,
    ...(isKnown(tags) && isObject(tags)
      ? [
          ...NAME_TAGS.map((key) => tags[key]),
          ...Object.keys(tags).flatMap((key) => (key.startsWith(OWNED_TAG) ? [key.slice(OWNED_TAG.length)] : [])),
        ]
      : []),
  ]);
  return anchors.filter(({ names }) => names.some((name) => said.has(name)));
}

/** The cluster whose name the resource's own begins with, or ends with: `green-workers`, `workers-green`; the longest such name. */
export function clusterOfOwnName({ name }: Registered, anchors: readonly Anchor[]): readonly Anchor[] {
  const lengthIn = ({ names }: Anchor): number =>
    Math.max(
      0,
      ...names
        .filter((own) => `-${name}-`.startsWith(`-${own}-`) || `-${name}-`.endsWith(`-${own}-`))
        .map((own) => own.length),
    );
  const longest = Math.max(...anchors.map(lengthIn));
  return longest === 0 ? [] : anchors.filter((anchor) => lengthIn(anchor) === longest);
}
