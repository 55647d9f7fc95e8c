import { PRIVATE_BLOCKS, addressFault, contains } from "../../net/cidr.ts";
import { type CidrPeer, Entity, type EntityPeer, type FqdnPeer, type PodPeer } from "../types.ts";
import { podsOf } from "./selector.ts";
import type { Nodes, SeenNode, Way } from "./types.ts";

export type Peer = EntityPeer | PodPeer | CidrPeer | FqdnPeer;

/** Who a rule must name for a node, or why none can. */
export type Named = { readonly peer: Peer; readonly note?: string } | { readonly why: string };

/** Identities that policies name; health checks between nodes need no rule of a pod. */
const ENTITIES: Readonly<Record<string, Entity>> = {
  host: Entity.Host,
  "remote-node": Entity.RemoteNode,
  ingress: Entity.Ingress,
  "kube-apiserver": Entity.KubeApiServer,
};
/** What `matchName` takes (cilium/cilium pkg/policy/api/fqdn.go). */
const DNS_NAME = /^[-a-zA-Z0-9_]+(?:\.[-a-zA-Z0-9_]+)+$/;

/** The other end of a connection, in a rule of a workload. */
export function namePeer(peer: SeenNode, { of, way, nodes }: { of: SeenNode; way: Way; nodes: Nodes }): Named {
  switch (peer.kind) {
    case "workload": {
      const pods = podsOf(peer, of, nodes);
      return pods === undefined ? { why: `no flow told the labels of ${peer.name}` } : { peer: { pods: [pods] } };
    }
    case "reserved": {
      const entity = ENTITIES[peer.name];
      return entity === undefined
        ? { why: `${peer.name} is an identity that no rule is proposed for` }
        : { peer: { entities: [entity] } };
    }
    case "world":
      return nameOutside(peer.name, way);
    default:
      return peer.kind satisfies never;
  }
}

function nameOutside(name: string, way: Way): Named {
  if (addressFault(name) === undefined) {
    const isPrivate = PRIVATE_BLOCKS.some((block) => contains(block, `${name}/32`));
    // Of a public service's clients a recording holds some: a rule on those would shut the others out.
    if (way === "ingress" && !isPrivate)
      return { peer: WORLD, note: `clients such as ${name} are public, so the whole world may call` };
    return { peer: { cidrs: [`${name}/32`] } };
  }
  if (IPV6.test(name)) return way === "ingress" ? { peer: WORLD } : { peer: { cidrs: [`${name}/128`] } };
  if (way === "egress" && DNS_NAME.test(name)) return { peer: { fqdns: [name] } };
  if (name === "world" || name === "other addresses")
    return { peer: WORLD, note: "no flow says which addresses outside, so the whole world is allowed" };
  return way === "ingress"
    ? {
        peer: WORLD,
        note: `${name} calls from outside, and rules on callers take no names, so the whole world may call`,
      }
    : { why: `${name} is no DNS name that a rule takes` };
}

const WORLD: EntityPeer = { entities: [Entity.World] };
const IPV6 = /^[\da-f]*:[\da-f:.]+$/i;
