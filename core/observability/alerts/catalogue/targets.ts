import type { AlertContext, AlertSpec } from "../context.ts";

/** Jobs that must be there with these features. */
function expectedJobs({ jobs, features }: AlertContext): string[] {
  return [
    jobs.agent,
    jobs.operator,
    ...(features.gateway ? [jobs.envoy] : []),
    ...(features.hubble ? [jobs.hubble] : []),
    ...(features.relay ? [jobs.relay] : []),
  ];
}

const escaped = (text: string): string => text.replaceAll(/[.+*?()[\]{}|^$\\]/g, String.raw`\$&`);
const anyOf = (names: readonly string[]): string => JSON.stringify(names.map(escaped).join("|"));
const minutesDown = ({ thresholds }: AlertContext): number => thresholds.downMinutes;
const withStateMetrics = ({ features }: AlertContext): boolean => features.kubeStateMetrics;

/** Whether the parts run and can be seen. */
export const TARGET_ALERTS: readonly AlertSpec[] = [
  {
    alert: "CiliumTargetDown",
    severity: "warning",
    minutes: minutesDown,
    expr: (context) => `${context.select("up", `job=~${anyOf(expectedJobs(context))}`)} == 0`,
    summary: "A part of Cilium does not answer the scrape.",
    description: "{{ $labels.job }} at {{ $labels.instance }} does not answer: it is down, or its port is closed.",
  },
  {
    alert: "CiliumTargetMissing",
    severity: "critical",
    minutes: minutesDown,
    expr: (context) =>
      expectedJobs(context)
        .map((job) => `absent(${context.select("up", `job=${JSON.stringify(job)}`)})`)
        .join(" or "),
    summary: "Nothing scrapes a part of Cilium.",
    description:
      "No target of job {{ $labels.job }} exists. Every alert on its series is blind: check the ServiceMonitor and its labels.",
  },
  {
    alert: "CiliumOperatorDown",
    severity: "critical",
    minutes: 5,
    on: withStateMetrics,
    expr: ({ select, namespace }) =>
      `max by (deployment) (${select("kube_deployment_status_replicas_available", `namespace="${namespace}"`, 'deployment="cilium-operator"')}) == 0`,
    summary: "No Cilium operator runs.",
    description: "{{ $labels.deployment }} has no available replica: nodes get no new ENIs or addresses.",
  },
  {
    alert: "CiliumDaemonSetUnavailable",
    severity: "warning",
    minutes: 15,
    on: withStateMetrics,
    expr: ({ select, namespace }) =>
      `max by (daemonset) (${select("kube_daemonset_status_number_unavailable", `namespace="${namespace}"`, 'daemonset=~"cilium|cilium-envoy"')}) > 0`,
    summary: "A DaemonSet of Cilium lacks pods.",
    description: "{{ $value | humanize }} pods of DaemonSet {{ $labels.daemonset }} are not available.",
  },
  {
    alert: "CiliumDeploymentUnavailable",
    severity: "warning",
    minutes: 15,
    on: withStateMetrics,
    expr: ({ select, namespace }) => {
      const which = [
        `namespace="${namespace}"`,
        'deployment=~"cilium-operator|hubble-relay|hubble-ui|clustermesh-apiserver"',
      ];
      const wanted = `max by (deployment) (${select("kube_deployment_spec_replicas", ...which)})`;
      return `${wanted} - max by (deployment) (${select("kube_deployment_status_replicas_available", ...which)}) > 0`;
    },
    summary: "A Deployment of Cilium or Hubble lacks pods.",
    description: "{{ $value | humanize }} pods of Deployment {{ $labels.deployment }} are not available.",
  },
  {
    alert: "CiliumPodRestarting",
    severity: "warning",
    minutes: 0,
    on: withStateMetrics,
    expr: ({ increase, namespace, thresholds }) =>
      `sum by (pod, container) (${increase(60, "kube_pod_container_status_restarts_total", `namespace="${namespace}"`, 'pod=~"(cilium|hubble|clustermesh)-.*"')}) > ${String(thresholds.restartsPerHour)}`,
    summary: "A container of Cilium or Hubble restarts again and again.",
    description: "{{ $labels.pod }}/{{ $labels.container }} restarted {{ $value | humanize }} times within an hour.",
  },
  {
    alert: "CiliumVersionsMixed",
    severity: "info",
    minutes: 120,
    expr: ({ select }) => `count(count by (version) (${select("cilium_version")})) > 1`,
    summary: "Agents run different versions of Cilium.",
    description: "{{ $value | humanize }} versions run at once: a rollout did not finish.",
  },
];
