import { rulesOn } from "../rule.ts";
import { only } from "../subject.ts";
import { loadBalancers } from "./subjects.ts";
import { QUOTAS } from "../../facts/quotas.ts";
import {
  ANNOTATION_PREFIX,
  LISTENER_ATTRIBUTES,
  stringList,
  stringMap,
} from "../../facts/load-balancer-annotations.ts";
import { CROSS_ZONE_NLB_TARGETS } from "../../facts/quotas.ts";
import { HybridStrategy } from "../../settings/index.ts";
import { Values } from "../common.ts";
import { annotation, annotationPath, schemeOf, speaksProxyProtocol, targetGroupAttribute } from "./load-balancers.ts";

const LBC = "aws-load-balancer-controller docs/guide/service/annotations.md";

/** The controller leaves nodes with it out (pkg/backend/endpoint_utils.go); the kubelet may set it (Kubernetes docs: noderestriction). */
const EXCLUDED = "node.kubernetes.io/exclude-from-external-load-balancers";

const LOCAL_SOURCE = "cilium/cilium#33038, #33547 (open), #41482, #26274";
const LOCAL_FIX =
  "Set externalTrafficPolicy to Cluster, in the CiliumGatewayClassConfig or in gatewayAPI.externalTrafficPolicy.";

export default [
  ...rulesOn(
    only(loadBalancers, ({ gateway }) => gateway),
    [
      {
        id: "gateway-proxy-protocol-pair",
        severity: "error",
        title: "Load balancer and Envoy agree on the proxy protocol",
        why: "With one side only Envoy takes the header for a request, or waits for a header that never comes. The value holds for all Gateways of the cluster.",
        source: `values.yaml of the Cilium charts: gatewayAPI.enableProxyProtocol; ${LBC}`,
        also: ["cilium"],
        fix: "Switch the proxy protocol on for Envoy and for the load balancer of every Gateway, or for none.",
        *check(balancer, { cilium }) {
          if (cilium === undefined) return;
          const envoy = new Values(cilium).on("gatewayAPI.enableProxyProtocol");
          const nlb = speaksProxyProtocol(balancer);
          if (envoy === nlb) return;
          yield {
            at: annotationPath(balancer, "aws-load-balancer-proxy-protocol"),
            found: nlb ? "on, with gatewayAPI.enableProxyProtocol off" : "off, with gatewayAPI.enableProxyProtocol on",
            expected: "both on or both off, for every Gateway",
            fix: nlb
              ? "Set gatewayAPI.enableProxyProtocol to true for the whole cluster, or remove it here."
              : 'Set aws-load-balancer-proxy-protocol to "*" on every Gateway, or the value to false.',
          };
        },
      },
      {
        id: "gateway-external-traffic-policy",
        severity: "warning",
        title: "A Gateway's Service has externalTrafficPolicy Cluster",
        why: "Local is not needed for the client's address, which Envoy writes into X-Forwarded-For either way. Health checks then ask a port of their own, which has had faults with Gateways.",
        source: LOCAL_SOURCE,
        fix: LOCAL_FIX,
        *check(balancer) {
          if (balancer.externalTrafficPolicy !== "Local" || speaksProxyProtocol(balancer)) return;
          yield { at: "spec.gatewayClassName", found: "Local", expected: "Cluster" };
        },
      },
      {
        id: "gateway-external-traffic-policy-proxy",
        severity: "error",
        title: "A Gateway's Service with the proxy protocol has externalTrafficPolicy Cluster",
        why: "With Local health checks ask a port of their own, which speaks no proxy protocol.",
        symptom: "Every target of the load balancer is unhealthy.",
        source: LOCAL_SOURCE,
        fix: LOCAL_FIX,
        *check(balancer) {
          if (balancer.externalTrafficPolicy !== "Local" || !speaksProxyProtocol(balancer)) return;
          yield { at: "spec.gatewayClassName", found: "Local with the proxy protocol", expected: "Cluster" };
        },
      },
      {
        id: "gateway-acm-listener",
        severity: "error",
        title: "Where the load balancer ends TLS, the Gateway's listener is HTTP",
        why: "The load balancer sends what it has decrypted: a listener of HTTPS or TLS waits for a handshake that never comes.",
        source: `${LBC}, TLS; ELB user guide: create-tls-listener`,
        fix: "Switch the proxy protocol on for Envoy and for the load balancer of every Gateway, or for none.",
        *check(balancer) {
          if (annotation(balancer, "aws-load-balancer-ssl-cert") === undefined) return;
          const named = annotation(balancer, "aws-load-balancer-ssl-ports");
          const ports = named === undefined ? undefined : stringList(named);
          const ended = balancer.ports.filter(
            ({ port, name }) =>
              ports === undefined || ports.includes(String(port)) || (name !== undefined && ports.includes(name)),
          );
          const encrypted = annotation(balancer, "aws-load-balancer-backend-protocol") === "ssl";
          for (const { port, protocol } of ended) {
            const wrong = encrypted ? protocol === "HTTP" : protocol === "HTTPS" || protocol === "TLS";
            if (!wrong) continue;
            yield {
              at: annotationPath(balancer, "aws-load-balancer-ssl-cert"),
              found: `an ACM certificate on port ${String(port)}, whose listener is ${protocol}${encrypted ? ", with backend protocol ssl" : ""}`,
              expected: encrypted
                ? "a listener of protocol HTTPS, or no backend protocol"
                : "a listener of protocol HTTP",
              fix: encrypted
                ? "Remove aws-load-balancer-backend-protocol."
                : "Make the listener HTTP, or remove the certificate and let Envoy end TLS with a Secret.",
            };
          }
          if (ports === undefined && balancer.ports.length > 1) {
            yield {
              at: annotationPath(balancer, "aws-load-balancer-ssl-ports"),
              found: `nothing, with ports ${balancer.ports.map(({ port }) => port).join(", ")}`,
              expected: "the ports that end TLS",
              fix: "Write aws-load-balancer-ssl-ports: without it every port speaks TLS, the one for redirects too.",
            };
          }
        },
      },
      {
        id: "gateway-internal-client-ip",
        severity: "warning",
        title: "An internal load balancer says whether it keeps the client's address",
        why: "It does by default, and then a client on a node that is its own target gets no answer.",
        source: "ELB user guide: load-balancer-troubleshooting, hairpinning; kubernetes/cloud-provider-aws#1160",
        fix: "Set preserve_client_ip.enabled=false, with the proxy protocol on both sides where the client's address is needed; or true where no pod of the cluster is a client.",
        *check(balancer) {
          if (schemeOf(balancer) !== "internal") return;
          if (targetGroupAttribute(balancer, "preserve_client_ip.enabled") !== undefined) return;
          yield {
            at: annotationPath(balancer, "aws-load-balancer-target-group-attributes"),
            found: "no preserve_client_ip.enabled",
            expected: "true or false, in writing",
          };
        },
      },
    ],
  ),
  ...rulesOn(loadBalancers, [
    {
      id: "gateway-listener-attributes",
      severity: "error",
      title: "Attributes of a load balancer's listener name a port that it has",
      why: "The controller finds no such listener, and leaves the attribute out.",
      symptom: "Pods of the cluster fail to reach the Gateway by its name, each on its share of connections.",
      source: LBC,
      fix: "Name a port of the Gateway.",
      *check(balancer) {
        const prefix = `${ANNOTATION_PREFIX}${LISTENER_ATTRIBUTES}.`;
        for (const key of Object.keys(balancer.annotations).filter((one) => one.startsWith(prefix))) {
          const port = Number(key.slice(key.lastIndexOf("-") + 1));
          if (balancer.ports.some((one) => one.port === port)) continue;
          yield {
            at: `${balancer.at}.${key}`,
            found: `port ${String(port)}`,
            expected: `one of ${balancer.ports.map((one) => one.port).join(", ")}`,
          };
        }
      },
    },
    {
      id: "gateway-target-nodes",
      severity: "error",
      title: "Beside hybrid nodes a load balancer names its target nodes",
      why: "The controller takes hybrid nodes for instances, with ids that AWS does not know, and fails to register any target (code reading, UNVERIFIED by a run).",
      source: "aws-load-balancer-controller pkg/backend/endpoint_utils.go, pkg/k8s/node_utils.go at v3.5.0",
      also: ["hybrid"],
      fix: `Write ${EXCLUDED}: "true" into hybrid.pools.*.labels, or aws-load-balancer-target-node-labels.`,
      *check(balancer, { hybrid }) {
        // With a mesh they are nodes of another cluster.
        if (hybrid?.settings.strategy === HybridStrategy.ClusterMesh) return;
        if (annotation(balancer, "aws-load-balancer-nlb-target-type") === "ip") return;
        if (annotation(balancer, "aws-load-balancer-target-node-labels") !== undefined) return;
        const open = Object.entries(hybrid?.settings.pools ?? {}).filter(
          ([, { labels }]) => labels?.[EXCLUDED] === undefined,
        );
        if (open.length === 0) return;
        yield {
          at: annotationPath(balancer, "aws-load-balancer-target-node-labels"),
          found: `nothing, and pools without the label ${EXCLUDED}: ${open.map(([name]) => name).join(", ")}`,
          expected: "a label that only EC2 nodes with Cilium have, or hybrid nodes that are left out",
        };
      },
    },
    {
      id: "gateway-nlb-listeners",
      severity: "error",
      title: "A load balancer has at most 50 ports",
      why: "Each port is a listener of the load balancer, and this quota cannot be raised.",
      source: "ELB user guide: load-balancer-limits; core/facts/quotas.ts",
      fix: "Tell applications apart by hostname on one port, or use more Gateways.",
      *check(balancer) {
        const ports = new Set(balancer.ports.map(({ port }) => port)).size;
        if (ports <= QUOTAS.listenersPerNlb.default) return;
        yield {
          at: balancer.gateway ? "spec.listeners" : "spec.ports",
          found: `${String(ports)} ports`,
          expected: `at most ${String(QUOTAS.listenersPerNlb.default)}`,
        };
      },
    },
    {
      id: "gateway-nlb-targets",
      severity: "warning",
      title: "A load balancer with several ports has room for all nodes",
      why: "Every port has a target group of its own with every node in it. With cross-zone balancing all of them together are at most 500 targets, and later nodes get no traffic (that a node counts once a port is UNVERIFIED).",
      source: "ELB user guide: load-balancer-limits",
      also: ["nodeGroups"],
      fix: "Choose the target nodes by aws-load-balancer-target-node-labels, or switch cross-zone balancing off.",
      *check(balancer, { nodeGroups = [] }) {
        const attributes = stringMap(annotation(balancer, "aws-load-balancer-attributes") ?? "");
        if (attributes.get("load_balancing.cross_zone.enabled") !== "true") return;
        if (annotation(balancer, "aws-load-balancer-target-node-labels") !== undefined) return;
        const nodes = nodeGroups.reduce((sum, { scaling }) => sum + scaling.max, 0);
        const ports = new Set(balancer.ports.map(({ port }) => port)).size;
        if (nodes * ports <= CROSS_ZONE_NLB_TARGETS) return;
        yield {
          at: annotationPath(balancer, "aws-load-balancer-attributes"),
          found: `${String(nodes)} nodes at most, on ${String(ports)} ports, with cross-zone balancing`,
          expected: `at most ${String(CROSS_ZONE_NLB_TARGETS)} targets`,
        };
      },
    },
  ]),
];
