import type * as aws from "@pulumi/aws";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { KnownCluster } from "../../core/plan/evaluate-part.ts";

/**
 * The cluster that a component stands on. A {@link CiliumEniCluster} is one; a program that has the cluster in another stack
 * fills it from that stack's outputs, `facts` among them, and leaves `model` out.
 */
export interface ClusterHandle extends KnownCluster {
  /** Provider for objects in the cluster. */
  readonly provider: kubernetes.Provider;
  /** Id of the VPC that the cluster stands in. */
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets of the nodes, by zone. */
  readonly nodeSubnetIds: Readonly<Record<string, pulumi.Input<string>>>;
  /** Public subnets, one a zone, in the order of the zones; empty where there are none. */
  readonly publicSubnetIds: readonly pulumi.Input<string>[];
  /** Needed where a controller gets its rights by IRSA. */
  readonly oidcProviderArn?: pulumi.Input<string> | undefined;
  /** Group that EKS made for the cluster. */
  readonly clusterSecurityGroupId: pulumi.Input<string>;
  /** Managed node groups, for load balancers that register nodes themselves. */
  readonly nodeGroups?: Readonly<Record<string, aws.eks.NodeGroup>>;
  /** What must be up before anything is put on the cluster. */
  readonly ready: readonly pulumi.Resource[];
}
