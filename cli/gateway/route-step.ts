import { type Step, failed, ok } from "../shared/steps.ts";
import { type ClusterView, type Condition, type Listener, type Live, type Question, idOf, takes } from "./view.ts";

interface ParentStatus {
  readonly parentRef: { readonly name: string; readonly namespace?: string; readonly sectionName?: string };
  readonly conditions?: readonly Condition[];
}

/** Whether a route of the Gateway takes the host, and what its status says. */
export function routeStep(view: ClusterView, gateway: Live, listeners: readonly Listener[], { host }: Question): Step {
  const name = "Route";
  if (listeners.some(({ protocol }) => protocol === "TLS"))
    return ok(name, "passed through: look at the TLSRoute and its backend");
  const routes = view.routes.filter(
    ({ spec, metadata }) =>
      ((spec?.["hostnames"] ?? [undefined]) as readonly (string | undefined)[]).some((one) => takes(one, host)) &&
      ((spec?.["parentRefs"] ?? []) as readonly { name: string; namespace?: string }[]).some(
        (ref) =>
          ref.name === gateway.metadata.name && (ref.namespace ?? metadata.namespace) === gateway.metadata.namespace,
      ),
  );
  if (routes.length === 0)
    return failed(
      name,
      `none of ${idOf(gateway)} takes ${host}`,
      "Add the host to a route's hostnames, and name the Gateway in its parentRefs.",
    );
  for (const route of routes) {
    const parents = (route.status?.["parents"] ?? []) as readonly ParentStatus[];
    const own = parents.filter(({ parentRef }) => parentRef.name === gateway.metadata.name);
    if (own.length === 0)
      return failed(
        name,
        `${idOf(route)}: no controller has looked at it`,
        "Check the parentRefs and the operator's log.",
      );
    for (const { conditions: all = [] } of own) {
      const bad = all.find(({ type, status }) => (type === "Accepted" || type === "ResolvedRefs") && status !== "True");
      if (bad === undefined) continue;
      return failed(
        name,
        `${idOf(route)}: ${bad.reason ?? bad.type}: ${bad.message ?? ""}`,
        ROUTE_FIXES[bad.reason ?? ""] ?? "Look at the message.",
      );
    }
  }
  return ok(name, `${routes.map(idOf).join(", ")}: Accepted, ResolvedRefs`);
}

const ROUTE_FIXES: Readonly<Record<string, string>> = {
  NotAllowedByListeners: "The listener's allowedRoutes do not admit the route's namespace.",
  NoMatchingListenerHostname: "No listener has a hostname that the route's hostnames meet.",
  NoMatchingParent: "The sectionName names no listener, or its protocol takes no such route.",
  BackendNotFound: "The Service of a backendRef does not exist.",
  RefNotPermitted: "The backend is in another namespace: add a ReferenceGrant there.",
  InvalidKind: "A backendRef names something that is no Service.",
};
