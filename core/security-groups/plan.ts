import type { FeaturePort, Features } from "../features.ts";
import type { Json } from "../model.ts";
import { cidrFault } from "../net/cidr.ts";
import type { Settings } from "../settings/index.ts";
import type { RemoteNetworks } from "../control-plane/plan.ts";
import { KUBELET_PORT, API_PORT, type PortNeed, ciliumPorts } from "./ports.ts";

/**
 * Ingress rules on the group that EKS makes for the cluster. Control plane, nodes and Cilium's ENIs all carry that group, and
 * EKS lets its members talk freely; the rules name what Cilium needs in case somebody narrows that, and admit what is not a
 * member. No second group with the cluster's `owned` tag is ever made: the cloud controller refuses nodes that carry two.
 */
export interface SecurityGroupPlan {
  readonly rules: readonly IngressRulePlan[];
}

export interface IngressRulePlan {
  /** Part of the resource's name; made of the port and the source, so that a rule keeps its name while others come and go. */
  readonly key: string;
  readonly description: string;
  readonly protocol: "tcp" | "udp" | "icmp";
  /** Port, or ICMP type. */
  readonly from: number;
  /** Port, or ICMP code. */
  readonly to: number;
  readonly source: RuleSource;
}

/** Members of the cluster's own group, or a block of addresses. */
export type RuleSource = { readonly kind: "cluster-group" } | { readonly kind: "cidr"; readonly cidr: string };

/** What other areas bring along. */
export interface SecurityGroupContext {
  /** Final values of the Cilium chart; missing where EC2 nodes run no Cilium. */
  readonly values?: Json;
  readonly features?: Features;
  readonly remoteNetworks?: RemoteNetworks;
}

const CLUSTER_GROUP: RuleSource = { kind: "cluster-group" };

/** Plans every rule; blocks that are no valid CIDR are left out, rules on the network report them. */
export function planSecurityGroups(settings: Settings, context: SecurityGroupContext): SecurityGroupPlan {
  const cilium = context.values === undefined ? [] : ciliumPorts(context.values);
  const own = [...cilium, KUBELET_PORT];
  const outside = context.remoteNetworks ?? { nodeCidrs: [], podCidrs: [] };
  const rules = [
    ...own.map((need) => rule(need, CLUSTER_GROUP)),
    ...podCidrs(settings).flatMap((cidr) => [...own, API_PORT].map((need) => rule(need, { kind: "cidr", cidr }))),
    ...[...(settings.network.attach?.cidrs ?? []), ...outside.nodeCidrs, ...outside.podCidrs].map((cidr) =>
      rule(API_PORT, { kind: "cidr", cidr }),
    ),
    // Nodes on premises that run the same Cilium: its tunnel and health checks come from there too.
    ...outside.nodeCidrs.flatMap((cidr) => cilium.map((need) => rule(need, { kind: "cidr", cidr }))),
    ...featurePorts(context.features),
    ...meshRules(settings, own),
  ].filter(({ source }) => source.kind === "cluster-group" || cidrFault(source.cidr) === undefined);
  return { rules: uniqueByKey(rules).toSorted((a, b) => (a.key < b.key ? -1 : 1)) };
}

/**
 * Blocks of the pod subnets: pods there carry the cluster's group only while no pod group is chosen by tag, and a group that
 * is changed by hand reaches ENIs late; their addresses are always right.
 */
const podCidrs = ({ network: { podSubnets } }: Settings): string[] =>
  podSubnets === undefined
    ? []
    : [
        ...(podSubnets.cidr === undefined ? [] : [podSubnets.cidr]),
        ...(podSubnets.existing ?? []).map(({ cidr }) => cidr),
      ];

/** Pods of the mesh talk on any port, each side's agents check the other's health; policies decide what may. */
const POD_TRAFFIC: readonly PortNeed[] = (["tcp", "udp"] as const).map((protocol) => ({
  key: `${protocol}-any`,
  description: "Pods of the mesh",
  protocol,
  from: 1,
  to: 65_535,
}));

const meshRules = ({ mesh }: Settings, own: readonly PortNeed[]): IngressRulePlan[] =>
  Object.values(mesh?.peers ?? {}).flatMap(({ nodeCidrs, podCidrs: pods }) => [
    ...nodeCidrs.flatMap((cidr) => own.map((need) => rule(need, { kind: "cidr", cidr }))),
    ...pods.flatMap((cidr) => [...own, ...POD_TRAFFIC].map((need) => rule(need, { kind: "cidr", cidr }))),
  ]);

const featurePorts = (features: Features = {}): IngressRulePlan[] =>
  [features.gateway, features.observability, features.hybrid].flatMap((part) =>
    (part?.ports ?? []).flatMap(featureRules),
  );

const featureRules = ({ description, protocol, from, to, source }: FeaturePort): IngressRulePlan[] => {
  const need: PortNeed = { key: `${protocol}-${from}-${to}`, description, protocol, from, to };
  return typeof source === "string"
    ? [rule(need, CLUSTER_GROUP)]
    : source.map((cidr) => rule(need, { kind: "cidr", cidr }));
};

const rule = ({ key, description, protocol, from, to }: PortNeed, source: RuleSource): IngressRulePlan => ({
  key: `${key}-from-${source.kind === "cidr" ? slug(source.cidr) : "cluster"}`,
  description,
  protocol,
  from,
  to,
  source,
});

/** `10.0.0.0/8` as part of a name: `10-0-0-0-8`. */
const slug = (cidr: string): string => cidr.replaceAll(/[./]/g, "-");

const uniqueByKey = (rules: readonly IngressRulePlan[]): IngressRulePlan[] => [
  ...new Map(rules.map((item) => [item.key, item])).values(),
];
