import { describe, expect, it } from "vitest";
import {
  clusterwideNetworkPolicy,
  defaultDeny,
  gatewayPolicies,
  networkPolicy,
} from "../../../../core/network-policies/index.ts";

const specOf = (args: Partial<Parameters<typeof networkPolicy>[0]>) =>
  networkPolicy({ name: "one", namespace: "apps", ...args })["spec"];

describe("a network policy", () => {
  it("selects pods by label, or all of its namespace", () => {
    expect(specOf({ pods: { app: "shop" }, ingress: [] })).toEqual({
      endpointSelector: { matchLabels: { app: "shop" } },
      ingress: [{}],
    });
    expect(specOf({ egress: [] })).toEqual({ endpointSelector: {}, egress: [{}] });
  });

  it.each([
    ["everybody", undefined, { fromEntities: ["all"] }],
    ["entities", { entities: ["ingress"] }, { fromEntities: ["ingress"] }],
    [
      "pods of another namespace",
      { pods: [{ labels: { app: "a" }, namespace: "b" }] },
      { fromEndpoints: [{ matchLabels: { app: "a", "k8s:io.kubernetes.pod.namespace": "b" } }] },
    ],
    [
      "addresses",
      { cidrs: ["203.0.113.0/24"], except: ["203.0.113.7/32"] },
      { fromCIDRSet: [{ cidr: "203.0.113.0/24", except: ["203.0.113.7/32"] }] },
    ],
  ] as const)("lets %s in", (_, from, rule) => {
    expect(specOf({ ingress: [from === undefined ? {} : { from }] })).toMatchObject({ ingress: [rule] });
  });

  it("limits requests by method, path and header", () => {
    const ingress = [
      { ports: [{ port: 8080 }], http: [{ method: "GET", path: "/public/.*", headers: ["X-Tenant: a"] }] },
    ];
    expect(specOf({ ingress })).toMatchObject({
      ingress: [
        {
          toPorts: [
            {
              ports: [{ port: "8080", protocol: "TCP" }],
              rules: { http: [{ method: "GET", path: "/public/.*", headers: ["X-Tenant: a"] }] },
            },
          ],
        },
      ],
    });
  });

  it("on names brings the DNS rule that they are learnt by, once", () => {
    const https = { to: { fqdns: ["api.example.com", "*.example.org"] }, ports: [{ port: 443 }] };
    const { egress } = specOf({ egress: [https] }) as { egress: unknown[] };
    expect(egress).toHaveLength(2);
    expect(egress[0]).toMatchObject({
      toEndpoints: [{ matchLabels: { "k8s-app": "kube-dns", "k8s:io.kubernetes.pod.namespace": "kube-system" } }],
      toPorts: [
        {
          ports: [
            { port: "53", protocol: "UDP" },
            { port: "53", protocol: "TCP" },
          ],
          rules: { dns: [{ matchPattern: "*" }] },
        },
      ],
    });
    expect(egress[1]).toMatchObject({
      toFQDNs: [{ matchName: "api.example.com" }, { matchPattern: "*.example.org" }],
    });
    const own = specOf({ egress: [{ ports: [{ port: 53, protocol: "ANY" }], dns: ["*.example.com"] }, https] });
    expect((own as { egress: unknown[] }).egress).toHaveLength(2);
  });

  it("of the whole cluster can allow without closing", () => {
    const egress = [{ to: { services: [{ name: "a", namespace: "b" }] } }, { to: { cidrs: ["198.51.100.0/24"] } }];
    expect(clusterwideNetworkPolicy({ name: "open", egress, defaultDeny: false })).toMatchObject({
      kind: "CiliumClusterwideNetworkPolicy",
      spec: {
        enableDefaultDeny: { ingress: false, egress: false },
        egress: [
          { toServices: [{ k8sService: { serviceName: "a", namespace: "b" } }] },
          { toCIDRSet: [{ cidr: "198.51.100.0/24" }] },
        ],
      },
    });
  });
});

describe("starter policies", () => {
  it("let a request through both points where it is checked", () => {
    const backend = { namespace: "apps", service: "shop", labels: { app: "shop" }, ports: [8080] };
    const [envoy, pods] = gatewayPolicies({ gateway: "edge", backends: [backend] });
    expect(envoy).toMatchObject({
      kind: "CiliumClusterwideNetworkPolicy",
      spec: {
        endpointSelector: { matchExpressions: [{ key: "reserved:ingress", operator: "Exists" }] },
        ingress: [{ fromEntities: ["world", "cluster"] }],
        egress: [{ toEntities: ["cluster"] }],
      },
    });
    expect(pods).toMatchObject({
      metadata: { namespace: "apps" },
      spec: {
        endpointSelector: { matchLabels: { app: "shop" } },
        ingress: [{ fromEntities: ["ingress"], toPorts: [{ ports: [{ port: "8080", protocol: "TCP" }] }] }],
      },
    });
  });

  it("close a namespace but for what pods cannot do without", () => {
    const names = (args: object) => defaultDeny({ namespace: "apps", ...args }).map(({ metadata }) => metadata.name);
    expect(names({})).toEqual(["default-deny", "allow-dns", "allow-kube-apiserver", "allow-pod-identity"]);
    expect(names({ withinNamespace: true, kubeApiServer: false, podIdentity: false })).toEqual([
      "default-deny",
      "allow-dns",
      "allow-namespace",
    ]);
    expect(defaultDeny({ namespace: "apps" }).at(-1)).toMatchObject({
      spec: { egress: [{ toEntities: ["host"], toPorts: [{ ports: [{ port: "80" }] }] }] },
    });
  });
});
