import type { Cidr, Port } from "./values.ts";
import type { GatewayApiChannel } from "../facts/gateway-api.ts";
import type { Ref } from "./ref.ts";
import type { RoutesSettings } from "./routes.ts";

/** Gateway API by Cilium: stack key `cilium-eks:gateway`. */
export interface GatewaySettings extends GatewayClusterSettings, GatewayPartSettings {
  /** Further Gateways by name, for example an internal one; they stand on the controllers of the first. */
  readonly others?: Readonly<Record<string, OneGatewaySettings>>;
}

/** What holds for every Gateway of the cluster, because it belongs to the Cilium release. */
export interface GatewayClusterSettings {
  /** Installs the Gateway API bundle of the Cilium version and switches Cilium's controller on. @default false */
  readonly enabled?: boolean;
  /** Channel of the bundle; decide on day one, because the safe-upgrades policy denies going from experimental objects back. @default "standard" */
  readonly channel?: GatewayApiChannel;
  /** Let the chart make GatewayClass `cilium`; off where classes are made elsewhere. It has no parameters, so Gateways of ours use a class of their own. @default true */
  readonly createClass?: boolean;
}

/** A Gateway with what stands before and behind it. Without `listeners` none is made. */
export interface GatewayPartSettings extends OneGatewaySettings {
  /** Name of the Gateway, part of its namespace's and its class's. @default "edge" */
  readonly name?: string;
  /** Who runs the AWS Load Balancer Controller: `install` it, `present`, or `none` with host-network exposure. @default "install" */
  readonly loadBalancerController?: LoadBalancerController;
  /** Installs external-dns, which writes the hostnames of HTTPRoutes and GRPCRoutes into Route 53, for every Gateway. */
  readonly externalDns?: ExternalDnsSettings;
  /** An echo application in namespace `gateway-demo` with a route, to see the Gateway work; its URL is a stack output. */
  readonly demo?: DemoSettings;
}

/** What every Gateway of a cluster has of its own. */
export interface OneGatewaySettings {
  /** Whose class it is of; `host-network` takes the chart's whatever stands here. @default "own" */
  readonly class?: GatewayClassOwner;
  /** Namespace of the Gateway, made and owned here so that a destroy waits for its load balancer. Default: `gateway-` and the Gateway's name. */
  readonly namespace?: string;
  /** Listeners by name. */
  readonly listeners?: Readonly<Record<string, ListenerSettings>>;
  /** How clients reach it. Default: an internet-facing load balancer with addresses of its own. */
  readonly exposure?: ExposureSettings;
  /** Where certificates come from, and the redirect to HTTPS. */
  readonly tls?: GatewayTlsSettings;
  /** Routes by kind and name; others may attach routes of their own. */
  readonly routes?: RoutesSettings;
  /** Pods that routes lead to, so that the policies which let Envoy reach them are made. Needed only where policies close pods. */
  readonly backends?: Readonly<Record<string, GatewayBackendSettings>>;
}

/** `own`: a GatewayClass with a CiliumGatewayClassConfig, which names the load balancer's class and clients. `chart`: `cilium`, which has no parameters, so that annotations say both. */
export const GatewayClassOwner = { Own: "own", Chart: "chart" } as const;
export type GatewayClassOwner = (typeof GatewayClassOwner)[keyof typeof GatewayClassOwner];

/** A page behind the Gateway, to try it. */
export interface DemoSettings {
  /** Makes it. @default false */
  readonly enabled: boolean;
  /** Name that it answers to. Default: the listener's, with `demo` for the asterisk. @example "demo.example.com" */
  readonly hostname?: string;
}

export const LoadBalancerController = { Install: "install", Present: "present", None: "none" } as const;
export type LoadBalancerController = (typeof LoadBalancerController)[keyof typeof LoadBalancerController];

/** What a listener of the Gateway speaks. */
export const ListenerProtocol = { Http: "HTTP", Https: "HTTPS", Tls: "TLS", Tcp: "TCP", Udp: "UDP" } as const;
export type ListenerProtocol = (typeof ListenerProtocol)[keyof typeof ListenerProtocol];

/** A port and protocol that a Gateway listens on. */
export interface ListenerSettings {
  /** `HTTPS` ends TLS in Envoy, `TLS` passes it through unopened; `TCP` and `UDP` need Cilium 1.20 and a load balancer, not `host-network`. */
  readonly protocol: ListenerProtocol;
  /** Port of the listener; every port is an NLB listener. Default: 80 for HTTP, 443 for HTTPS and TLS. @example 443 */
  readonly port?: Port;
  /** `app.example.com` or `*.example.com`. @example "*.example.com" */
  readonly hostname?: string;
  /** Secret with the certificate of an HTTPS listener; one that cert-manager fills where left out. */
  readonly certificate?: CertificateSettings;
  /** Namespaces whose routes it takes: `Same`, `All`, or a list. Default `Same`; with a demo or routes elsewhere, those too. @example "Same" @example ["shop", "payments"] */
  readonly allowedNamespaces?: "Same" | "All" | readonly string[];
}

/** A Secret of type `kubernetes.io/tls` that somebody fills. */
export interface CertificateSettings {
  /** Its name. @example "edge-certificate" */
  readonly secret: string;
  /** Namespace of the Secret. Default: the Gateway's. Another one needs a ReferenceGrant there; the plan makes it. */
  readonly namespace?: string;
}

/** From where the Gateway is reached. */
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
  /** Subnets of the load balancer, one a zone. Default: the public subnets, or with internal ones those of the nodes. Zones can be added later, and taken away only with an interruption. */
  readonly subnetIds?: readonly Ref[];
  /** Only with `host-network`: the load balancer has private addresses. @default false */
  readonly internal?: boolean;
  /** Fixed public addresses: `allocate` makes one a subnet (billed while they exist), a list gives existing allocation ids, as many as subnets. @example "allocate" */
  readonly elasticIps?: "allocate" | readonly Ref[];
  /** Fixed private addresses of an internal NLB, one a subnet. */
  readonly privateAddresses?: readonly string[];
  /** Clients that the NLB lets in. Default: everybody. */
  readonly sourceRanges?: readonly Cidr[];
  /** Send to nodes of every zone: even load at the price of traffic between zones. Off is also NLB's default. @default false */
  readonly crossZone?: boolean;
  /** Seconds that a removed node may finish its connections. The default is NLB's. @minimum 0 @maximum 3600 @default 300 */
  readonly deregistrationSeconds?: number;
  /** PROXY protocol between NLB and Envoy, on both sides at once and for every Gateway of the cluster. @default false */
  readonly proxyProtocol?: boolean;
  /** Nodes see the client's address. On is also NLB's default for instances; with an internal NLB, pods cannot reach their own cluster through it while it is on. @default true */
  readonly preserveClientIp?: boolean;
  /** Seconds of silence before a TCP connection is closed. The default is NLB's, which ports with an ACM certificate keep. @minimum 60 @maximum 6000 @default 350 */
  readonly idleTimeoutSeconds?: number;
  /** Labels of the nodes that are targets, not with `host-network`. Default: every node that is no control plane and has no label `node.kubernetes.io/exclude-from-external-load-balancers`. */
  readonly targetNodeLabels?: Readonly<Record<string, string>>;
}

/** Who installs cert-manager. */
export const CertManagerMode = { Install: "install", Present: "present" } as const;
export type CertManagerMode = (typeof CertManagerMode)[keyof typeof CertManagerMode];

/** Whether an issuer serves its namespace or the cluster. */
export const IssuerKind = { ClusterIssuer: "ClusterIssuer", Issuer: "Issuer" } as const;
export type IssuerKind = (typeof IssuerKind)[keyof typeof IssuerKind];

/** Certificates of the Gateway. */
export interface GatewayTlsSettings {
  /** Certificates by cert-manager: `install` it, once a cluster, or say that it is `present`. */
  readonly certManager?: CertManagerMode;
  /** A ClusterIssuer that is made here, named as the Gateway. */
  readonly issuer?: IssuerSettings;
  /** An issuer that is there already, instead of `issuer`. */
  readonly issuerRef?: IssuerRefSettings;
  /** Hosted zones that issuers elsewhere write to, beside `issuer`'s own: the role of the cert-manager that is installed here covers them too. */
  readonly extraHostedZoneIds?: readonly string[];
  /** ARN of an ACM certificate: TLS ends at the NLB, and the Gateway's listeners are HTTP. @example "arn:aws:acm:eu-central-1:123456789012:certificate/1234abcd-12ab-34cd-56ef-1234567890ab" */
  readonly acmCertificateArn?: Ref;
  /** Answer HTTP by a redirect to HTTPS. Default on where there are both listeners. */
  readonly redirect?: boolean;
}

/** A ClusterIssuer for Let's Encrypt; give one of `route53` and `http01`. */
export interface IssuerSettings {
  /** Address that Let's Encrypt writes to; it refuses an account with one that cannot be. @pattern ^[^\s@]+@[^\s@]+\.[A-Za-z]{2,}$ @patternErrorMessage an address such as platform@example.com @example "platform@example.com" */
  readonly email: string;
  /** Let's Encrypt's staging server: certificates that browsers do not trust, without its rate limits. @default false */
  readonly staging?: boolean;
  /** Proof by DNS, wildcards included. An installed cert-manager gets a role for it; one that is present must have the rights. */
  readonly route53?: Route53Settings;
  /** Proof by HTTP through this Gateway's listener on port 80. */
  readonly http01?: boolean;
}

/** The zone that answers DNS-01 challenges. */
export interface Route53Settings {
  /** Hosted zones that the issuer may write TXT records to. With several, each proves the names below its own. @example ["Z0123456789EXAMPLE"] */
  readonly hostedZoneIds: readonly string[];
}

/** An issuer of cert-manager that exists. */
export interface IssuerRefSettings {
  /** Name of the issuer. @example "letsencrypt" */
  readonly name: string;
  /** An `Issuer` is in the Gateway's namespace. @default "ClusterIssuer" */
  readonly kind?: IssuerKind;
}

/** external-dns for the Gateway's HTTPRoutes and GRPCRoutes; other kinds ask for versions that bundles do not serve. */
export interface ExternalDnsSettings {
  /** Hosted zones that it may write to; it sees no others, private ones of the same name among them. @example ["Z0123456789EXAMPLE"] */
  readonly hostedZoneIds: readonly string[];
  /** Domains that it may write. @example ["example.com"] */
  readonly domains: readonly string[];
  /** `upsert-only` never removes a record. @default "sync" */
  readonly policy?: "sync" | "upsert-only";
}

/** How Envoy speaks to backends. */
export interface GatewayBackendSettings {
  /** Namespace of the pods. */
  readonly namespace: string;
  /** Labels of the pods. @example { app: "shop" } */
  readonly labels: Readonly<Record<string, string>>;
  /** Ports of the pods. @example [8080] */
  readonly ports: readonly Port[];
}
