import { minorOf } from "./version.ts";

export const GatewayApiChannel = { Standard: "standard", Experimental: "experimental" } as const;
export type GatewayApiChannel = (typeof GatewayApiChannel)[keyof typeof GatewayApiChannel];

/** A kind of a bundle and the API versions it serves in a channel; a version that a CRD lists but does not serve is left out. */
interface BundleKind {
  readonly kind: string;
  readonly group: string;
  /** Served versions by channel; an empty list: the channel has no such CRD. */
  readonly standard: readonly string[];
  readonly experimental: readonly string[];
}

export interface GatewayApiBundle {
  readonly version: string;
  readonly kinds: readonly BundleKind[];
  /** The bundle brings the admission policy `safe-upgrades.gateway.networking.k8s.io`, which denies older bundles and the experimental channel over the standard one. */
  readonly safeUpgradesPolicy: boolean;
  /** Most keys that `Gateway.spec.infrastructure.annotations` may hold. */
  readonly maxInfrastructureAnnotations: number;
  readonly source: string;
}

const CORE = "gateway.networking.k8s.io";
const EXTENDED = "gateway.networking.x-k8s.io";
const both = (kind: string, ...versions: string[]): BundleKind => ({
  kind,
  group: CORE,
  standard: versions,
  experimental: versions,
});
const split = (
  kind: string,
  standard: readonly string[],
  experimental: readonly string[],
  group = CORE,
): BundleKind => ({
  kind,
  group,
  standard,
  experimental,
});

/** Bundles of the version tuples. Source: config/crd of kubernetes-sigs/gateway-api at each tag. */
export const GATEWAY_API_BUNDLES: readonly GatewayApiBundle[] = [
  {
    version: "v1.4.1",
    kinds: [
      both("GatewayClass", "v1", "v1beta1"),
      both("Gateway", "v1", "v1beta1"),
      both("HTTPRoute", "v1", "v1beta1"),
      both("GRPCRoute", "v1"),
      both("ReferenceGrant", "v1beta1"),
      split("BackendTLSPolicy", ["v1"], ["v1", "v1alpha3"]),
      split("TLSRoute", [], ["v1alpha2", "v1alpha3"]),
      split("TCPRoute", [], ["v1alpha2"]),
      split("UDPRoute", [], ["v1alpha2"]),
      split("XListenerSet", [], ["v1alpha1"], EXTENDED),
      split("XBackendTrafficPolicy", [], ["v1alpha1"], EXTENDED),
      split("XMesh", [], ["v1alpha1"], EXTENDED),
    ],
    safeUpgradesPolicy: false,
    maxInfrastructureAnnotations: 8,
    source: "kubernetes-sigs/gateway-api config/crd, v1.4.1",
  },
  {
    version: "v1.6.1",
    kinds: [
      both("GatewayClass", "v1", "v1beta1"),
      both("Gateway", "v1", "v1beta1"),
      both("HTTPRoute", "v1", "v1beta1"),
      both("GRPCRoute", "v1"),
      both("ReferenceGrant", "v1", "v1beta1"),
      both("ListenerSet", "v1"),
      split("BackendTLSPolicy", ["v1"], ["v1", "v1alpha3"]),
      split("TLSRoute", ["v1"], ["v1", "v1alpha2", "v1alpha3"]),
      split("TCPRoute", ["v1"], ["v1", "v1alpha2"]),
      split("UDPRoute", ["v1"], ["v1", "v1alpha2"]),
      split("XBackend", [], ["v1alpha1"], EXTENDED),
      split("XBackendTrafficPolicy", [], ["v1alpha1"], EXTENDED),
      split("XMesh", [], ["v1alpha1"], EXTENDED),
    ],
    safeUpgradesPolicy: true,
    maxInfrastructureAnnotations: 16,
    source: "kubernetes-sigs/gateway-api config/crd, v1.6.1",
  },
];

/** A kind that a Cilium minor's Gateway controller works with. */
export interface ControllerKind {
  readonly kind: string;
  readonly version: string;
  /** A required kind that is missing when the operator starts leaves the whole controller off. */
  readonly required: boolean;
}

const required = (version: string, ...kinds: string[]): ControllerKind[] =>
  kinds.map((kind) => ({ kind, version, required: true }));
const optional = (version: string, ...kinds: string[]): ControllerKind[] =>
  kinds.map((kind) => ({ kind, version, required: false }));

/** By Cilium minor. Source: operator/pkg/gateway-api/cell.go; Cilium docs: servicemesh/gateway-api/installation; cilium/cilium#46031. */
export const CONTROLLER_KINDS: Readonly<Record<string, readonly ControllerKind[]>> = {
  "1.19": [
    ...required("v1", "GatewayClass", "Gateway", "HTTPRoute", "GRPCRoute"),
    ...required("v1beta1", "ReferenceGrant"),
    ...optional("v1alpha2", "TLSRoute"),
  ],
  "1.20": [
    ...required(
      "v1",
      "GatewayClass",
      "Gateway",
      "HTTPRoute",
      "GRPCRoute",
      "ReferenceGrant",
      "TLSRoute",
      "BackendTLSPolicy",
    ),
    ...optional("v1", "ListenerSet", "TCPRoute", "UDPRoute"),
  ],
};

/** The bundle of a version, with or without its `v`. */
export function gatewayApiBundle(version: string): GatewayApiBundle | undefined {
  const tag = version.startsWith("v") ? version : `v${version}`;
  return GATEWAY_API_BUNDLES.find((bundle) => bundle.version === tag);
}

/** API versions that a bundle serves of a kind; empty when it has none. */
export function servedVersions(bundle: GatewayApiBundle, channel: GatewayApiChannel, kind: string): readonly string[] {
  return bundle.kinds.find((entry) => entry.kind === kind)?.[channel] ?? [];
}

/** Kinds that a Cilium version's controller wants and a bundle does not serve; required ones first. */
export function unservedKinds(
  ciliumVersion: string,
  bundle: GatewayApiBundle,
  channel: GatewayApiChannel,
): ControllerKind[] {
  const wanted = CONTROLLER_KINDS[minorOf(ciliumVersion) ?? ""] ?? [];
  return wanted
    .filter(({ kind, version }) => !servedVersions(bundle, channel, kind).includes(version))
    .toSorted((a, b) => Number(b.required) - Number(a.required));
}

/** Where the bundle is published. */
export const bundleUrl = (version: string, channel: GatewayApiChannel): string =>
  `https://github.com/kubernetes-sigs/gateway-api/releases/download/${version}/${channel}-install.yaml`;
