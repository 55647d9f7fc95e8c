import { rulesOn } from "../rule.ts";
import { objectTarget, wholeModel } from "../subjects.ts";
import { ciliumGatewaysOf, listenersOf } from "./objects.ts";
import { loadBalancerOf, schemeOf } from "./load-balancers.ts";

/** So many Gateways of one scheme may each have a reason. */
const ENOUGH = 3;

export default rulesOn(wholeModel("objects"), [
  {
    id: "gateway-count",
    severity: "warning",
    title: "Gateways are shared: each one has a load balancer of its own",
    why: "A Gateway is an NLB with its hourly price, its addresses in every subnet and a place in the quota of 50 a Region. Listeners of one Gateway tell applications apart by hostname, and routes of every namespace can attach.",
    source:
      "Cilium docs: network/servicemesh/gateway-api; ELB user guide: load-balancer-limits; Gateway API docs: multiple namespaces",
    fix: "Give one Gateway a listener for each hostname, with allowedRoutes for the namespaces; keep others for another scheme or another owner, and waive this.",
    *check(model) {
      const byScheme = Map.groupBy(
        ciliumGatewaysOf(model).flatMap((gateway) => {
          const balancer = loadBalancerOf(model, gateway);
          return balancer === undefined ? [] : [{ gateway, scheme: schemeOf(balancer) ?? "internal" }];
        }),
        ({ scheme }) => scheme,
      );
      for (const [scheme, gateways] of byScheme) {
        const small = gateways.filter(({ gateway }) => listenersOf(gateway).length <= 2);
        const [first] = small;
        if (small.length <= ENOUGH || first === undefined) continue;
        const { subject, path } = objectTarget(first.gateway);
        yield {
          subject,
          path,
          found: `${String(small.length)} Gateways with a listener or two each, so ${String(small.length)} load balancers that are ${scheme}`,
          expected: "one Gateway with a listener for each hostname",
        };
      }
    },
  },
]);
