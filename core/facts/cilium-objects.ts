/**
 * Kinds of group cilium.io with the versions that each minor of Cilium serves. Source: pkg/k8s/apis/cilium.io/client/crds at the
 * branches of 1.19 and 1.20. Facts only.
 */

interface ServedKind {
  readonly "1.19": readonly string[];
  readonly "1.20": readonly string[];
}

const both = (...versions: readonly string[]): ServedKind => ({ "1.19": versions, "1.20": versions });

const SERVED: Readonly<Record<string, ServedKind>> = {
  CiliumBGPAdvertisement: both("v2", "v2alpha1"),
  CiliumBGPClusterConfig: both("v2", "v2alpha1"),
  CiliumBGPNodeConfig: both("v2", "v2alpha1"),
  CiliumBGPNodeConfigOverride: both("v2", "v2alpha1"),
  CiliumBGPPeerConfig: both("v2", "v2alpha1"),
  CiliumCIDRGroup: both("v2", "v2alpha1"),
  CiliumClusterwideEnvoyConfig: both("v2"),
  CiliumClusterwideNetworkPolicy: both("v2"),
  CiliumDatapathPlugin: { "1.19": [], "1.20": ["v2alpha1"] },
  CiliumEgressGatewayPolicy: both("v2"),
  CiliumEndpoint: both("v2"),
  CiliumEndpointSlice: both("v2alpha1"),
  CiliumEnvoyConfig: both("v2"),
  CiliumGatewayClassConfig: both("v2alpha1"),
  CiliumIdentity: both("v2"),
  CiliumL2AnnouncementPolicy: both("v2alpha1"),
  CiliumLoadBalancerIPPool: both("v2", "v2alpha1"),
  CiliumLocalRedirectPolicy: both("v2"),
  CiliumNetworkPolicy: both("v2"),
  CiliumNode: both("v2"),
  // 1.20.0 and 1.20.1 took v2alpha1 away and failed on clusters that began with 1.15; it came back (cilium/cilium#44739, #47774, #48087).
  CiliumNodeConfig: both("v2", "v2alpha1"),
  CiliumPodIPPool: both("v2alpha1"),
};

export const CILIUM_KINDS: readonly string[] = Object.keys(SERVED);

/** What took the place of kinds that are gone (Cilium upgrade notes). */
export const REPLACED_KINDS: Readonly<Record<string, string>> = {
  CiliumBGPPeeringPolicy: "CiliumBGPClusterConfig, CiliumBGPPeerConfig and CiliumBGPAdvertisement of cilium.io/v2",
  CiliumEgressNATPolicy: "CiliumEgressGatewayPolicy of cilium.io/v2",
  CiliumExternalWorkload: "nothing: virtual machines outside the cluster are not joined any more",
};

/** Versions of a kind that a minor serves, empty for a kind that it does not know; undefined for another minor. */
export const servedCiliumVersions = (kind: string, minor: string): readonly string[] | undefined =>
  minor === "1.19" || minor === "1.20" ? (SERVED[kind]?.[minor] ?? []) : undefined;
