import { metricTable, type MetricFact } from "./types.ts";

const IPAM =
  "cilium 1.19 pkg/ipam/metrics/metrics.go, pkg/ipam/node_manager.go; 1.20 operator/pkg/ipam/metrics, operator/pkg/ipam/nodemanager";
const EC2 = "cilium pkg/api/metrics, pkg/aws/ec2 (1.19), pkg/aws/api (1.20); chart's operator dashboard";
const REMOVED_120 = "cilium 1.19 pkg/ipam/metrics/metrics.go; docs: operations/upgrade (1.20, Removed Metrics)";
const DOCS = "Cilium docs: observability/metrics";

const { counter, gauge, histogram } = metricTable("operator", "cilium_operator_", IPAM);

/** Operator, port 9963; on by default. Two run and only the leader drives ENIs: aggregate by max or sum without `pod`. */
export const OPERATOR_METRICS: readonly MetricFact[] = [
  // Despite its name the node's capacity by instance limits, not what is free (SetIPAvailable gets Statistics.Capacity).
  gauge("ipam_available_ips", ["target_node"]),
  // 1.19 counts addresses of pods; 1.20 reckons what the node asked for less preAllocate (operator/pkg/ipam/nodemanager/node.go).
  gauge("ipam_used_ips", ["target_node"]),
  gauge("ipam_needed_ips", ["target_node"]),
  gauge("ipam_available_ips_per_subnet", ["subnet_id", "availability_zone"]),
  gauge("ipam_nodes", ["category"]),
  gauge("ipam_ips", ["type"], { minors: ["1.19"], source: REMOVED_120 }),
  gauge("ipam_available_interfaces", [], { minors: ["1.19"], source: REMOVED_120 }),
  gauge("ipam_interface_candidates"),
  gauge("ipam_empty_interface_slots"),
  histogram("ipam_allocation_duration_seconds", ["type", "status", "subnet_id"]),
  histogram("ipam_release_duration_seconds", ["type", "status", "subnet_id"]),
  // Counters without `_total`, of successes only, without a `status` label.
  counter("ipam_interface_creation_ops", ["subnet_id"]),
  counter("ipam_ip_allocation_ops", ["subnet_id"]),
  counter("ipam_ip_release_ops", ["subnet_id"]),
  counter("ipam_resync_total"),
  histogram("ipam_background_sync_duration_seconds", ["status"]),
  histogram("ipam_deficit_resolver_duration_seconds"),
  histogram("ipam_deficit_resolver_latency_seconds"),
  histogram("ipam_k8s_sync_duration_seconds"),
  histogram("ipam_resync_duration_seconds"),
  histogram("ec2_api_duration_seconds", ["operation", "response_code"], { source: EC2 }),
  histogram("ec2_api_rate_limit_duration_seconds", ["operation"], { source: EC2 }),
  counter("errors_warnings_total", ["level", "subsystem"], { source: DOCS }),
  gauge("unmanaged_pods", [], { source: DOCS }),
  gauge("identity_gc_entries", ["status"], { source: DOCS }),
  gauge("lbipam_services_unsatisfied", [], { source: DOCS }),
  gauge("process_resident_memory_bytes", [], { source: DOCS }),
  gauge("version", ["version", "revision", "arch"], { source: DOCS }),
];
