import { Values, minorOfCilium } from "../common.ts";
import { rulesOn } from "../rule.ts";
import { only } from "../subject.ts";
import { ExposureType } from "../../settings/index.ts";
import { type GatewaySpec, ciliumGatewaysOf, listenersOf, specOf } from "./objects.ts";
import { ciliumGateways, gatewaySettings } from "./subjects.ts";

const DOCS = "Cilium docs: gateway-api/host-network-mode";
const FIRST_UNPRIVILEGED_PORT = 1024;
const KEEP = "envoy.securityContext.capabilities.keepCapNetBindService";

/** Gateways of Cilium where Envoy listens on the nodes themselves. */
const onHostNetwork = only(
  ciliumGateways,
  (_, { cilium }) => cilium !== undefined && new Values(cilium).on("gatewayAPI.hostNetwork.enabled"),
);

const BALANCER = "service.beta.kubernetes.io/aws-load-balancer-";

export default [
  ...rulesOn(onHostNetwork, [
    {
      id: "gateway-host-network-balancer",
      severity: "warning",
      title: "On the host network nobody asks for a load balancer",
      why: "Cilium makes no Service of type LoadBalancer then, so annotations for one are read by nobody: clients must come to the nodes' ports by a load balancer of your own.",
      symptom: "The Gateway has no address of a load balancer.",
      source: `${DOCS}; values.yaml of the Cilium charts: gatewayAPI.externalTrafficPolicy`,
      fix: "Remove the annotations, or set gatewayAPI.hostNetwork.enabled to false.",
      also: ["cilium"],
      *check(gateway) {
        const { infrastructure } = specOf<GatewaySpec>(gateway);
        const asked = Object.keys(infrastructure?.annotations ?? {}).filter((key) => key.startsWith(BALANCER));
        if (asked.length === 0) return;
        yield {
          at: "spec.infrastructure.annotations",
          found: `${asked.map((key) => key.slice(BALANCER.length - "aws-load-balancer-".length)).join(", ")}, with gatewayAPI.hostNetwork.enabled`,
          expected: "no annotation of a load balancer",
        };
      },
    },
    {
      id: "gateway-host-network-ports",
      severity: "error",
      title: "On the host network ports are Envoy's to take, and of one Gateway only",
      why: "Envoy runs without rights for ports below 1024, and a port of the node can be taken once.",
      source: `values.yaml of the Cilium charts: gatewayAPI.hostNetwork, envoy.securityContext.capabilities; ${DOCS}`,
      fix: "Give each listener a port of its own from 1024 on, or give Envoy the right to lower ones.",
      also: ["cilium"],
      *check(gateway, model) {
        const mayBind = model.cilium !== undefined && new Values(model.cilium).on(KEEP);
        for (const [at, { port }] of listenersOf(gateway).entries()) {
          if (port < FIRST_UNPRIVILEGED_PORT && !mayBind) {
            yield {
              at: `spec.listeners.${String(at)}.port`,
              found: `${String(port)}, without the right to it`,
              expected: `${String(FIRST_UNPRIVILEGED_PORT)} or above, or keepCapNetBindService with NET_BIND_SERVICE`,
              fix: `Set ${KEEP} and add NET_BIND_SERVICE to envoy.securityContext.capabilities.envoy; or let a load balancer map 443 to a high port.`,
            };
          }
          const other = ciliumGatewaysOf(model).find(
            (one) =>
              one.metadata.name < gateway.metadata.name && listenersOf(one).some((listener) => listener.port === port),
          );
          if (other !== undefined) {
            yield {
              at: `spec.listeners.${String(at)}.port`,
              found: `${String(port)}, which Gateway "${other.metadata.name}" has`,
              expected: "a port of its own",
              fix: "Use another port, or one Gateway for both.",
            };
          }
        }
      },
    },
    {
      id: "gateway-host-network-protocol",
      severity: "error",
      title: "On the host network listeners speak HTTP, HTTPS or TLS",
      why: "Traffic of TCP and UDP listeners goes past Envoy to the Gateway's Service, which is of type NodePort here: the node port is a random one, and the listener's own port is closed.",
      source: `${DOCS}; cilium/cilium#47234; operator/pkg/model/translation/gateway-api/translator.go at the branch of 1.20`,
      fix: "Expose the Gateway by a load balancer, or publish TCP and UDP by a Service of type LoadBalancer.",
      also: ["cilium"],
      *check(gateway, { cilium }) {
        // 1.19 serves neither, which `gateway-listener-protocol` says.
        if (cilium === undefined || minorOfCilium(cilium) === "1.19") return;
        for (const [at, { protocol }] of listenersOf(gateway).entries()) {
          if (protocol !== "TCP" && protocol !== "UDP") continue;
          yield {
            at: `spec.listeners.${String(at)}.protocol`,
            found: `${protocol}, with gatewayAPI.hostNetwork.enabled`,
            expected: "HTTP, HTTPS or TLS",
          };
        }
      },
    },
  ]),
  ...rulesOn(gatewaySettings, [
    {
      id: "gateway-settings-host-network",
      severity: "error",
      title: "The exposure and the Helm values say the same of the host network",
      why: "gatewayAPI.hostNetwork.enabled makes Envoy listen on the nodes and no Service of type LoadBalancer: an exposure by a load balancer is never built.",
      symptom: "The Gateway waits for its address for ever.",
      source: DOCS,
      fix: "Set exposure.type to host-network in place of the Helm value, or remove the value.",
      also: ["cilium"],
      *check({ listeners, exposure }, { cilium }) {
        if (cilium === undefined || Object.keys(listeners ?? {}).length === 0) return;
        const type = exposure?.type ?? ExposureType.InternetFacing;
        if (type === ExposureType.HostNetwork || !new Values(cilium).on("gatewayAPI.hostNetwork.enabled")) return;
        yield {
          at: "exposure.type",
          found: `${type}, with gatewayAPI.hostNetwork.enabled among the Helm values`,
          expected: "host-network",
        };
      },
    },
  ]),
];
