import * as backends from "../../../../../core/rules/gateway/route-backends.ts";
import { object, route, ruleOf, service, withObjects } from "../../../../support/gateway.ts";
import { unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const path = (field: string, kind = "HTTPRoute") => `objects.${kind}.shop.spec.${field}`;
const withRule = (parts: object, ...others: Parameters<typeof withObjects>[0]) =>
  withObjects([route({ rules: [ruleOf(parts as never)] }), ...others]);
const to = (ref: object, ...others: Parameters<typeof withObjects>[0]) => withRule({ backendRefs: [ref] }, ...others);
const apps = { namespace: "apps" };
const grant = (to: object[] = [{ group: "", kind: "Service" }]) =>
  object(
    "gateway.networking.k8s.io/v1beta1",
    "ReferenceGrant",
    "routes",
    { spec: { from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "gateway" }], to } },
    "apps",
  );

describeRules([
  {
    rule: backends.routeBackends,
    fails: [
      ["no port", to({ name: "web" }), path("rules.0.backendRefs.0.port")],
      ["a port that is none", to({ name: "web", port: 0 }), path("rules.0.backendRefs.0.port")],
      ["a negative weight", to({ name: "web", port: 80, weight: -1 }), path("rules.0.backendRefs.0.weight")],
      ["only weights of 0", to({ name: "web", port: 80, weight: 0 }), path("rules.0.backendRefs")],
      ["neither backend nor redirect", withRule({ backendRefs: [] }), path("rules.0.backendRefs"), "warning"],
      [
        "a TCPRoute without a backend",
        withObjects([route({ rules: [{ backendRefs: [] }] }, { kind: "TCPRoute" })]),
        path("rules.0.backendRefs", "TCPRoute"),
      ],
    ],
    passes: [
      [
        "shares",
        withRule({
          backendRefs: [
            { name: "a", port: 80, weight: 0 },
            { name: "b", port: 80, weight: 1 },
          ],
        }),
      ],
      ["a redirect", withRule({ backendRefs: [], filters: [{ type: "RequestRedirect", requestRedirect: {} }] })],
    ],
    undecided: [["an unknown weight", to({ name: "web", port: 80, weight: unknown })]],
  },
  {
    rule: backends.backendKind,
    fails: [
      [
        "an InferencePool",
        to({ group: "inference.networking.k8s.io", kind: "InferencePool", name: "llm" }),
        path("rules.0.backendRefs.0"),
      ],
      [
        "a Deployment as mirror",
        withRule({
          filters: [{ type: "RequestMirror", requestMirror: { backendRef: { kind: "Deployment", name: "a" } } }],
        }),
        path("rules.0.filters.0.requestMirror.backendRef"),
      ],
    ],
    passes: [
      ["a Service", to({ group: "", kind: "Service", name: "web", port: 80 })],
      ["a ServiceImport", to({ group: "multicluster.x-k8s.io", kind: "ServiceImport", name: "web", port: 80 })],
    ],
    undecided: [["an unknown kind", to({ kind: unknown, name: "web" })]],
  },
  {
    rule: backends.backendPort,
    fails: [
      ["the pods' port", to({ name: "web", port: 8080 }, service()), path("rules.0.backendRefs.0.port")],
      ["a misspelt Service", to({ name: "wbe", port: 80 }, service()), path("rules.0.backendRefs.0.name"), "warning"],
      [
        "a Service of another namespace",
        to({ name: "web", port: 80 }, service({}, apps)),
        path("rules.0.backendRefs.0.name"),
        "warning",
      ],
    ],
    passes: [
      ["the Service's port", to({ name: "web", port: 80 }, service())],
      ["a Service of another stack", to({ name: "payments", port: 80 }, service())],
    ],
    undecided: [["a Service with unknown ports", to({ name: "web", port: 80 }, service({ ports: unknown }))]],
  },
  {
    rule: backends.backendGrant,
    fails: [
      ["no grant", to({ name: "web", namespace: "apps", port: 80 }), path("rules.0.backendRefs.0")],
      [
        "a grant for another Service",
        to({ name: "web", namespace: "apps", port: 80 }, grant([{ group: "", kind: "Service", name: "b" }])),
        path("rules.0.backendRefs.0"),
      ],
    ],
    passes: [
      ["a grant", to({ name: "web", namespace: "apps", port: 80 }, grant())],
      ["its own namespace", to({ name: "web", port: 80 })],
    ],
    undecided: [["an unknown namespace", to({ name: "web", namespace: unknown, port: 80 })]],
  },
]);
