import type { Settings } from "./index.ts";

/**
 * Tags by which a cluster's own ENIs are known: Cilium writes them when it creates an ENI, its garbage collection finds them
 * again, and the operator's IAM policy is limited to them. The names are those of Cilium's default (cilium/cilium
 * pkg/aws, eni-gc-tags); the cluster's name is in them, because clusters with the same tags delete each other's ENIs.
 */
export const ownershipTags = (clusterName: string): Readonly<Record<string, string>> => ({
  "io.cilium/cilium-managed": "true",
  "io.cilium/cluster-name": clusterName,
});

/** Tags that garbage collection goes by: the stack's own, or {@link ownershipTags}. */
export const eniGcTags = ({ cluster, cilium }: Settings): Readonly<Record<string, string>> =>
  cilium?.eni?.gc?.tags ?? ownershipTags(cluster.name);

/**
 * Every tag that Cilium writes on an ENI (`eni.eniTags`): the stack's own and the ownership tags, which are always there,
 * because the garbage collector's tags are only written while it is on.
 */
export const eniTags = ({ cluster, cilium }: Settings): Readonly<Record<string, string>> => ({
  ...cilium?.eni?.tags,
  ...ownershipTags(cluster.name),
});

/** Tag of everything that belongs to a cluster: EKS sets it on the instances of managed node groups. */
export const clusterTag = (clusterName: string): Readonly<Record<string, string>> => ({
  [`kubernetes.io/cluster/${clusterName}`]: "owned",
});

/** Tag by which Karpenter's NodeClasses find subnets and security groups (Karpenter docs: getting started). */
export const DISCOVERY_TAG = "karpenter.sh/discovery";
