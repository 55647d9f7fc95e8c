import { describe, expect, it } from "vitest";
import { diagnose } from "../../../../cli/gateway/diagnose.ts";
import { type ClusterView, type Live, takes } from "../../../../cli/gateway/view.ts";

const yes = (...types: string[]) => types.map((type) => ({ type, status: "True" }));
const no = (type: string, reason: string) => [{ type, status: "False", reason, message: `${reason} it is` }];
const gateway = (parts: Partial<Live> = {}): Live => ({
  kind: "Gateway",
  metadata: { name: "edge", namespace: "gateway-edge" },
  spec: {
    gatewayClassName: "cilium-edge",
    listeners: [
      { name: "http", protocol: "HTTP", port: 80 },
      { name: "https", protocol: "HTTPS", port: 443, hostname: "*.example.com" },
    ],
  },
  status: {
    conditions: yes("Accepted", "Programmed"),
    listeners: [{ name: "https", conditions: yes("ResolvedRefs") }],
  },
  ...parts,
});
const route = (status: object[] = yes("Accepted", "ResolvedRefs"), hostnames = ["shop.example.com"]): Live => ({
  kind: "HTTPRoute",
  metadata: { name: "shop", namespace: "shop" },
  spec: { hostnames, parentRefs: [{ name: "edge", namespace: "gateway-edge" }] },
  status: { parents: [{ parentRef: { name: "edge", namespace: "gateway-edge" }, conditions: status }] },
});
const service = (ingress: object[], spec: object = { loadBalancerClass: "service.k8s.aws/nlb" }): Live => ({
  kind: "Service",
  metadata: {
    name: "cilium-gateway-edge",
    namespace: "gateway-edge",
    labels: { "gateway.networking.k8s.io/gateway-name": "edge" },
  },
  spec: { type: "LoadBalancer", ...spec },
  status: { loadBalancer: { ingress } },
});
const GOOD: ClusterView = {
  bundle: { "gateway.networking.k8s.io/bundle-version": "v1.4.1", "gateway.networking.k8s.io/channel": "standard" },
  ciliumVersion: "1.19.6",
  classes: [{ kind: "GatewayClass", metadata: { name: "cilium-edge" }, status: { conditions: yes("Accepted") } }],
  gateways: [gateway()],
  routes: [route()],
  services: [service([{ hostname: "lb.example.net" }])],
};
const ask = { host: "shop.example.com", port: 443, secure: true };
const result = (view: Partial<ClusterView>, question: Partial<Parameters<typeof diagnose>[1]> = {}) =>
  diagnose({ ...GOOD, ...view }, { ...ask, ...question });

describe("a Gateway that works", () => {
  it("has nothing to complain of, and tells its addresses", () => {
    const { steps, addresses } = result({});
    expect(steps.map(({ state }) => state)).toEqual(["ok", "ok", "ok", "ok", "ok", "ok"]);
    expect(addresses).toEqual(["lb.example.net"]);
  });

  it("is found by the host, or by its name", () => {
    expect(result({}, { gateway: "gateway-edge/edge" }).steps[2]?.name).toBe("Gateway gateway-edge/edge");
    expect(result({}, { host: "other.org" }).steps.at(-1)).toMatchObject({ name: "Gateway", state: "failed" });
  });
});

describe("a Gateway that does not work", () => {
  it.each<[string, Partial<ClusterView>, string, RegExp]>([
    ["no CRDs", { bundle: undefined }, "Gateway API CRDs", /not installed/],
    [
      "a bundle of another Cilium",
      { bundle: { "gateway.networking.k8s.io/bundle-version": "v1.6.1" } },
      "Gateway API CRDs",
      /v1\.6\.1/,
    ],
    ["no class", { classes: [] }, "GatewayClass cilium-edge", /does not exist/],
    [
      "a class that nobody looks at",
      { classes: [{ kind: "GatewayClass", metadata: { name: "cilium-edge" } }] },
      "GatewayClass cilium-edge",
      /no controller/,
    ],
    [
      "no address yet",
      {
        gateways: [
          gateway({ status: { conditions: [...yes("Accepted"), ...no("Programmed", "AddressNotAssigned")] } }),
        ],
      },
      "Gateway gateway-edge/edge",
      /not Programmed/,
    ],
    [
      "a certificate in another namespace",
      {
        gateways: [
          gateway({
            status: {
              conditions: yes("Accepted", "Programmed"),
              listeners: [{ name: "https", conditions: no("ResolvedRefs", "RefNotPermitted") }],
            },
          }),
        ],
      },
      "Listener",
      /RefNotPermitted/,
    ],
    ["no route for the host", { routes: [route(undefined, ["other.example.com"])] }, "Route", /none of/],
    [
      "a route that is not admitted",
      { routes: [route(no("Accepted", "NotAllowedByListeners"))] },
      "Route",
      /NotAllowed/,
    ],
    [
      "a backend that does not exist",
      { routes: [route(no("ResolvedRefs", "BackendNotFound"))] },
      "Route",
      /BackendNotFound/,
    ],
    ["no Service", { services: [] }, "Load balancer", /no Service/],
    ["no load balancer", { services: [service([])] }, "Load balancer", /no address/],
  ])("is told apart: %s", (_, view, name, found) => {
    const bad = result(view).steps.filter(({ state }) => state === "failed");
    expect(bad.map((step) => step.name)).toEqual([name]);
    expect(bad[0]?.found).toMatch(found);
    expect(bad[0]?.fix).toMatch(/\w+/);
  });

  it("says which port its listeners have", () => {
    const bad = result({}, { port: 8443 }).steps.find(({ state }) => state === "failed");
    expect(bad).toMatchObject({ name: "Listener", fix: expect.stringContaining("https (HTTPS 443") as unknown });
  });
});

describe("hostnames", () => {
  it.each([
    [undefined, "a.example.com", true],
    ["a.example.com", "a.example.com", true],
    ["*.example.com", "a.example.com", true],
    ["*.example.com", "b.a.example.com", true],
    ["*.example.com", "example.com", false],
    ["*.example.com", "aexample.com", false],
    ["a.example.com", "b.example.com", false],
  ])("%s takes %s: %s", (pattern, host, expected) => {
    expect(takes(pattern, host)).toBe(expected);
  });
});
