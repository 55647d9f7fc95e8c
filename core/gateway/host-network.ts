import type { GatewayPartSettings } from "../settings/index.ts";
import { portsOf, tlsPortsOf } from "./listeners.ts";
import type { HostNetworkPlan } from "./types.ts";

const EVERYBODY = ["0.0.0.0/0"];

/** The load balancer that the stack owns: no controller makes it, and none is needed to delete it. */
export function planHostNetwork({ listeners = {}, exposure, tls }: GatewayPartSettings): HostNetworkPlan {
  const ended = new Set(tls?.acmCertificateArn === undefined ? [] : tlsPortsOf(listeners));
  return {
    internal: exposure?.internal ?? false,
    ports: portsOf(listeners).map((one) => ({ ...one, endsTls: ended.has(one.port) })),
    crossZone: exposure?.crossZone,
    // A range that stands twice is one rule for EC2, which refuses the second.
    sourceRanges: [...new Set(exposure?.sourceRanges ?? EVERYBODY)],
    proxyProtocol: exposure?.proxyProtocol ?? false,
    preserveClientIp: exposure?.preserveClientIp,
    deregistrationSeconds: exposure?.deregistrationSeconds,
    idleTimeoutSeconds: exposure?.idleTimeoutSeconds,
  };
}
