import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { specOf } from "../gateway/objects.ts";

/* Cilium's BGP objects as rules read them. */

export const DOCS = "cilium/cilium Documentation/network/bgp-control-plane/bgp-control-plane-configuration.rst";

export const CLUSTER_CONFIG = "CiliumBGPClusterConfig";
export const PEER_CONFIG = "CiliumBGPPeerConfig";
export const ADVERTISEMENT = "CiliumBGPAdvertisement";

export interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly unknown[];
}
export interface Peer {
  readonly name: string;
  readonly peerASN?: number;
  readonly peerAddress?: string;
  readonly peerConfigRef?: { readonly name: string };
}
export interface Instance {
  readonly name: string;
  readonly localASN?: number;
  readonly peers?: readonly Peer[];
}
export interface Advertisement {
  readonly advertisementType: string;
  readonly selector?: Selector;
}

export const ofKind = ({ objects = [] }: ClusterModel, kind: string): readonly KubernetesObject[] =>
  objects.filter((object) => object.apiVersion.startsWith("cilium.io/") && object.kind === kind);

/** An advertisement in an object's list, with its place there. */
export const advertisementsOf = (object: KubernetesObject): [at: string, advertisement: Advertisement][] =>
  specOf<{ advertisements: readonly Advertisement[] }>(object).advertisements.map((one, at) => [
    `spec.advertisements.${String(at)}`,
    one,
  ]);

export const instancesOf = (object: KubernetesObject): [at: string, instance: Instance][] =>
  specOf<{ bgpInstances: readonly Instance[] }>(object).bgpInstances.map((one, at) => [
    `spec.bgpInstances.${String(at)}`,
    one,
  ]);

export const peersOf = (object: KubernetesObject): [at: string, peer: Peer][] =>
  instancesOf(object).flatMap(([at, { peers = [] }]) =>
    peers.map((peer, index): [string, Peer] => [`${at}.peers.${String(index)}`, peer]),
  );
