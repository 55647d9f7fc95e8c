import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { Values } from "../common.ts";
import { rulesOn } from "../rule.ts";
import {
  type RouteSpec,
  ciliumGatewaysOf,
  find,
  listenersOf,
  namespaceOf,
  rulesOf,
  servicesOf,
  specOf,
} from "./objects.ts";
import { httpRoutes, kinds } from "./subjects.ts";

const MODEL = "cilium/cilium operator/pkg/model/translation: envoy_listener.go, envoy_cluster.go";

/** HTTPS listeners of Cilium that a route may attach to. */
function httpsListeners(route: KubernetesObject, model: ClusterModel): [at: string, name: string][] {
  const { parentRefs = [] } = specOf<RouteSpec>(route);
  return [...parentRefs.entries()].flatMap(([at, { kind = "Gateway", name, namespace, sectionName }]) => {
    if (kind !== "Gateway") return [];
    const gateway = find(ciliumGatewaysOf(model), name, namespace ?? namespaceOf(route));
    return (gateway === undefined ? [] : listenersOf(gateway))
      .filter(
        ({ name: listener, protocol }) =>
          protocol === "HTTPS" && (sectionName === undefined || sectionName === listener),
      )
      .map(({ name: listener }): [string, string] => [`spec.parentRefs.${String(at)}`, listener]);
  });
}

interface ServicePort {
  readonly port?: number;
  readonly appProtocol?: string;
}

export default [
  ...rulesOn(kinds("gateway.networking.k8s.io", "GRPCRoute"), [
    {
      id: "gateway-grpc-alpn",
      severity: "error",
      title: "Where gRPC comes over TLS, listeners offer HTTP/2",
      why: "A gRPC client asks for h2 in the TLS handshake. Without ALPN Envoy offers no protocol, and clients end the connection.",
      symptom: "gRPC clients fail: missing selected ALPN property, or: no application protocol.",
      source: `Cilium docs: network/servicemesh/gateway-api/grpc; ${MODEL}; cilium/cilium#30794, #39484`,
      fix: "Set gatewayAPI.enableAlpn to true in Cilium's values.",
      also: ["cilium"],
      *check(route, model) {
        if (model.cilium === undefined || new Values(model.cilium).on("gatewayAPI.enableAlpn")) return;
        const [first] = httpsListeners(route, model);
        if (first === undefined) return;
        yield {
          at: first[0],
          found: `HTTPS listener "${first[1]}", with gatewayAPI.enableAlpn off`,
          expected: "gatewayAPI.enableAlpn: true",
        };
      },
    },
  ]),
  ...rulesOn(httpRoutes, [
    {
      id: "gateway-backend-h2c",
      severity: "warning",
      title: "Cilium reads appProtocol where a backend speaks HTTP/2",
      why: "With gatewayAPI.enableAppProtocol and enableAlpn off the operator does not look at appProtocol: Envoy speaks HTTP/1.1 to a backend that knows HTTP/2 only.",
      symptom: "Requests end with 502, or the backend logs a wrong preface.",
      source: `${MODEL} (clusterMutators); values.yaml of the Cilium charts: gatewayAPI.enableAppProtocol`,
      fix: "Set gatewayAPI.enableAppProtocol to true in Cilium's values.",
      also: ["cilium"],
      *check(route, model) {
        if (model.cilium === undefined) return;
        const values = new Values(model.cilium);
        if (values.on("gatewayAPI.enableAppProtocol") || values.on("gatewayAPI.enableAlpn")) return;
        for (const [at, { backendRefs = [] }] of rulesOf(route).entries()) {
          for (const [index, { name, namespace, port }] of backendRefs.entries()) {
            const service = find(servicesOf(model), name, namespace ?? namespaceOf(route));
            const ports =
              service === undefined ? [] : (specOf<{ ports?: readonly ServicePort[] }>(service).ports ?? []);
            const protocol = ports.find((one) => one.port === port)?.appProtocol;
            if (protocol === undefined || !protocol.startsWith("kubernetes.io/")) continue;
            yield {
              at: `spec.rules.${String(at)}.backendRefs.${String(index)}`,
              found: `appProtocol ${protocol} of Service ${name}, with gatewayAPI.enableAppProtocol off`,
              expected: "gatewayAPI.enableAppProtocol: true",
            };
          }
        }
      },
    },
  ]),
];
