import { dnsAllowance } from "../build.ts";
import type { EgressAllowance, IngressAllowance, PolicyPort } from "../types.ts";
import { type Peer, namePeer } from "./peers.ts";
import type { Nodes, SeenEdge, SeenNode, Way } from "./types.ts";

/** Addresses that are listed one by one in a rule; beyond them the world is named. */
const MOST_ADDRESSES = 12;
const DNS_PORT = 53;

/** One peer with all of its ports. */
interface Told {
  readonly peer: Peer;
  readonly ports: readonly PolicyPort[];
}

export interface Allowed {
  readonly ingress: readonly IngressAllowance[];
  readonly egress: readonly EgressAllowance[];
  readonly notes: readonly string[];
}

/** What lets the connections of a workload through, peers with the same ports together. */
export function allowing(of: SeenNode, edges: readonly SeenEdge[], nodes: Nodes): Allowed {
  const notes = new Set<string>();
  const collect = (way: Way): Told[] => {
    const own = edges.filter((edge) => edge[way === "ingress" ? "destination" : "source"] === of.id);
    return together(gather(own, { of, way, nodes }, notes));
  };
  return { ingress: waysIn(collect("ingress")), egress: waysOut(collect("egress")), notes: [...notes] };
}

/** No rule on callers takes names, and none is made of one. */
const waysIn = (told: readonly Told[]): IngressAllowance[] =>
  told.flatMap(({ peer, ports }) => ("fqdns" in peer ? [] : { from: peer, ports }));

/** Rules on names match what the DNS proxy saw answered: the way to DNS must go through it then. */
function waysOut(told: readonly Told[]): EgressAllowance[] {
  const { dns = [] } = told.some(({ peer }) => "fqdns" in peer) ? dnsAllowance() : {};
  return told.flatMap(({ peer, ports }): EgressAllowance[] => {
    const [lookups, others] = [ports.filter(isDnsPort), ports.filter((port) => !isDnsPort(port))];
    if (dns.length === 0 || !("pods" in peer) || lookups.length === 0) return [{ to: peer, ports }];
    return [{ to: peer, ports: lookups, dns }, ...(others.length === 0 ? [] : [{ to: peer, ports: others }])];
  });
}

const isDnsPort = ({ port }: PolicyPort): boolean => port === DNS_PORT;

/** A pod that was not seen to ask had its answers before the recording began: it gets the way to CoreDNS all the same. */
export function withDns(egress: readonly EgressAllowance[]): EgressAllowance[] {
  const isOpen = egress.some(({ to = {}, ports = [] }) => "pods" in to && ports.some(isDnsPort));
  const names = egress.some(({ to = {} }) => "fqdns" in to);
  const { dns, ...coredns } = dnsAllowance();
  return isOpen ? [...egress] : [names && dns !== undefined ? { ...coredns, dns } : coredns, ...egress];
}

interface Side {
  readonly of: SeenNode;
  readonly way: Way;
  readonly nodes: Nodes;
}

/** Peers by themselves, each with its ports. */
function gather(edges: readonly SeenEdge[], { of, way, nodes }: Side, notes: Set<string>): Told[] {
  const told = new Map<string, Told>();
  for (const edge of edges) {
    const other = nodes.get(edge[way === "ingress" ? "source" : "destination"]);
    if (other === undefined) continue;
    const port = portOf(edge);
    if (port === undefined) {
      notes.add(`${edge.protocol} ${way === "ingress" ? "from" : "to"} ${other.name} is left out: it has no port`);
      continue;
    }
    const named = namePeer(other, { of, way, nodes });
    if ("why" in named) {
      notes.add(`${way === "ingress" ? "from" : "to"} ${other.name} is left out: ${named.why}`);
      continue;
    }
    if (named.note !== undefined) notes.add(named.note);
    const key = JSON.stringify(named.peer);
    const ports = told.get(key)?.ports ?? [];
    const isKnown = ports.some((one) => one.port === port.port && one.protocol === port.protocol);
    told.set(key, { peer: named.peer, ports: isKnown ? ports : [...ports, port].toSorted(byPort) });
  }
  return [...told.values()];
}

function portOf({ protocol, port }: SeenEdge): PolicyPort | undefined {
  if (port === 0) return undefined;
  return protocol === "TCP" || protocol === "UDP" || protocol === "SCTP" ? { port, protocol } : undefined;
}

const byPort = (a: PolicyPort, b: PolicyPort): number =>
  Number(a.port) - Number(b.port) || ((a.protocol ?? "") < (b.protocol ?? "") ? -1 : 1);

/** A rule names peers of one kind; those with the same ports share it. */
function together(told: readonly Told[]): Told[] {
  const rules = new Map<string, Told>();
  for (const { peer, ports } of told) {
    const key = `${Object.keys(peer).join()} ${JSON.stringify(ports)}`;
    const rule = rules.get(key);
    rules.set(key, { peer: rule === undefined ? peer : joined(rule.peer, peer), ports });
  }
  return [...rules.values()].map(({ peer, ports }) => ({ peer: fewAddresses(peer), ports }));
}

function joined(one: Peer, other: Peer): Peer {
  if ("entities" in one && "entities" in other) return { entities: [...new Set([...one.entities, ...other.entities])] };
  if ("pods" in one && "pods" in other) return { pods: [...one.pods, ...other.pods] };
  if ("fqdns" in one && "fqdns" in other) return { fqdns: [...one.fqdns, ...other.fqdns] };
  if ("cidrs" in one && "cidrs" in other) return { cidrs: [...one.cidrs, ...other.cidrs] };
  return one;
}

const fewAddresses = (peer: Peer): Peer =>
  "cidrs" in peer && peer.cidrs.length > MOST_ADDRESSES ? { entities: ["world"] } : peer;
