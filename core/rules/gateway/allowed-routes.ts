import { rulesOn } from "../rule.ts";
import { ciliumGateways } from "./subjects.ts";
import type { KubernetesObject } from "../../model/index.ts";
import { listenersOf } from "./objects.ts";

const FROM: readonly string[] = ["All", "Selector", "Same"];
const SOURCE = "Gateway API specification: Listener.allowedRoutes";

/** Namespaces that each listener says it takes routes from, with their field. */
const namespacesOf = (gateway: KubernetesObject) =>
  listenersOf(gateway).map(({ name, allowedRoutes }, at) => ({
    at: `spec.listeners.${String(at)}.allowedRoutes.namespaces`,
    name,
    from: allowedRoutes?.namespaces?.from,
    selector: allowedRoutes?.namespaces?.selector,
  }));

export default rulesOn(ciliumGateways, [
  {
    id: "gateway-listener-allowed-routes",
    severity: "warning",
    title: "Every listener says in writing which namespaces may attach routes",
    why: "The default is the Gateway's own namespace: routes of applications are refused, and only their status says so. All lets every team take any hostname.",
    source: SOURCE,
    fix: "Write Same where that is meant, or a Selector on kubernetes.io/metadata.name.",
    *check(gateway) {
      for (const { at, name, from } of namespacesOf(gateway)) {
        if (from !== undefined) continue;
        yield { at: `${at}.from`, found: `nothing on listener "${name}"`, expected: "Same, Selector or All" };
      }
    },
  },
  {
    id: "gateway-listener-namespaces",
    severity: "error",
    title: "A listener that chooses namespaces by labels has a selector, and no other one has",
    why: "Without its selector such a listener takes no route, and a selector beside Same or All is not read.",
    source: SOURCE,
    fix: "Write from: Selector and the labels of the namespaces.",
    *check(gateway) {
      for (const { at, from, selector } of namespacesOf(gateway)) {
        if (from === undefined || (FROM.includes(from) && (from === "Selector") === (selector !== undefined))) continue;
        yield {
          at,
          found: `${from} ${selector === undefined ? "without" : "with"} a selector`,
          expected: "Selector with a selector, Same or All without",
        };
      }
    },
  },
]);
