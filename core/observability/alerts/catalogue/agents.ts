import type { AlertSpec } from "../context.ts";
import { IDENTITY_LIMIT } from "../thresholds.ts";

/** Endpoints, policies, identities, the Kubernetes API. */
export const AGENT_ALERTS: readonly AlertSpec[] = [
  {
    alert: "CiliumEndpointRegenerationFailing",
    severity: "warning",
    minutes: 10,
    // 1.20 says why: labels `reason` and `error`.
    expr: ({ rate, minor }) =>
      `sum by (${minor === "1.19" ? "pod" : "pod, reason, error"}) (${rate(10, "cilium_endpoint_regenerations_total", 'outcome=~"fail.*"')}) > 0`,
    summary: "Programs or policies of endpoints cannot be loaded.",
    description: ({ minor }) =>
      `{{ $labels.pod }} fails to regenerate endpoints${minor === "1.19" ? "" : " ({{ $labels.reason }}: {{ $labels.error }})"}: they keep their old policy.`,
  },
  {
    alert: "CiliumEndpointsInvalid",
    severity: "warning",
    minutes: 10,
    expr: ({ select }) => `sum by (pod) (${select("cilium_endpoint_state", 'endpoint_state="invalid"')}) > 0`,
    summary: "Endpoints are in state invalid.",
    description:
      "{{ $value | humanize }} endpoints of {{ $labels.pod }} are invalid: their pods have no working network.",
  },
  {
    alert: "CiliumEndpointCreationFailing",
    severity: "warning",
    minutes: 10,
    expr: ({ rate }) =>
      `sum by (pod, return_code) (${rate(10, "cilium_api_limiter_processed_requests_total", 'api_call="endpoint-create"', 'outcome=~"fail.*"')}) > 0`,
    summary: "Pods do not get their network.",
    description:
      "{{ $labels.pod }} answers requests of the CNI plugin with {{ $labels.return_code }}: pods stay in ContainerCreating.",
  },
  {
    alert: "CiliumPolicyChangeFailing",
    severity: "warning",
    minutes: 10,
    expr: ({ rate, minor }) =>
      `sum by (${minor === "1.19" ? "pod" : "pod, source, operation"}) (${rate(15, "cilium_policy_change_total", 'outcome=~"fail.*"')}) > 0`,
    summary: "An agent cannot take over a policy.",
    description: ({ minor }) =>
      `{{ $labels.pod }} fails to import policies${minor === "1.19" ? "" : " ({{ $labels.operation }} from {{ $labels.source }})"}: the old ones hold.`,
  },
  {
    alert: "CiliumProxyRedirectsMissing",
    severity: "warning",
    minutes: 15,
    on: ({ minor }) => minor === "1.20",
    expr: ({ select }) => `max by (pod) (${select("cilium_policy_missing_proxy_redirects")}) > 0`,
    summary: "L7 rules are not in force because the proxy has no listener for them.",
    description: "{{ $labels.pod }} lacks {{ $value | humanize }} redirects to Envoy or the DNS proxy.",
  },
  {
    alert: "CiliumIdentitiesNearlyUsed",
    severity: "warning",
    minutes: 15,
    // max, not sum: every agent reports all identities of the cluster.
    expr: ({ select, thresholds }) =>
      `max(${select("cilium_identity", 'type="cluster_local"')}) / ${String(IDENTITY_LIMIT)} > ${String(thresholds.identityShare)}`,
    summary: "The cluster's security identities are nearly used up.",
    description:
      "{{ $value | humanizePercentage }} of the identities are taken: labels that change per pod count as identities of their own.",
  },
  {
    alert: "CiliumApiErrors",
    severity: "warning",
    minutes: 15,
    expr: ({ rate, thresholds }) =>
      `sum by (pod, method, return_code) (${rate(5, "cilium_k8s_client_api_calls_total", 'return_code=~"5..|429|<error>"')}) > ${String(thresholds.apiErrorsPerSecond)}`,
    summary: "Calls of an agent to the Kubernetes API fail.",
    description:
      "{{ $labels.method }} of {{ $labels.pod }} gets {{ $labels.return_code }}, {{ $value | humanize }} a second.",
  },
  {
    alert: "CiliumNodesUnreachable",
    severity: "warning",
    minutes: 15,
    expr: ({ select }) => `max by (pod) (${select("cilium_unreachable_nodes")}) > 0`,
    summary: "An agent cannot reach other nodes.",
    description:
      "{{ $labels.pod }} cannot reach {{ $value | humanize }} nodes: security groups, routes or a node that is going away.",
  },
  {
    alert: "CiliumControllersFailing",
    severity: "warning",
    minutes: 30,
    expr: ({ select }) => `max by (pod) (${select("cilium_controllers_failing")}) > 0`,
    summary: "Tasks of an agent fail over and over.",
    description: "{{ $value | humanize }} controllers of {{ $labels.pod }} fail.",
  },
];
