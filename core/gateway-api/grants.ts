import type { KubernetesObject } from "../model/index.ts";
import { GATEWAY_GROUP, type RouteTuple, apiVersionOf } from "./versions.ts";

/** Who may name what in another namespace. The grant lies where the named object lies. */
export interface GrantRequest {
  readonly from: { readonly kind: string; readonly namespace: string };
  readonly to: { readonly kind: "Service" | "Secret"; readonly namespace: string; readonly name: string };
}

/** One ReferenceGrant a namespace pair and kind pair, with every name it needs and no more. */
export function referenceGrants(requests: readonly GrantRequest[], tuple: RouteTuple): KubernetesObject[] {
  const groups = new Map<string, { readonly request: GrantRequest; readonly names: Set<string> }>();
  for (const request of requests) {
    const { from, to } = request;
    const key = [to.namespace, from.kind, from.namespace, to.kind].join("/");
    const group = groups.get(key) ?? { request, names: new Set<string>() };
    group.names.add(to.name);
    groups.set(key, group);
  }
  return [...groups.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { request, names }]) => referenceGrant(request, [...names].toSorted(), tuple));
}

function referenceGrant({ from, to }: GrantRequest, names: readonly string[], tuple: RouteTuple): KubernetesObject {
  return {
    apiVersion: apiVersionOf("ReferenceGrant", tuple),
    kind: "ReferenceGrant",
    metadata: {
      name: `${from.kind}-${from.namespace}-${to.kind}`.toLowerCase(),
      namespace: to.namespace,
    },
    spec: {
      from: [{ group: GATEWAY_GROUP, kind: from.kind, namespace: from.namespace }],
      to: names.map((name) => ({ group: "", kind: to.kind, name })),
    },
  };
}

interface Reference {
  readonly name: string;
  readonly namespace?: string;
}
interface RuleShape {
  readonly backendRefs?: readonly Reference[];
  readonly filters?: readonly { readonly requestMirror?: { readonly backendRef: Reference } }[];
}

/** The grants for backends and mirrors of routes in other namespaces. */
export function planGrants(routes: readonly KubernetesObject[], tuple: RouteTuple): KubernetesObject[] {
  const requests = routes.flatMap(({ kind, metadata, spec }) =>
    ((spec as { rules?: readonly RuleShape[] }).rules ?? [])
      .flatMap(({ backendRefs = [], filters = [] }) => [
        ...backendRefs,
        ...filters.flatMap(({ requestMirror }) => requestMirror?.backendRef ?? []),
      ])
      .flatMap(({ name, namespace }): GrantRequest[] =>
        namespace === undefined || namespace === metadata.namespace
          ? []
          : [
              {
                from: { kind, namespace: metadata.namespace ?? "default" },
                to: { kind: "Service", namespace, name },
              },
            ],
      ),
  );
  return referenceGrants(requests, tuple);
}
