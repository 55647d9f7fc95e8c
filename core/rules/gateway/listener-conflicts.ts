import { minorOfCilium } from "../common.ts";
import { rulesOn } from "../rule.ts";
import type { Draft } from "../subject.ts";
import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { hostnamesMeet } from "./hostnames.ts";
import {
  GATEWAY_GROUP,
  type Listener,
  type Ref,
  find,
  gatewaysOf,
  isCilium,
  listenersOf,
  namespaceOf,
  ofKind,
  specOf,
} from "./objects.ts";
import { ciliumGateways, kinds } from "./subjects.ts";

const PAIRS = "cilium/cilium operator/pkg/gateway-api/gateway_reconcile.go: listenerPairConflict at the branch of 1.20";
const FIX = "Give one of them another port, or hostnames that do not overlap.";

/** Such a listener takes the whole port: nothing in its traffic tells it from another one. */
const ownsPort = ({ protocol }: Listener): boolean => protocol === "TCP" || protocol === "UDP";

const passesTls = ({ protocol, tls }: Listener): boolean => protocol === "TLS" && tls?.mode === "Passthrough";

/** Both go by the server name of the handshake. */
const shareNames = (one: Listener, other: Listener): boolean =>
  (one.protocol === "HTTPS" && passesTls(other)) || (other.protocol === "HTTPS" && passesTls(one));

/** One port, protocol and hostname: the API server refuses both in one object. */
const areTwins = (one: Listener, other: Listener): boolean =>
  one.port === other.port && one.protocol === other.protocol && (one.hostname ?? "") === (other.hostname ?? "");

/** Field of two listeners of one port that keeps them from standing side by side. */
function conflictOf(one: Listener, other: Listener): "port" | "hostname" | undefined {
  if (one.port !== other.port) return undefined;
  if (ownsPort(one) || ownsPort(other)) {
    return ownsPort(one) && ownsPort(other) && one.protocol !== other.protocol ? undefined : "port";
  }
  const alike = shareNames(one, other) ? hostnamesMeet(one.hostname ?? "", other.hostname ?? "") : areTwins(one, other);
  return alike ? "hostname" : undefined;
}

const names = ({ hostname = "", protocol }: Listener): string =>
  `${hostname === "" ? "every name" : hostname} on ${protocol}`;

function* conflict(at: number, listener: Listener, other: Listener, of = ""): Generator<Draft> {
  const field = conflictOf(listener, other);
  if (field === undefined) return;
  const called = `listener "${other.name}" (${String(other.port)})${of}`;
  yield {
    at: `spec.listeners.${String(at)}.${field}`,
    ...(field === "port"
      ? {
          found: `${listener.protocol} on the port of ${called}, which speaks ${other.protocol}`,
          expected: "a port of its own",
        }
      : {
          found: `${names(listener)}, and ${names(other)} of ${called}`,
          expected: "hostnames that have no name in common, or another port",
        }),
  };
}

interface SetSpec {
  readonly parentRef?: Ref;
  readonly listeners?: readonly Listener[];
}

/** The Gateway that a set belongs to, where Cilium serves it. */
function gatewayOf(set: KubernetesObject, model: ClusterModel): KubernetesObject | undefined {
  const { parentRef: ref } = specOf<SetSpec>(set);
  if (ref === undefined || (ref.kind ?? "Gateway") !== "Gateway") return undefined;
  const gateway = find(gatewaysOf(model), ref.name, ref.namespace ?? namespaceOf(set));
  return gateway !== undefined && isCilium(model, gateway) ? gateway : undefined;
}

const nameOf = (object: KubernetesObject): string => `${namespaceOf(object)}/${object.metadata.name}`;

/** Sets of one Gateway that come before another one: the older wins, and of one age the first by name. */
const setsBefore = (set: KubernetesObject, gateway: KubernetesObject, model: ClusterModel): KubernetesObject[] =>
  ofKind(model.objects, GATEWAY_GROUP, "ListenerSet").filter(
    (one) => nameOf(one) < nameOf(set) && gatewayOf(one, model) === gateway,
  );

export default [
  ...rulesOn(ciliumGateways, [
    {
      id: "gateway-listener-conflict",
      severity: "error",
      title: "Listeners of one port can be told apart",
      why: "The API server takes them, and Cilium's operator refuses both. TCP and UDP share a port with no HTTP, HTTPS or TLS; HTTPS and TLS passthrough share one only where their hostnames have no name in common, and *.example.com takes shop.example.com too.",
      symptom: "Both listeners have Conflicted: True with reason ProtocolConflict, and Accepted: False.",
      source: `${PAIRS}; cilium/cilium#44889 (1.19.6), #47590, #48092`,
      fix: FIX,
      *check(gateway, { cilium }) {
        // 1.19 serves neither TCP nor UDP, which `gateway-listener-protocol` says.
        const old = cilium !== undefined && minorOfCilium(cilium) === "1.19";
        const listeners = listenersOf(gateway);
        for (const [at, listener] of listeners.entries()) {
          for (const other of listeners.slice(0, at)) {
            if (areTwins(listener, other) || (old && (ownsPort(listener) || ownsPort(other)))) continue;
            yield* conflict(at, listener, other);
          }
        }
      },
    },
  ]),
  ...rulesOn(kinds(GATEWAY_GROUP, "ListenerSet"), [
    {
      id: "gateway-listener-set-conflict",
      severity: "error",
      title: "Listeners of a ListenerSet can be told from those of its Gateway and of other sets",
      why: "The Gateway's own listeners win, then those of the older set: Cilium's operator refuses a later one that has their port and cannot be told apart.",
      symptom: "The set's listener has Conflicted: True, and Accepted: False.",
      source: `${PAIRS}, setListenerSetStatuses`,
      fix: FIX,
      *check(set, model) {
        const gateway = gatewayOf(set, model);
        if (gateway === undefined) return;
        const own = specOf<SetSpec>(set).listeners ?? [];
        const earlier = setsBefore(set, gateway, model);
        for (const [at, listener] of own.entries()) {
          for (const other of listenersOf(gateway)) {
            yield* conflict(at, listener, other, ` of Gateway ${nameOf(gateway)}`);
          }
          for (const one of earlier) {
            for (const other of specOf<SetSpec>(one).listeners ?? []) {
              yield* conflict(at, listener, other, ` of ListenerSet ${nameOf(one)}`);
            }
          }
          for (const other of own.slice(0, at)) {
            if (!areTwins(listener, other)) yield* conflict(at, listener, other);
          }
        }
      },
    },
  ]),
];
