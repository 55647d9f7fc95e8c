import type { ClusterFacts } from "../contracts/facts.ts";
import type { Features } from "../contracts/features.ts";
import { valueAt } from "../helm/values.ts";
import type { JsonObject } from "../model/index.ts";
import { IpamMode, type RegistrySettings } from "../settings/index.ts";
import type { ClusterPlan } from "./cluster.ts";

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
