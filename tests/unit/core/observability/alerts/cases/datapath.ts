import { flat, perSecond, type AlertCase } from "./case.ts";

const drops = (reason: string, direction = "EGRESS"): string =>
  `cilium_drop_count_total{pod="cilium-a",reason="${reason}",direction="${direction}"}`;
const outcome = (value: string): string =>
  `cilium_bpf_map_ops_total{pod="cilium-a",map_name="lb4_services_v2",operation="update",outcome="${value}"}`;
const cleaning = (status: string): string =>
  `cilium_datapath_conntrack_gc_runs_total{pod="cilium-a",family="ipv4",protocol="TCP",status="${status}"}`;

export const datapathCases = (): AlertCase[] => [
  {
    alert: "CiliumPacketsDropped",
    fires: { [drops("Service backend not found")]: perSecond(2) },
    expected: [{ labels: { reason: "Service backend not found", direction: "EGRESS" }, value: "2" }],
    quiet: {
      [drops("Service backend not found")]: perSecond(1),
      [drops("Policy denied", "INGRESS")]: perSecond(5),
      [drops("Stale or unroutable IP")]: perSecond(90),
    },
  },
  {
    alert: "CiliumPolicyDenied",
    fires: {
      [drops("Policy denied", "INGRESS")]: perSecond(10),
      [drops("Policy denied by denylist", "INGRESS")]: perSecond(2),
    },
    expected: [{ labels: { direction: "INGRESS" }, value: "12" }],
    quiet: { [drops("Policy denied", "INGRESS")]: perSecond(5) },
  },
  {
    alert: "CiliumConnectionTableFull",
    fires: { [drops("CT: Map insertion failed")]: perSecond(1) },
    expected: [{ labels: { reason: "CT: Map insertion failed", pod: "cilium-a" } }],
    quiet: { [drops("CT: Map insertion failed")]: flat(7) },
  },
  {
    alert: "CiliumBpfMapNearlyFull",
    fires: { 'cilium_bpf_map_pressure{pod="cilium-a",map_name="ct4_global"}': flat(0.95) },
    expected: [{ labels: { pod: "cilium-a", map_name: "ct4_global" }, value: "95%" }],
    quiet: { 'cilium_bpf_map_pressure{pod="cilium-a",map_name="ct4_global"}': flat(0.9) },
  },
  {
    alert: "CiliumBpfMapOperationsFailing",
    fires: { [outcome("fail")]: perSecond(1) },
    expected: [{ labels: { pod: "cilium-a", map_name: "lb4_services_v2", operation: "update" } }],
    quiet: { [outcome("success")]: perSecond(9), [outcome("fail")]: flat(3) },
  },
  {
    alert: "CiliumNatPortsNearlyUsed",
    fires: { 'cilium_nat_endpoint_max_connection{pod="cilium-a",family="ipv4"}': flat(0.85) },
    expected: [{ labels: { pod: "cilium-a", family: "ipv4" }, value: "85%" }],
    quiet: { 'cilium_nat_endpoint_max_connection{pod="cilium-a",family="ipv4"}': flat(0.8) },
  },
  {
    alert: "CiliumConntrackCleaningFails",
    fires: { [cleaning("uncompleted")]: perSecond(0.1) },
    expected: [{ labels: { pod: "cilium-a", family: "ipv4" } }],
    quiet: { [cleaning("completed")]: perSecond(0.1) },
  },
];
