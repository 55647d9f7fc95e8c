/** Annotations of LoadBalancer Services, and who reads them. */

export const ANNOTATION_PREFIX = "service.beta.kubernetes.io/";

/** Class of the AWS Load Balancer Controller's NLBs; with it the controller built into EKS never touches the Service. */
export const NLB_CLASS = "service.k8s.aws/nlb";

/**
 * What the AWS Load Balancer Controller reads, without the prefix.
 * Source: kubernetes-sigs/aws-load-balancer-controller pkg/annotations/constants.go; docs/guide/service/annotations.md.
 */
const CONTROLLER = [
  "load-balancer-source-ranges",
  "aws-load-balancer-type",
  "aws-load-balancer-nlb-target-type",
  "aws-load-balancer-name",
  "aws-load-balancer-scheme",
  "aws-load-balancer-internal",
  "aws-load-balancer-proxy-protocol",
  "aws-load-balancer-proxy-protocol-per-target-group",
  "aws-load-balancer-ip-address-type",
  "aws-load-balancer-access-log-enabled",
  "aws-load-balancer-access-log-s3-bucket-name",
  "aws-load-balancer-access-log-s3-bucket-prefix",
  "aws-load-balancer-cross-zone-load-balancing-enabled",
  "aws-load-balancer-ssl-cert",
  "aws-load-balancer-ssl-ports",
  "aws-load-balancer-ssl-negotiation-policy",
  "aws-load-balancer-backend-protocol",
  "aws-load-balancer-additional-resource-tags",
  "aws-load-balancer-healthcheck-healthy-threshold",
  "aws-load-balancer-healthcheck-unhealthy-threshold",
  "aws-load-balancer-healthcheck-timeout",
  "aws-load-balancer-healthcheck-interval",
  "aws-load-balancer-healthcheck-protocol",
  "aws-load-balancer-healthcheck-port",
  "aws-load-balancer-healthcheck-path",
  "aws-load-balancer-healthcheck-success-codes",
  "aws-load-balancer-target-group-attributes",
  "aws-load-balancer-subnets",
  "aws-load-balancer-eip-allocations",
  "aws-load-balancer-private-ipv4-addresses",
  "aws-load-balancer-ipv6-addresses",
  "aws-load-balancer-alpn-policy",
  "aws-load-balancer-target-node-labels",
  "aws-load-balancer-attributes",
  "aws-load-balancer-security-groups",
  "aws-load-balancer-manage-backend-security-group-rules",
  "aws-load-balancer-inbound-sg-rules-on-private-link-traffic",
  "aws-load-balancer-security-group-prefix-lists",
  "aws-load-balancer-multi-cluster-target-group",
  "aws-load-balancer-enable-prefix-for-ipv6-source-nat",
  "aws-load-balancer-source-nat-ipv6-prefixes",
  "aws-load-balancer-minimum-load-balancer-capacity",
  "aws-load-balancer-enable-icmp-for-path-mtu-discovery",
  "aws-load-balancer-enable-tcp-udp-listener",
  "aws-load-balancer-disable-nlb-sg",
  "aws-load-balancer-quic-enabled-ports",
] as const;

/** One annotation a listener: `aws-load-balancer-listener-attributes.TCP-443`. */
export const LISTENER_ATTRIBUTES = "aws-load-balancer-listener-attributes";

/**
 * What only the controller of the in-tree kind reads, mostly for Classic Load Balancers; the AWS Load Balancer Controller
 * ignores it without a word. Source: kubernetes/cloud-provider-aws docs/service_controller.md.
 */
const IN_TREE_ONLY: Readonly<Record<string, string>> = {
  "aws-load-balancer-connection-draining-enabled":
    "deregistration_delay.timeout_seconds in aws-load-balancer-target-group-attributes",
  "aws-load-balancer-connection-draining-timeout":
    "deregistration_delay.timeout_seconds in aws-load-balancer-target-group-attributes",
  "aws-load-balancer-connection-idle-timeout":
    "tcp.idle_timeout.seconds in aws-load-balancer-listener-attributes.TCP-<port>",
  "aws-load-balancer-access-log-emit-interval": "access_logs.s3.enabled in aws-load-balancer-attributes",
  "aws-load-balancer-extra-security-groups": "aws-load-balancer-security-groups",
};

/** Still read, but to be replaced. Source: docs/guide/service/annotations.md, deprecated attributes and lb-internal. */
const DEPRECATED: Readonly<Record<string, string>> = {
  "aws-load-balancer-internal": "aws-load-balancer-scheme: internal or internet-facing",
  "aws-load-balancer-access-log-enabled": "access_logs.s3.enabled in aws-load-balancer-attributes",
  "aws-load-balancer-access-log-s3-bucket-name": "access_logs.s3.bucket in aws-load-balancer-attributes",
  "aws-load-balancer-access-log-s3-bucket-prefix": "access_logs.s3.prefix in aws-load-balancer-attributes",
  "aws-load-balancer-cross-zone-load-balancing-enabled":
    "load_balancing.cross_zone.enabled in aws-load-balancer-attributes",
};

export const AnnotationVerdict = {
  Known: "known",
  InTreeOnly: "in-tree-only",
  Deprecated: "deprecated",
  Unknown: "unknown",
  /** No annotation of a load balancer. */
  Other: "other",
} as const;
export type AnnotationVerdict = (typeof AnnotationVerdict)[keyof typeof AnnotationVerdict];

export interface EvaluatedAnnotation {
  readonly verdict: AnnotationVerdict;
  /** What to write instead. */
  readonly instead?: string;
}

const KNOWN: ReadonlySet<string> = new Set(CONTROLLER);
/** An action of a listener's weighted target groups, one annotation each: `actions.TCP-80` (pkg/service/model_build_listener.go, v3.5.0). */
const LISTENER_ACTION = /^actions\.(?:TCP|TLS|UDP|TCP_UDP|QUIC|TCP_QUIC)-\d{1,5}$/;
const LISTENER = new RegExp(`^${LISTENER_ATTRIBUTES}\\.(?:TCP|TLS|UDP|TCP_UDP|QUIC|TCP_QUIC)-\\d{1,5}$`);

/** Every key that may be written, with its prefix, for suggestions. */
export const ANNOTATION_KEYS: readonly string[] = CONTROLLER.map((name) => `${ANNOTATION_PREFIX}${name}`);

/** Whether a key is meant for a load balancer, rightly spelt or not. */
export const isLoadBalancerKey = (key: string): boolean =>
  key.startsWith(ANNOTATION_PREFIX) || /(?:^|\/)(?:aws-)?load-balancer-/.test(key);

export function evaluateAnnotation(key: string): EvaluatedAnnotation {
  if (!isLoadBalancerKey(key)) return { verdict: "other" };
  // The controller reads both prefixes (constants.go: service.beta.kubernetes.io, service.kubernetes.io).
  const name = /^service(?:\.beta)?\.kubernetes\.io\/(?<name>.*)$/.exec(key)?.groups?.["name"];
  if (name === undefined) return { verdict: "unknown" };
  const inTree = IN_TREE_ONLY[name];
  if (inTree !== undefined) return { verdict: "in-tree-only", instead: inTree };
  const deprecated = DEPRECATED[name];
  if (deprecated !== undefined) return { verdict: "deprecated", instead: deprecated };
  return { verdict: KNOWN.has(name) || LISTENER.test(name) || LISTENER_ACTION.test(name) ? "known" : "unknown" };
}

/** `a=1, b=2` -> pairs; an item without `=` has an empty value, as the controller reads it. */
export const stringMap = (text: string): ReadonlyMap<string, string> =>
  new Map(
    stringList(text).map((pair) => {
      const at = pair.indexOf("=");
      return at < 0 ? [pair, ""] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );

/** `a, b` -> items without blanks and empty ones, as the controller reads it. */
export const stringList = (text: string): string[] =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
