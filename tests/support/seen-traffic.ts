import type { SeenEdge, SeenNode, SeenTraffic } from "../../core/network-policies/seen/index.ts";

const pod = (namespace: string, name: string, labels?: Readonly<Record<string, string>>): SeenNode => ({
  id: `prod/${namespace}/${name}`,
  kind: "workload",
  name,
  cluster: "prod",
  namespace,
  ...(labels === undefined ? {} : { labels }),
});
const reserved = (name: string): SeenNode => ({ id: `prod/reserved:${name}`, kind: "reserved", name, cluster: "prod" });
const outside = (name: string): SeenNode => ({ id: `world/${name}`, kind: "world", name });

/** Everybody that a cluster has, and nobody knows the labels of `nameless`. */
export const who = {
  web: pod("apps", "web", { app: "shop", component: "web", version: "v3" }),
  cart: pod("apps", "cart", { app: "shop", component: "cart" }),
  nameless: pod("apps", "nameless"),
  ledger: pod("gateway", "ledger", { "app.kubernetes.io/name": "ledger", "helm.sh/chart": "ledger-1.2.3" }),
  dns: pod("kube-system", "coredns", { "k8s-app": "kube-dns" }),
  far: { ...pod("apps", "far", { app: "far" }), id: "west/apps/far", cluster: "west" },
  ingress: reserved("ingress"),
  host: reserved("host"),
  bank: outside("api.bank.example"),
  client: outside("203.0.113.7"),
  printer: outside("10.20.0.9"),
} satisfies Readonly<Record<string, SeenNode>>;

type Who = keyof typeof who;

export const seen = (from: Who, to: Who, port: number, more: Partial<SeenEdge> = {}): SeenEdge => ({
  source: who[from].id,
  destination: who[to].id,
  protocol: "TCP",
  port,
  replies: 5,
  verdicts: { FORWARDED: 5 },
  dropReasons: {},
  ...more,
});

export const denied = (from: Who, to: Who, port: number, more: Partial<SeenEdge> = {}): SeenEdge =>
  seen(from, to, port, {
    replies: 0,
    verdicts: { DROPPED: 3 },
    dropReasons: { POLICY_DENIED: 3 },
    deniedAt: ["ingress"],
    ...more,
  });

export const traffic = (...edges: readonly SeenEdge[]): SeenTraffic => ({ nodes: Object.values(who), edges });

/** A day of a shop. */
export const day: SeenTraffic = traffic(
  seen("ingress", "web", 8080),
  seen("host", "web", 8080),
  seen("client", "web", 8443),
  seen("web", "cart", 8080),
  seen("web", "far", 8080),
  seen("web", "dns", 53, { protocol: "UDP" }),
  seen("web", "dns", 9153),
  seen("web", "bank", 443),
  seen("cart", "ledger", 5432),
  seen("cart", "printer", 9100),
  seen("nameless", "cart", 8080),
  seen("cart", "web", 0, { protocol: "ICMPv4" }),
  denied("cart", "bank", 443, { deniedAt: ["egress"] }),
  denied("web", "ledger", 5432),
);
