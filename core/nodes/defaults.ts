import { CapacityType, NodeAccess, UpdateStrategy } from "../settings/index.ts";

export const DEFAULT_CAPACITY_TYPE = CapacityType.OnDemand;
/** No way into a node until somebody asks for one. */
export const DEFAULT_ACCESS = NodeAccess.None;
/** EKS takes 20 GiB, which 110 pods' images and logs fill quickly; the kubelet evicts at 10 % free. */
export const DEFAULT_DISK_GIB = 50;
/** What EKS does where nothing is said: one node at a time (EKS API reference: NodegroupUpdateConfig). */
export const DEFAULT_MAX_UNAVAILABLE = 1;
export const DEFAULT_UPDATE_STRATEGY = UpdateStrategy.Default;
/** Agent and operator are on the host network and need one hop; pods are kept from the node's role. */
export const DEFAULT_METADATA_HOP_LIMIT = 1;
export const DEFAULT_REPAIR = true;
/** The volume type whose IOPS and throughput do not depend on its size. */
export const VOLUME_TYPE = "gp3";

/** Largest MTU at which the ena driver takes native XDP (Cilium docs: network/kubernetes/kubeproxy-free, NodePort XDP on AWS). */
export const XDP_MTU = 3498;

/** EKS plans at most that many nodes of a group at once (EKS user guide: managed-node-update-behavior). */
export const MAX_UNAVAILABLE_LIMIT = 100;
