import { AmiFamily, OperatorIdentity } from "./index.ts";

// Defaults that more than one area asks for; those of a single area stand in its own `defaults.ts`.

/** IRSA: it needs no agent on the node, so the operator has its rights before anything else runs. */
export const DEFAULT_OPERATOR_IDENTITY: OperatorIdentity = OperatorIdentity.Irsa;

/** The image with kernels, drivers and udev that Cilium's documentation and every option here (XDP too) work on. */
export const DEFAULT_AMI_FAMILY = AmiFamily.AL2023;

export const DEFAULT_GATEWAY_NAME = "edge";

/**
 * Service CIDR where a stack names none: one of the two ranges EKS itself would choose from (EKS user guide: create-cluster).
 * It is always sent, so that EKS never chooses by itself.
 */
export const DEFAULT_SERVICE_CIDR = "172.20.0.0/16";

/** The private endpoint is on, because nodes without it would reach the API through the internet. */
export const DEFAULT_PRIVATE_ACCESS = true;

/** The chart's default for cluster-pool (values.yaml, ipam.operator.clusterPoolIPv4MaskSize). */
export const DEFAULT_POOL_MASK_SIZE = 24;
