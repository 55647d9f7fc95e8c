import type { KubernetesObject } from "../model/index.ts";
import {
  Entity,
  type EgressAllowance,
  type IngressAllowance,
  dnsAllowance,
  networkPolicy,
} from "../network-policies/index.ts";
import { BEHIND_SIDECAR_PORT, MODEL_LABEL, ROUTER_METRICS_PORT, ROUTER_PORT, SERVER_PORT } from "./defaults.ts";
import { ROUTER_LABEL, routerName } from "./router.ts";

export interface InferencePolicyContext {
  readonly name: string;
  readonly namespace: string;
  /** Prompts and answers on pods of their own. */
  readonly split: boolean;
  /** Where model servers get their files. */
  readonly egress: readonly EgressAllowance[];
  /** Namespace of Prometheus, where somebody scrapes. */
  readonly metricsFrom: string | undefined;
}

/** Gateway to router, router to model servers, and nothing else. */
export function planPolicies({
  name,
  namespace,
  split,
  egress,
  metricsFrom,
}: InferencePolicyContext): KubernetesObject[] {
  const router = { [ROUTER_LABEL]: routerName(name) };
  const servers = { [MODEL_LABEL]: name };
  const scraped = (port: number): IngressAllowance[] =>
    metricsFrom === undefined ? [] : [{ from: { pods: [{ namespace: metricsFrom }] }, ports: [{ port }] }];
  const toServers: EgressAllowance = { to: { pods: [{ labels: servers }] }, ports: [{ port: SERVER_PORT }] };
  // NIXL's transports take ports as they come (vLLM docs: nixl_connector_usage, UCX).
  const among = split
    ? { ingress: [{ from: { pods: [{ labels: servers }] } }], egress: [{ to: { pods: [{ labels: servers }] } }] }
    : NONE;
  return [
    networkPolicy({
      name: routerName(name),
      namespace,
      description: `Envoy of the Gateways reaches the router of model ${name}, the router reaches its model servers`,
      pods: router,
      ingress: [
        { from: { entities: [Entity.Ingress] }, ports: [{ port: ROUTER_PORT }] },
        ...scraped(ROUTER_METRICS_PORT),
      ],
      // It watches pods; names are for what else it may be told to look up.
      egress: [dnsAllowance(), toServers, { to: { entities: [Entity.KubeApiServer] }, ports: [{ port: 443 }] }],
    }),
    networkPolicy({
      name: `${name}-servers`,
      namespace,
      description: `Only the router reaches the model servers of ${name}; they reach the model's files`,
      pods: servers,
      ingress: [
        { from: { pods: [{ labels: router }] }, ports: [{ port: SERVER_PORT }] },
        ...scraped(split ? BEHIND_SIDECAR_PORT : SERVER_PORT),
        ...(split ? scraped(SERVER_PORT) : []),
        ...among.ingress,
      ],
      egress: [...egress, ...among.egress],
    }),
  ];
}

const NONE: { readonly ingress: readonly IngressAllowance[]; readonly egress: readonly EgressAllowance[] } = {
  ingress: [],
  egress: [],
};
