import { metricTable, type MetricFact } from "./types.ts";

const REGISTRY = "cilium v1.19.4 pkg/metrics/metrics.go; main of 2026-07-28 for 1.20";
const DOCS = "Cilium docs: observability/metrics";
const METRICSMAP = "cilium pkg/maps/metricsmap/metricsmap.go";
const STATUS = "cilium v1.19.4 pkg/metrics/status.go";
const CLUSTERMESH = "cilium pkg/clustermesh/common/metrics.go; 1.19 upgrade notes (source labels dropped)";
const BGP = "cilium pkg/bgp/metrics/metrics.go, pkg/bgp/types/bgp.go at the branch points of 1.19 and 1.20";
/** The instance: its local AS number in 1.19, its name with the number in 1.20. */
const BGP_INSTANCE = { "1.19": ["vrouter"], "1.20": ["instance_name", "local_asn"] } as const;
/** cilium/cilium#43378 and #45012, merged between 1.19 and 1.20. */
const POLICY_120 = "cilium/cilium#43378, #45012";

const { counter, gauge, histogram } = metricTable("agent", "cilium_", REGISTRY);

/** Agent, port 9962. Off unless `prometheus.enabled`. */
export const AGENT_METRICS: readonly MetricFact[] = [
  // Packets. `reason` is a text here (`Policy denied`), unlike Hubble's `drop_total`.
  counter("drop_count_total", ["reason", "direction"], { source: METRICSMAP }),
  counter("drop_bytes_total", ["reason", "direction"], { source: METRICSMAP }),
  counter("forward_count_total", ["direction"], { source: METRICSMAP }),
  counter("forward_bytes_total", ["direction"], { source: METRICSMAP }),
  // BPF. The outcomes of map_ops_total are `success` and `fail`.
  counter("bpf_map_ops_total", ["map_name", "operation", "outcome"]),
  gauge("bpf_map_pressure", ["map_name"], { source: DOCS }),
  gauge("bpf_map_capacity", ["map_group"]),
  gauge("bpf_maps", [], { source: "cilium v1.19.4 pkg/metrics/bpf.go" }),
  gauge("bpf_progs", [], { source: "cilium v1.19.4 pkg/metrics/bpf.go" }),
  gauge("bpf_maps_virtual_memory_max_bytes", [], { source: "cilium v1.19.4 pkg/metrics/bpf.go" }),
  gauge("bpf_progs_virtual_memory_max_bytes", [], { source: "cilium v1.19.4 pkg/metrics/bpf.go" }),
  counter("bpf_ratelimit_dropped_total", ["usage"], { source: DOCS }),
  histogram("bpf_syscall_duration_seconds", ["operation", "outcome"], { offByDefault: true }),
  // Endpoints and policies.
  gauge("endpoint"),
  gauge("endpoint_state", ["endpoint_state"]),
  counter("endpoint_regenerations_total", ["outcome"], { labelsIn: { "1.20": ["reason", "error"] } }),
  histogram("endpoint_regeneration_time_stats_seconds", ["scope", "status"]),
  histogram("endpoint_propagation_delay_seconds"),
  gauge("policy"),
  gauge("policy_max_revision"),
  // The failure is `failure` in early 1.19 patches and `fail` since cilium/cilium#46388: match `fail.*`.
  counter("policy_change_total", ["outcome"], { labelsIn: { "1.20": ["source", "operation"] } }),
  gauge("policy_endpoint_enforcement_status", ["enforcement"]),
  histogram("policy_implementation_delay", ["source"]),
  histogram("policy_incremental_update_duration", ["scope"]),
  counter("policy_l7_total", ["rule", "proxy_type"]),
  gauge("policy_missing_proxy_redirects", [], { minors: ["1.20"], source: POLICY_120 }),
  gauge("proxy_redirects", ["protocol_l7"]),
  histogram("proxy_upstream_reply_seconds", ["error", "protocol_l7", "scope"]),
  counter("proxy_datapath_update_timeout_total", [], { offByDefault: true }),
  // Identities and the IP cache.
  gauge("identity", ["type"]),
  gauge("identity_label_sources", ["source"]),
  counter("ipcache_errors_total", ["type", "error"]),
  counter("ipcache_events_total", ["type"], { offByDefault: true }),
  // Addresses as the agent sees them.
  gauge("ip_addresses", ["family"], { source: STATUS }),
  gauge("ipam_capacity", ["family"], { labelsIn: { "1.20": ["cidr"] } }),
  counter("ipam_events_total", ["action", "family"]),
  // Health.
  gauge("unreachable_nodes", [], { source: STATUS }),
  gauge("unreachable_health_endpoints", [], { source: STATUS }),
  gauge("controllers_failing", [], { source: STATUS }),
  gauge("node_health_connectivity_status", ["type", "status"]),
  histogram("node_health_connectivity_latency_seconds", ["type", "protocol", "address_type"]),
  counter("controllers_runs_total", ["status"]),
  counter("errors_warnings_total", ["level", "subsystem"]),
  gauge("version", ["version", "revision", "arch"]),
  gauge("agent_bootstrap_seconds", ["scope", "outcome"], { minors: ["1.19"] }),
  histogram("agent_api_process_time_seconds", ["path", "method", "return_code"]),
  counter("api_limiter_processed_requests_total", ["api_call", "outcome", "return_code"]),
  gauge("api_limiter_wait_duration_seconds", ["api_call", "value"]),
  histogram("api_limiter_wait_history_duration_seconds", ["api_call"], { offByDefault: true }),
  gauge("process_resident_memory_bytes", [], { source: DOCS }),
  counter("process_cpu_seconds_total", [], { source: DOCS }),
  // Kubernetes API.
  counter("k8s_client_api_calls_total", ["host", "method", "return_code"]),
  histogram("k8s_client_api_latency_time_seconds", ["path", "method"]),
  histogram("k8s_client_rate_limiter_duration_seconds"),
  gauge("k8s_event_lag_seconds", [], { offByDefault: true }),
  // Connection tracking and NAT.
  counter("datapath_conntrack_gc_runs_total", ["family", "protocol", "status"]),
  gauge("datapath_conntrack_gc_entries", ["family", "protocol", "status"]),
  gauge("datapath_nat_gc_entries", ["family", "direction", "status"], { offByDefault: true }),
  gauge("nat_endpoint_max_connection", ["family"], {
    source: "cilium pkg/maps/nat/stats; docs: observability/metrics",
  }),
  // DNS proxy.
  gauge("fqdn_selectors"),
  gauge("fqdn_active_names", ["endpoint"], { offByDefault: true }),
  gauge("fqdn_active_ips", ["endpoint"], { offByDefault: true }),
  gauge("fqdn_alive_zombie_connections", ["endpoint"], { offByDefault: true }),
  counter("fqdn_semaphore_rejected_total", [], { offByDefault: true }),
  // Cluster mesh. The 1.19 upgrade notes print `cilium_agent_`; the registered prefix has no `agent`.
  gauge("clustermesh_remote_clusters", [], { source: CLUSTERMESH }),
  gauge("clustermesh_remote_cluster_readiness_status", ["target_cluster"], { source: CLUSTERMESH }),
  gauge("clustermesh_remote_cluster_failures", ["target_cluster"], { source: CLUSTERMESH }),
  gauge("clustermesh_remote_cluster_last_failure_ts", ["target_cluster"], { source: CLUSTERMESH }),
  gauge("clustermesh_remote_cluster_nodes", ["target_cluster"], { source: CLUSTERMESH }),
  // BGP, only with the control plane on.
  gauge("bgp_control_plane_session_state", ["neighbor", "neighbor_asn"], { labelsIn: BGP_INSTANCE, source: BGP }),
  gauge("bgp_control_plane_advertised_routes", ["neighbor", "neighbor_asn", "afi", "safi"], {
    labelsIn: BGP_INSTANCE,
    source: BGP,
  }),
  gauge("bgp_control_plane_received_routes", ["neighbor", "neighbor_asn", "afi", "safi"], {
    labelsIn: BGP_INSTANCE,
    source: BGP,
  }),
  counter("bgp_control_plane_reconcile_errors_total", [], { labelsIn: BGP_INSTANCE, source: BGP }),
];
