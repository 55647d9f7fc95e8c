import { allowedRoutes } from "../../../../../core/rules/gateway/allowed-routes.ts";
import { gateway, http, listener, withObjects } from "../../../../support/gateway.ts";
import { unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const of = (allowed: unknown) => withObjects([gateway({ listeners: [listener(http, { allowedRoutes: allowed })] })]);
const from = (namespaces: object) => of({ namespaces });
const path = "objects.Gateway.edge.spec.listeners.0.allowedRoutes.namespaces";

describeRules([
  {
    rule: allowedRoutes,
    fails: [
      ["nothing said", of(undefined), `${path}.from`],
      ["kinds only", of({ kinds: [{ kind: "HTTPRoute" }] }), `${path}.from`],
      ["a selector that is missing", from({ from: "Selector" }), path, "error"],
      ["a selector that nobody reads", from({ from: "All", selector: {} }), path, "error"],
      ["a word of its own", from({ from: "Any" }), path, "error"],
    ],
    passes: [
      ["the Gateway's namespace", from({ from: "Same" })],
      ["chosen namespaces", from({ from: "Selector", selector: { matchLabels: { gateway: "yes" } } })],
    ],
    undecided: [["an unknown choice", from({ from: unknown })]],
  },
]);
