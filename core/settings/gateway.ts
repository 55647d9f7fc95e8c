import type { GatewayApiChannel } from "../facts/gateway-api.ts";
import type { Ref } from "./ref.ts";
import type { RoutesSettings } from "./routes.ts";

/** Gateway API by Cilium: stack key `cilium-eks:gateway`. */
export interface GatewaySettings extends GatewayClusterSettings, GatewayPartSettings {}

/** What holds for every Gateway of the cluster, because it belongs to the Cilium release. */
export interface GatewayClusterSettings {
  /** Installs the Gateway API bundle of the Cilium version and switches Cilium's controller on. */
  readonly enabled?: boolean;
  /** Channel of the bundle; decide on day one, because the safe-upgrades policy denies going from experimental objects back. */
  readonly channel?: GatewayApiChannel;
  /** Let the chart make GatewayClass `cilium`; off where classes are made elsewhere. It has no parameters, so Gateways of ours use a class of their own. */
  readonly createClass?: boolean;
}

/** One Gateway with what stands before and behind it. Without `listeners` none is made. */
export interface GatewayPartSettings {
  /** Name of the Gateway, part of its namespace's and its class's. Default `edge`. */
  readonly name?: string;
  /** Namespace of the Gateway, made and owned here so that a destroy waits for its load balancer. Default `gateway-<name>`. */
  readonly namespace?: string;
  /** Listeners by name. */
  readonly listeners?: Readonly<Record<string, ListenerSettings>>;
  readonly exposure?: ExposureSettings;
  /** Who runs the AWS Load Balancer Controller: `install` it, `present`, or `none` with host-network exposure. */
  readonly loadBalancerController?: LoadBalancerController;
  readonly tls?: GatewayTlsSettings;
  readonly routes?: RoutesSettings;
  readonly externalDns?: ExternalDnsSettings;
  /** Pods that routes lead to, so that the policies which let Envoy reach them are made. Needed only where policies close pods. */
  readonly backends?: Readonly<Record<string, GatewayBackendSettings>>;
  /** An echo application with a route, to see the Gateway work; its URL is a stack output. */
  readonly demo?: { readonly enabled: boolean; readonly hostname?: string };
}

export const LoadBalancerController = { Install: "install", Present: "present", None: "none" } as const;
export type LoadBalancerController = (typeof LoadBalancerController)[keyof typeof LoadBalancerController];

export const ListenerProtocol = { Http: "HTTP", Https: "HTTPS", Tls: "TLS", Tcp: "TCP", Udp: "UDP" } as const;
export type ListenerProtocol = (typeof ListenerProtocol)[keyof typeof ListenerProtocol];

export interface ListenerSettings {
  /** `HTTPS` ends TLS in Envoy, `TLS` passes it through unopened; `TCP` and `UDP` need Cilium 1.20. */
  readonly protocol: ListenerProtocol;
  /** Default 80 for HTTP, 443 for HTTPS and TLS. Every port is an NLB listener. */
  readonly port?: number;
  /** `app.example.com` or `*.example.com`. */
  readonly hostname?: string;
  /** Secret with the certificate of an HTTPS listener; one that cert-manager fills where left out. */
  readonly certificate?: { readonly secret: string; readonly namespace?: string };
  /** Namespaces whose routes it takes: `Same`, `All`, or a list. Default `Same`; with a demo or routes elsewhere, those too. */
  readonly allowedNamespaces?: "Same" | "All" | readonly string[];
}

export const ExposureType = {
  InternetFacing: "internet-facing",
  Internal: "internal",
  HostNetwork: "host-network",
} as const;
export type ExposureType = (typeof ExposureType)[keyof typeof ExposureType];

/** How clients reach the Gateway: one way a cluster. */
export interface ExposureSettings {
  /** `internet-facing` or `internal` make an NLB by the load balancer controller; `host-network` binds Envoy to the nodes' ports behind an NLB that Pulumi owns. */
  readonly type: ExposureType;
  /** Fixed public addresses: `allocate` makes one a public subnet (billed while they exist), a list gives existing allocation ids, as many as subnets. */
  readonly elasticIps?: "allocate" | readonly Ref[];
  /** Fixed private addresses of an internal NLB, one a subnet. */
  readonly privateAddresses?: readonly string[];
  /** Clients that the NLB lets in. Default: everybody. */
  readonly sourceRanges?: readonly string[];
  /** Send to nodes of every zone: even load at the price of traffic between zones. Default off, as NLB's. */
  readonly crossZone?: boolean;
  /** Seconds that a removed node may finish its connections. Default 300, NLB's. */
  readonly deregistrationSeconds?: number;
  /** PROXY protocol between NLB and Envoy, on both sides at once and for every Gateway of the cluster. Default off. */
  readonly proxyProtocol?: boolean;
  /** Nodes see the client's address. Default on, NLB's for instances; with an internal NLB, pods cannot reach their own cluster through it while it is on. */
  readonly preserveClientIp?: boolean;
  /** Seconds of silence before a TCP connection is closed, 60 to 6000. Default 350, NLB's. */
  readonly idleTimeoutSeconds?: number;
  /** Labels of the nodes that are targets. Default: nodes of this cluster's groups, hybrid ones never. */
  readonly targetNodeLabels?: Readonly<Record<string, string>>;
}

export interface GatewayTlsSettings {
  /** Certificates by cert-manager: `install` it or say that it is `present`. */
  readonly certManager?: "install" | "present";
  readonly issuer?: IssuerSettings;
  /** ARN of an ACM certificate: TLS ends at the NLB, and the Gateway's listeners are HTTP. */
  readonly acmCertificateArn?: Ref;
  /** Answer HTTP by a redirect to HTTPS. Default on where there are both listeners. */
  readonly redirect?: boolean;
}

/** A ClusterIssuer for Let's Encrypt; give one of `route53` and `http01`. */
export interface IssuerSettings {
  /** Address that Let's Encrypt writes to. */
  readonly email: string;
  /** Let's Encrypt's staging server: certificates that browsers do not trust, without its rate limits. */
  readonly staging?: boolean;
  /** Proof by DNS, wildcards included: hosted zones that the issuer may write to. */
  readonly route53?: { readonly hostedZoneIds: readonly string[] };
  /** Proof by HTTP through this Gateway's listener on port 80. */
  readonly http01?: boolean;
}

/** external-dns for the Gateway's HTTPRoutes and GRPCRoutes; other kinds ask for versions that bundles do not serve. */
export interface ExternalDnsSettings {
  readonly hostedZoneIds: readonly string[];
  /** Domains that it may write. */
  readonly domains: readonly string[];
  /** `upsert-only` never removes a record. Default `sync`. */
  readonly policy?: "sync" | "upsert-only";
}

export interface GatewayBackendSettings {
  readonly namespace: string;
  /** Labels of the pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** Ports of the pods. */
  readonly ports: readonly number[];
}
