/**
 * What of a cluster cannot be made again from its stack: what people wrote into it. Everything else is rebuilt by the stack, by
 * controllers or by GitOps. Groups and kinds: cilium/cilium v1.19.4, pkg/k8s/apis/cilium.io/{v2,v2alpha1}/register.go, and the
 * definitions of the Gateway API v1.6.1.
 */

/** Steps of a restore, in their order. */
export const PHASES = [
  { id: "namespaces", says: "namespaces of what follows, with the labels that policies select" },
  { id: "keys", says: "Cilium's authority and IPsec keys" },
  { id: "network", says: "CIDR groups, pools, BGP and node configurations, which policies and nodes refer to" },
  { id: "policies", says: "policies, cluster-wide ones and those that allow DNS and the API server first" },
  { id: "certificates", says: "certificates and keys that listeners and policies name" },
  { id: "gateways", says: "classes, Gateways and sets of listeners" },
  { id: "routes", says: "grants and backend policies, then routes" },
] as const;

export type PhaseId = (typeof PHASES)[number]["id"];

export interface KeptKind {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly phase: PhaseId;
  /** Read by name, because something else refers to it; a whole list where left out. */
  readonly byName?: true;
}

const CILIUM = "cilium.io";
const GATEWAY = "gateway.networking.k8s.io";

/** In the order in which they come back within a phase. */
export const KEPT_KINDS: readonly KeptKind[] = [
  { group: "", plural: "namespaces", kind: "Namespace", namespaced: false, phase: "namespaces", byName: true },
  { group: "", plural: "secrets", kind: "Secret", namespaced: true, phase: "certificates", byName: true },
  { group: "", plural: "configmaps", kind: "ConfigMap", namespaced: true, phase: "certificates", byName: true },
  cluster("ciliumcidrgroups", "CiliumCIDRGroup", "network"),
  cluster("ciliumpodippools", "CiliumPodIPPool", "network"),
  // A kind of later releases (cilium/cilium main of 2026-07-28).
  cluster("ciliumresourceippools", "CiliumResourceIPPool", "network"),
  cluster("ciliumloadbalancerippools", "CiliumLoadBalancerIPPool", "network"),
  cluster("ciliuml2announcementpolicies", "CiliumL2AnnouncementPolicy", "network"),
  cluster("ciliumbgpadvertisements", "CiliumBGPAdvertisement", "network"),
  cluster("ciliumbgppeerconfigs", "CiliumBGPPeerConfig", "network"),
  cluster("ciliumbgpnodeconfigoverrides", "CiliumBGPNodeConfigOverride", "network"),
  cluster("ciliumbgpclusterconfigs", "CiliumBGPClusterConfig", "network"),
  spaced(CILIUM, "ciliumnodeconfigs", "CiliumNodeConfig", "network"),
  cluster("ciliumclusterwidenetworkpolicies", "CiliumClusterwideNetworkPolicy", "policies"),
  spaced(CILIUM, "ciliumnetworkpolicies", "CiliumNetworkPolicy", "policies"),
  spaced("networking.k8s.io", "networkpolicies", "NetworkPolicy", "policies"),
  cluster("ciliumegressgatewaypolicies", "CiliumEgressGatewayPolicy", "policies"),
  spaced(CILIUM, "ciliumlocalredirectpolicies", "CiliumLocalRedirectPolicy", "policies"),
  spaced(CILIUM, "ciliumgatewayclassconfigs", "CiliumGatewayClassConfig", "gateways"),
  { group: GATEWAY, plural: "gatewayclasses", kind: "GatewayClass", namespaced: false, phase: "gateways" },
  spaced(GATEWAY, "gateways", "Gateway", "gateways"),
  spaced(GATEWAY, "listenersets", "ListenerSet", "gateways"),
  spaced(GATEWAY, "referencegrants", "ReferenceGrant", "routes"),
  spaced(GATEWAY, "backendtlspolicies", "BackendTLSPolicy", "routes"),
  spaced(GATEWAY, "httproutes", "HTTPRoute", "routes"),
  spaced(GATEWAY, "grpcroutes", "GRPCRoute", "routes"),
  spaced(GATEWAY, "tlsroutes", "TLSRoute", "routes"),
  spaced(GATEWAY, "tcproutes", "TCPRoute", "routes"),
  spaced(GATEWAY, "udproutes", "UDPRoute", "routes"),
  cluster("ciliumclusterwideenvoyconfigs", "CiliumClusterwideEnvoyConfig", "routes"),
  spaced(CILIUM, "ciliumenvoyconfigs", "CiliumEnvoyConfig", "routes"),
];

/** What is left out on purpose, and who makes it again. */
export const REBUILT: readonly { readonly what: string; readonly plurals: readonly string[]; readonly by: string }[] = [
  {
    what: "CiliumNode, CiliumEndpoint, CiliumEndpointSlice, CiliumIdentity, CiliumBGPNodeConfig",
    plurals: [
      "ciliumnodes.cilium.io",
      "ciliumendpoints.cilium.io",
      "ciliumendpointslices.cilium.io",
      "ciliumidentities.cilium.io",
      "ciliumbgpnodeconfigs.cilium.io",
    ],
    by: "agents and operator; old ones name interfaces and addresses that are gone",
  },
  {
    what: "Services, EndpointSlices and CiliumEnvoyConfigs named cilium-gateway-*",
    plurals: [],
    by: "the operator, from each Gateway",
  },
  { what: "Secrets in cilium-secrets", plurals: [], by: "the operator, which copies them there" },
  {
    what: "Hubble's and the mesh's leaf certificates",
    plurals: [],
    by: "the chart, certgen or cert-manager, from cilium-ca",
  },
  {
    what: "ConfigMap cilium-config, DaemonSets and Deployments of Cilium",
    plurals: [],
    by: "the stack's Helm release",
  },
  { what: "definitions of kinds", plurals: [], by: "the stack (Gateway API) and the operator (Cilium)" },
  { what: "workloads, Services, volumes", plurals: [], by: "GitOps or Velero" },
];

function cluster(plural: string, kind: string, phase: PhaseId): KeptKind {
  return { group: CILIUM, plural, kind, namespaced: false, phase };
}

function spaced(group: string, plural: string, kind: string, phase: PhaseId): KeptKind {
  return { group, plural, kind, namespaced: true, phase };
}
