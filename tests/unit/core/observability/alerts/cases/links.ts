import { flat, perSecond, type AlertCase } from "./case.ts";

const session = 'cilium_bgp_control_plane_session_state{pod="cilium-a",neighbor="10.9.0.1:179",neighbor_asn="65000"}';
const errors = 'cilium_bgp_control_plane_reconcile_errors_total{pod="cilium-a"}';
const mesh = (metric: string, pod: string): string =>
  `cilium_clustermesh_remote_cluster_${metric}{pod="${pod}",target_cluster="west"}`;

export const linkCases = (): AlertCase[] => [
  {
    alert: "CiliumBgpSessionDown",
    fires: { [session]: flat(0) },
    expected: [{ labels: { pod: "cilium-a", neighbor: "10.9.0.1:179", neighbor_asn: "65000" } }],
    quiet: { [session]: flat(1) },
  },
  {
    alert: "CiliumBgpReconcileFailing",
    fires: { [errors]: perSecond(1) },
    expected: [{ labels: { pod: "cilium-a" } }],
    quiet: { [errors]: flat(2) },
  },
  {
    alert: "CiliumClusterMeshNotReady",
    fires: { [mesh("readiness_status", "cilium-a")]: flat(0), [mesh("readiness_status", "cilium-b")]: flat(0) },
    expected: [{ labels: { target_cluster: "west" }, value: "2" }],
    quiet: { [mesh("readiness_status", "cilium-a")]: flat(1), [mesh("readiness_status", "cilium-b")]: flat(1) },
  },
  {
    alert: "CiliumClusterMeshFailures",
    fires: { [mesh("failures", "cilium-a")]: perSecond(1 / 60) },
    expected: [{ labels: { target_cluster: "west" }, value: "60" }],
    quiet: { [mesh("failures", "cilium-a")]: flat(30) },
  },
];
