import { minorOfCilium } from "../common.ts";
import { rulesOn } from "../rule.ts";
import { hostnamesMeet } from "./hostnames.ts";
import { type Listener, listenersOf } from "./objects.ts";
import { ciliumGateways } from "./subjects.ts";

/** Such a listener takes the whole port: nothing in its traffic tells it from another one. */
const ownsPort = ({ protocol }: Listener): boolean => protocol === "TCP" || protocol === "UDP";

const passesTls = ({ protocol, tls }: Listener): boolean => protocol === "TLS" && tls?.mode === "Passthrough";

/** Both go by the server name of the handshake. */
const shareNames = (one: Listener, other: Listener): boolean =>
  (one.protocol === "HTTPS" && passesTls(other)) || (other.protocol === "HTTPS" && passesTls(one));

/** What of two listeners of one port cannot stand side by side; pairs that are alike are `gateway-listener-unique`'s. */
function conflictOf(one: Listener, other: Listener, minor: string | undefined): "protocol" | "hostname" | undefined {
  if (one.port !== other.port) return undefined;
  // 1.19 serves neither TCP nor UDP, which `gateway-listener-protocol` says.
  if (ownsPort(one) || ownsPort(other)) {
    return minor === "1.19" || (ownsPort(one) && ownsPort(other)) ? undefined : "protocol";
  }
  return shareNames(one, other) && hostnamesMeet(one.hostname ?? "", other.hostname ?? "") ? "hostname" : undefined;
}

export default rulesOn(ciliumGateways, [
  {
    id: "gateway-listener-conflict",
    severity: "error",
    title: "Listeners of one port can be told apart",
    why: "The API server takes them, and Cilium's operator refuses both. TCP and UDP share a port with no HTTP, HTTPS or TLS; HTTPS and TLS passthrough share one only where their hostnames have no name in common, and *.example.com takes shop.example.com too.",
    symptom: "Both listeners have Conflicted: True with reason ProtocolConflict, and Accepted: False.",
    source:
      "cilium/cilium operator/pkg/gateway-api/gateway_reconcile.go: listenerPairConflict at the branch of 1.20; cilium/cilium#44889 (1.19.6), #47590, #48092",
    fix: "Give one of them another port, or hostnames that do not overlap.",
    *check(gateway, { cilium }) {
      const minor = cilium === undefined ? undefined : minorOfCilium(cilium);
      const listeners = listenersOf(gateway);
      for (const [at, listener] of listeners.entries()) {
        for (const other of listeners.slice(0, at)) {
          const conflict = conflictOf(listener, other, minor);
          if (conflict === undefined) continue;
          const called = `listener "${other.name}" (${String(other.port)})`;
          yield conflict === "protocol"
            ? {
                at: `spec.listeners.${String(at)}.port`,
                found: `${listener.protocol} on the port of ${called}, which speaks ${other.protocol}`,
                expected: "a port of its own",
              }
            : {
                at: `spec.listeners.${String(at)}.hostname`,
                found: `${listener.hostname ?? "every name"} on ${listener.protocol}, and ${other.hostname ?? "every name"} on ${other.protocol} of ${called}`,
                expected: "hostnames that have no name in common, or another port",
              };
        }
      }
    },
  },
]);
