import { describe, expect, it } from "vitest";
import { hostnamesMeet } from "../../../../../core/rules/gateway/hostnames.ts";
import * as parents from "../../../../../core/rules/gateway/route-parents.ts";
import { gateway, http, https, listener, route, withObjects } from "../../../../support/gateway.ts";
import { unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

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

describeRules([
  {
    rule: parents.parentFound,
    fails: [
      [
        "a Gateway of another namespace",
        withObjects([gateway(), route({ parentRefs: [{ name: "edge" }] }, apps)]),
        path("parentRefs.0"),
      ],
      ["a misspelt Gateway", at({ name: "edeg" }), path("parentRefs.0")],
      ["a Gateway that nobody makes", at({ name: "internal-only" }), path("parentRefs.0"), "warning"],
    ],
    passes: [
      ["a Gateway of the program", at({ name: "edge" })],
      ["a program without Gateways", withObjects([route()])],
      ["a Service", at({ group: "", kind: "Service", name: "web" })],
    ],
    undecided: [["an unknown name", at({ name: unknown })]],
  },
  {
    rule: parents.parentSection,
    fails: [
      ["a listener that is not there", at({ name: "edge", sectionName: "htps" }), path("parentRefs.0.sectionName")],
    ],
    passes: [["one that is", at({ name: "edge", sectionName: "https" })]],
    undecided: [["an unknown section", at({ name: "edge", sectionName: unknown })]],
  },
  {
    rule: parents.parentProtocol,
    fails: [
      [
        "TLSRoute on HTTPS",
        withObjects([gateway(), route({}, { kind: "TLSRoute" })]),
        path("parentRefs.0", "TLSRoute"),
      ],
      [
        "a kind that the listener leaves out",
        withObjects([
          gateway({ listeners: [listener(http, { allowedRoutes: { kinds: [{ kind: "GRPCRoute" }] } })] }),
          route(),
        ]),
        path("parentRefs.0"),
      ],
    ],
    passes: [
      ["HTTPRoute on both", at({ name: "edge" })],
      ["GRPCRoute", withObjects([gateway(), route({}, { kind: "GRPCRoute" })])],
    ],
    undecided: [
      ["an unknown protocol", withObjects([gateway({ listeners: [listener(http, { protocol: unknown })] }), route()])],
    ],
  },
  {
    rule: parents.parentNamespace,
    fails: [
      [
        "another namespace by default",
        withObjects([gateway({ listeners: [listener(http, { allowedRoutes: undefined })] }), inApps]),
        path("parentRefs.0"),
      ],
      [
        "a namespace without the label",
        withObjects([
          opened({ from: "Selector", selector: { matchLabels: { gateway: "yes" } } }),
          inApps,
          namespaced({}),
        ]),
        path("parentRefs.0"),
      ],
      [
        "a namespace of another name",
        withObjects([
          opened({ from: "Selector", selector: { matchLabels: { "kubernetes.io/metadata.name": "x" } } }),
          inApps,
        ]),
        path("parentRefs.0"),
      ],
      ["a selector that is missing", withObjects([opened({ from: "Selector" }), inApps]), path("parentRefs.0")],
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
    undecided: [["an unknown rule", withObjects([opened(unknown), inApps])]],
  },
  {
    rule: parents.parentHostname,
    fails: [
      ["another name", onHttps("blog.example.com"), path("hostnames.0")],
      ["one of two", onHttps("shop.example.com", "blog.example.com"), path("hostnames.1"), "warning"],
    ],
    passes: [
      ["the listener's name", onHttps("shop.example.com")],
      ["a wildcard round it", onHttps("*.example.com")],
      ["no name", onHttps()],
      ["a listener for every name", withObjects([gateway(), named("blog.example.com")])],
    ],
    undecided: [["an unknown name", onHttps(unknown)]],
  },
]);

describe("hostnames", () => {
  it.each([
    ["", "a.example.com", true],
    ["*.example.com", "a.b.example.com", true],
    ["*.example.com", "example.com", false],
    ["*.example.com", "badexample.com", false],
    ["*.example.com", "*.a.example.com", true],
    ["*.a.example.com", "*.example.com", true],
    ["*.a.example.com", "*.b.example.com", false],
    ["a.example.com", "*.example.com", true],
    ["a.example.com", "b.example.com", false],
  ])("%s and %s: %s", (listenerName, routeName, meet) => {
    expect(hostnamesMeet(listenerName, routeName)).toBe(meet);
  });
});
