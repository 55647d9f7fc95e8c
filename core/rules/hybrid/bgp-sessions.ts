import { HYBRID_LABEL } from "../../controllers/placement.ts";
import type { ClusterModel } from "../../model/index.ts";
import { addressFault } from "../../net/cidr.ts";
import { selects } from "../gateway/admission.ts";
import { type LabelSelector, specOf } from "../gateway/objects.ts";
import { rulesOn } from "../rule.ts";
import { CLUSTER_CONFIG, DOCS, PEER_CONFIG, instancesOf, ofKind, peersOf } from "./bgp-objects.ts";
import { ciliumObjects } from "./common.ts";

/** AS numbers for private use (RFC 6996) and documentation. */
const isPrivate = (asn: number): boolean =>
  (asn >= 64_512 && asn <= 65_534) || (asn >= 4_200_000_000 && asn <= 4_294_967_294);

/** The last number of four bytes, which is reserved too. */
const MAX_ASN = 4_294_967_295;
const RESERVED: readonly number[] = [23_456, 65_535];

interface Nodes {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Nodes by their labels, those on premises too; undefined where some are not known. */
function nodesOf({ nodeGroups = [], hybrid, controlPlane }: ClusterModel): readonly Nodes[] | undefined {
  // Hybrid nodes of a program are not registered in it: they may have any label.
  if (hybrid === undefined && controlPlane?.remoteNetworks !== undefined) return undefined;
  const premises = Object.entries(hybrid?.settings.pools ?? {}).map(([name, { labels = {} }]) => ({
    name,
    labels: { ...labels, ...HYBRID_LABEL },
  }));
  const known = [...nodeGroups.map(({ name, labels }) => ({ name, labels })), ...premises];
  return known.length === 0 ? undefined : known;
}

/** Labels that EKS and Kubernetes give nodes by themselves, other than the one of hybrid nodes. */
const asksOfEks = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)].some(
    (key) => /(?:^|\.)(?:kubernetes\.io|k8s\.io|amazonaws\.com)\//.test(key) && !(key in HYBRID_LABEL),
  );

export default rulesOn(ciliumObjects(CLUSTER_CONFIG), [
  {
    id: "hybrid-bgp-asn",
    severity: "warning",
    title: "The nodes have a private AS number, and the router's is not taken for theirs",
    why: "With both numbers swapped, or the same where another was meant, the router expects the other one.",
    symptom: "The session never comes up.",
    source: "RFC 6996; RFC 4271, section 6.2",
    fix: "Give the nodes a private number, and write the router's own for each peer.",
    *check(object) {
      for (const [at, { localASN = 0, peers = [] }] of instancesOf(object)) {
        if (isPrivate(localASN) || !peers.some(({ peerASN = 0 }) => isPrivate(peerASN))) continue;
        yield {
          at: `${at}.localASN`,
          found: `${String(localASN)}, with a private number for the router`,
          expected: "a private number for the nodes",
          fix: "Swap them, if that is what was meant.",
        };
      }
      for (const [at, { peerASN = 0, name }] of peersOf(object)) {
        if (peerASN !== 0) continue;
        yield {
          at: `${at}.peerASN`,
          found: `0 for "${name}"`,
          expected: "the router's number",
          fix: "Write it: 0 takes any router's.",
        };
      }
    },
  },
  {
    id: "hybrid-bgp-asn-reserved",
    severity: "error",
    title: "AS numbers are ones that a session can have",
    why: "23456, 65535 and 4294967295 are reserved, and larger ones are none: routers refuse the session, or the API server the object.",
    symptom: "The session never comes up: bad peer AS.",
    source: "RFC 7607, RFC 7300, RFC 6793; CRD ciliumbgpclusterconfigs at 1.19",
    fix: "Take one of 64512 to 65534 or 4200000000 to 4294967294.",
    *check(object) {
      const numbers = [
        ...instancesOf(object).map(([at, { localASN }]) => [`${at}.localASN`, localASN] as const),
        ...peersOf(object).map(([at, { peerASN }]) => [`${at}.peerASN`, peerASN] as const),
      ];
      for (const [at, asn] of numbers) {
        if (asn === undefined || (Number.isInteger(asn) && asn >= 0 && asn < MAX_ASN && !RESERVED.includes(asn)))
          continue;
        yield { at, found: String(asn), expected: "an AS number that is not reserved" };
      }
    },
  },
  {
    id: "hybrid-bgp-nodes",
    severity: "warning",
    title: "A BGP configuration selects nodes that there are",
    why: "Nodes that the selector does not fit start no session, and nothing says so.",
    symptom: "`cilium bgp peers` is empty.",
    source: DOCS,
    fix: "Write labels that the nodes have: of hybrid nodes eks.amazonaws.com/compute-type: hybrid, or labels of their pool.",
    *check(object, model) {
      const { nodeSelector } = specOf<{ nodeSelector?: LabelSelector }>(object);
      const known = nodesOf(model);
      if (nodeSelector === undefined || known === undefined || asksOfEks(nodeSelector)) return;
      if (known.some(({ labels }) => selects(nodeSelector, labels))) return;
      yield {
        at: "spec.nodeSelector",
        found: `${JSON.stringify(nodeSelector)}, which no node has`,
        expected: `labels of ${known.map(({ name }) => name).join(" or ")}`,
      };
    },
  },
  {
    id: "hybrid-bgp-peer-config",
    severity: "error",
    title: "Every peer has an address and a configuration that exists",
    why: "Without either the agent starts no session.",
    symptom: "The session is never started; only the agent's log says so.",
    source: DOCS,
    fix: "Write the router's address and the name of a CiliumBGPPeerConfig.",
    *check(object, model) {
      const configs = new Set(ofKind(model, PEER_CONFIG).map(({ metadata }) => metadata.name));
      for (const [at, { name, peerAddress, peerConfigRef }] of peersOf(object)) {
        const fault = peerAddress === undefined ? "is missing" : addressFault(peerAddress);
        if (fault !== undefined && peerAddress?.includes(":") !== true) {
          yield {
            at: `${at}.peerAddress`,
            found: `${peerAddress ?? "nothing"}, which ${fault}`,
            expected: "an address",
            fix: `Write the address of "${name}".`,
          };
        }
        if (peerConfigRef !== undefined && !configs.has(peerConfigRef.name)) {
          yield {
            at: `${at}.peerConfigRef.name`,
            found: peerConfigRef.name,
            expected: [...configs].join(", ") || "a CiliumBGPPeerConfig",
            fix: "Name one that exists.",
          };
        }
      }
    },
  },
]);
