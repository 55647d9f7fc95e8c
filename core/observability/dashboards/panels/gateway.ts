import { lines, stat, type DashboardSpec, type PanelContext, type RowSpec } from "../panel.ts";

/** Listeners of Envoy's own: metrics, admin and health (the chart's bootstrap configuration). */
const NOT_OWN = 'envoy_http_conn_manager_prefix!~"admin|envoy-.*|async-client"';
/** Backends of the chosen Gateways: `<namespace>/cilium-gateway-<gateway>/<backend>`. */
const BACKENDS = 'envoy_cluster_name=~"($gateway)/.*"';
const REJECTED = ["listener_manager_lds", "cluster_manager_cds", "http_rds"] as const;

/** Gateways, from Envoy. The listeners of all Gateways share a prefix, so that only backends can be told apart. */
export function gatewayDashboard(context: PanelContext): DashboardSpec {
  const { select } = context;
  return {
    description: "What comes in through Gateways and how their backends answer.",
    tags: ["cilium", "gateway"],
    variables: [
      {
        name: "gateway",
        label: "Gateway",
        query: `label_values(${select("envoy_cluster_upstream_rq_total", 'envoy_cluster_name=~".*/cilium-gateway-.*"')}, envoy_cluster_name)`,
        regex: String.raw`/^(.*\/cilium-gateway-[^\/]+)\//`,
      },
    ],
    rows: [now(context), incoming(context), backends(context), envoy(context)],
  };
}

const now = ({ select, rate, thresholds }: PanelContext): RowSpec => ({
  title: "Now",
  panels: [
    stat(
      "Requests",
      "Requests a second to all Gateways.",
      "reqps",
      `sum(${rate("envoy_http_downstream_rq_total", NOT_OWN)})`,
    ),
    stat(
      "Errors",
      "Share of answers with 5xx.",
      "percentunit",
      `sum(${rate("envoy_http_downstream_rq_xx", NOT_OWN, 'envoy_response_code_class="5"')}) / sum(${rate("envoy_http_downstream_rq_xx", NOT_OWN)})`,
      { thresholds: { warning: thresholds.httpErrorShare / 5, critical: thresholds.httpErrorShare } },
    ),
    stat(
      "Connections",
      "Open now, from clients.",
      "short",
      `sum(${select("envoy_http_downstream_cx_active", NOT_OWN)})`,
    ),
    stat(
      "Without a route",
      "Requests a second that no HTTPRoute takes.",
      "reqps",
      `sum(${rate("envoy_http_no_route", NOT_OWN)})`,
    ),
    stat(
      "Backends not reached",
      "Failed connections a second.",
      "ops",
      `sum(${rate("envoy_cluster_upstream_cx_connect_fail", BACKENDS)})`,
      {
        thresholds: { warning: 0.001 },
      },
    ),
    stat(
      "Timeouts",
      "Requests a second that timed out on the client's side.",
      "reqps",
      `sum(${rate("envoy_http_downstream_rq_timeout", NOT_OWN)})`,
      {
        thresholds: { warning: 1 },
      },
    ),
  ],
});

const incoming = ({ select, rate, quantile }: PanelContext): RowSpec => ({
  title: "From clients, all Gateways",
  panels: [
    lines(
      "Answers by class",
      "2 is 2xx, and so on.",
      "reqps",
      [
        [
          `sum by (envoy_response_code_class) (${rate("envoy_http_downstream_rq_xx", NOT_OWN)})`,
          "{{envoy_response_code_class}}xx",
        ],
      ],
      {
        stacked: true,
      },
    ),
    lines("Duration", "From the first byte in to the last byte out, as Envoy sees it.", "ms", [
      [quantile(0.5, [], "envoy_http_downstream_rq_time", NOT_OWN), "half are faster"],
      [quantile(0.95, [], "envoy_http_downstream_rq_time", NOT_OWN), "95 of 100 are faster"],
      [quantile(0.99, [], "envoy_http_downstream_rq_time", NOT_OWN), "99 of 100 are faster"],
    ]),
    lines("Bytes", "From clients and to them.", "Bps", [
      [`sum(${rate("envoy_http_downstream_cx_rx_bytes_total", NOT_OWN)})`, "in"],
      [`sum(${rate("envoy_http_downstream_cx_tx_bytes_total", NOT_OWN)})`, "out"],
    ]),
    lines(
      "Connections by node",
      "Open connections of each Envoy: an uneven spread points at the load balancer.",
      "short",
      [[`sum by (pod) (${select("envoy_http_downstream_cx_active", NOT_OWN)})`, "{{pod}}"]],
    ),
  ],
});

const backends = ({ select, rate, quantile, thresholds }: PanelContext): RowSpec => {
  const answers = (...matchers: string[]) =>
    `sum by (envoy_cluster_name) (${rate("envoy_cluster_upstream_rq_xx", BACKENDS, ...matchers)})`;
  return {
    title: "Backends of $gateway",
    panels: [
      lines("Requests by backend", "Requests that Envoy sends on to each backend.", "reqps", [
        [answers(), "{{envoy_cluster_name}}"],
      ]),
      lines(
        "Errors by backend",
        "Share of answers with 5xx.",
        "percentunit",
        [[`${answers('envoy_response_code_class="5"')} / (${answers()} > 0)`, "{{envoy_cluster_name}}"]],
        {
          thresholds: { critical: thresholds.httpErrorShare },
          max: 1,
        },
      ),
      lines("Duration by backend", "95 of 100 requests are answered faster.", "ms", [
        [quantile(0.95, ["envoy_cluster_name"], "envoy_cluster_upstream_rq_time", BACKENDS), "{{envoy_cluster_name}}"],
      ]),
      lines(
        "Failed connections by backend",
        "No ready pod, wrong port, or a policy without entity ingress.",
        "ops",
        [
          [
            `sum by (envoy_cluster_name) (${rate("envoy_cluster_upstream_cx_connect_fail", BACKENDS)})`,
            "{{envoy_cluster_name}}",
          ],
        ],
        {
          thresholds: { warning: 0.001 },
        },
      ),
      lines("Open connections by backend", "Connections of all Envoys to each backend.", "short", [
        [
          `sum by (envoy_cluster_name) (${select("envoy_cluster_upstream_cx_active", BACKENDS)})`,
          "{{envoy_cluster_name}}",
        ],
      ]),
    ],
  };
};

const envoy = ({ rate }: PanelContext): RowSpec => ({
  title: "Envoy",
  panels: [
    lines(
      "Rejected configuration",
      "The old one stays in force.",
      "ops",
      REJECTED.map((what) => [`sum by (pod) (${rate(`envoy_${what}_update_rejected`)})`, `${what} {{pod}}`] as const),
      {
        thresholds: { warning: 0.001 },
      },
    ),
    lines("Denied by L7 policy", "Requests that policies refuse in Envoy.", "reqps", [
      [`sum by (pod) (${rate("envoy_cilium_access_denied")})`, "{{pod}}"],
    ]),
  ],
});
