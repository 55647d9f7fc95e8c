import { IDENTITY_LIMIT } from "../../alerts/thresholds.ts";
import { lines, stat, type DashboardSpec, type PanelContext, type RowSpec } from "../panel.ts";

const DROPS = "cilium_drop_count_total";
const DENIED = 'reason=~"Policy denied.*"';
const NOT_DENIED = 'reason!~"Policy denied.*"';
const POD = 'pod=~"$pod"';

/** Packets, tables, endpoints and policies, from the agents. */
export function datapathDashboard(context: PanelContext): DashboardSpec {
  const { select } = context;
  return {
    description: "What the datapath forwards and drops, and how full its tables are.",
    tags: ["cilium", "datapath"],
    variables: [{ name: "pod", label: "Agent", query: `label_values(${select("cilium_version")}, pod)` }],
    rows: [now(context), packets(context), tables(context), endpoints(context), policies(context)],
  };
}

const now = ({ select, rate, thresholds }: PanelContext): RowSpec => ({
  title: "Now",
  panels: [
    stat("Agents", "Agents that are scraped.", "short", `count(${select("cilium_version")})`),
    stat("Dropped", "Packets a second that no policy denied, all reasons.", "pps", `sum(${rate(DROPS, NOT_DENIED)})`, {
      thresholds: { warning: thresholds.dropsPerSecond, critical: thresholds.dropsPerSecond * 10 },
    }),
    stat("Denied", "Packets a second that policies deny.", "pps", `sum(${rate(DROPS, DENIED)})`, {
      thresholds: { warning: thresholds.policyDeniedPerSecond },
    }),
    stat("Fullest BPF map", "Of all maps of all agents.", "percentunit", `max(${select("cilium_bpf_map_pressure")})`, {
      thresholds: { warning: 0.7, critical: thresholds.bpfMapShare },
    }),
    stat(
      "Unreachable nodes",
      "Most nodes that one agent cannot reach.",
      "short",
      `max(${select("cilium_unreachable_nodes")})`,
      {
        thresholds: { warning: 1 },
      },
    ),
    stat(
      "Identities",
      "Share of the cluster's limit of 65,280.",
      "percentunit",
      `max(${select("cilium_identity", 'type="cluster_local"')}) / ${String(IDENTITY_LIMIT)}`,
      {
        thresholds: { warning: thresholds.identityShare, critical: 0.95 },
      },
    ),
  ],
});

const packets = ({ rate }: PanelContext): RowSpec => ({
  title: "Packets",
  panels: [
    lines(
      "Drops by reason",
      "Without those that policies deny. The reason is the hint; docs/alerts.md has a runbook.",
      "pps",
      [[`sum by (reason) (${rate(DROPS, NOT_DENIED, POD)})`, "{{reason}}"]],
    ),
    lines("Drops by agent", "The ten with most, all reasons but policies.", "pps", [
      [`topk(10, sum by (pod) (${rate(DROPS, NOT_DENIED, POD)}))`, "{{pod}}"],
    ]),
    lines(
      "Denied by policy",
      "By direction and kind of denial; `hubble observe --verdict DROPPED` names the two sides.",
      "pps",
      [[`sum by (direction, reason) (${rate(DROPS, DENIED, POD)})`, "{{direction}} {{reason}}"]],
    ),
    lines("Forwarded packets", "What the datapath lets through, by direction.", "pps", [
      [`sum by (direction) (${rate("cilium_forward_count_total", POD)})`, "{{direction}}"],
    ]),
    lines("Forwarded bytes", "What the datapath lets through, by direction.", "Bps", [
      [`sum by (direction) (${rate("cilium_forward_bytes_total", POD)})`, "{{direction}}"],
    ]),
  ],
});

const tables = ({ select, rate, thresholds }: PanelContext): RowSpec => ({
  title: "Tables",
  panels: [
    lines(
      "Fullest BPF maps",
      "A full map refuses entries. Policy maps appear from 10 % on.",
      "percentunit",
      [[`topk(10, max by (map_name) (${select("cilium_bpf_map_pressure", POD)}))`, "{{map_name}}"]],
      {
        thresholds: { warning: 0.7, critical: thresholds.bpfMapShare },
        max: 1,
      },
    ),
    lines(
      "Failed map operations",
      "By map and operation; mostly a map that is full.",
      "ops",
      [
        [
          `sum by (map_name, operation) (${rate("cilium_bpf_map_ops_total", 'outcome=~"fail.*"', POD)})`,
          "{{map_name}} {{operation}}",
        ],
      ],
      {
        thresholds: { warning: 0.001 },
      },
    ),
    lines(
      "Connections",
      "Live entries of the connection tables after the last cleaning, by family and protocol.",
      "short",
      [
        [
          `sum by (family, protocol) (${select("cilium_datapath_conntrack_gc_entries", 'status="alive"', POD)})`,
          "{{family}} {{protocol}}",
        ],
      ],
    ),
    lines(
      "Source ports in use",
      "Towards the most used destination, per agent: a fraction of the port range.",
      "percentunit",
      [[`topk(10, max by (pod, family) (${select("cilium_nat_endpoint_max_connection", POD)}))`, "{{pod}} {{family}}"]],
      {
        thresholds: { warning: thresholds.natPortShare },
        max: 1,
      },
    ),
  ],
});

const endpoints = ({ select, rate, quantile, minor }: PanelContext): RowSpec => ({
  title: "Endpoints",
  panels: [
    lines(
      "Endpoints by state",
      "`ready` is what all should be.",
      "short",
      [[`sum by (endpoint_state) (${select("cilium_endpoint_state", POD)})`, "{{endpoint_state}}"]],
      {
        stacked: true,
      },
    ),
    lines(
      "Regenerations",
      minor === "1.19" ? "Programs made anew, by outcome." : "Programs made anew, by outcome and reason.",
      "ops",
      minor === "1.19"
        ? [[`sum by (outcome) (${rate("cilium_endpoint_regenerations_total", POD)})`, "{{outcome}}"]]
        : [
            [
              `sum by (outcome, reason) (${rate("cilium_endpoint_regenerations_total", POD)})`,
              "{{outcome}} {{reason}}",
            ],
          ],
    ),
    lines("Time to regenerate", "95 of 100 are faster, by step.", "s", [
      [quantile(0.95, ["scope"], "cilium_endpoint_regeneration_time_stats_seconds", POD), "{{scope}}"],
    ]),
    lines("Errors and warnings in logs", "Of the agents, by level and subsystem.", "ops", [
      [`topk(10, sum by (level, subsystem) (${rate("cilium_errors_warnings_total", POD)}))`, "{{level}} {{subsystem}}"],
    ]),
  ],
});

const policies = ({ select, rate, quantile, minor, thresholds }: PanelContext): RowSpec => ({
  title: "Policies and API",
  panels: [
    lines("Time until a change holds", "95 of 100 policy changes are faster, by source.", "s", [
      [quantile(0.95, ["source"], "cilium_policy_implementation_delay", POD), "{{source}}"],
    ]),
    lines(
      "Failed policy changes",
      minor === "1.19" ? "The old policies hold on; by agent." : "The old policies hold on; by source and operation.",
      "ops",
      minor === "1.19"
        ? [[`sum by (pod) (${rate("cilium_policy_change_total", 'outcome=~"fail.*"', POD)})`, "{{pod}}"]]
        : [
            [
              `sum by (source, operation) (${rate("cilium_policy_change_total", 'outcome=~"fail.*"', POD)})`,
              "{{operation}} {{source}}",
            ],
          ],
      { thresholds: { warning: 0.001 } },
    ),
    lines(
      "Missing proxy redirects",
      "L7 rules that are not in force for want of a proxy port.",
      "short",
      [[`max by (pod) (${select("cilium_policy_missing_proxy_redirects", POD)})`, "{{pod}}"]],
      { on: minor === "1.20", thresholds: { warning: 1 } },
    ),
    lines(
      "Failed calls to the Kubernetes API",
      "By answer: 429 is held back, 5xx a control plane that is unwell.",
      "reqps",
      [
        [
          `sum by (return_code) (${rate("cilium_k8s_client_api_calls_total", 'return_code=~"5..|429|<error>"', POD)})`,
          "{{return_code}}",
        ],
      ],
      {
        thresholds: { warning: thresholds.apiErrorsPerSecond },
      },
    ),
  ],
});
