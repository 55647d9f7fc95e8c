import { cases } from "../../../../support/rule-cases.ts";
import { object, route, ruleOf, service, withObjects } from "../../../../support/gateway.ts";
import { unknown } from "../../../../support/model.ts";

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

export default cases({
  "gateway-route-backends": {
    fails: [
      ["no port", to({ name: "web" }), { path: path("rules.0.backendRefs.0.port") }],
      ["a port that is none", to({ name: "web", port: 0 }), { path: path("rules.0.backendRefs.0.port") }],
      ["a negative weight", to({ name: "web", port: 80, weight: -1 }), { path: path("rules.0.backendRefs.0.weight") }],
      ["only weights of 0", to({ name: "web", port: 80, weight: 0 }), { path: path("rules.0.backendRefs") }],
      [
        "a TCPRoute without a backend",
        withObjects([route({ rules: [{ backendRefs: [] }] }, { kind: "TCPRoute" })]),
        { path: path("rules.0.backendRefs", "TCPRoute") },
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
      [
        "the first and the last port, and the whole of the weight",
        withRule({
          backendRefs: [
            { name: "web", port: 1, weight: 1_000_000 },
            { name: "web", port: 65_535 },
          ],
        }),
      ],
      ["a Service of another group, whose port is its own", to({ group: "example.com", kind: "Service", name: "web" })],
    ],
    unknown: [["an unknown weight", to({ name: "web", port: 80, weight: unknown })]],
  },
  "gateway-route-backends-none": {
    fails: [["neither backend nor redirect", withRule({ backendRefs: [] }), { path: path("rules.0.backendRefs") }]],
    passes: [
      ["a backend", to({ name: "web", port: 80 })],
      ["a redirect", withRule({ backendRefs: [], filters: [{ type: "RequestRedirect", requestRedirect: {} }] })],
      [
        "a TCPRoute, which the API server refuses",
        withObjects([route({ rules: [{ backendRefs: [] }] }, { kind: "TCPRoute" })]),
      ],
    ],
    unknown: [["unknown backends", withRule({ backendRefs: unknown })]],
  },
  "gateway-route-backend-kind": {
    fails: [
      [
        "an InferencePool",
        to({ group: "inference.networking.k8s.io", kind: "InferencePool", name: "llm" }),
        { path: path("rules.0.backendRefs.0") },
      ],
      [
        "a Deployment as mirror",
        withRule({
          filters: [{ type: "RequestMirror", requestMirror: { backendRef: { kind: "Deployment", name: "a" } } }],
        }),
        { path: path("rules.0.filters.0.requestMirror.backendRef") },
      ],
      [
        "a ServiceImport of another group",
        to({ group: "example.com", kind: "ServiceImport", name: "web" }),
        { path: path("rules.0.backendRefs.0") },
      ],
    ],
    passes: [
      ["a Service", to({ group: "", kind: "Service", name: "web", port: 80 })],
      ["a ServiceImport", to({ group: "multicluster.x-k8s.io", kind: "ServiceImport", name: "web", port: 80 })],
    ],
    unknown: [["an unknown kind", to({ kind: unknown, name: "web" })]],
  },
  "gateway-route-backend": {
    fails: [
      ["the pods' port", to({ name: "web", port: 8080 }, service()), { path: path("rules.0.backendRefs.0.port") }],
    ],
    passes: [
      ["the Service's port", to({ name: "web", port: 80 }, service())],
      ["a Service of another stack", to({ name: "payments", port: 80 }, service())],
    ],
    unknown: [["a Service with unknown ports", to({ name: "web", port: 80 }, service({ ports: unknown }))]],
  },
  "gateway-route-backend-made": {
    fails: [
      ["a misspelt Service", to({ name: "wbe", port: 80 }, service()), { path: path("rules.0.backendRefs.0.name") }],
      [
        "a Service with a word more",
        to({ name: "web-svc", port: 80 }, service()),
        { path: path("rules.0.backendRefs.0.name"), found: "web-svc" },
      ],
      [
        "a Service with a word less",
        to({ name: "web", port: 80 }, service({}, { name: "web-svc" })),
        { path: path("rules.0.backendRefs.0.name") },
      ],
      [
        "a Service of another namespace",
        to({ name: "web", port: 80 }, service({}, apps)),
        { path: path("rules.0.backendRefs.0.name") },
      ],
    ],
    passes: [
      ["a Service of the program", to({ name: "web", port: 80 }, service())],
      ["a Service of another stack", to({ name: "payments", port: 80 }, service())],
    ],
    unknown: [["an unknown name", to({ name: unknown, port: 80 }, service())]],
  },
  "gateway-route-backend-grant": {
    fails: [
      ["no grant", to({ name: "web", namespace: "apps", port: 80 }), { path: path("rules.0.backendRefs.0") }],
      [
        "a grant for another Service",
        to({ name: "web", namespace: "apps", port: 80 }, grant([{ group: "", kind: "Service", name: "b" }])),
        { path: path("rules.0.backendRefs.0") },
      ],
    ],
    passes: [
      ["a grant", to({ name: "web", namespace: "apps", port: 80 }, grant())],
      ["its own namespace", to({ name: "web", port: 80 })],
    ],
    unknown: [["an unknown namespace", to({ name: "web", namespace: unknown, port: 80 })]],
  },
});
