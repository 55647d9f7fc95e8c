import type { ClusterFacts } from "../contracts/facts.ts";
import type { Features } from "../contracts/features.ts";
import { podSource } from "../capacity/source.ts";
import { planBoot } from "../nodes/boot.ts";
import { valueAt } from "../helm/values.ts";
import { type JsonObject, SubnetRole } from "../model/index.ts";
import type { NetworkPlan } from "../network/types.ts";
import { NodeImage } from "../facts/kernels.ts";
import { DEFAULT_AMI_FAMILY, DEFAULT_OPERATOR_IDENTITY } from "../settings/defaults.ts";
import { IpamMode, type Settings } from "../settings/index.ts";
import type { PartialClusterPlan } from "./cluster.ts";

/**
 * What a planned cluster is to whatever stands on it. It is total: of a plan that lacks a part it says what is known, so that
 * `plan` and the components plan each area from the same facts.
 */
export function factsOf(
  settings: Settings,
  { cilium, controlPlane, network, podLimits }: PartialClusterPlan,
  features: Features = {},
): ClusterFacts {
  const values = cilium?.values;
  const { addresses, choice } = podLimits?.source ?? podSource(values);
  return {
    clusterName: controlPlane.name,
    region: controlPlane.region,
    ciliumVersion: cilium?.version,
    kubernetesVersion: controlPlane.kubernetesVersion,
    gatewayApi: cilium?.gatewayApi,
    workloadIdentity: settings.cilium?.operatorIdentity ?? DEFAULT_OPERATOR_IDENTITY,
    registry: settings.cluster.registry,
    ipamMode: ipamModeOf(values),
    prefixDelegation: valueAt(values, "eni.awsEnablePrefixDelegation") === true,
    wireguard: valueAt(values, "encryption.enabled") === true,
    pods: { addresses, choice },
    boot: planBoot(settings),
    nodeGroups: Object.fromEntries(
      Object.entries(settings.nodeGroups).map(([name, { taints = [] }]) => [name, taints]),
    ),
    machines: Object.fromEntries(
      Object.entries(settings.nodeGroups).map(([name, { instanceTypes, ami }]) => [
        name,
        { instanceTypes, image: NodeImage[ami?.family ?? DEFAULT_AMI_FAMILY] },
      ]),
    ),
    zonalShift: controlPlane.zonalShift ?? false,
    tags: controlPlane.tags,
    podCidr: network?.podCidr,
    vpcCidr: network?.vpc.kind === "new" ? network.vpc.cidr : network?.vpc.cidrs[0],
    servesGateways: valueAt(values, "gatewayAPI.enabled") === true,
    zones: network === undefined ? undefined : zonesOf(network),
    features: {
      ...(features.gateway === undefined ? {} : { gateway: features.gateway.facts }),
      ...(features.observability === undefined ? {} : { observability: features.observability.facts }),
      ...(features.hybrid === undefined ? {} : { hybrid: features.hybrid.facts }),
    },
  };
}

function ipamModeOf(values: JsonObject | undefined): string {
  if (values === undefined) return IpamMode.VpcCni;
  const mode = valueAt(values, "ipam.mode");
  return typeof mode === "string" ? mode : "aws-cni";
}

function zonesOf({ subnets }: NetworkPlan): ClusterFacts["zones"] {
  const count = (wanted: SubnetRole) =>
    new Set(subnets.filter(({ role }) => role === wanted).map(({ zone }) => zone)).size;
  return { public: count(SubnetRole.Public), node: count(SubnetRole.Node) };
}
