import * as rules from "../../../../../core/rules/gateway/exposure.ts";
import {
  balanced,
  classConfig,
  gateway,
  loadBalancer,
  nlbPath,
  service,
  withObjects,
} from "../../../../support/gateway.ts";
import { cilium, eniValues, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const EIPS = "eip-allocations";
const PRIVATE = "private-ipv4-addresses";
const facing = { scheme: "internet-facing" };
const internal = { scheme: "internal" };
const onChart = { gatewayClassName: "cilium" };
const lbc = (values: object) => ({
  releases: [{ name: "lbc", chart: "eks-charts/aws-load-balancer-controller", values: values as never }],
});

describeRules([
  {
    rule: rules.balancerClass,
    fails: [
      [
        "a class without a config",
        withObjects([gateway(onChart)]),
        "objects.Gateway.edge.spec.infrastructure.annotations",
      ],
      [
        "the type that only EKS's controller takes",
        withObjects([balanced({ ...facing, type: "nlb" }, onChart)]),
        nlbPath("type"),
      ],
      [
        "a config without the class",
        withObjects([classConfig({ loadBalancerClass: undefined }), gateway()]),
        "objects.Gateway.edge.spec.infrastructure.annotations",
      ],
      [
        "a Service without a class",
        withObjects([loadBalancer(facing, { loadBalancerClass: undefined })]),
        "objects.Service.web.metadata.annotations",
      ],
      [
        "a webhook that is switched off",
        withObjects([gateway(onChart)], lbc({ enableServiceMutatorWebhook: false })),
        "objects.Gateway.edge.spec.infrastructure.annotations",
      ],
    ],
    passes: [
      ["a class with a config", withObjects([gateway()])],
      ["type external on the chart's class", withObjects([balanced({ type: "external" }, onChart)])],
      ["a Service with its class", withObjects([loadBalancer(facing)])],
      ["a Service of another controller", withObjects([loadBalancer(facing, { loadBalancerClass: "tailscale" })])],
      ["a Service inside the cluster", withObjects([service()])],
      ["the controller's webhook", withObjects([gateway(onChart)], lbc({}))],
      [
        "the host network",
        withObjects([gateway(onChart)], {
          cilium: cilium({ values: eniValues({ gatewayAPI: { hostNetwork: { enabled: true } } }) }),
        }),
      ],
      ["node ports", withObjects([classConfig({ type: "NodePort", loadBalancerClass: undefined }), gateway()])],
      ["a Gateway of another controller", withObjects([gateway({ gatewayClassName: "istio" })])],
    ],
    undecided: [
      ["an unknown class", withObjects([gateway({ gatewayClassName: unknown })])],
      ["unknown annotations", withObjects([gateway({ ...onChart, infrastructure: { annotations: unknown } })])],
      ["an unknown Service", withObjects([service(unknown), { ...service(), spec: unknown }])],
    ],
  },
  {
    rule: rules.scheme,
    fails: [
      ["none", withObjects([balanced({})]), nlbPath("scheme")],
      ["a word of its own", withObjects([balanced({ scheme: "public" })]), nlbPath("scheme")],
      ["a Service without one", withObjects([loadBalancer({})]), nlbPath("scheme", "Service")],
    ],
    passes: [
      ["internal", withObjects([balanced(internal)])],
      ["the older annotation", withObjects([loadBalancer({ internal: "true" })])],
    ],
    undecided: [["an unknown scheme", withObjects([balanced({ scheme: unknown })])]],
  },
  {
    rule: rules.targetType,
    fails: [
      ["ip", withObjects([balanced({ ...facing, "nlb-target-type": "ip" })]), nlbPath("nlb-target-type")],
      ["type nlb-ip", withObjects([balanced({ ...facing, type: "nlb-ip" })]), nlbPath("nlb-target-type")],
      ["type external alone", withObjects([balanced({ type: "external" }, onChart)]), nlbPath("nlb-target-type")],
      [
        "a Service of type external alone",
        withObjects([loadBalancer({ type: "external" }, { loadBalancerClass: undefined })]),
        nlbPath("nlb-target-type", "Service"),
      ],
    ],
    passes: [
      ["instance", withObjects([gateway()])],
      ["the class's default", withObjects([balanced(facing)])],
      ["pods of a Service", withObjects([loadBalancer({ "nlb-target-type": "ip" })])],
    ],
    undecided: [["an unknown type", withObjects([balanced({ "nlb-target-type": unknown })])]],
  },
  {
    rule: rules.nodePorts,
    fails: [
      [
        "a class without node ports",
        withObjects([classConfig({ allocateLoadBalancerNodePorts: false }), gateway()]),
        "objects.Gateway.edge.spec.gatewayClassName",
      ],
      [
        "a Service without node ports",
        withObjects([loadBalancer(facing, { allocateLoadBalancerNodePorts: false })]),
        "objects.Service.web.spec.allocateLoadBalancerNodePorts",
      ],
    ],
    passes: [
      ["the default", withObjects([gateway()])],
      [
        "pods as targets",
        withObjects([loadBalancer({ "nlb-target-type": "ip" }, { allocateLoadBalancerNodePorts: false })]),
      ],
    ],
    undecided: [
      ["an unknown switch", withObjects([classConfig({ allocateLoadBalancerNodePorts: unknown }), gateway()])],
    ],
  },
  {
    rule: rules.addressScheme,
    fails: [
      ["Elastic IPs inside", withObjects([balanced({ ...internal, [EIPS]: "a,b" })]), nlbPath(EIPS)],
      ["Elastic IPs without a scheme", withObjects([balanced({ [EIPS]: "a,b" })]), nlbPath(EIPS)],
      [
        "private addresses outside",
        withObjects([balanced({ ...facing, [PRIVATE]: "10.0.0.5,10.0.16.5" })]),
        nlbPath(PRIVATE),
      ],
    ],
    passes: [
      ["Elastic IPs outside", withObjects([balanced({ ...facing, [EIPS]: "a,b" })])],
      ["private addresses inside", withObjects([balanced({ ...internal, [PRIVATE]: "10.0.0.5,10.0.16.5" })])],
    ],
    undecided: [["an unknown scheme", withObjects([balanced({ scheme: unknown, [EIPS]: "a" })])]],
  },
  {
    rule: rules.addressCount,
    fails: [
      [
        "fewer than zones with a public subnet",
        withObjects([balanced({ ...facing, [EIPS]: "eipalloc-1" })]),
        nlbPath(EIPS),
      ],
      [
        "more than named subnets",
        withObjects([balanced({ ...facing, subnets: "s-1", [EIPS]: "a, b" })]),
        nlbPath(EIPS),
      ],
      ["one twice", withObjects([balanced({ ...facing, [EIPS]: "a, a" })]), nlbPath(EIPS)],
      [
        "one private address for two zones",
        withObjects([balanced({ ...internal, [PRIVATE]: "10.0.0.9" })]),
        nlbPath(PRIVATE),
      ],
    ],
    passes: [
      ["one a zone", withObjects([balanced({ ...facing, [EIPS]: "a, b" })])],
      ["one a named subnet", withObjects([balanced({ ...facing, subnets: "x,y,z", [EIPS]: "a,b,c" })])],
      [
        "a network that nobody knows",
        { objects: [balanced({ ...facing, [EIPS]: "a" }, { gatewayClassName: "cilium" })] },
      ],
      ["no fixed addresses", withObjects([gateway()])],
    ],
    undecided: [
      ["unknown addresses", withObjects([balanced({ ...facing, [EIPS]: unknown })])],
      ["unknown subnets", withObjects([balanced({ ...facing, [EIPS]: "a", subnets: unknown })])],
    ],
  },
  {
    rule: rules.privateAddresses,
    fails: [
      [
        "an address elsewhere",
        withObjects([balanced({ ...internal, [PRIVATE]: "10.0.0.9,10.9.0.9" })]),
        nlbPath(PRIVATE),
      ],
      ["no address", withObjects([balanced({ ...internal, [PRIVATE]: "10.0.0" })]), nlbPath(PRIVATE)],
    ],
    passes: [["addresses of the subnets", withObjects([balanced({ ...internal, [PRIVATE]: "10.0.0.9, 10.0.16.9" })])]],
    undecided: [["unknown addresses", withObjects([balanced({ ...internal, [PRIVATE]: unknown })])]],
  },
]);
