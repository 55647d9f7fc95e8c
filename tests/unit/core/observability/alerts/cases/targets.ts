import { flat, perSecond, type AlertCase, type CaseOptions } from "./case.ts";

const UP = {
  'up{job="cilium-agent",instance="10.0.0.1:9962"}': flat(1),
  'up{job="cilium-operator",instance="10.0.0.1:9963"}': flat(1),
  'up{job="cilium-envoy",instance="10.0.0.1:9964"}': flat(1),
  'up{job="hubble-metrics",instance="10.0.0.1:9965"}': flat(1),
  'up{job="hubble-relay-metrics",instance="10.0.1.7:9966"}': flat(1),
};
const kube = (metric: string, labels: string): string => `kube_${metric}{namespace="kube-system",${labels}}`;

export const targetCases = ({ features }: CaseOptions): AlertCase[] => [
  {
    alert: "CiliumTargetDown",
    fires: { ...UP, 'up{job="cilium-agent",instance="10.0.0.2:9962"}': flat(0), 'up{job="other"}': flat(0) },
    expected: [{ labels: { job: "cilium-agent", instance: "10.0.0.2:9962" } }],
    quiet: { ...UP, 'up{job="other"}': flat(0) },
  },
  {
    alert: "CiliumTargetMissing",
    fires: {},
    expected: [
      "cilium-agent",
      "cilium-operator",
      ...(features.gateway === true ? ["cilium-envoy"] : []),
      ...(features.hubble === true ? ["hubble-metrics"] : []),
      ...(features.relay === true ? ["hubble-relay-metrics"] : []),
    ].map((job) => ({ labels: { job } })),
    quiet: UP,
  },
  {
    alert: "CiliumOperatorDown",
    fires: { [kube("deployment_status_replicas_available", 'deployment="cilium-operator"')]: flat(0) },
    expected: [{ labels: { deployment: "cilium-operator" } }],
    quiet: { [kube("deployment_status_replicas_available", 'deployment="cilium-operator"')]: flat(2) },
  },
  {
    alert: "CiliumDaemonSetUnavailable",
    fires: { [kube("daemonset_status_number_unavailable", 'daemonset="cilium"')]: flat(2) },
    expected: [{ labels: { daemonset: "cilium" }, value: "2" }],
    quiet: {
      [kube("daemonset_status_number_unavailable", 'daemonset="cilium"')]: flat(0),
      [kube("daemonset_status_number_unavailable", 'daemonset="node-exporter"')]: flat(2),
    },
  },
  {
    alert: "CiliumDeploymentUnavailable",
    fires: {
      [kube("deployment_spec_replicas", 'deployment="hubble-relay"')]: flat(2),
      [kube("deployment_status_replicas_available", 'deployment="hubble-relay"')]: flat(1),
    },
    expected: [{ labels: { deployment: "hubble-relay" }, value: "1" }],
    quiet: {
      [kube("deployment_spec_replicas", 'deployment="hubble-relay"')]: flat(2),
      [kube("deployment_status_replicas_available", 'deployment="hubble-relay"')]: flat(2),
    },
  },
  {
    alert: "CiliumPodRestarting",
    fires: {
      [kube("pod_container_status_restarts_total", 'pod="cilium-abcde",container="cilium-agent"')]: perSecond(1 / 60),
    },
    expected: [{ labels: { pod: "cilium-abcde", container: "cilium-agent" }, value: "60" }],
    quiet: {
      [kube("pod_container_status_restarts_total", 'pod="cilium-abcde",container="cilium-agent"')]: flat(9),
      [kube("pod_container_status_restarts_total", 'pod="other",container="other"')]: perSecond(1 / 60),
    },
  },
  {
    alert: "CiliumVersionsMixed",
    fires: {
      'cilium_version{pod="cilium-a",version="1.19.5"}': flat(1),
      'cilium_version{pod="cilium-b",version="1.19.6"}': flat(1),
    },
    expected: [{ value: "2" }],
    quiet: {
      'cilium_version{pod="cilium-a",version="1.19.6"}': flat(1),
      'cilium_version{pod="cilium-b",version="1.19.6"}': flat(1),
    },
  },
];
