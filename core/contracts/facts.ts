import { valueAt } from "../helm/values.ts";
import type { Features } from "./features.ts";
import type { GatewayApiModel, JsonObject } from "../model/index.ts";
import { IpamMode, type OperatorIdentity, type RegistrySettings } from "../settings/index.ts";
import type { ClusterPlan } from "../plan/cluster.ts";

/** What a cluster is, as plain data: other components refuse to stand on one that lacks what they need. */
export interface ClusterFacts {
  readonly clusterName: string;
  readonly region: string;
  /** Undefined where EC2 nodes run no Cilium. */
  readonly ciliumVersion: string | undefined;
  readonly kubernetesVersion: string;
  /** Undefined without a Gateway API bundle. */
  readonly gatewayApi: Pick<GatewayApiModel, "bundle" | "channel"> | undefined;
  /** How workloads get their AWS rights. */
  readonly workloadIdentity: OperatorIdentity;
  /** Mirrors of a closed network. */
  readonly registry: RegistrySettings | undefined;
  readonly ipamMode: string;
  readonly prefixDelegation: boolean;
  readonly wireguard: boolean;
  readonly podCidr: string | undefined;
  /** The VPC's primary block. */
  readonly vpcCidr: string | undefined;
  /** Facts of each feature that the release was made for. */
  readonly features: {
    readonly gateway?: JsonObject;
    readonly observability?: JsonObject;
    readonly hybrid?: JsonObject;
  };
}

const ipamModeOf = (values: JsonObject | undefined): string => {
  if (values === undefined) return IpamMode.VpcCni;
  const mode = valueAt(values, "ipam.mode");
  return typeof mode === "string" ? mode : "aws-cni";
};

export function factsOf(
  { cilium, controlPlane, network, identity }: ClusterPlan,
  { features = {}, registry }: { readonly features?: Features; readonly registry?: RegistrySettings | undefined },
): ClusterFacts {
  const values = cilium?.values;
  return {
    clusterName: controlPlane.name,
    region: controlPlane.region,
    ciliumVersion: cilium?.version,
    kubernetesVersion: controlPlane.kubernetesVersion,
    gatewayApi: cilium?.gatewayApi,
    workloadIdentity: identity.mechanism,
    registry,
    ipamMode: ipamModeOf(values),
    prefixDelegation: valueAt(values, "eni.awsEnablePrefixDelegation") === true,
    wireguard: valueAt(values, "encryption.enabled") === true,
    podCidr: network.podCidr,
    vpcCidr: network.vpc.kind === "new" ? network.vpc.cidr : network.vpc.cidrs[0],
    features: {
      ...(features.gateway === undefined ? {} : { gateway: features.gateway.facts }),
      ...(features.observability === undefined ? {} : { observability: features.observability.facts }),
      ...(features.hybrid === undefined ? {} : { hybrid: features.hybrid.facts }),
    },
  };
}
