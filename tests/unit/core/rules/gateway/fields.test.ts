import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KubernetesObject } from "../../../../../core/model/index.ts";
import gatewayRules from "../../../../../core/rules/gateway/index.ts";
import { runRules } from "../../../../../core/rules/run.ts";
import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import { gateway, object, route, ruleOf, service, withObjects } from "../../../../support/gateway.ts";
import { check, ruleById } from "../../../../support/rules.ts";

describe("the rules on Gateways", () => {
  const leaf = fc.oneof(
    fc.constant(null),
    fc.constant(UNKNOWN),
    fc.boolean(),
    fc.integer(),
    fc.constantFrom("HTTP", "HTTPS", "edge", "a=b", "", "10.0.0.0/16"),
    fc.constant([]),
    fc.constant({}),
  );
  /** Replaces the value at one path of an object by another one. */
  const paths = (value: unknown, at: readonly string[] = []): string[][] =>
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => [[...at, key], ...paths(inner, [...at, key])])
      : [];
  const put = (value: unknown, [key, ...rest]: readonly string[], leafValue: unknown): unknown => {
    if (key === undefined) return leafValue;
    if (Array.isArray(value)) return value.map((item, at) => (String(at) === key ? put(item, rest, leafValue) : item));
    return { ...(value as object), [key]: put((value as Record<string, unknown>)[key], rest, leafValue) };
  };
  const originals = [
    gateway(),
    route({
      hostnames: ["a.example.com"],
      rules: [ruleOf({ matches: [{ path: { value: "/" } }], filters: [{ type: "CORS", cors: {} }] })],
    }),
    service({ type: "LoadBalancer" }, { annotations: {} }),
    object("cilium.io/v2", "CiliumNetworkPolicy", "one", {
      spec: {
        endpointSelector: { matchLabels: {} },
        ingress: [{ fromCIDR: ["10.0.0.0/20"], toPorts: [{ ports: [{ port: "80" }] }] }],
      },
    }),
    object("cert-manager.io/v1", "Certificate", "shop", {
      spec: { dnsNames: ["*.example.com"], issuerRef: { name: "a" } },
    }),
  ];
  const broken = fc.constantFrom(...originals).chain((original) =>
    fc
      .constantFrom(...paths(original).filter(([first]) => first === "spec" || first === "metadata"))
      .filter((path) => path.join(".") !== "metadata")
      .chain((path) => leaf.map((value) => put(original, path, value) as KubernetesObject)),
  );

  it("never fail on an object of whatever shape", () => {
    fc.assert(
      fc.property(fc.array(broken, { minLength: 1, maxLength: 3 }), (objects) => {
        const { findings } = runRules(gatewayRules, withObjects(objects));
        expect(findings.every(({ path, fix }) => path !== "" && fix !== "")).toBe(true);
      }),
    );
  });
});

describe("a field of the wrong shape", () => {
  const rule = ruleById("gateway-object-fields");

  it.each([
    ["a map for a list", { listeners: { http: {} } }, "a list"],
    ["a list for a map", { infrastructure: [] }, "an object"],
  ])("is reported once, with what it should be: %s", (_, spec, expected) => {
    const { findings } = check(rule, withObjects([gateway(spec)]));
    expect(findings.map((finding) => finding.expected)).toEqual([expected]);
  });

  it("is reported once in a list of lists", () => {
    const { findings } = check(rule, withObjects([gateway({ listeners: [null] })]));
    expect(findings.map(({ path }) => path)).toEqual(["objects.Gateway.edge.spec.listeners.0"]);
  });
});
