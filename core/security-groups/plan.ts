import type { FeaturePort, Features, RemoteNetworks } from "../contracts/features.ts";
import type { Json } from "../model/index.ts";
import { blockName, cidrFault } from "../net/cidr.ts";
import type { Settings } from "../settings/index.ts";
import { KUBELET_PORT, API_PORT, type PortNeed, ciliumPorts } from "../helm/cilium-ports.ts";

/**
 * Ingress rules on the group that EKS makes for the cluster. Control plane, nodes and Cilium's ENIs all carry that group, and
 * EKS lets its members talk freely; the rules name what Cilium needs in case somebody narrows that, and admit what is not a
 * member. No second group with the cluster's `owned` tag is ever made: the cloud controller refuses nodes that carry two.
 */
export interface SecurityGroupPlan {
  readonly rules: readonly IngressRulePlan[];
}

interface IngressRulePlan {
  /**
   * Part of the resource's name. Made of what EC2 tells rules apart by, so that no two rules are one for EC2 and a rule keeps
   * its name whoever asks for it: under another name it would be created again before it is deleted, and refused.
   */
  readonly key: string;
  /** What all who ask for it say, at most 255 characters. */
  readonly description: string;
  readonly protocol: "tcp" | "udp" | "icmp";
  /** Port, or ICMP type. */
  readonly from: number;
  /** Port, or ICMP code. */
  readonly to: number;
  readonly source: RuleSource;
}

/** Members of the cluster's own group, or a block of addresses. */
type RuleSource = { readonly kind: "cluster-group" } | { readonly kind: "cidr"; readonly cidr: string };

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
  return { rules: merged(rules).toSorted((a, b) => (a.key < b.key ? -1 : 1)) };
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
  const need: PortNeed = { description, protocol, from, to };
  return typeof source === "string"
    ? [rule(need, CLUSTER_GROUP)]
    : source.map((cidr) => rule(need, { kind: "cidr", cidr }));
};

const rule = ({ description, protocol, from, to }: PortNeed, source: RuleSource): IngressRulePlan => ({
  key: `${protocol}-${from === to ? from : `${from}-${to}`}-from-${source.kind === "cidr" ? blockName(source.cidr) : "cluster"}`,
  description,
  protocol,
  from,
  to,
  source,
});

/** EC2 API: IpRange, Description. */
const DESCRIPTION_MAX = 255;

/** One rule where several ask for the same: EC2 refuses a second one as InvalidPermission.Duplicate, whatever it says. */
const merged = (rules: readonly IngressRulePlan[]): IngressRulePlan[] =>
  Object.values(Object.groupBy(rules, ({ key }) => key)).flatMap((equal = []) =>
    equal.slice(0, 1).map((first) => ({ ...first, description: joined(equal.map(({ description }) => description)) })),
  );

/** Whole descriptions, as many as fit. */
const joined = (descriptions: readonly string[]): string =>
  [...new Set(descriptions)].reduce((text, next) =>
    `${text}; ${next}`.length > DESCRIPTION_MAX ? text : `${text}; ${next}`,
  );
