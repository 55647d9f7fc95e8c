import { rulesOn } from "../rule.ts";
import { objectTarget, wholeModel } from "../subjects.ts";
import { specOf } from "../gateway/objects.ts";
import {
  ADVERTISEMENT,
  CLUSTER_CONFIG,
  DOCS,
  PEER_CONFIG,
  type Selector,
  advertisementsOf,
  ofKind,
} from "./bgp-objects.ts";
import { ciliumObjects, ciliumOfHybrid } from "./common.ts";
import sessions from "./bgp-sessions.ts";

/** The mode of IPAM that each type tells ranges of. */
const NEEDED_MODE: Readonly<Record<string, string>> = { PodCIDR: "cluster-pool", CiliumPodIPPool: "multi-pool" };

export default [
  ...rulesOn(wholeModel("objects"), [
    {
      id: "hybrid-bgp-enabled",
      severity: "error",
      title: "Where there are BGP objects the control plane is on",
      why: "Without it the operator does not even make the definitions of these objects.",
      source: "values.yaml of the Cilium charts: bgpControlPlane.enabled",
      fix: "Set bgpControlPlane.enabled in cilium.helmValues.",
      *check(model) {
        const first = ofKind(model, CLUSTER_CONFIG)[0];
        if (first === undefined || (ciliumOfHybrid(model)?.on("bgpControlPlane.enabled") ?? true)) return;
        const { subject, path } = objectTarget(first);
        yield { subject, path: `${path}.spec`, found: "bgpControlPlane.enabled off", expected: "true" };
      },
    },
  ]),
  ...rulesOn(ciliumObjects(ADVERTISEMENT), [
    {
      id: "hybrid-bgp-pod-addresses",
      severity: "error",
      title: "BGP tells pod ranges that the IPAM mode has",
      why: "In ENI mode pods have single addresses of the VPC: there is no range to tell. PodCIDR needs cluster-pool, CiliumPodIPPool multi-pool.",
      symptom: "Routers get no route to pods, and nothing says so.",
      source: DOCS,
      fix: "Use the type that fits the IPAM mode; in ENI mode route the VPC's blocks instead.",
      *check(object, model) {
        const values = ciliumOfHybrid(model);
        if (values === undefined) return;
        const mode = values.eni ? "eni" : (values.text("ipam.mode") ?? "cluster-pool");
        for (const [at, { advertisementType: type }] of advertisementsOf(object)) {
          const needed = NEEDED_MODE[type];
          if (needed === undefined || needed === mode || (type === "PodCIDR" && mode === "kubernetes")) continue;
          yield {
            at: `${at}.advertisementType`,
            found: `${type} with ipam.mode ${mode}`,
            expected: `${type} with ${needed}`,
            fix:
              mode === "eni"
                ? "VPC route tables already lead to these pods: route the VPC's blocks instead."
                : "Use the other type.",
          };
        }
      },
    },
    {
      id: "hybrid-bgp-service-selector",
      severity: "error",
      title: "An advertisement of Services selects some",
      why: "Without a selector, or with an empty one, no Service is told.",
      source: DOCS,
      fix: "Add matchLabels, or matchExpressions with NotIn and a value that none has.",
      *check(object) {
        for (const [at, { advertisementType, selector }] of advertisementsOf(object)) {
          const empty =
            Object.keys(selector?.matchLabels ?? {}).length + (selector?.matchExpressions ?? []).length === 0;
          if (advertisementType !== "Service" || !empty) continue;
          yield {
            at: `${at}.selector`,
            found: "nothing",
            expected: "labels of Services, or an expression that all of them meet",
          };
        }
      },
    },
  ]),
  ...rulesOn(ciliumObjects(PEER_CONFIG), [
    {
      id: "hybrid-bgp-advertisement-label",
      severity: "error",
      title: "Every peer finds an advertisement by its labels",
      why: "A peer is told only what its families select.",
      symptom: "The session comes up and tells nothing; no status says so.",
      source: DOCS,
      fix: "Give the families of the peer the labels of an advertisement.",
      *check(object, model) {
        const { families = [] } = specOf<{ families?: readonly { advertisements?: Selector }[] }>(object);
        if (families.length === 0) {
          yield {
            at: "spec.families",
            found: "none",
            expected: "a family with advertisements",
            fix: "Add afi ipv4, safi unicast and the labels of an advertisement.",
          };
        }
        const labels = ofKind(model, ADVERTISEMENT).map(({ metadata }) => metadata.labels ?? {});
        for (const [at, { advertisements }] of families.entries()) {
          const wanted = Object.entries(advertisements?.matchLabels ?? {});
          // Expressions are the API server's to judge.
          if ((advertisements?.matchExpressions ?? []).length > 0) continue;
          if (wanted.length > 0 && labels.some((own) => wanted.every(([key, value]) => own[key] === value))) continue;
          yield {
            at: `spec.families.${String(at)}.advertisements`,
            found: wanted.length === 0 ? "no labels" : wanted.map(([key, value]) => `${key}=${value}`).join(", "),
            expected: "labels that a CiliumBGPAdvertisement has",
            fix: "Write the same labels into both.",
          };
        }
      },
    },
    {
      id: "hybrid-bgp-timers",
      severity: "warning",
      title: "The hold time is at least three keep-alives",
      why: "One lost packet then ends the session and takes every route away.",
      source: "RFC 4271, section 10",
      fix: "Raise the hold time, or lower the keep-alive time.",
      *check(object) {
        const { timers } = specOf<{ timers?: { holdTimeSeconds?: number; keepAliveTimeSeconds?: number } }>(object);
        const { holdTimeSeconds: hold = 90, keepAliveTimeSeconds: alive = 30 } = timers ?? {};
        if (hold >= 3 * alive) return;
        yield {
          at: "spec.timers",
          found: `${String(hold)} s with keep-alives of ${String(alive)} s`,
          expected: `at least ${String(3 * alive)} s`,
        };
      },
    },
  ]),
  ...sessions,
];
