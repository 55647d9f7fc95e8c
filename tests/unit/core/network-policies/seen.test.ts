import { describe, expect, it } from "vitest";
import { type Remedy, nodesOf, proposePolicies, remedyOf } from "../../../../core/network-policies/seen/index.ts";
import { day, denied, seen, traffic, who } from "../../../support/seen-traffic.ts";

const NAMESPACE = "k8s:io.kubernetes.pod.namespace";
const ports = (...list: readonly (readonly [port: string, protocol: string])[]) => [
  { ports: list.map(([port, protocol]) => ({ port, protocol })) },
];

describe("policies from what was seen", () => {
  const { policies, without, denied: closed } = proposePolicies(day);
  const of = (name: string) => policies.find(({ policy }) => policy.metadata.name === name);

  it("are for each workload that labels select, without kube-system", () => {
    expect(policies.map(({ policy: { metadata } }) => `${metadata.namespace ?? ""}/${metadata.name}`)).toEqual([
      "apps/web-seen",
      "apps/cart-seen",
      "gateway/ledger-seen",
      "apps/far-seen",
    ]);
    expect(without).toEqual(["apps/nameless has no labels in these flows that a policy could select it by."]);
    expect(closed).toBe(2);
    const dns = proposePolicies(day, { namespaces: ["kube-system"] }).policies;
    expect(dns.map(({ policy }) => policy.metadata.name)).toEqual(["coredns-seen"]);
  });

  it("select by the fewest labels that tell workloads apart, and by none that a release changes", () => {
    expect(of("web-seen")?.policy["spec"]).toMatchObject({
      endpointSelector: { matchLabels: { app: "shop", component: "web" } },
    });
    expect(of("ledger-seen")?.policy["spec"]).toMatchObject({
      endpointSelector: { matchLabels: { "app.kubernetes.io/name": "ledger" } },
    });
  });

  it("allow what went through by identity, name and address, and look names up through the proxy", () => {
    expect(of("web-seen")?.policy["spec"]).toMatchObject({
      ingress: [
        { fromEntities: ["ingress", "host"], toPorts: ports(["8080", "TCP"]) },
        { fromEntities: ["world"], toPorts: ports(["8443", "TCP"]) },
      ],
      egress: [
        {
          toEndpoints: [
            { matchLabels: { component: "cart" } },
            { matchLabels: { app: "far", "k8s:io.cilium.k8s.policy.cluster": "west" } },
          ],
          toPorts: ports(["8080", "TCP"]),
        },
        {
          toEndpoints: [{ matchLabels: { "k8s-app": "kube-dns", [NAMESPACE]: "kube-system" } }],
          toPorts: [{ ports: [{ port: "53", protocol: "UDP" }], rules: { dns: [{ matchPattern: "*" }] } }],
        },
        {
          toEndpoints: [{ matchLabels: { "k8s-app": "kube-dns", [NAMESPACE]: "kube-system" } }],
          toPorts: ports(["9153", "TCP"]),
        },
        { toFQDNs: [{ matchName: "api.bank.example" }], toPorts: ports(["443", "TCP"]) },
      ],
    });
  });

  it("say what they leave out, open the way to CoreDNS, and close what nobody used", () => {
    const cart = of("cart-seen");
    expect(cart?.notes).toEqual([
      "from nameless is left out: no flow told the labels of nameless",
      "ICMPv4 to web is left out: it has no port",
    ]);
    expect(cart?.policy["spec"]).toMatchObject({
      egress: [
        { toEndpoints: [{ matchLabels: { "k8s-app": "kube-dns" } }], toPorts: ports(["53", "UDP"], ["53", "TCP"]) },
        { toEndpoints: [{ matchLabels: { [NAMESPACE]: "gateway" } }] },
        { toCIDRSet: [{ cidr: "10.20.0.9/32" }] },
      ],
    });
    expect(JSON.stringify(cart?.policy)).not.toContain("bank");
    const idle = proposePolicies(traffic(seen("web", "cart", 80)), { namespaces: ["gateway"] }).policies[0];
    expect(idle?.policy["spec"]).toMatchObject({ ingress: [{}] });
  });

  it("name the world where more addresses called than a rule can list", () => {
    const clients = Array.from({ length: 20 }, (_, at) => ({
      id: `world/10.9.0.${String(at)}`,
      kind: "world" as const,
      name: `10.9.0.${String(at)}`,
    }));
    const edges = clients.map(({ id }) => ({ ...seen("client", "cart", 80), source: id }));
    const [, cart] = proposePolicies({ nodes: [who.web, who.cart, ...clients], edges }).policies;
    expect(cart?.policy["spec"]).toMatchObject({ ingress: [{ fromEntities: ["world"] }] });
  });
});

describe("the smallest rule for a denied connection", () => {
  const nodes = nodesOf(day);
  const remedy = (...args: Parameters<typeof denied>): Remedy => remedyOf(denied(...args), nodes);

  it("allows its two ends and its port where it was dropped, and closes nothing", () => {
    expect(remedy("web", "ledger", 5432)).toEqual({
      policies: [
        {
          notes: [],
          policy: {
            apiVersion: "cilium.io/v2",
            kind: "CiliumNetworkPolicy",
            metadata: { name: "allow-web-to-ledger-5432", namespace: "gateway" },
            spec: {
              description: "web reaches ledger: TCP 5432",
              endpointSelector: { matchLabels: { "app.kubernetes.io/name": "ledger" } },
              enableDefaultDeny: { ingress: false, egress: false },
              ingress: [
                {
                  fromEndpoints: [{ matchLabels: { app: "shop", component: "web", [NAMESPACE]: "apps" } }],
                  toPorts: ports(["5432", "TCP"]),
                },
              ],
            },
          },
        },
      ],
    });
  });

  it("is one at each end that dropped it, and says what was not seen", () => {
    const both = remedy("web", "ledger", 5432, { deniedAt: ["egress", "ingress"] });
    expect("policies" in both && both.policies.map(({ policy }) => policy.metadata.namespace)).toEqual([
      "apps",
      "gateway",
    ]);
    const left = remedy("web", "cart", 80, { deniedAt: ["egress"] });
    expect("policies" in left && left.policies.flatMap(({ notes }) => notes)).toEqual([
      "it was dropped where it leaves: whether cart would take it was not seen",
    ]);
    const envoy = remedy("ingress", "web", 80, { deniedAt: ["egress"] });
    expect("policies" in envoy && envoy.policies[0]?.policy.kind).toBe("CiliumClusterwideNetworkPolicy");
  });

  it.each<[what: string, remedy: Remedy, why: RegExp]>([
    [
      "a rule that denies",
      remedy("web", "cart", 80, { dropReasons: { POLICY_DENY: 1 } }),
      /no rule that allows goes over/,
    ],
    [
      "another reason",
      remedy("web", "cart", 80, { dropReasons: { TTL_EXCEEDED: 1 } }),
      /no policy drops it: .*TTL_EXCEEDED/,
    ],
    ["an end without labels", remedy("web", "nameless", 80), /no flow told labels that select nameless/],
    ["the node itself", remedy("web", "host", 80), /host firewall/],
    ["no port", remedy("web", "cart", 0, { protocol: "ICMPv4" }), /has no port/],
  ])("is none for %s", (_, given, why) => {
    expect("why" in given ? given.why : "").toMatch(why);
  });
});
