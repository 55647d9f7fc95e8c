import { listenersOf } from "./certificates.ts";
import { gatewayRule } from "./object-rule.ts";

const FROM: readonly string[] = ["All", "Selector", "Same"];

export const allowedRoutes = gatewayRule({
  id: "gateway-listener-allowed-routes",
  severity: "warning",
  title: "Every listener says in writing which namespaces may attach routes",
  why: "The default is the Gateway's own namespace: routes of applications are refused, and only their status says so. All lets every team take any hostname.",
  source: "Gateway API specification: Listener.allowedRoutes",
  *check(gateway) {
    for (const [at, { name, allowedRoutes: allowed }] of listenersOf(gateway).entries()) {
      const path = `spec.listeners.${String(at)}.allowedRoutes`;
      const { from, selector } = allowed?.namespaces ?? {};
      if (from === undefined) {
        yield {
          at: `${path}.namespaces.from`,
          found: `nothing on listener "${name}"`,
          expected: "Same, Selector or All",
          fix: "Write Same where that is meant, or a Selector on kubernetes.io/metadata.name.",
        };
      } else if (!FROM.includes(from) || (from === "Selector") !== (selector !== undefined)) {
        yield {
          severity: "error",
          at: `${path}.namespaces`,
          found: `${from} ${selector === undefined ? "without" : "with"} a selector`,
          expected: "Selector with a selector, Same or All without",
          fix: "Write from: Selector and the labels of the namespaces.",
        };
      }
    }
  },
});
