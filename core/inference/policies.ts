import type { KubernetesObject } from "../model/index.ts";
import {
  Entity,
  type EgressAllowance,
  type IngressAllowance,
  dnsAllowance,
  networkPolicy,
} from "../network-policies/index.ts";
import type { AgentgatewayOption } from "../settings/index.ts";
import {
  AGENTGATEWAY_METRICS_PORT,
  AGENTGATEWAY_NAMESPACE,
  AGENTGATEWAY_XDS_PORT,
  OWN_GATEWAY_LABEL,
  ownGatewayName,
  ownGatewayPort,
} from "./agentgateway.ts";
import {
  BEHIND_SIDECAR_PORT,
  MODEL_LABEL,
  PICKER_PORT,
  ROUTER_METRICS_PORT,
  ROUTER_PORT,
  SERVER_PORT,
} from "./defaults.ts";
import { routerLabel, routerName } from "./router.ts";

export interface InferencePolicyContext {
  readonly name: string;
  readonly namespace: string;
  /** Prompts and answers on pods of their own. */
  readonly split: boolean;
  /** Where model servers get their files. */
  readonly egress: readonly EgressAllowance[];
  /** Namespace of Prometheus, where somebody scrapes. */
  readonly metricsFrom: string | undefined;
  /** A gateway of the model's own between the Cilium Gateway, or clients, and the model servers. */
  readonly second: AgentgatewayOption | undefined;
}

/** Gateway to router, router to model servers, and nothing else. */
export function planPolicies({
  name,
  namespace,
  split,
  egress,
  metricsFrom,
  second,
}: InferencePolicyContext): KubernetesObject[] {
  const router = { [routerLabel(second !== undefined)]: routerName(name) };
  const own = { [OWN_GATEWAY_LABEL]: ownGatewayName(name) };
  const servers = { [MODEL_LABEL]: name };
  const scraped = (port: number): IngressAllowance[] =>
    metricsFrom === undefined ? [] : [{ from: { pods: [{ namespace: metricsFrom }] }, ports: [{ port }] }];
  const toServers: EgressAllowance = { to: { pods: [{ labels: servers }] }, ports: [{ port: SERVER_PORT }] };
  // NIXL's transports take ports as they come (vLLM docs: nixl_connector_usage, UCX).
  const among = split
    ? { ingress: [{ from: { pods: [{ labels: servers }] } }], egress: [{ to: { pods: [{ labels: servers }] } }] }
    : NONE;
  return [
    ...(second === undefined ? [] : [gatewayPolicy(second, { name, namespace, own, router, toServers, scraped })]),
    networkPolicy({
      name: routerName(name),
      namespace,
      description:
        second === undefined
          ? `Envoy of the Gateways reaches the router of model ${name}, the router reaches its model servers`
          : `The gateway of model ${name} asks its router, the router reads the metrics of its model servers`,
      pods: router,
      ingress: [
        second === undefined
          ? { from: { entities: [Entity.Ingress] }, ports: [{ port: ROUTER_PORT }] }
          : { from: { pods: [{ labels: own }] }, ports: [{ port: PICKER_PORT }] },
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
        {
          from: { pods: [{ labels: router }, ...(second === undefined ? [] : [{ labels: own }])] },
          ports: [{ port: SERVER_PORT }],
        },
        ...scraped(split ? BEHIND_SIDECAR_PORT : SERVER_PORT),
        ...(split ? scraped(SERVER_PORT) : []),
        ...among.ingress,
      ],
      egress: [...egress, ...among.egress],
    }),
  ];
}

/** Clients of an NLB come by their own address, or by that of the node that forwards them. */
const FROM_LOAD_BALANCER = [Entity.World, Entity.Host, Entity.RemoteNode];

interface GatewayPolicyContext {
  readonly name: string;
  readonly namespace: string;
  readonly own: Readonly<Record<string, string>>;
  readonly router: Readonly<Record<string, string>>;
  readonly toServers: EgressAllowance;
  readonly scraped: (port: number) => IngressAllowance[];
}

/** The model's own gateway: in from the Cilium Gateway or the NLB, out to router, model servers and its controller. */
const gatewayPolicy = (
  second: AgentgatewayOption,
  { name, namespace, own, router, toServers, scraped }: GatewayPolicyContext,
): KubernetesObject =>
  networkPolicy({
    name: ownGatewayName(name),
    namespace,
    description: `Requests reach the gateway of model ${name}; it reaches router, model servers and its controller`,
    pods: own,
    ingress: [
      {
        from: { entities: second.loadBalancer === undefined ? [Entity.Ingress] : FROM_LOAD_BALANCER },
        ports: [{ port: ownGatewayPort(second) }],
      },
      ...scraped(AGENTGATEWAY_METRICS_PORT),
    ],
    egress: [
      dnsAllowance(),
      { to: { pods: [{ labels: router }] }, ports: [{ port: PICKER_PORT }] },
      toServers,
      { to: { pods: [{ namespace: AGENTGATEWAY_NAMESPACE }] }, ports: [{ port: AGENTGATEWAY_XDS_PORT }] },
    ],
  });

const NONE: { readonly ingress: readonly IngressAllowance[]; readonly egress: readonly EgressAllowance[] } = {
  ingress: [],
  egress: [],
};
