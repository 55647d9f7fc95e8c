import { type ReleasePlan, chartSource } from "../helm/charts.ts";
import { Deferred, type DeferredValue, placeholder } from "../contracts/deferred.ts";
import { partitionOf } from "../facts/partition.ts";
import { clusterTag } from "../settings/tags.ts";
import { type PolicyDocument, allow, document } from "../iam/documents.ts";
import type { ServiceAccountRef } from "../iam/trust.ts";
import type { FeatureNodeGroup } from "../contracts/features.ts";
import { type SourceDestCheckPlan, planWatcher } from "../controllers/source-dest-check.ts";
import { type HybridSettings, HybridStrategy, OperatorIdentity, type RegistrySettings } from "../settings/index.ts";
import { OFF_HYBRID } from "../controllers/placement.ts";

/** Chart and its values as of aws/eks-hybrid-nodes-gateway e0ceb78, charts/eks-hybrid-nodes-gateway; EKS user guide: hybrid-nodes-gateway-configuration. */
const REPOSITORY = "oci://public.ecr.aws/eks";
/** Chart, release, service account (the chart names it after the release) and namespace. */
const NAME = "eks-hybrid-nodes-gateway";
/** The chart's own default of `nodeLabel`; it tolerates a taint of this key and effect NoSchedule. */
const NODE_KEY = "hybrid-gateway-node";
/** Cilium's VXLAN port, which the gateway takes too (internal/vxlan/interface.go). */
export const VXLAN_PORT = 8472;
/** One works and one waits; the chart keeps them on nodes of their own. */
export const GATEWAY_REPLICAS = 2;

/** AWS's gateway for nodes on premises whose pods no router there knows. */
export interface HybridGatewayPlan {
  readonly nodeGroup: string;
  readonly release: ReleasePlan;
  readonly deferred: readonly DeferredValue[];
  readonly serviceAccount: ServiceAccountRef;
  /** Switches off the source/destination check on the gateway nodes' own ENIs. */
  readonly watcher: SourceDestCheckPlan;
}

export interface GatewayContext {
  readonly clusterName: string;
  readonly region: string;
  /** Primary block of the VPC; the gateway tells hybrid nodes of one block only (internal/cilium/vtep.go). */
  readonly vpcCidr?: string | undefined;
  readonly registry?: RegistrySettings | undefined;
}

export function planGateway(
  { strategy, gateway, podCidrs = [] }: HybridSettings,
  { clusterName, region, vpcCidr = "", registry }: GatewayContext,
): HybridGatewayPlan | undefined {
  if (strategy !== HybridStrategy.HybridGateway || gateway === undefined) return undefined;
  const { nodeGroup, version, sourceDestCheckImage: image } = gateway;
  return {
    nodeGroup,
    release: {
      name: NAME,
      ...chartSource({ name: NAME, repository: REPOSITORY }, registry),
      version,
      namespace: NAME,
      values: {
        replicas: GATEWAY_REPLICAS,
        autoMode: { enabled: false },
        vpcCIDR: vpcCidr,
        podCIDRs: podCidrs.join(","),
        // They may be Outputs.
        routeTableIDs: placeholder(Deferred.RouteTableIds),
      },
      // It watches CiliumNodes, whose definition comes with the first hybrid node's operator.
      skipAwait: true,
    },
    deferred: [{ path: "routeTableIDs", from: Deferred.RouteTableIds }],
    serviceAccount: { namespace: NAME, name: NAME },
    watcher: planWatcher({
      region,
      clusterName,
      // Tags that the launch template puts on a node's first ENI; the VPC CNI's further ones have others.
      selectors: {
        SwitchOffOnTheGatewaysInterfaces: { ...clusterTag(clusterName), Name: `${clusterName}-${nodeGroup}` },
      },
      mechanism: OperatorIdentity.PodIdentity,
      affinity: OFF_HYBRID,
      ...(image === undefined ? {} : { image }),
    }),
  };
}

/** What gateway nodes register with. */
export const gatewayNodes: FeatureNodeGroup = {
  labels: { [NODE_KEY]: "true" },
  taints: [{ key: NODE_KEY, value: "true", effect: "NoSchedule" }],
};

/**
 * Rights of the gateway (EKS user guide: hybrid-nodes-gateway-getting-started). Its routes are changed in the tables named only;
 * EC2 takes no resource for the two reading actions.
 */
export const gatewayPolicy = (region: string, routeTableIds: readonly string[]): PolicyDocument =>
  document(
    allow("Look", { Action: ["ec2:DescribeInstances", "ec2:DescribeRouteTables"], Resource: ["*"] }),
    allow("Route", {
      Action: ["ec2:CreateRoute", "ec2:ReplaceRoute"],
      Resource: routeTableIds.map((id) => `arn:${partitionOf(region)}:ec2:${region}:*:route-table/${id}`),
    }),
  );
