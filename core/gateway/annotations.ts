import { ANNOTATION_PREFIX, LISTENER_ATTRIBUTES } from "../facts/load-balancer-annotations.ts";
import { Deferred, type DeferredValue, pathOf, placeholder } from "../contracts/deferred.ts";
import { valueAtKeys } from "../helm/values.ts";
import type { Json, KubernetesObject } from "../model/index.ts";
import { type ExposureSettings, ExposureType } from "../settings/index.ts";

const AWS = `${ANNOTATION_PREFIX}aws-load-balancer`;

/** Annotations whose values only a deployment knows. */
const DEFERRED = {
  [Deferred.SubnetIds]: `${AWS}-subnets`,
  [Deferred.ElasticIps]: `${AWS}-eip-allocations`,
  [Deferred.CertificateArn]: `${AWS}-ssl-cert`,
} as const;

/** Where in the Gateway they stand. */
export const deferredAnnotations = ({ spec }: KubernetesObject): DeferredValue[] =>
  (Object.entries(DEFERRED) as [keyof typeof DEFERRED, string][]).flatMap(([from, annotation]) =>
    valueAtKeys(spec as Json, ["infrastructure", "annotations", annotation]) === undefined
      ? []
      : [{ path: pathOf(["spec", "infrastructure", "annotations", annotation]), from }],
  );

interface AnnotationContext {
  readonly ports: readonly { readonly port: number; readonly protocol: "TCP" | "UDP" }[];
  /** Ports where the NLB ends TLS with a certificate of ACM. */
  readonly tlsPorts: readonly number[];
  /** The class has no parameters: annotations say who makes the load balancer, and for whom. */
  readonly chartClass: boolean;
  /** Allocation ids, comma-separated. */
  readonly elasticIps: string | undefined;
  /** Subnet ids, comma-separated. */
  readonly subnets: string | undefined;
}

/**
 * Annotations of the Gateway's Service, for `spec.infrastructure`: at most 8 keys with bundles up to 1.5, so attributes share
 * a key and nothing is written that is a default (AWS Load Balancer Controller docs/guide/service/annotations.md).
 */
export function infrastructureAnnotations(
  exposure: ExposureSettings,
  { ports, tlsPorts, chartClass, elasticIps, subnets }: AnnotationContext,
): Record<string, string> {
  const { crossZone, privateAddresses, sourceRanges, targetNodeLabels } = exposure;
  const ended = tlsPorts.length > 0;
  return written([
    // Without it the controller built into EKS would answer for a class without parameters.
    [`${AWS}-type`, chartClass ? "external" : undefined],
    [`${ANNOTATION_PREFIX}load-balancer-source-ranges`, chartClass ? joined(sourceRanges) : undefined],
    [`${AWS}-scheme`, exposure.type === ExposureType.Internal ? "internal" : "internet-facing"],
    // Cilium's Services select no pods: the controller finds no `ip` targets (kubernetes-sigs/aws-load-balancer-controller#3754).
    [`${AWS}-nlb-target-type`, "instance"],
    [DEFERRED[Deferred.SubnetIds], subnets],
    [DEFERRED[Deferred.ElasticIps], elasticIps],
    [`${AWS}-private-ipv4-addresses`, joined(privateAddresses)],
    [
      `${AWS}-attributes`,
      crossZone === undefined ? undefined : `load_balancing.cross_zone.enabled=${String(crossZone)}`,
    ],
    [`${AWS}-target-group-attributes`, attributes(targetGroup(exposure))],
    [`${AWS}-target-node-labels`, attributes(targetNodeLabels ?? {})],
    [DEFERRED[Deferred.CertificateArn], ended ? placeholder(Deferred.CertificateArn) : undefined],
    [`${AWS}-ssl-ports`, ended ? tlsPorts.join(",") : undefined],
    ...idleTimeouts(exposure, ports, tlsPorts),
  ]);
}

/** Of plain TCP listeners; the 350 s of TLS ones cannot be changed (ELB user guide: NLB listeners, attributes). */
const idleTimeouts = (
  { idleTimeoutSeconds: seconds }: ExposureSettings,
  ports: AnnotationContext["ports"],
  tlsPorts: readonly number[],
): Pair[] =>
  seconds === undefined
    ? []
    : ports
        .filter(({ port, protocol }) => protocol === "TCP" && !tlsPorts.includes(port))
        .map(({ port }) => [
          `${ANNOTATION_PREFIX}${LISTENER_ATTRIBUTES}.TCP-${String(port)}`,
          `tcp.idle_timeout.seconds=${String(seconds)}`,
        ]);

type Pair = readonly [key: string, value: string | undefined];

const written = (pairs: readonly Pair[]): Record<string, string> =>
  Object.fromEntries(pairs.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));

/** The proxy protocol has a key of its own as well; as an attribute it costs none. */
const targetGroup = ({
  deregistrationSeconds,
  preserveClientIp,
  proxyProtocol,
}: ExposureSettings): Record<string, string | undefined> => ({
  "deregistration_delay.timeout_seconds":
    deregistrationSeconds === undefined ? undefined : String(deregistrationSeconds),
  "preserve_client_ip.enabled": preserveClientIp === undefined ? undefined : String(preserveClientIp),
  "proxy_protocol_v2.enabled": proxyProtocol === true ? "true" : undefined,
});

const joined = (list: readonly string[] | undefined): string | undefined => (list?.length ? list.join(",") : undefined);

function attributes(pairs: Readonly<Record<string, string | undefined>>): string | undefined {
  const set = Object.entries(pairs)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
  return joined(set);
}
