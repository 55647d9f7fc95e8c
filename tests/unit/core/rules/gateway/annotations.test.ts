import * as values from "../../../../../core/rules/gateway/annotation-values.ts";
import * as rules from "../../../../../core/rules/gateway/annotations.ts";
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
import { describeRules } from "../../../../support/rule-table.ts";

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`example.com/${at}`, ""]));
const infrastructure = (parts: object) => gateway({ infrastructure: parts });
const fresh = { gatewayApi: { bundle: "v1.6.1", channel: "standard" } } as const;
const facing = { scheme: "internet-facing" };
const key = "service.beta.kubernetes.io/aws-load-balancer-scheme";

describeRules([
  {
    rule: rules.annotationPlace,
    fails: [
      [
        "annotations in metadata",
        withObjects([gateway({}, { annotations: nlb(facing) })]),
        `objects.Gateway.edge.metadata.annotations.${key}`,
      ],
    ],
    passes: [
      ["annotations in spec.infrastructure", withObjects([gateway()])],
      ["annotations of others", withObjects([gateway({}, { annotations: { "cert-manager.io/issuer": "a" } })])],
      ["another controller", withObjects([gateway({ gatewayClassName: "alb" }, { annotations: nlb(facing) })])],
    ],
    undecided: [["unknown metadata", withObjects([gateway({}, { annotations: unknown })])]],
  },
  {
    rule: rules.annotationOfGateway,
    fails: [
      [
        "an issuer in spec.infrastructure",
        withObjects([infrastructure({ annotations: { "cert-manager.io/cluster-issuer": "a" } })]),
        "objects.Gateway.edge.spec.infrastructure.annotations.cert-manager.io/cluster-issuer",
      ],
    ],
    passes: [["an issuer in metadata", withObjects([gateway({}, { annotations: { "cert-manager.io/issuer": "a" } })])]],
    undecided: [["unknown annotations", withObjects([infrastructure({ annotations: unknown })])]],
  },
  {
    rule: rules.annotationCount,
    fails: [
      [
        "nine with the older bundle",
        withObjects([infrastructure({ annotations: many(9) })]),
        "objects.Gateway.edge.spec.infrastructure.annotations",
      ],
      [
        "seventeen with the newer one",
        withObjects([infrastructure({ annotations: many(17) })], fresh),
        "objects.Gateway.edge.spec.infrastructure.annotations",
      ],
      [
        "nine labels",
        withObjects([infrastructure({ labels: many(9) })], fresh),
        "objects.Gateway.edge.spec.infrastructure.labels",
      ],
    ],
    passes: [
      ["eight", withObjects([infrastructure({ annotations: many(8), labels: many(8) })])],
      ["sixteen with the newer bundle", withObjects([infrastructure({ annotations: many(16) })], fresh)],
    ],
    undecided: [
      ["an unknown bundle", withObjects([gateway()], { gatewayApi: { bundle: unknown, channel: "standard" } })],
    ],
  },
  {
    rule: rules.annotationKnown,
    fails: [
      ["a misspelt one", withObjects([balanced({ shceme: "internal" })]), nlbPath("shceme")],
      [
        "one without its prefix",
        withObjects([infrastructure({ annotations: { "aws-load-balancer-scheme": "internal" } })]),
        "objects.Gateway.edge.spec.infrastructure.annotations.aws-load-balancer-scheme",
      ],
      [
        "a listener that is none",
        withObjects([balanced({ "listener-attributes.443": "a=b" })]),
        nlbPath("listener-attributes.443"),
      ],
      ["one of a Service", withObjects([loadBalancer({ schema: "internal" })]), nlbPath("schema", "Service")],
    ],
    passes: [
      ["known ones", withObjects([balanced({ ...facing, "listener-attributes.TCP-443": "a=b" })])],
      ["annotations of others", withObjects([infrastructure({ annotations: { "example.com/team": "a" } })])],
    ],
    undecided: [["unknown annotations", withObjects([infrastructure({ annotations: unknown })])]],
  },
  {
    rule: rules.annotationInTree,
    fails: [
      [
        "the idle timeout",
        withObjects([balanced({ "connection-idle-timeout": "60" })]),
        nlbPath("connection-idle-timeout"),
      ],
    ],
    passes: [["its own ones", withObjects([gateway()])]],
    undecided: [["unknown annotations", withObjects([infrastructure({ annotations: unknown })])]],
  },
  {
    rule: rules.annotationDeprecated,
    fails: [
      [
        "the older way to cross-zone balancing",
        withObjects([balanced({ "cross-zone-load-balancing-enabled": "true" })]),
        nlbPath("cross-zone-load-balancing-enabled"),
      ],
    ],
    passes: [["attributes", withObjects([balanced({ attributes: "load_balancing.cross_zone.enabled=true" })])]],
    undecided: [["unknown annotations", withObjects([infrastructure({ annotations: unknown })])]],
  },
  {
    rule: rules.annotationText,
    fails: [
      ["a boolean", withObjects([balanced({ internal: true })]), nlbPath("internal")],
      [
        "a number of a Service",
        withObjects([service({}, { annotations: { "example.com/weight": 1 } })]),
        "objects.Service.web.metadata.annotations.example.com/weight",
      ],
    ],
    passes: [["text", withObjects([balanced({ internal: "true" })])]],
    undecided: [["an unknown value", withObjects([balanced({ name: unknown })])]],
  },
  {
    rule: values.annotationValue,
    fails: [
      ["a proxy protocol of true", withObjects([balanced({ "proxy-protocol": "true" })]), nlbPath("proxy-protocol")],
      [
        "attributes without values",
        withObjects([balanced({ attributes: "deletion_protection" })]),
        nlbPath("attributes"),
      ],
      [
        "attributes of targets with a colon",
        withObjects([balanced({ "target-group-attributes": "a=b,c: d" })]),
        nlbPath("target-group-attributes"),
      ],
    ],
    passes: [
      ["the star", withObjects([balanced({ "proxy-protocol": "*" })])],
      ["pairs", withObjects([balanced({ "target-group-attributes": "a.b=c, d.e=f" })])],
    ],
    undecided: [["an unknown value", withObjects([balanced({ attributes: unknown })])]],
  },
  {
    rule: values.annotationIgnored,
    fails: [
      [
        "source ranges beside own groups",
        withObjects([
          classConfig({ loadBalancerSourceRanges: ["203.0.113.0/24"] }),
          balanced({ "security-groups": "sg-1" }),
        ]),
        "objects.Gateway.edge.spec.gatewayClassName",
      ],
      [
        "source ranges without the client's address",
        withObjects([
          loadBalancer(
            { "target-group-attributes": "preserve_client_ip.enabled=false" },
            { loadBalancerSourceRanges: ["203.0.113.0/24"] },
          ),
        ]),
        "objects.Service.web.spec.loadBalancerSourceRanges",
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
        "objects.Gateway.edge.spec.infrastructure.annotations.service.beta.kubernetes.io/load-balancer-source-ranges",
      ],
      ["TLS ports without a certificate", withObjects([balanced({ "ssl-ports": "443" })]), nlbPath("ssl-ports")],
    ],
    passes: [
      ["source ranges alone", withObjects([classConfig({ loadBalancerSourceRanges: ["203.0.113.0/24"] }), gateway()])],
      ["own groups alone", withObjects([balanced({ "security-groups": "sg-1" })])],
      ["a certificate", withObjects([balanced({ "ssl-ports": "443", "ssl-cert": "arn" })])],
    ],
    undecided: [
      [
        "unknown groups",
        withObjects([classConfig({ loadBalancerSourceRanges: ["a"] }), balanced({ "security-groups": unknown })]),
      ],
      ["an unknown object", withObjects([{ ...object("v1", "Service", "web"), spec: unknown }])],
    ],
  },
]);
