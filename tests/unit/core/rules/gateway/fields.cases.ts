import { cases } from "../../../../support/rule-cases.ts";
import { gateway, route, ruleOf, service, withObjects } from "../../../../support/gateway.ts";
import { unknown } from "../../../../support/model.ts";

export default cases({
  "gateway-object-fields": {
    fails: [
      [
        "listeners by name",
        withObjects([gateway({ listeners: { http: {} } })]),
        { path: "objects.Gateway.edge.spec.listeners" },
      ],
      [
        "a null",
        withObjects([gateway({ infrastructure: null })]),
        { path: "objects.Gateway.edge.spec.infrastructure" },
      ],
      [
        "a null in a list",
        withObjects([route({ rules: [ruleOf(), null] })]),
        { path: "objects.HTTPRoute.shop.spec.rules.1" },
      ],
      [
        "one backend for a list",
        withObjects([route({ rules: [ruleOf({ backendRefs: { name: "web", port: 80 } })] })]),
        { path: "objects.HTTPRoute.shop.spec.rules.0.backendRefs" },
      ],
      [
        "a null among a backend's filters",
        withObjects([route({ rules: [ruleOf({ backendRefs: [{ name: "web", port: 80, filters: [null] }] })] })]),
        { path: "objects.HTTPRoute.shop.spec.rules.0.backendRefs.0.filters.0" },
      ],
      [
        "timeouts as text",
        withObjects([route({ rules: [ruleOf({ timeouts: "5s" })] })]),
        { path: "objects.HTTPRoute.shop.spec.rules.0.timeouts" },
      ],
    ],
    passes: [
      ["what the API has", withObjects([gateway(), route()])],
      ["kinds of others", withObjects([service({ ports: {} })])],
    ],
    unknown: [["an unknown spec", withObjects([{ ...gateway(), spec: unknown }])]],
  },
});
