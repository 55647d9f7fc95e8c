import type { MapEdge, MapNode, ServiceMap } from "../../../service-map/flows/types.ts";

export const workload = (namespace: string, name: string, cluster = "prod"): MapNode => ({
  id: `${cluster}/${namespace}/${name}`,
  kind: "workload",
  name,
  cluster,
  namespace,
  workloadKind: "Deployment",
});

export const outside = (name: string): MapNode => ({ id: `world/${name}`, kind: "world", name });

const reserved = (name: string): MapNode => ({
  id: `prod/reserved:${name}`,
  kind: "reserved",
  name,
  cluster: "prod",
});

/** An edge that was forwarded and answered, unless said otherwise. */
export function edge(from: MapNode, to: MapNode, port: number, more: Partial<MapEdge> = {}): MapEdge {
  const flows = more.flows ?? 100;
  return {
    source: from.id,
    destination: to.id,
    protocol: "TCP",
    port,
    flows,
    replies: flows,
    verdicts: { FORWARDED: flows },
    dropReasons: {},
    ...more,
  };
}

const denied = (times: number): Partial<MapEdge> => ({
  flows: times,
  replies: 0,
  verdicts: { FORWARDED: times, DROPPED: times },
  dropReasons: { POLICY_DENIED: times },
});

export const partlyDenied: Partial<MapEdge> = {
  verdicts: { FORWARDED: 100, DROPPED: 4 },
  dropReasons: { POLICY_DENIED: 4 },
};

const [web, cart, checkout] = [workload("shop", "web"), workload("shop", "cart"), workload("shop", "checkout")];
const [gateway, ledger] = [workload("payments", "gateway"), workload("payments", "ledger-db")];
const [dns, report] = [workload("kube-system", "coredns"), workload("jobs", "report")];
const [ingress, world, bank] = [reserved("ingress"), outside("world"), outside("api.bank.example")];

/** A shop: a Gateway, four namespaces, DNS, one connection of each outcome. */
export const shop: ServiceMap = {
  nodes: [web, cart, checkout, gateway, ledger, dns, report, ingress, world, bank],
  edges: [
    edge(world, ingress, 443),
    edge(ingress, web, 8080, {
      http: { requests: 90, methods: { GET: 80, POST: 10 }, statuses: { "2xx": 85, "5xx": 5 }, meanLatencyMs: 12.34 },
    }),
    edge(web, cart, 8080, { flows: 2400, firstSeen: "2026-11-20T10:00:00Z", lastSeen: "2026-11-20T10:05:12Z" }),
    edge(web, checkout, 8080),
    edge(checkout, gateway, 9090, partlyDenied),
    edge(gateway, bank, 443),
    edge(gateway, ledger, 5432),
    edge(web, ledger, 5432, denied(37)),
    edge(report, ledger, 5432, { verdicts: { FORWARDED: 40, AUDIT: 40 } }),
    edge(cart, cart, 7000),
    ...[web, cart, checkout, gateway].map((from) =>
      edge(from, dns, 53, { protocol: "UDP", dns: { queries: 50, codes: { "0": 48, "3": 2 } } }),
    ),
  ],
  incomplete: [{ reason: "node prod/ip-10-0-3-9 did not answer" }, { reason: "flows lost", count: 1234 }],
};

/** Namespaces in which every workload calls the next, and the first of each calls the next namespace and a name outside. */
export function largeMap(namespaces: number, workloads: number): ServiceMap {
  const spaces = Array.from({ length: namespaces }, (_, space) =>
    Array.from({ length: workloads }, (__, at) =>
      workload(`team-${String(space).padStart(3, "0")}`, `service-${String(at)}`),
    ),
  );
  const names = spaces.map((_, space) => outside(`host-${String(space)}.example.com`));
  const edges = spaces.flatMap((own, space) => [
    ...own.flatMap((from, at) => (own[at + 1] === undefined ? [] : edge(from, own[at + 1] ?? from, 8080))),
    ...[own[0], spaces[space + 1]?.[0]].flatMap((from, at, pair) => {
      const to = at === 0 ? pair[1] : names[space];
      return from === undefined || to === undefined ? [] : edge(from, to, 443, space % 7 === 0 ? denied(3) : {});
    }),
  ]);
  return { nodes: [...spaces.flat(), ...names], edges, incomplete: [] };
}
