import { metricTable, type MetricFact } from "./types.ts";

const ENVOY = "Envoy docs: configuration statistics; a public listing of a Cilium Gateway API cluster's series";
const envoy = metricTable("envoy", "envoy_", ENVOY);
/** Every metric of a cluster (a backend, in Envoy's words) has its name. */
const CLUSTER = ["envoy_cluster_name"];
const HTTP = ["envoy_http_conn_manager_prefix"];

/**
 * Envoy DaemonSet, port 9964; on by default. Envoy adds no `_total`. Cilium names a Gateway's clusters
 * `<namespace>/cilium-gateway-<gateway>/<backend>`, and gives every Gateway's listeners the same prefix, so that only the cluster
 * metrics tell Gateways apart (translation in cilium operator/pkg/model; the name as a label is from public queries, UNVERIFIED here).
 */
export const ENVOY_METRICS: readonly MetricFact[] = [
  envoy.counter("http_downstream_rq_total", HTTP),
  envoy.counter("http_downstream_rq_xx", [...HTTP, "envoy_response_code_class"]),
  envoy.counter("http_downstream_rq_timeout", HTTP),
  envoy.gauge("http_downstream_rq_active", HTTP),
  envoy.histogram("http_downstream_rq_time", HTTP),
  envoy.gauge("http_downstream_cx_active", HTTP),
  envoy.counter("http_downstream_cx_total", HTTP),
  envoy.counter("http_downstream_cx_rx_bytes_total", HTTP),
  envoy.counter("http_downstream_cx_tx_bytes_total", HTTP),
  envoy.counter("http_no_route", HTTP),
  envoy.counter("http_no_cluster", HTTP),
  envoy.counter("http_rds_update_rejected", [...HTTP, "envoy_rds_route_config"]),
  envoy.counter("cluster_upstream_rq_xx", [...CLUSTER, "envoy_response_code_class"]),
  envoy.counter("cluster_upstream_rq_total", CLUSTER),
  envoy.histogram("cluster_upstream_rq_time", CLUSTER),
  envoy.counter("cluster_upstream_cx_connect_fail", CLUSTER),
  envoy.counter("cluster_upstream_cx_connect_timeout", CLUSTER),
  envoy.gauge("cluster_upstream_cx_active", CLUSTER),
  envoy.counter("cluster_manager_cds_update_rejected"),
  envoy.counter("listener_manager_lds_update_rejected"),
  envoy.counter("cilium_access_denied"),
  envoy.counter("cilium_policy_updates_rejected"),
];

const kube = metricTable("kube-state-metrics", "kube_", "kube-state-metrics docs/metrics");
export const KUBE_STATE_METRICS: readonly MetricFact[] = [
  kube.gauge("daemonset_status_desired_number_scheduled", ["namespace", "daemonset"]),
  kube.gauge("daemonset_status_number_unavailable", ["namespace", "daemonset"]),
  kube.gauge("deployment_spec_replicas", ["namespace", "deployment"]),
  kube.gauge("deployment_status_replicas_available", ["namespace", "deployment"]),
  kube.counter("pod_container_status_restarts_total", ["namespace", "pod", "container"]),
  kube.gauge("job_failed", ["namespace", "job_name", "condition"]),
  kube.gauge("cronjob_status_last_successful_time", ["namespace", "cronjob"]),
  kube.gauge("cronjob_created", ["namespace", "cronjob"]),
  kube.gauge("node_status_capacity", ["node", "resource", "unit"]),
  kube.gauge("node_status_allocatable", ["node", "resource", "unit"]),
  kube.gauge("secret_created", ["namespace", "secret"]),
];

// The certificate's own namespace arrives as `exported_namespace` unless the monitor honours labels.
const certManager = metricTable("cert-manager", "certmanager_", "cert-manager pkg/metrics/metrics.go");
export const CERT_MANAGER_METRICS: readonly MetricFact[] = [
  certManager.gauge("certificate_expiration_timestamp_seconds", ["name", "namespace", "exported_namespace"]),
  certManager.gauge("certificate_ready_status", ["name", "namespace", "exported_namespace", "condition"]),
];

const exporter = metricTable("x509-certificate-exporter", "x509_", "enix/x509-certificate-exporter docs/metrics.md");
export const CERTIFICATE_EXPORTER_METRICS: readonly MetricFact[] = [
  exporter.gauge("cert_not_after", ["secret_namespace", "secret_name", "secret_key"]),
];

const prometheus = metricTable("prometheus", "", "Prometheus docs: jobs and instances");
export const PROMETHEUS_METRICS: readonly MetricFact[] = [prometheus.gauge("up")];
