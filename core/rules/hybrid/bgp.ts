import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { addressFault } from "../../net/cidr.ts";
import type { FindingDraft } from "../../findings/finding.ts";
import { specOf } from "../gateway/objects.ts";
import { type Rule, rule } from "../rule.ts";
import { each } from "../../model/unknown.ts";
import { ciliumOfHybrid } from "./common.ts";

const DOCS = "cilium/cilium Documentation/network/bgp-control-plane/bgp-control-plane-configuration.rst";

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly unknown[];
}
interface Peer {
  readonly name: string;
  readonly peerASN?: number;
  readonly peerAddress?: string;
  readonly peerConfigRef?: { readonly name: string };
}
interface Instance {
  readonly name: string;
  readonly localASN?: number;
  readonly peers?: readonly Peer[];
}
interface Advertisement {
  readonly advertisementType: string;
  readonly selector?: Selector;
}

const ofKind = ({ objects = [] }: ClusterModel, kind: string): readonly KubernetesObject[] =>
  objects.filter((object) => object.apiVersion.startsWith("cilium.io/") && object.kind === kind);

const place = ({ kind, metadata }: KubernetesObject, at: string): Pick<FindingDraft, "subject" | "path"> => ({
  subject: `${kind} "${metadata.name}"`,
  path: `objects.${kind}.${metadata.name}.${at}`,
});

export const bgpSwitch = rule({
  id: "hybrid-bgp-enabled",
  group: "hybrid",
  severity: "error",
  title: "Where there are BGP objects the control plane is on",
  why: "Without it the operator does not even make the definitions of these objects.",
  source: "values.yaml of the Cilium charts: bgpControlPlane.enabled",
  needs: ["objects"],
  *check(model) {
    const [first] = ofKind(model, "CiliumBGPClusterConfig");
    if (first === undefined || (ciliumOfHybrid(model)?.on("bgpControlPlane.enabled") ?? true)) return;
    yield {
      ...place(first, "spec"),
      found: "bgpControlPlane.enabled off",
      expected: "true",
      fix: "Set bgpControlPlane.enabled in cilium.helmValues.",
    };
  },
});

export const bgpPods = rule({
  id: "hybrid-bgp-pod-addresses",
  group: "hybrid",
  severity: "error",
  title: "BGP tells pod ranges that the IPAM mode has",
  why: "In ENI mode pods have single addresses of the VPC: there is no range to tell, and nothing is told without a word. PodCIDR needs cluster-pool, CiliumPodIPPool multi-pool.",
  source: DOCS,
  needs: ["objects"],
  *check(model) {
    const values = ciliumOfHybrid(model);
    if (values === undefined) return;
    const mode = values.eni ? "eni" : (values.text("ipam.mode") ?? "cluster-pool");
    const wanted: Readonly<Record<string, string>> = { PodCIDR: "cluster-pool", CiliumPodIPPool: "multi-pool" };
    yield* each(ofKind(model, "CiliumBGPAdvertisement"), function* (object) {
      for (const [at, { advertisementType: type }] of specOf<{ advertisements: readonly Advertisement[] }>(
        object,
      ).advertisements.entries()) {
        const needed = wanted[type];
        if (needed === undefined || needed === mode || (type === "PodCIDR" && mode === "kubernetes")) continue;
        yield {
          ...place(object, `spec.advertisements.${String(at)}.advertisementType`),
          found: `${type} with ipam.mode ${mode}`,
          expected: `${type} with ${needed}`,
          fix:
            mode === "eni"
              ? "VPC route tables already lead to these pods: route the VPC's blocks instead."
              : "Use the other type.",
        };
      }
    });
  },
});

export const bgpLabels = rule({
  id: "hybrid-bgp-advertisement-label",
  group: "hybrid",
  severity: "error",
  title: "Every peer finds an advertisement by its labels",
  why: "A session comes up and tells nothing; no status says so.",
  source: DOCS,
  needs: ["objects"],
  *check(model) {
    const labels = ofKind(model, "CiliumBGPAdvertisement").map(({ metadata }) => metadata.labels ?? {});
    yield* each(ofKind(model, "CiliumBGPPeerConfig"), function* (object) {
      const { families = [] } = specOf<{ families?: readonly { advertisements?: Selector }[] }>(object);
      if (families.length === 0) {
        yield {
          ...place(object, "spec.families"),
          found: "none",
          expected: "a family with advertisements",
          fix: "Add afi ipv4, safi unicast and the labels of an advertisement.",
        };
      }
      for (const [at, { advertisements }] of families.entries()) {
        const wanted = Object.entries(advertisements?.matchLabels ?? {});
        // Expressions are the API server's to judge.
        if ((advertisements?.matchExpressions ?? []).length > 0) continue;
        if (wanted.length > 0 && labels.some((own) => wanted.every(([key, value]) => own[key] === value))) continue;
        yield {
          ...place(object, `spec.families.${String(at)}.advertisements`),
          found: wanted.length === 0 ? "no labels" : wanted.map(([key, value]) => `${key}=${value}`).join(", "),
          expected: "labels that a CiliumBGPAdvertisement has",
          fix: "Write the same labels into both.",
        };
      }
    });
  },
});

export const bgpServices = rule({
  id: "hybrid-bgp-service-selector",
  group: "hybrid",
  severity: "error",
  title: "An advertisement of Services selects some",
  why: "Without a selector, or with an empty one, no Service is told.",
  source: DOCS,
  needs: ["objects"],
  *check(model) {
    yield* each(ofKind(model, "CiliumBGPAdvertisement"), function* (object) {
      for (const [at, { advertisementType, selector }] of specOf<{ advertisements: readonly Advertisement[] }>(
        object,
      ).advertisements.entries()) {
        const empty = Object.keys(selector?.matchLabels ?? {}).length + (selector?.matchExpressions ?? []).length === 0;
        if (advertisementType !== "Service" || !empty) continue;
        yield {
          ...place(object, `spec.advertisements.${String(at)}.selector`),
          found: "nothing",
          expected: "labels of Services, or an expression that all of them meet",
          fix: "Add matchLabels, or matchExpressions with NotIn and a value that none has.",
        };
      }
    });
  },
});

/** AS numbers for private use (RFC 6996) and documentation. */
const isPrivate = (asn: number): boolean =>
  (asn >= 64_512 && asn <= 65_534) || (asn >= 4_200_000_000 && asn <= 4_294_967_294);

export const bgpAsn = rule({
  id: "hybrid-bgp-asn",
  group: "hybrid",
  severity: "warning",
  title: "The nodes have a private AS number, and the router's is not taken for theirs",
  why: "With both numbers swapped, or the same where another was meant, the session never comes up: the router expects the other one.",
  source: "RFC 6996; RFC 4271, section 6.2",
  needs: ["objects"],
  *check(model) {
    yield* each(ofKind(model, "CiliumBGPClusterConfig"), function* (object) {
      for (const [at, { localASN = 0, peers = [] }] of specOf<{ bgpInstances: readonly Instance[] }>(
        object,
      ).bgpInstances.entries()) {
        if (!isPrivate(localASN) && peers.some(({ peerASN = 0 }) => isPrivate(peerASN))) {
          yield {
            ...place(object, `spec.bgpInstances.${String(at)}.localASN`),
            found: `${String(localASN)}, with a private number for the router`,
            expected: "a private number for the nodes",
            fix: "Swap them, if that is what was meant.",
          };
        }
        for (const [index, { peerASN = 0, name }] of peers.entries()) {
          if (peerASN !== 0) continue;
          yield {
            ...place(object, `spec.bgpInstances.${String(at)}.peers.${String(index)}.peerASN`),
            found: `0 for "${name}"`,
            expected: "the router's number",
            fix: "Write it: 0 takes any router's.",
          };
        }
      }
    });
  },
});

export const bgpPeers = rule({
  id: "hybrid-bgp-peer-config",
  group: "hybrid",
  severity: "error",
  title: "Every peer has an address and a configuration that exists",
  why: "The session is never started; only the agent's log says so.",
  source: DOCS,
  needs: ["objects"],
  *check(model) {
    const configs = new Set(ofKind(model, "CiliumBGPPeerConfig").map(({ metadata }) => metadata.name));
    yield* each(ofKind(model, "CiliumBGPClusterConfig"), function* (object) {
      for (const [at, { peers = [] }] of specOf<{ bgpInstances: readonly Instance[] }>(object).bgpInstances.entries()) {
        for (const [index, { name, peerAddress, peerConfigRef }] of peers.entries()) {
          const path = `spec.bgpInstances.${String(at)}.peers.${String(index)}`;
          const fault = peerAddress === undefined ? "is missing" : addressFault(peerAddress);
          if (fault !== undefined && peerAddress?.includes(":") !== true) {
            yield {
              ...place(object, `${path}.peerAddress`),
              found: `${peerAddress ?? "nothing"}, which ${fault}`,
              expected: "an address",
              fix: `Write the address of "${name}".`,
            };
          }
          if (peerConfigRef !== undefined && !configs.has(peerConfigRef.name)) {
            yield {
              ...place(object, `${path}.peerConfigRef.name`),
              found: peerConfigRef.name,
              expected: [...configs].join(", ") || "a CiliumBGPPeerConfig",
              fix: "Name one that exists.",
            };
          }
        }
      }
    });
  },
});

export const bgpTimers = rule({
  id: "hybrid-bgp-timers",
  group: "hybrid",
  severity: "warning",
  title: "The hold time is at least three keep-alives",
  why: "One lost packet then ends the session and takes every route away.",
  source: "RFC 4271, section 10",
  needs: ["objects"],
  *check(model) {
    yield* each(ofKind(model, "CiliumBGPPeerConfig"), function* (object) {
      const { timers } = specOf<{ timers?: { holdTimeSeconds?: number; keepAliveTimeSeconds?: number } }>(object);
      const { holdTimeSeconds: hold = 90, keepAliveTimeSeconds: alive = 30 } = timers ?? {};
      if (hold >= 3 * alive) return;
      yield {
        ...place(object, "spec.timers"),
        found: `${String(hold)} s with keep-alives of ${String(alive)} s`,
        expected: `at least ${String(3 * alive)} s`,
        fix: "Raise the hold time, or lower the keep-alive time.",
      };
    });
  },
});

export const bgpRules: readonly Rule[] = [bgpSwitch, bgpPods, bgpLabels, bgpServices, bgpAsn, bgpPeers, bgpTimers];
