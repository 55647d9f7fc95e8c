import { ANNOTATION_PREFIX, LISTENER_ATTRIBUTES } from "../facts/load-balancer-annotations.ts";
import { type ExposureSettings, ExposureType } from "../settings/index.ts";

const AWS = `${ANNOTATION_PREFIX}aws-load-balancer`;

/** What only a deployment knows: allocation ids and the certificate's ARN. */
export interface AnnotationRefs {
  /** Allocation ids, comma-separated. */
  readonly elasticIps?: string;
  readonly acmCertificateArn?: string;
}

interface Port {
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
}

/**
 * Annotations of the Gateway's Service, for `spec.infrastructure`: at most 8 keys with bundles up to 1.5, so attributes share
 * a key and nothing is written that is a default (AWS Load Balancer Controller docs/guide/service/annotations.md).
 */
export function infrastructureAnnotations(
  exposure: ExposureSettings,
  ports: readonly Port[],
  { elasticIps, acmCertificateArn }: AnnotationRefs,
): Record<string, string> {
  const { crossZone, proxyProtocol, idleTimeoutSeconds, privateAddresses, targetNodeLabels } = exposure;
  const pairs: [string, string | undefined][] = [
    ["scheme", exposure.type === ExposureType.Internal ? "internal" : "internet-facing"],
    // Cilium's Services select no pods: the controller finds no `ip` targets (kubernetes-sigs/aws-load-balancer-controller#3754).
    ["nlb-target-type", "instance"],
    ["eip-allocations", elasticIps],
    ["private-ipv4-addresses", joined(privateAddresses)],
    ["attributes", crossZone === undefined ? undefined : `load_balancing.cross_zone.enabled=${String(crossZone)}`],
    ["target-group-attributes", attributes(targetGroup(exposure))],
    ["target-node-labels", attributes(targetNodeLabels ?? {})],
    ["proxy-protocol", proxyProtocol === true ? "*" : undefined],
    ["ssl-cert", acmCertificateArn],
    ["ssl-ports", acmCertificateArn === undefined ? undefined : "443"],
  ];
  const own = pairs.flatMap(([key, value]) => (value === undefined ? [] : [[`${AWS}-${key}`, value] as const]));
  const idle =
    idleTimeoutSeconds === undefined
      ? []
      : ports
          .filter(({ protocol }) => protocol === "TCP")
          .map(
            ({ port }) =>
              [
                `${ANNOTATION_PREFIX}${LISTENER_ATTRIBUTES}.TCP-${String(port)}`,
                `tcp.idle_timeout.seconds=${String(idleTimeoutSeconds)}`,
              ] as const,
          );
  return Object.fromEntries([...own, ...idle]);
}

const targetGroup = ({
  deregistrationSeconds,
  preserveClientIp,
}: ExposureSettings): Record<string, string | undefined> => ({
  "deregistration_delay.timeout_seconds":
    deregistrationSeconds === undefined ? undefined : String(deregistrationSeconds),
  "preserve_client_ip.enabled": preserveClientIp === undefined ? undefined : String(preserveClientIp),
});

const joined = (list: readonly string[] | undefined): string | undefined => (list?.length ? list.join(",") : undefined);

function attributes(pairs: Readonly<Record<string, string | undefined>>): string | undefined {
  const set = Object.entries(pairs).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
  return joined(set);
}
