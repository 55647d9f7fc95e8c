import type { AlertSpec } from "../context.ts";

/** Reasons that stand for normal refusals; after the list of expected reasons of Cilium's own connectivity test. */
const EXPECTED_DROPS =
  "Policy denied.*|Unsupported L[23] protocol|Stale or unroutable IP|Authentication required|Invalid source ip|Unknown L3 target address|Unknown ICMPv[46] code|Forbidden ICMPv6 message|Host datapath not ready|VLAN traffic disallowed by VLAN filter";
/** Reasons of a full or missing connection or NAT table. */
const TABLE_DROPS = "CT: Map insertion failed|No mapping for NAT masquerade|No conntrack map found|No nat map found";
const DROPS = "cilium_drop_count_total";

/** Packets, BPF maps, connection tracking. */
export const DATAPATH_ALERTS: readonly AlertSpec[] = [
  {
    alert: "CiliumPacketsDropped",
    severity: "warning",
    minutes: 10,
    expr: ({ rate, thresholds }) =>
      `sum by (reason, direction) (${rate(5, DROPS, `reason!~"${EXPECTED_DROPS}"`)}) > ${String(thresholds.dropsPerSecond)}`,
    summary: "The datapath drops packets that no policy denies.",
    description:
      '{{ $value | humanize }} packets a second are dropped: "{{ $labels.reason }}", {{ $labels.direction }}.',
  },
  {
    alert: "CiliumPolicyDenied",
    severity: "info",
    minutes: 15,
    expr: ({ rate, thresholds }) =>
      `sum by (direction) (${rate(5, DROPS, 'reason=~"Policy denied.*"')}) > ${String(thresholds.policyDeniedPerSecond)}`,
    summary: "Policies deny much traffic.",
    description:
      "{{ $value | humanize }} packets a second are denied, {{ $labels.direction }}: a policy too strict, or a scan.",
  },
  {
    alert: "CiliumConnectionTableFull",
    severity: "critical",
    minutes: 5,
    expr: ({ rate }) => `sum by (reason, pod) (${rate(5, DROPS, `reason=~"${TABLE_DROPS}"`)}) > 0`,
    summary: "New connections fail because a connection or NAT table has no room.",
    description: '{{ $labels.pod }} drops new connections: "{{ $labels.reason }}".',
  },
  {
    alert: "CiliumBpfMapNearlyFull",
    severity: "warning",
    minutes: 5,
    expr: ({ select, thresholds }) =>
      `max by (pod, map_name) (${select("cilium_bpf_map_pressure")}) > ${String(thresholds.bpfMapShare)}`,
    summary: "A BPF map is nearly full.",
    description: "{{ $labels.map_name }} of {{ $labels.pod }} is filled to {{ $value | humanizePercentage }}.",
  },
  {
    alert: "CiliumBpfMapOperationsFailing",
    severity: "warning",
    minutes: 10,
    // The label's value is `fail`, not `failure` as most guides have it.
    expr: ({ rate }) =>
      `sum by (pod, map_name, operation) (${rate(5, "cilium_bpf_map_ops_total", 'outcome=~"fail.*"')}) > 0`,
    summary: "Changes of a BPF map fail.",
    description: "{{ $labels.operation }} on {{ $labels.map_name }} fails on {{ $labels.pod }}.",
  },
  {
    alert: "CiliumNatPortsNearlyUsed",
    severity: "warning",
    minutes: 10,
    expr: ({ select, thresholds }) =>
      `max by (pod, family) (${select("cilium_nat_endpoint_max_connection")}) > ${String(thresholds.natPortShare)}`,
    summary: "The source ports towards one destination are nearly used up.",
    description:
      "{{ $labels.pod }} uses {{ $value | humanizePercentage }} of the {{ $labels.family }} ports towards one destination.",
  },
  {
    alert: "CiliumConntrackCleaningFails",
    severity: "warning",
    minutes: 15,
    expr: ({ rate }) =>
      `sum by (pod, family) (${rate(10, "cilium_datapath_conntrack_gc_runs_total", 'status="uncompleted"')}) > 0`,
    summary: "Cleaning the connection table does not finish.",
    description:
      "Runs for {{ $labels.family }} on {{ $labels.pod }} stop half-way, so that dead connections stay in the table.",
  },
];
