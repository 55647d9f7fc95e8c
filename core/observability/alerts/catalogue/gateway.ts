import type { AlertContext, AlertSpec } from "../context.ts";

const gateway = ({ features }: AlertContext): boolean => features.gateway;
/** Cilium names the backends of a Gateway `<namespace>/cilium-gateway-<gateway>/…`. */
const BACKENDS = 'envoy_cluster_name=~".*cilium-gateway-.*"';
const REJECTIONS = [
  "envoy_listener_manager_lds_update_rejected",
  "envoy_cluster_manager_cds_update_rejected",
  "envoy_http_rds_update_rejected",
  "envoy_cilium_policy_updates_rejected",
];

/** Gateways, as Envoy sees them. */
export const GATEWAY_ALERTS: readonly AlertSpec[] = [
  {
    alert: "GatewayBackendErrors",
    severity: "warning",
    minutes: 10,
    on: gateway,
    expr: ({ rate, thresholds }) => {
      const per = (...matchers: string[]) =>
        `sum by (envoy_cluster_name) (${rate(5, "envoy_cluster_upstream_rq_xx", BACKENDS, ...matchers)})`;
      return `${per('envoy_response_code_class="5"')} / (${per()} > ${String(thresholds.httpRequestsPerSecond)}) > ${String(thresholds.httpErrorShare)}`;
    },
    summary: "A backend of a Gateway answers many requests with 5xx.",
    description: "{{ $value | humanizePercentage }} of the requests to {{ $labels.envoy_cluster_name }} fail.",
  },
  {
    alert: "GatewayBackendUnreachable",
    severity: "warning",
    minutes: 10,
    on: gateway,
    expr: ({ rate }) =>
      `sum by (envoy_cluster_name) (${rate(5, "envoy_cluster_upstream_cx_connect_fail", BACKENDS)}) > 0`,
    summary: "Envoy cannot connect to a backend of a Gateway.",
    description:
      "Connections to {{ $labels.envoy_cluster_name }} fail: no ready pod, a wrong port, or a policy without entity ingress.",
  },
  {
    alert: "GatewayConfigRejected",
    severity: "warning",
    minutes: 5,
    on: gateway,
    expr: ({ increase }) => REJECTIONS.map((metric) => `sum by (pod) (${increase(10, metric)}) > 0`).join(" or "),
    summary: "Envoy rejects the configuration it is given.",
    description:
      "{{ $labels.pod }} rejected an update: it goes on with what it had, so that a change of a Gateway or policy has no effect.",
  },
];
