import { cases } from "../../../../support/rule-cases.ts";
import { gateway, http, https, listener, route, withObjects } from "../../../../support/gateway.ts";
import { unknown } from "../../../../support/model.ts";

const path = (field: string, kind = "HTTPRoute") => `objects.${kind}.shop.spec.${field}`;
const at = (ref: object) => withObjects([gateway(), route({ parentRefs: [ref] })]);
const apps = { namespace: "apps" };
const inApps = route({}, apps);
const namespaced = (labels: Record<string, string>) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "apps", labels },
});
const opened = (namespaces: object) => gateway({ listeners: [listener(http, { allowedRoutes: { namespaces } })] });
const named = (...hostnames: unknown[]) => route({ hostnames });
const onHttps = (...hostnames: unknown[]) => withObjects([gateway({ listeners: [https] }), named(...hostnames)]);

export default cases({
  "gateway-route-parent": {
    fails: [
      [
        "a Gateway of another namespace",
        withObjects([gateway(), route({ parentRefs: [{ name: "edge" }] }, apps)]),
        { path: path("parentRefs.0") },
      ],
      ["a misspelt Gateway", at({ name: "edeg" }), { path: path("parentRefs.0") }],
    ],
    passes: [
      ["a Gateway of the program", at({ name: "edge" })],
      ["a program without Gateways", withObjects([route()])],
      ["a Service", at({ group: "", kind: "Service", name: "web" })],
      ["a Gateway of another group", at({ group: "example.com", kind: "Gateway", name: "edeg" })],
    ],
    unknown: [["an unknown name", at({ name: unknown })]],
  },
  "gateway-route-parent-made": {
    fails: [["a Gateway that nobody makes", at({ name: "internal-only" }), { path: path("parentRefs.0") }]],
    passes: [
      ["a Gateway of the program", at({ name: "edge" })],
      ["a program without Gateways", withObjects([route()])],
      ["a misspelt Gateway", at({ name: "edeg" })],
    ],
    unknown: [["an unknown name", at({ name: unknown })]],
  },
  "gateway-route-section": {
    fails: [
      [
        "a listener that is not there",
        at({ name: "edge", sectionName: "htps" }),
        { path: path("parentRefs.0.sectionName") },
      ],
    ],
    passes: [["one that is", at({ name: "edge", sectionName: "https" })]],
    unknown: [["an unknown section", at({ name: "edge", sectionName: unknown })]],
  },
  "gateway-route-protocol": {
    fails: [
      [
        "TLSRoute on HTTPS",
        withObjects([gateway(), route({}, { kind: "TLSRoute" })]),
        { path: path("parentRefs.0", "TLSRoute") },
      ],
      [
        "a kind that the listener leaves out",
        withObjects([
          gateway({ listeners: [listener(http, { allowedRoutes: { kinds: [{ kind: "GRPCRoute" }] } })] }),
          route(),
        ]),
        { path: path("parentRefs.0") },
      ],
    ],
    passes: [
      ["HTTPRoute on both", at({ name: "edge" })],
      ["GRPCRoute", withObjects([gateway(), route({}, { kind: "GRPCRoute" })])],
    ],
    unknown: [
      ["an unknown protocol", withObjects([gateway({ listeners: [listener(http, { protocol: unknown })] }), route()])],
    ],
  },
  "gateway-route-namespace": {
    fails: [
      [
        "another namespace by default",
        withObjects([gateway({ listeners: [listener(http, { allowedRoutes: undefined })] }), inApps]),
        { path: path("parentRefs.0") },
      ],
      [
        "a namespace without the label",
        withObjects([
          opened({ from: "Selector", selector: { matchLabels: { gateway: "yes" } } }),
          inApps,
          namespaced({}),
        ]),
        { path: path("parentRefs.0") },
      ],
      [
        "a namespace of another name",
        withObjects([
          opened({ from: "Selector", selector: { matchLabels: { "kubernetes.io/metadata.name": "x" } } }),
          inApps,
        ]),
        { path: path("parentRefs.0") },
      ],
      [
        "a selector that is missing",
        withObjects([opened({ from: "Selector" }), inApps]),
        { path: path("parentRefs.0") },
      ],
    ],
    passes: [
      ["the Gateway's namespace", at({ name: "edge" })],
      ["all", withObjects([opened({ from: "All" }), inApps])],
      [
        "a namespace with the label",
        withObjects([
          opened({
            from: "Selector",
            selector: { matchExpressions: [{ key: "gateway", operator: "In", values: ["yes"] }] },
          }),
          inApps,
          namespaced({ gateway: "yes" }),
        ]),
      ],
      [
        "a namespace of another stack",
        withObjects([opened({ from: "Selector", selector: { matchLabels: { a: "b" } } }), inApps]),
      ],
    ],
    unknown: [["an unknown rule", withObjects([opened(unknown), inApps])]],
  },
  "gateway-route-hostname": {
    fails: [
      ["another name", onHttps("blog.example.com"), { path: path("hostnames.0") }],
      [
        "a hostname of a listener for another namespace",
        withObjects([
          gateway({
            listeners: [
              listener(http, { hostname: "a.example.com", allowedRoutes: { namespaces: { from: "All" } } }),
              https,
            ],
          }),
          route({ hostnames: ["shop.example.com"] }, apps),
        ]),
        { path: path("hostnames.0") },
      ],
    ],
    passes: [
      ["the listener's name", onHttps("shop.example.com")],
      ["a wildcard round it", onHttps("*.example.com")],
      ["no name", onHttps()],
      ["a listener for every name", withObjects([gateway(), named("blog.example.com")])],
    ],
    unknown: [["an unknown name", onHttps(unknown)]],
  },
  "gateway-route-hostname-idle": {
    fails: [["one of two", onHttps("shop.example.com", "blog.example.com"), { path: path("hostnames.1") }]],
    passes: [
      ["the listener's name", onHttps("shop.example.com")],
      ["none that fits", onHttps("blog.example.com")],
    ],
    unknown: [["an unknown name beside one that fits", onHttps("shop.example.com", unknown)]],
  },
});
