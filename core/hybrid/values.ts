import { type ReleasePlan, ciliumChartSource } from "../helm/charts.ts";
import { type HybridSettings, HybridStrategy, type RegistrySettings } from "../settings/index.ts";
import { DEFAULT_POD_MASK_SIZE } from "./defaults.ts";
import { ON_HYBRID } from "../controllers/placement.ts";
import { AWS_CHART, NAMESPACE } from "./release.ts";
import { usesAwsBuild } from "../settings/strategies.ts";

/** Values that BGP and L2 announcements need, whoever installs Cilium. */
export const routingValues = ({
  bgp,
  loadBalancerPools = {},
}: HybridSettings): Record<string, boolean | undefined> => ({
  "bgpControlPlane.enabled": bgp === undefined ? undefined : true,
  "l2announcements.enabled": Object.values(loadBalancerPools).some(({ l2Interfaces }) => l2Interfaces !== undefined)
    ? true
    : undefined,
});

/**
 * AWS's build on hybrid nodes only, where EC2 nodes have the VPC CNI (EKS user guide: hybrid-nodes-cilium-cni). Agents and
 * operator stay off EC2 by affinity, the VPC CNI stays off hybrid nodes by its own.
 */
export function planAwsRelease(settings: HybridSettings, registry?: RegistrySettings): ReleasePlan | undefined {
  const { strategy, podCidrs = [], podMaskSize = DEFAULT_POD_MASK_SIZE, ciliumVersion, bgp } = settings;
  if (!usesAwsBuild(strategy) || ciliumVersion === undefined) return undefined;
  const gateway = strategy === HybridStrategy.HybridGateway;
  return {
    name: "cilium",
    ...ciliumChartSource(registry, { chart: AWS_CHART }),
    version: ciliumVersion,
    namespace: NAMESPACE,
    // There is no node yet.
    skipAwait: true,
    values: {
      affinity: ON_HYBRID,
      operator: { affinity: ON_HYBRID, unmanagedPodWatcher: { restart: false } },
      ipam: {
        mode: "cluster-pool",
        operator: { clusterPoolIPv4PodCIDRList: podCidrs, clusterPoolIPv4MaskSize: podMaskSize },
      },
      loadBalancer: { serviceTopology: true },
      envoy: { enabled: false },
      ...(bgp === undefined ? {} : { bgpControlPlane: { enabled: true } }),
      // The gateway's tunnel end point, which takes no part in layer 7.
      ...(gateway ? { vtep: { enabled: true }, l7Proxy: false } : {}),
    },
  };
}
