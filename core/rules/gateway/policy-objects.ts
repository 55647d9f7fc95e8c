import { kinds } from "./subjects.ts";
import type { Draft } from "../subject.ts";
import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { type LabelSelector, ofKind, specOf } from "./objects.ts";

/** Cilium network policies as rules read them. */
export interface PolicySpec {
  readonly endpointSelector?: LabelSelector;
  readonly nodeSelector?: LabelSelector;
  readonly ingress?: readonly WayIn[];
  readonly egress?: readonly WayOut[];
  readonly ingressDeny?: readonly WayIn[];
  readonly egressDeny?: readonly WayOut[];
  readonly enableDefaultDeny?: { readonly ingress?: boolean; readonly egress?: boolean };
}
export interface WayIn extends Ports {
  readonly fromEntities?: readonly string[];
  readonly fromCIDR?: readonly string[];
  readonly fromCIDRSet?: readonly CidrRule[];
  readonly fromEndpoints?: readonly LabelSelector[];
  readonly [key: string]: unknown;
}
export interface WayOut extends Ports {
  readonly toCIDR?: readonly string[];
  readonly toCIDRSet?: readonly CidrRule[];
  readonly toFQDNs?: readonly unknown[];
  readonly [key: string]: unknown;
}
interface CidrRule {
  readonly cidr?: string;
}
interface Ports {
  readonly toPorts?: readonly {
    readonly ports?: readonly { readonly port: string; readonly protocol?: string }[];
    readonly rules?: {
      readonly http?: readonly unknown[];
      readonly dns?: readonly unknown[];
      readonly kafka?: readonly unknown[];
      readonly l7?: readonly unknown[];
    };
  }[];
}

const KINDS = ["CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy"] as const;
export const policiesOf = ({ objects }: ClusterModel) => ofKind(objects, "cilium.io", ...KINDS);
export const policies = kinds("cilium.io", ...KINDS);

/** Every spec of a policy with its field: `spec`, or the list `specs`. */
export function specsOf(policy: KubernetesObject): [string, PolicySpec][] {
  const list = (policy["specs"] ?? []) as readonly PolicySpec[];
  return [
    ...(policy["spec"] === undefined ? [] : ([["spec", specOf<PolicySpec>(policy)]] as [string, PolicySpec][])),
    ...list.map((spec, at): [string, PolicySpec] => [`specs.${String(at)}`, spec]),
  ];
}

/** Ways of a policy in every direction, denied ones too. */
export const waysOf = (policy: KubernetesObject): [string, WayIn & WayOut][] =>
  specsOf(policy).flatMap(([at, spec]) =>
    (["ingress", "egress", "ingressDeny", "egressDeny"] as const).flatMap((direction) =>
      (spec[direction] ?? []).map((way, index): [string, WayIn & WayOut] => [
        `${at}.${direction}.${String(index)}`,
        way,
      ]),
    ),
  );

export const draft = (at: string, found: string, expected: string, fix: string): Draft => ({
  at,
  found,
  expected,
  fix,
});
