import type { Json, KubernetesObject } from "../model/index.ts";
import { AGENTGATEWAY_METRICS_PORT, OWN_GATEWAY_LABEL, ownGatewayName } from "./agentgateway.ts";
import { BEHIND_SIDECAR_PORT, MODEL_LABEL, ROUTER_METRICS_PORT, SERVER_PORT } from "./defaults.ts";
import { routerLabel, routerName } from "./router.ts";

/** Who scrapes models. */
export interface MonitorsContext {
  readonly name: string;
  readonly namespace: string;
  readonly split: boolean;
  /** agentgateway is between. */
  readonly second: boolean;
  /** Labels that the Prometheus operator selects by. */
  readonly labels: Readonly<Record<string, string>>;
}

interface Target {
  readonly suffix: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  /** Only the ports of this container. */
  readonly container?: string;
}

/** PodMonitors of model servers, router and the model's own gateway. Ports by number: the charts name those of containers as they like. */
export const planMonitors = ({ name, namespace, split, second, labels }: MonitorsContext): KubernetesObject[] => {
  const targets: Target[] = [
    {
      suffix: "servers",
      labels: { [MODEL_LABEL]: name },
      // Behind the sidecar of pods that answer, vLLM has another port, and the sidecar that of the others.
      ports: split ? [SERVER_PORT, BEHIND_SIDECAR_PORT] : [SERVER_PORT],
      container: "vllm",
    },
    { suffix: "router", labels: { [routerLabel(second)]: routerName(name) }, ports: [ROUTER_METRICS_PORT] },
    ...(second
      ? [
          {
            suffix: "gateway",
            labels: { [OWN_GATEWAY_LABEL]: ownGatewayName(name) },
            ports: [AGENTGATEWAY_METRICS_PORT],
          },
        ]
      : []),
  ];
  return targets.map((target) => ({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name: `${name}-${target.suffix}`, namespace, labels },
    spec: {
      selector: { matchLabels: target.labels },
      podMetricsEndpoints: target.ports.map((portNumber) => ({
        portNumber,
        path: "/metrics",
        ...(target.container === undefined ? {} : { relabelings: [keepContainer(target.container)] }),
      })),
    },
  }));
};

const keepContainer = (name: string): Json => ({
  action: "keep",
  sourceLabels: ["__meta_kubernetes_pod_container_name"],
  regex: name,
});
