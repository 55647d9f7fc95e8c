import { lines, stat, type DashboardSpec, type PanelContext, type RowSpec } from "../panel.ts";

const DAY = 86_400;
const PEERS = "hubble_relay_pool_peer_connection_status";

/** Whether Hubble sees what there is to see. */
export function hubbleDashboard(context: PanelContext): DashboardSpec {
  return {
    description: "Whether Hubble sees every flow, reaches every node, and what it sees.",
    tags: ["cilium", "hubble"],
    variables: [],
    rows: [now(context), health(context), traffic(context)],
  };
}

/** Seconds until the first certificate of Hubble ends, where somebody reports it. */
function certificateEnd({ select, features, namespace }: PanelContext): string | undefined {
  if (features.certificates === "certmanager") {
    return `min by (name) (${select("certmanager_certificate_expiration_timestamp_seconds", 'name=~"hubble-.*"')}) - time()`;
  }
  if (features.certificates === undefined || !features.certificateExporter) return undefined;
  return `min by (secret_name) (${select("x509_cert_not_after", `secret_namespace="${namespace}"`, 'secret_name=~"hubble-.*|cilium-ca"')}) - time()`;
}

const now = (context: PanelContext): RowSpec => {
  const { select, rate, features, thresholds, hasHubbleMetric } = context;
  const end = certificateEnd(context);
  return {
    title: "Now",
    panels: [
      stat("Flows", "Flows a second that Hubble handles.", "ops", `sum(${rate("hubble_flows_processed_total")})`, {
        on: hasHubbleMetric("flow"),
      }),
      stat(
        "Lost",
        "Events a second that are lost before they are seen.",
        "ops",
        `sum(${rate("hubble_lost_events_total")})`,
        {
          on: features.hubble,
          thresholds: { warning: 1, critical: thresholds.lostEventsPerSecond },
        },
      ),
      stat(
        "Nodes connected",
        "Agents that Relay has a connection to, of one Relay.",
        "short",
        `max(sum by (pod) (${select(PEERS, 'status=~"READY|IDLE"')}))`,
        {
          on: features.relay,
        },
      ),
      stat(
        "Nodes missing",
        "Agents that Relay has no connection to.",
        "short",
        `max(sum by (pod) (${select(PEERS, 'status!~"READY|IDLE"')}))`,
        {
          on: features.relay,
          thresholds: { warning: 1 },
        },
      ),
      stat("Certificate ends in", "The first of Hubble's certificates to end.", "s", `min(${end ?? ""})`, {
        on: end !== undefined,
        thresholds: {
          warning: 2 * thresholds.certificateDays * DAY,
          critical: thresholds.certificateDays * DAY,
          low: true,
        },
      }),
    ],
  };
};

const health = (context: PanelContext): RowSpec => {
  const { select, rate, features, thresholds } = context;
  const end = certificateEnd(context);
  const { certificates } = features;
  return {
    title: "Health",
    panels: [
      lines(
        "Lost events",
        "By where they are lost: perf_event_ring_buffer is a busy agent, hubble_ring_buffer a slow reader.",
        "ops",
        [[`sum by (source) (${rate("hubble_lost_events_total")})`, "{{source}}"]],
        {
          on: features.hubble,
          thresholds: { warning: thresholds.lostEventsPerSecond },
        },
      ),
      lines(
        "Lost events by agent",
        "The ten agents that lose most.",
        "ops",
        [[`topk(10, sum by (pod) (${rate("hubble_lost_events_total")}))`, "{{pod}}"]],
        {
          on: features.hubble,
        },
      ),
      lines(
        "Relay's connections",
        "By state; READY and IDLE are well.",
        "short",
        [[`max by (status) (${select(PEERS)})`, "{{status}}"]],
        {
          on: features.relay,
          stacked: true,
        },
      ),
      lines(
        "Certificates",
        "Time until each of Hubble's certificates ends.",
        "s",
        [[end ?? "", certificates === "certmanager" ? "{{name}}" : "{{secret_name}}"]],
        {
          on: end !== undefined,
          thresholds: { critical: thresholds.certificateDays * DAY, low: true },
        },
      ),
    ],
  };
};

const traffic = ({ rate, quantile, features, hasHubbleMetric }: PanelContext): RowSpec => {
  const workload = ["destination_namespace", "destination_workload"];
  const legend = "{{destination_namespace}}/{{destination_workload}}";
  const http = hasHubbleMetric("httpV2") && features.hubbleHttp;
  const server = 'reporter="server"';
  return {
    title: "What Hubble sees",
    panels: [
      lines(
        "Flows by verdict",
        "Events, not packets: flows are aggregated.",
        "ops",
        [[`sum by (verdict) (${rate("hubble_flows_processed_total")})`, "{{verdict}}"]],
        {
          on: hasHubbleMetric("flow"),
          stacked: true,
        },
      ),
      lines(
        "Drops by reason",
        "Flows that were dropped; the reason is the name in Hubble's API.",
        "ops",
        [[`sum by (reason) (${rate("hubble_drop_total")})`, "{{reason}}"]],
        {
          on: hasHubbleMetric("drop"),
        },
      ),
      lines(
        "Policy verdicts",
        "Decisions of policies on new connections, by direction and action.",
        "ops",
        [[`sum by (direction, action) (${rate("hubble_policy_verdicts_total")})`, "{{direction}} {{action}}"]],
        {
          on: hasHubbleMetric("policy"),
        },
      ),
      lines(
        "DNS errors",
        "Answers that are not `No Error`; needs a policy with rules.dns.",
        "ops",
        [
          [
            `sum by (rcode, qtypes) (${rate("hubble_dns_responses_total", 'rcode!="No Error"')})`,
            "{{rcode}} {{qtypes}}",
          ],
        ],
        {
          on: hasHubbleMetric("dns"),
        },
      ),
      lines(
        "HTTP errors by workload",
        "Answers with 5xx a second; only traffic through Envoy is seen.",
        "reqps",
        [
          [
            `topk(10, sum by (${workload.join(", ")}) (${rate("hubble_http_requests_total", server, 'status=~"5.."')}))`,
            legend,
          ],
        ],
        {
          on: http,
        },
      ),
      lines(
        "HTTP duration by workload",
        "95 of 100 requests are faster; the ten slowest.",
        "s",
        [[`topk(10, ${quantile(0.95, workload, "hubble_http_request_duration_seconds", server)})`, legend]],
        {
          on: http,
        },
      ),
    ],
  };
};
