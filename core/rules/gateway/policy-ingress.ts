import { rulesOn } from "../rule.ts";
import { routes } from "./subjects.ts";
import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { selects } from "./admission.ts";
import { type LabelSelector, type Ref, type RouteSpec, find, namespaceOf, servicesOf, specOf } from "./objects.ts";
import { type WayIn, draft, policiesOf, specsOf } from "./policy-objects.ts";

/** Entities that Envoy of the Gateways belongs to. */
const ADMITS_INGRESS: readonly string[] = ["all", "cluster", "ingress"];

const admitsIngress = ({ fromEntities, fromEndpoints, fromCIDR, fromCIDRSet, ...rest }: WayIn): boolean => {
  const peers = [fromEntities, fromEndpoints, fromCIDR, fromCIDRSet, rest["fromNodes"], rest["fromGroups"]];
  // A rule with ports only holds for everybody; one without anything for nobody.
  if (peers.every((peer) => peer === undefined)) return (rest.toPorts ?? []).length > 0;
  return (fromEntities ?? []).some((entity) => ADMITS_INGRESS.includes(entity));
};

/** Names of the policies that close the pods of a backend, where none lets the Gateway in. */
function closingPolicies(route: KubernetesObject, ref: Ref, model: ClusterModel): string[] {
  const namespace = ref.namespace ?? namespaceOf(route);
  const service = find(servicesOf(model), ref.name, namespace);
  const labels = service === undefined ? undefined : specOf<{ selector?: Record<string, string> }>(service).selector;
  if (labels === undefined) return [];
  const rules = policiesOf(model)
    .filter((one) => one.kind === "CiliumClusterwideNetworkPolicy" || namespaceOf(one) === namespace)
    .flatMap((one) =>
      specsOf(one)
        .filter(([, { endpointSelector, ingress }]) => ingress !== undefined && covers(endpointSelector, labels))
        .map(([, spec]) => ({ name: one.metadata.name, spec })),
    );
  if (rules.some(({ spec }) => (spec.ingress ?? []).some(admitsIngress))) return [];
  const closing = rules.filter(
    ({ spec }) => spec.enableDefaultDeny?.ingress !== false && (spec.ingress ?? []).length > 0,
  );
  return [...new Set(closing.map(({ name }) => name))];
}

/** Whether a policy is for pods of which only the Service's labels are known; a selector on others may or may not fit. */
const covers = (selector: LabelSelector | undefined, labels: Readonly<Record<string, string>>): boolean =>
  selector !== undefined && selects(selector, plain(labels));

const plain = (labels: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(labels).flatMap(([key, value]) => [
      [key, value],
      [`k8s:${key}`, value],
      [`any:${key}`, value],
    ]),
  );

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
