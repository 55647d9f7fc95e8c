import { cases } from "../../../../support/rule-cases.ts";
import {
  balanced,
  classConfig,
  gateway,
  loadBalancer,
  nlb,
  nlbPath,
  object,
  service,
  withObjects,
} from "../../../../support/gateway.ts";
import { unknown } from "../../../../support/model.ts";

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`example.com/${at}`, ""]));
const infrastructure = (parts: object) => gateway({ infrastructure: parts });
const fresh = { gatewayApi: { bundle: "v1.6.1", channel: "standard" } } as const;
const facing = { scheme: "internet-facing" };
const key = "service.beta.kubernetes.io/aws-load-balancer-scheme";

export default cases({
  "gateway-annotation-place": {
    fails: [
      [
        "annotations in metadata",
        withObjects([gateway({}, { annotations: nlb(facing) })]),
        { path: `objects.Gateway.edge.metadata.annotations.${key}` },
      ],
    ],
    passes: [
      ["annotations in spec.infrastructure", withObjects([gateway()])],
      ["annotations of others", withObjects([gateway({}, { annotations: { "cert-manager.io/issuer": "a" } })])],
      ["another controller", withObjects([gateway({ gatewayClassName: "alb" }, { annotations: nlb(facing) })])],
    ],
    unknown: [["unknown metadata", withObjects([gateway({}, { annotations: unknown })])]],
  },
  "gateway-annotation-of-gateway": {
    fails: [
      [
        "an issuer in spec.infrastructure",
        withObjects([infrastructure({ annotations: { "cert-manager.io/cluster-issuer": "a" } })]),
        { path: "objects.Gateway.edge.spec.infrastructure.annotations.cert-manager.io/cluster-issuer" },
      ],
    ],
    passes: [["an issuer in metadata", withObjects([gateway({}, { annotations: { "cert-manager.io/issuer": "a" } })])]],
    unknown: [["unknown annotations", withObjects([infrastructure({ annotations: unknown })])]],
  },
  "gateway-annotation-count": {
    fails: [
      [
        "nine with the older bundle",
        withObjects([infrastructure({ annotations: many(9) })]),
        { path: "objects.Gateway.edge.spec.infrastructure.annotations" },
      ],
      [
        "seventeen with the newer one",
        withObjects([infrastructure({ annotations: many(17) })], fresh),
        { path: "objects.Gateway.edge.spec.infrastructure.annotations" },
      ],
      [
        "nine labels",
        withObjects([infrastructure({ labels: many(9) })], fresh),
        { path: "objects.Gateway.edge.spec.infrastructure.labels" },
      ],
    ],
    passes: [
      ["eight", withObjects([infrastructure({ annotations: many(8), labels: many(8) })])],
      ["sixteen with the newer bundle", withObjects([infrastructure({ annotations: many(16) })], fresh)],
    ],
    unknown: [
      ["an unknown bundle", withObjects([gateway()], { gatewayApi: { bundle: unknown, channel: "standard" } })],
    ],
  },
  "gateway-annotation-known": {
    fails: [
      ["a misspelt one", withObjects([balanced({ shceme: "internal" })]), { path: nlbPath("shceme") }],
      [
        "one without its prefix",
        withObjects([infrastructure({ annotations: { "aws-load-balancer-scheme": "internal" } })]),
        { path: "objects.Gateway.edge.spec.infrastructure.annotations.aws-load-balancer-scheme" },
      ],
      [
        "a listener that is none",
        withObjects([balanced({ "listener-attributes.443": "a=b" })]),
        { path: nlbPath("listener-attributes.443") },
      ],
      [
        "an action for a protocol that a load balancer does not have",
        withObjects([infrastructure({ annotations: { "service.beta.kubernetes.io/actions.HTTP-80": "{}" } })]),
        { path: "objects.Gateway.edge.spec.infrastructure.annotations.service.beta.kubernetes.io/actions.HTTP-80" },
      ],
      [
        "one that is read on pods only",
        withObjects([loadBalancer({ "quic-enabled-containers": "web" })]),
        { path: nlbPath("quic-enabled-containers", "Service") },
      ],
      [
        "one that no release of the controller reads",
        withObjects([balanced({ "eip-allocations-discovery-tags": "team=edge" })]),
        { path: nlbPath("eip-allocations-discovery-tags") },
      ],
      ["one of a Service", withObjects([loadBalancer({ schema: "internal" })]), { path: nlbPath("schema", "Service") }],
    ],
    passes: [
      ["known ones", withObjects([balanced({ ...facing, "listener-attributes.TCP-443": "a=b" })])],
      [
        "an action of weighted target groups",
        withObjects([infrastructure({ annotations: { "service.beta.kubernetes.io/actions.TCP-80": "{}" } })]),
      ],
      ["annotations of others", withObjects([infrastructure({ annotations: { "example.com/team": "a" } })])],
    ],
    unknown: [["unknown annotations", withObjects([infrastructure({ annotations: unknown })])]],
  },
  "gateway-annotation-in-tree": {
    fails: [
      [
        "the idle timeout",
        withObjects([balanced({ "connection-idle-timeout": "60" })]),
        { path: nlbPath("connection-idle-timeout") },
      ],
    ],
    passes: [["its own ones", withObjects([gateway()])]],
    unknown: [["unknown annotations", withObjects([infrastructure({ annotations: unknown })])]],
  },
  "gateway-annotation-deprecated": {
    fails: [
      [
        "the older way to cross-zone balancing",
        withObjects([balanced({ "cross-zone-load-balancing-enabled": "true" })]),
        { path: nlbPath("cross-zone-load-balancing-enabled") },
      ],
    ],
    passes: [["attributes", withObjects([balanced({ attributes: "load_balancing.cross_zone.enabled=true" })])]],
    unknown: [["unknown annotations", withObjects([infrastructure({ annotations: unknown })])]],
  },
  "gateway-annotation-text": {
    fails: [
      ["a boolean", withObjects([balanced({ internal: true })]), { path: nlbPath("internal") }],
      [
        "a number of a Service",
        withObjects([service({}, { annotations: { "example.com/weight": 1 } })]),
        { path: "objects.Service.web.metadata.annotations.example.com/weight" },
      ],
    ],
    passes: [["text", withObjects([balanced({ internal: "true" })])]],
    unknown: [["an unknown value", withObjects([balanced({ name: unknown })])]],
  },
  "gateway-annotation-value": {
    fails: [
      [
        "a proxy protocol of true",
        withObjects([balanced({ "proxy-protocol": "true" })]),
        { path: nlbPath("proxy-protocol") },
      ],
      [
        "attributes without values",
        withObjects([balanced({ attributes: "deletion_protection" })]),
        { path: nlbPath("attributes") },
      ],
      [
        "attributes of targets with a colon",
        withObjects([balanced({ "target-group-attributes": "a=b,c: d" })]),
        { path: nlbPath("target-group-attributes") },
      ],
    ],
    passes: [
      ["the star", withObjects([balanced({ "proxy-protocol": "*" })])],
      ["pairs", withObjects([balanced({ "target-group-attributes": "a.b=c, d.e=f" })])],
    ],
    unknown: [["an unknown value", withObjects([balanced({ attributes: unknown })])]],
  },
  "gateway-annotation-ignored": {
    fails: [
      [
        "source ranges beside own groups",
        withObjects([
          classConfig({ loadBalancerSourceRanges: ["203.0.113.0/24"] }),
          balanced({ "security-groups": "sg-1" }),
        ]),
        { path: "objects.Gateway.edge.spec.gatewayClassName" },
      ],
      [
        "source ranges without the client's address",
        withObjects([
          loadBalancer(
            { "target-group-attributes": "preserve_client_ip.enabled=false" },
            { loadBalancerSourceRanges: ["203.0.113.0/24"] },
          ),
        ]),
        { path: "objects.Service.web.spec.loadBalancerSourceRanges" },
      ],
      [
        "an annotation with ranges beside no groups at all",
        withObjects([
          infrastructure({
            annotations: {
              ...nlb({ "disable-nlb-sg": "true" }),
              "service.beta.kubernetes.io/load-balancer-source-ranges": "203.0.113.0/24",
            },
          }),
        ]),
        {
          path: "objects.Gateway.edge.spec.infrastructure.annotations.service.beta.kubernetes.io/load-balancer-source-ranges",
        },
      ],
      [
        "TLS ports without a certificate",
        withObjects([balanced({ "ssl-ports": "443" })]),
        { path: nlbPath("ssl-ports") },
      ],
    ],
    passes: [
      ["source ranges alone", withObjects([classConfig({ loadBalancerSourceRanges: ["203.0.113.0/24"] }), gateway()])],
      ["own groups alone", withObjects([balanced({ "security-groups": "sg-1" })])],
      ["a certificate", withObjects([balanced({ "ssl-ports": "443", "ssl-cert": "arn" })])],
    ],
    unknown: [
      [
        "unknown groups",
        withObjects([classConfig({ loadBalancerSourceRanges: ["a"] }), balanced({ "security-groups": unknown })]),
      ],
      ["an unknown object", withObjects([{ ...object("v1", "Service", "web"), spec: unknown }])],
    ],
  },
});
