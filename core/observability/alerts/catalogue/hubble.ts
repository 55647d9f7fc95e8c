import type { AlertSpec } from "../context.ts";

/** Flows, Relay and what Hubble sees of HTTP. */
export const HUBBLE_ALERTS: readonly AlertSpec[] = [
  {
    alert: "HubbleEventsLost",
    severity: "info",
    minutes: 15,
    on: ({ features }) => features.hubble,
    expr: ({ rate, thresholds }) =>
      `sum by (pod, source) (${rate(5, "hubble_lost_events_total")}) > ${String(thresholds.lostEventsPerSecond)}`,
    summary: "Hubble loses flows.",
    description:
      "{{ $labels.pod }} loses {{ $value | humanize }} events a second in {{ $labels.source }}: metrics and flows are incomplete.",
  },
  {
    alert: "HubbleRelayPeersUnavailable",
    severity: "warning",
    minutes: 15,
    on: ({ features }) => features.relay,
    expr: ({ select }) =>
      `sum by (pod) (${select("hubble_relay_pool_peer_connection_status", 'status!~"READY|IDLE"')}) > 0`,
    summary: "Hubble Relay has no connection to some nodes.",
    description:
      "{{ $labels.pod }} lacks {{ $value | humanize }} nodes: their flows are missing in the UI and the command line.",
  },
  {
    alert: "HubbleHttpErrors",
    severity: "warning",
    minutes: 10,
    on: ({ features }) => features.hubble && features.hubbleHttp,
    expr: ({ rate, thresholds }) => {
      const per = (...matchers: string[]) =>
        `sum by (destination_namespace, destination_workload) (${rate(5, "hubble_http_requests_total", 'reporter="server"', ...matchers)})`;
      return `${per('status=~"5.."')} / (${per()} > ${String(thresholds.httpRequestsPerSecond)}) > ${String(thresholds.httpErrorShare)}`;
    },
    summary: "A workload answers many requests with 5xx.",
    description:
      "{{ $value | humanizePercentage }} of the requests to {{ $labels.destination_namespace }}/{{ $labels.destination_workload }} fail.",
  },
];
