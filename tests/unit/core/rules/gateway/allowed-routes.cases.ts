import { cases } from "../../../../support/rule-cases.ts";
import { gateway, http, listener, withObjects } from "../../../../support/gateway.ts";
import { unknown } from "../../../../support/model.ts";

const of = (allowed: unknown) => withObjects([gateway({ listeners: [listener(http, { allowedRoutes: allowed })] })]);
const from = (namespaces: object) => of({ namespaces });
const path = "objects.Gateway.edge.spec.listeners.0.allowedRoutes.namespaces";

export default cases({
  "gateway-listener-allowed-routes": {
    fails: [
      ["nothing said", of(undefined), { path: `${path}.from` }],
      ["kinds only", of({ kinds: [{ kind: "HTTPRoute" }] }), { path: `${path}.from` }],
    ],
    passes: [
      ["the Gateway's namespace", from({ from: "Same" })],
      ["chosen namespaces", from({ from: "Selector", selector: { matchLabels: { gateway: "yes" } } })],
    ],
    unknown: [["an unknown choice", from({ from: unknown })]],
  },
  "gateway-listener-namespaces": {
    fails: [
      ["a selector that is missing", from({ from: "Selector" }), { path }],
      ["a selector that nobody reads", from({ from: "All", selector: {} }), { path }],
      ["a word of its own", from({ from: "Any" }), { path }],
    ],
    passes: [
      ["nothing said", of(undefined)],
      ["the Gateway's namespace", from({ from: "Same" })],
      ["chosen namespaces", from({ from: "Selector", selector: { matchLabels: { gateway: "yes" } } })],
    ],
    unknown: [["an unknown selector", from({ from: "Selector", selector: unknown })]],
  },
});
