import { rulesOn } from "../rule.ts";
import { routes } from "./subjects.ts";
import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { type Ref, type RouteSpec, find, namespaceOf, servicesOf, specOf } from "./objects.ts";
import { draft } from "./policy-objects.ts";
import { admitsEntity, allScopes, closes, covers } from "./policy-reach.ts";

/** Names of the policies that close the pods of a backend, where none lets the Gateway in. */
function closingPolicies(route: KubernetesObject, ref: Ref, model: ClusterModel): string[] {
  const namespace = ref.namespace ?? namespaceOf(route);
  const service = find(servicesOf(model), ref.name, namespace);
  const labels = service === undefined ? undefined : specOf<{ selector?: Record<string, string> }>(service).selector;
  if (labels === undefined) return [];
  const scopes = allScopes(model).filter(
    (scope) => scope.spec.ingress !== undefined && covers(scope, { namespace, labels }),
  );
  // Envoy of the Gateways is identity ingress, which belongs to the cluster.
  const isAdmitted = scopes.some(({ spec }) =>
    (spec.ingress ?? []).some((way) => admitsEntity(way, "ingress", ["cluster", "ingress"])),
  );
  if (isAdmitted) return [];
  return [...new Set(scopes.filter((scope) => closes(scope, "ingress")).map(({ policy }) => policy.metadata.name))];
}

export default rulesOn(routes, [
  {
    id: "gateway-policy-ingress",
    severity: "error",
    title: "Policies of pods behind a route let the Gateway in",
    why: "A request reaches the pod from identity ingress, whoever the client was. Policies that name pods, addresses or world only keep it out.",
    symptom: "Clients get 503.",
    source: "Cilium docs: servicemesh/ingress-and-network-policy",
    fix: "Add a CiliumNetworkPolicy that selects the pods with fromEntities: [ingress] and their port.",
    *check(route, model) {
      const spec = specOf<RouteSpec>(route);
      if ((spec.parentRefs ?? []).every(({ kind = "Gateway" }) => kind === "Service")) return;
      const seen = new Set<string>();
      for (const [at, { backendRefs = [] }] of (spec.rules ?? []).entries()) {
        for (const [index, ref] of backendRefs.entries()) {
          const closing = closingPolicies(route, ref, model);
          const namespace = ref.namespace ?? namespaceOf(route);
          if (closing.length === 0 || seen.has(`${namespace}/${ref.name}`)) continue;
          seen.add(`${namespace}/${ref.name}`);
          yield draft(
            `spec.rules.${String(at)}.backendRefs.${String(index)}`,
            `Service ${namespace}/${ref.name}, whose pods ${closing.join(", ")} closes to the Gateway`,
            "a policy with fromEntities: [ingress] for these pods",
            "Add a CiliumNetworkPolicy that selects the pods with fromEntities: [ingress] and their port.",
          );
        }
      }
    },
  },
]);
