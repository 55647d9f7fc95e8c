import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { remembered } from "../../model/remembered.ts";
import { objects } from "../subjects.ts";
import { selects } from "./admission.ts";
import { type LabelSelector, namespaceOf, ofKind, specOf } from "./objects.ts";
import { type PolicySpec, type WayIn, type WayOut, policiesOf, specsOf } from "./policy-objects.ts";

/*
 * Whom network policies let through: Cilium's own and those of Kubernetes, which it enforces too, in one form.
 */

const KUBERNETES = "networking.k8s.io";

/** One spec of a policy, in Cilium's words. */
export interface Scope {
  readonly policy: KubernetesObject;
  /** Field of the spec, `spec` or `specs.0`. */
  readonly at: string;
  readonly spec: PolicySpec;
  /** Undefined where it is for every namespace. */
  readonly namespace: string | undefined;
}

export type Direction = "ingress" | "egress";

const kubernetesPolicies = ({ objects: all }: ClusterModel): readonly KubernetesObject[] =>
  ofKind(all, KUBERNETES, "NetworkPolicy");

/** Policies of every kind that Cilium enforces. */
export const networkPolicies = objects((model) => [...policiesOf(model), ...kubernetesPolicies(model)]);

/** The specs of one policy. */
export function scopesOf(policy: KubernetesObject): Scope[] {
  const namespace = policy.kind === "CiliumClusterwideNetworkPolicy" ? undefined : namespaceOf(policy);
  if (policy.apiVersion.startsWith(KUBERNETES))
    return [{ policy, at: "spec", spec: inCiliumsWords(policy), namespace }];
  return specsOf(policy).map(([at, spec]) => ({ policy, at, spec, namespace }));
}

/** Every spec of every policy. */
export const allScopes = (model: ClusterModel): readonly Scope[] =>
  model.objects === undefined
    ? []
    : remembered(model.objects, "scopes of policies", () =>
        [...policiesOf(model), ...kubernetesPolicies(model)].flatMap(scopesOf),
      );

interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr?: string };
}
interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly {
    readonly port?: number | string;
    readonly protocol?: string;
    readonly endPort?: number;
  }[];
}
interface KubernetesSpec {
  readonly podSelector?: LabelSelector;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

/** Label of a pod's namespace in Cilium's identities (Cilium docs: security/policy/kubernetes). */
const NAMESPACE = "io.kubernetes.pod.namespace";

function inCiliumsWords(policy: KubernetesObject): PolicySpec {
  const spec = specOf<KubernetesSpec>(policy);
  const types = spec.policyTypes ?? ["Ingress", ...(spec.egress === undefined ? [] : ["Egress"])];
  return {
    endpointSelector: spec.podSelector ?? {},
    // A direction without rules lets nobody through, which Cilium writes as one rule without peers.
    ...(types.includes("Ingress")
      ? { ingress: nobody((spec.ingress ?? []).flatMap((rule) => ways(rule, "from"))) }
      : {}),
    ...(types.includes("Egress") ? { egress: nobody((spec.egress ?? []).flatMap((rule) => ways(rule, "to"))) } : {}),
  };
}

const nobody = (rules: readonly (WayIn & WayOut)[]): readonly (WayIn & WayOut)[] => (rules.length === 0 ? [{}] : rules);

function ways(rule: Rule, side: "from" | "to"): (WayIn & WayOut)[] {
  const peers = rule[side] ?? [];
  const ports =
    rule.ports === undefined || rule.ports.length === 0
      ? {}
      : {
          toPorts: [
            {
              ports: rule.ports.map(({ port, protocol = "TCP", endPort }) => ({
                port: String(port ?? 0),
                protocol,
                ...(endPort === undefined ? {} : { endPort }),
              })),
            },
          ],
        };
  if (peers.length === 0) return [{ [`${side}Entities`]: ["all"], ...ports }];
  return peers.map((peer) => ({ ...peerOf(peer, side), ...ports }));
}

function peerOf({ podSelector, namespaceSelector, ipBlock }: Peer, side: "from" | "to"): WayIn & WayOut {
  if (ipBlock?.cidr !== undefined) return { [`${side}CIDR`]: [ipBlock.cidr] };
  const everywhere = { key: NAMESPACE, operator: "Exists" };
  return {
    [`${side}Endpoints`]: [
      namespaceSelector === undefined
        ? (podSelector ?? {})
        : { ...podSelector, matchExpressions: [...(podSelector?.matchExpressions ?? []), everywhere] },
    ],
  };
}

/** Whether a spec closes what it does not let through. */
export function closes({ spec }: Scope, direction: Direction): boolean {
  const rules = [...(spec[direction] ?? []), ...(spec[`${direction}Deny`] ?? [])];
  return rules.length > 0 && spec.enableDefaultDeny?.[direction] !== false;
}

/** Pods as a policy may select them. */
export interface Pods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Labels under every name that a selector may have for them. */
const written = ({ namespace, labels }: Pods): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...labels, [NAMESPACE]: namespace }).flatMap(([key, value]) => [
      [key, value],
      [`k8s:${key}`, value],
      [`any:${key}`, value],
    ]),
  );

/** Whether a spec is for pods of which these labels are known; a selector on others may or may not fit. */
export const covers = ({ spec: { endpointSelector }, namespace }: Scope, pods: Pods): boolean =>
  endpointSelector !== undefined &&
  (namespace === undefined || namespace === pods.namespace) &&
  selects(endpointSelector, written(pods));

const PEERS = {
  ingress: ["fromEntities", "fromEndpoints", "fromCIDR", "fromCIDRSet", "fromNodes", "fromGroups"],
  egress: ["toEntities", "toEndpoints", "toCIDR", "toCIDRSet", "toServices", "toFQDNs", "toNodes", "toGroups"],
} as const;

/** Whether a rule is for a port; a port by name may be any. */
export function admitsPort({ toPorts = [] }: WayIn | WayOut, wanted: number): boolean {
  if (toPorts.length === 0) return true;
  return toPorts.some(
    ({ ports = [] }) =>
      ports.length === 0 ||
      ports.some((one) => {
        const { port, endPort = 0 } = one as { port: string; endPort?: number };
        const from = Number(port);
        return Number.isNaN(from) || from === 0 || from === wanted || (from <= wanted && wanted <= endPort);
      }),
  );
}

/** Whether a rule says the port in so many words: then whoever wrote it thought of it. */
export const namesPort = (way: WayIn | WayOut, wanted: number): boolean =>
  (way.toPorts ?? []).some(({ ports = [] }) => ports.length > 0) && admitsPort(way, wanted);

/** Whether a rule lets one of some entities through; a rule with ports alone is for everybody. */
export function admitsEntity(way: WayIn & WayOut, direction: Direction, wanted: readonly string[]): boolean {
  const used = PEERS[direction].filter((key) => way[key] !== undefined);
  if (used.length === 0) return (way.toPorts ?? []).length > 0;
  const entities = (way[direction === "ingress" ? "fromEntities" : "toEntities"] ?? []) as readonly string[];
  return entities.some((entity) => entity === "all" || wanted.includes(entity));
}

/** Rules of a direction in the specs that are for some pods. */
export const waysFor = (model: ClusterModel, pods: Pods, direction: Direction): readonly (WayIn & WayOut)[] =>
  allScopes(model)
    .filter((scope) => covers(scope, pods))
    .flatMap(({ spec }) => spec[direction] ?? []);
