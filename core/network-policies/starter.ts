import type { KubernetesObject } from "../model/index.ts";
import { clusterwideNetworkPolicy, dnsAllowance, networkPolicy } from "./build.ts";
import { Entity, type PolicyArgs } from "./types.ts";

/** Pods behind a Gateway, as a Service selects them. */
export interface GatewayBackend {
  readonly namespace: string;
  readonly service: string;
  /** Labels of the Service's selector. */
  readonly labels: Readonly<Record<string, string>>;
  /** Ports of the pods (targetPort), numbers or names. */
  readonly ports: readonly (number | string)[];
}

export interface GatewayPolicyArgs {
  /** Name of the Gateway; part of the policies' names. */
  readonly gateway: string;
  readonly backends: readonly GatewayBackend[];
}

/**
 * What a Gateway needs once anything is closed. A request passes twice: from outside (identity `world`) into Envoy (identity
 * `ingress`), and from Envoy into the pod. Envoy of every Gateway of the cluster has the one identity `ingress`, so the first
 * policy holds for all of them; restrict clients by the load balancer's source ranges, where health checks are known.
 * Source: Cilium docs, servicemesh/ingress-and-network-policy.
 */
export function gatewayPolicies({ gateway, backends }: GatewayPolicyArgs): KubernetesObject[] {
  return [
    clusterwideNetworkPolicy({
      name: `${gateway}-gateway`,
      description: "Clients inside and outside reach Envoy of the Gateways, Envoy reaches what is in the cluster",
      ingressIdentity: true,
      ingress: [{ from: { entities: [Entity.World, Entity.Cluster] } }],
      egress: [{ to: { entities: [Entity.Cluster] } }],
    }),
    ...backends.map(({ namespace, service, labels, ports }) =>
      networkPolicy({
        name: `${gateway}-gateway-to-${service}`,
        namespace,
        description: `Envoy of Gateway ${gateway} reaches the pods of Service ${service}`,
        pods: labels,
        ingress: [{ from: { entities: [Entity.Ingress] }, ports: ports.map((port) => ({ port })) }],
      }),
    ),
  ];
}

export interface DefaultDenyArgs {
  readonly namespace: string;
  /** Pods of the namespace reach each other. Default false. */
  readonly withinNamespace?: boolean;
  /** Names that may be looked up. Default: all. */
  readonly dnsNames?: readonly string[];
  /** The way to the Kubernetes API. Default true. */
  readonly kubeApiServer?: boolean;
  /** The way to the Pod Identity agent, for pods with a role by Pod Identity. Default true. */
  readonly podIdentity?: boolean;
}

/** Port of the Pod Identity agent on its link-local address (EKS user guide: pod-identities). */
const POD_IDENTITY_PORT = 80;
const HTTPS_PORT = 443;
const DEFAULT_WITHIN_NAMESPACE = false;
const DEFAULT_KUBE_API_SERVER = true;
const DEFAULT_POD_IDENTITY = true;

/** A closed namespace with what nearly every pod needs: DNS, the Kubernetes API, credentials. Open the rest by policies beside it. */
export function defaultDeny({
  namespace,
  withinNamespace = DEFAULT_WITHIN_NAMESPACE,
  dnsNames,
  kubeApiServer = DEFAULT_KUBE_API_SERVER,
  podIdentity = DEFAULT_POD_IDENTITY,
}: DefaultDenyArgs): KubernetesObject[] {
  const policy = (name: string, parts: Omit<PolicyArgs, "name">): KubernetesObject =>
    networkPolicy({ ...parts, name, namespace });
  const here = { pods: [{}] };
  return [
    policy("default-deny", {
      description: "Nothing goes in or out unless another policy says so",
      ingress: [],
      egress: [],
    }),
    policy("allow-dns", { description: "Names are looked up in CoreDNS", egress: [dnsAllowance(dnsNames)] }),
    ...(withinNamespace ? [policy("allow-namespace", { ingress: [{ from: here }], egress: [{ to: here }] })] : []),
    ...(kubeApiServer
      ? [
          policy("allow-kube-apiserver", {
            egress: [{ to: { entities: [Entity.KubeApiServer] }, ports: [{ port: HTTPS_PORT }] }],
          }),
        ]
      : []),
    ...(podIdentity
      ? [
          policy("allow-pod-identity", {
            // The agent runs on the host network: its address 169.254.170.23 is the node's identity, and CIDR rules do not match it (cilium/cilium#34387).
            description: "Credentials of EKS Pod Identity",
            egress: [{ to: { entities: [Entity.Host] }, ports: [{ port: POD_IDENTITY_PORT }] }],
          }),
        ]
      : []),
  ];
}
