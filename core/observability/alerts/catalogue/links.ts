import type { AlertContext, AlertSpec } from "../context.ts";

const bgp = ({ features }: AlertContext): boolean => features.bgp;

/** What leads out of the cluster: BGP and other clusters. */
export const LINK_ALERTS: readonly AlertSpec[] = [
  {
    alert: "CiliumBgpSessionDown",
    severity: "critical",
    minutes: 5,
    on: bgp,
    expr: ({ select }) =>
      `min by (pod, neighbor, neighbor_asn) (${select("cilium_bgp_control_plane_session_state")}) == 0`,
    summary: "A BGP session is down.",
    description:
      "{{ $labels.pod }} has no session with {{ $labels.neighbor }} (AS {{ $labels.neighbor_asn }}): its routes are withdrawn there.",
  },
  {
    alert: "CiliumBgpReconcileFailing",
    severity: "warning",
    minutes: 15,
    on: bgp,
    expr: ({ rate }) => `sum by (pod) (${rate(10, "cilium_bgp_control_plane_reconcile_errors_total")}) > 0`,
    summary: "BGP configuration cannot be applied.",
    description: "{{ $labels.pod }} fails to apply CiliumBGP objects.",
  },
  {
    alert: "CiliumClusterMeshNotReady",
    severity: "critical",
    minutes: 10,
    on: ({ features }) => features.clusterMesh,
    expr: ({ select }) =>
      `count by (target_cluster) (${select("cilium_clustermesh_remote_cluster_readiness_status")} < 1) > 0`,
    summary: "Agents have no connection to another cluster of the mesh.",
    description:
      "{{ $value | humanize }} agents have no connection to {{ $labels.target_cluster }}: its services and identities are stale.",
  },
  {
    alert: "CiliumClusterMeshFailures",
    severity: "info",
    minutes: 0,
    on: ({ features }) => features.clusterMesh,
    expr: ({ increase, thresholds }) =>
      `sum by (target_cluster) (${increase(60, "cilium_clustermesh_remote_cluster_failures")}) > ${String(thresholds.meshFailuresPerHour)}`,
    summary: "Connections to another cluster of the mesh break again and again.",
    description: "Connections to {{ $labels.target_cluster }} broke {{ $value | humanize }} times within an hour.",
  },
];
