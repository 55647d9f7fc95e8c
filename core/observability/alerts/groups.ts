import type { AlertOptions, RuleGroup } from "./types.ts";

/** Every alert that can fire with these options, by group; groups without a rule are left out. */
export const alertGroups = (options: AlertOptions): RuleGroup[] => [
  {
    name: "cilium-targets",
    rules: [
      {
        alert: "CiliumAgentTargetDown",
        expr: `up{job="cilium-agent"} == 0`,
        for: "10m",
        labels: { severity: "critical", cluster: options.clusterName },
        annotations: { summary: "Prometheus cannot scrape a Cilium agent." },
      },
    ],
  },
];
