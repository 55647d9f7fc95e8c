import type { AlertContext, AlertSpec } from "../context.ts";

const eni = ({ features }: AlertContext): boolean => features.eni;
const ALLOCATION = "cilium_operator_ipam_allocation_duration_seconds_count";

/** ENIs, addresses and EC2. Only the leading operator drives them, so that nothing is grouped by pod. */
export const ADDRESS_ALERTS: readonly AlertSpec[] = [
  {
    alert: "CiliumInterfaceCreationFailing",
    severity: "critical",
    minutes: 10,
    on: eni,
    expr: ({ rate }) =>
      `sum by (status, subnet_id) (${rate(10, ALLOCATION, 'type="createInterfaceAndAllocateIP"', 'status!="success"')}) > 0`,
    summary: "The operator cannot create or attach ENIs.",
    description:
      "Creating ENIs fails with {{ $labels.status }} (subnet {{ $labels.subnet_id }}): nodes there run out of addresses.",
  },
  {
    alert: "CiliumAddressAllocationFailing",
    severity: "warning",
    minutes: 15,
    on: eni,
    expr: ({ rate }) => `sum by (subnet_id) (${rate(10, ALLOCATION, 'type="allocateIP"', 'status="failed"')}) > 0`,
    summary: "The operator cannot add addresses to ENIs.",
    description: ({ features }) =>
      features.prefixDelegation
        ? "Adding prefixes in subnet {{ $labels.subnet_id }} fails; it may have free addresses but no free /28 block."
        : "Adding addresses in subnet {{ $labels.subnet_id }} fails.",
  },
  {
    alert: "CiliumEc2CallsFailing",
    severity: "warning",
    minutes: 15,
    on: eni,
    expr: ({ rate }) =>
      `sum by (operation, response_code) (${rate(10, "cilium_operator_ec2_api_duration_seconds_count", 'response_code!~"OK|2.*"')}) > 0`,
    summary: "EC2 refuses calls of the operator.",
    description: "{{ $labels.operation }} answers {{ $labels.response_code }}: rights, throttling or a quota.",
  },
  {
    alert: "CiliumEc2CallsHeldBack",
    severity: "warning",
    minutes: 15,
    on: eni,
    expr: ({ rate, thresholds }) => {
      const per = (suffix: string) =>
        `sum by (operation) (${rate(10, `cilium_operator_ec2_api_rate_limit_duration_seconds_${suffix}`)})`;
      return `${per("sum")} / ${per("count")} > ${String(thresholds.ec2RateLimitSeconds)}`;
    },
    summary: "The operator's own limiter holds EC2 calls back.",
    description: "{{ $labels.operation }} waits {{ $value | humanizeDuration }} before it is sent.",
  },
  {
    alert: "CiliumSubnetNearlyFull",
    severity: "warning",
    minutes: 15,
    on: eni,
    expr: ({ select, thresholds }) =>
      `min by (subnet_id, availability_zone) (${select("cilium_operator_ipam_available_ips_per_subnet")}) < ${String(thresholds.subnetFreeAddresses)}`,
    summary: "A subnet has few free addresses.",
    description: ({ features }) =>
      `{{ $value | humanize }} addresses are free in {{ $labels.subnet_id }} ({{ $labels.availability_zone }})${features.prefixDelegation ? "; a prefix needs 16 in a row" : ""}.`,
  },
  {
    alert: "CiliumNodeNearlyFull",
    severity: "info",
    minutes: 15,
    on: eni,
    // available_ips is the node's capacity by instance limits, whatever its name says.
    expr: ({ select, thresholds }) =>
      `max by (target_node) (${select("cilium_operator_ipam_used_ips")}) / (max by (target_node) (${select("cilium_operator_ipam_available_ips")}) > 0) > ${String(thresholds.nodeAddressShare)}`,
    summary: "A node uses nearly all addresses that its type can have.",
    description: "{{ $labels.target_node }} uses {{ $value | humanizePercentage }} of its addresses.",
  },
  {
    alert: "CiliumNodesAtCapacity",
    severity: "warning",
    minutes: 10,
    on: eni,
    expr: ({ select }) => `max(${select("cilium_operator_ipam_nodes", 'category="at-capacity"')}) > 0`,
    summary: "Nodes have no free address and no slot for another ENI.",
    description:
      "{{ $value | humanize }} nodes can start no further pod; maxPods allows more pods than there are addresses.",
  },
  {
    alert: "CiliumNodesInDeficit",
    severity: "warning",
    minutes: 15,
    on: eni,
    expr: ({ select }) => `max(${select("cilium_operator_ipam_nodes", 'category="in-deficit"')}) > 0`,
    summary: "Nodes wait for addresses.",
    description: "{{ $value | humanize }} nodes have fewer free addresses than they should keep (preAllocate).",
  },
  {
    alert: "CiliumUnmanagedPods",
    severity: "warning",
    minutes: 15,
    expr: ({ select }) => `max(${select("cilium_operator_unmanaged_pods")}) > 0`,
    summary: "Pods run that Cilium does not manage.",
    description: "{{ $value | humanize }} pods have no endpoint: no policy holds for them. Restart them.",
  },
];
