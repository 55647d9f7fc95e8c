import { cases } from "../../../../support/rule-cases.ts";
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

const EIPS = "eip-allocations";
const PRIVATE = "private-ipv4-addresses";
const facing = { scheme: "internet-facing" };
const internal = { scheme: "internal" };
const onChart = { gatewayClassName: "cilium" };
const lbc = (values: object) => ({
  releases: [{ name: "lbc", chart: "eks-charts/aws-load-balancer-controller", values: values as never }],
});

export default cases({
  "gateway-load-balancer-class": {
    fails: [
      [
        "a class without a config",
        withObjects([gateway(onChart)]),
        { path: "objects.Gateway.edge.spec.infrastructure.annotations" },
      ],
      [
        "the type that only EKS's controller takes",
        withObjects([balanced({ ...facing, type: "nlb" }, onChart)]),
        { path: nlbPath("type") },
      ],
      [
        "a config without the class",
        withObjects([classConfig({ loadBalancerClass: undefined }), gateway()]),
        { path: "objects.Gateway.edge.spec.infrastructure.annotations" },
      ],
      [
        "a Service without a class",
        withObjects([loadBalancer(facing, { loadBalancerClass: undefined })]),
        { path: "objects.Service.web.metadata.annotations" },
      ],
      [
        "a webhook that is switched off",
        withObjects([gateway(onChart)], lbc({ enableServiceMutatorWebhook: false })),
        { path: "objects.Gateway.edge.spec.infrastructure.annotations" },
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
    unknown: [
      ["an unknown class", withObjects([gateway({ gatewayClassName: unknown })])],
      ["unknown annotations", withObjects([gateway({ ...onChart, infrastructure: { annotations: unknown } })])],
      ["an unknown Service", withObjects([service(unknown), { ...service(), spec: unknown }])],
    ],
  },
  "gateway-load-balancer-scheme": {
    fails: [
      ["none", withObjects([balanced({})]), { path: nlbPath("scheme") }],
      ["a word of its own", withObjects([balanced({ scheme: "public" })]), { path: nlbPath("scheme") }],
      ["a Service without one", withObjects([loadBalancer({})]), { path: nlbPath("scheme", "Service") }],
    ],
    passes: [
      ["internal", withObjects([balanced(internal)])],
      ["the older annotation", withObjects([loadBalancer({ internal: "true" })])],
    ],
    unknown: [["an unknown scheme", withObjects([balanced({ scheme: unknown })])]],
  },
  "gateway-target-type": {
    fails: [
      ["ip", withObjects([balanced({ ...facing, "nlb-target-type": "ip" })]), { path: nlbPath("nlb-target-type") }],
      ["type nlb-ip", withObjects([balanced({ ...facing, type: "nlb-ip" })]), { path: nlbPath("nlb-target-type") }],
      [
        "type external alone",
        withObjects([balanced({ type: "external" }, onChart)]),
        { path: nlbPath("nlb-target-type") },
      ],
      [
        "a Service of type external alone",
        withObjects([loadBalancer({ type: "external" }, { loadBalancerClass: undefined })]),
        { path: nlbPath("nlb-target-type", "Service") },
      ],
    ],
    passes: [
      ["instance", withObjects([gateway()])],
      ["the class's default", withObjects([balanced(facing)])],
      ["pods of a Service", withObjects([loadBalancer({ "nlb-target-type": "ip" })])],
    ],
    unknown: [["an unknown type", withObjects([balanced({ "nlb-target-type": unknown })])]],
  },
  "gateway-node-ports": {
    fails: [
      [
        "a class without node ports",
        withObjects([classConfig({ allocateLoadBalancerNodePorts: false }), gateway()]),
        { path: "objects.Gateway.edge.spec.gatewayClassName" },
      ],
      [
        "a Service without node ports",
        withObjects([loadBalancer(facing, { allocateLoadBalancerNodePorts: false })]),
        { path: "objects.Service.web.spec.allocateLoadBalancerNodePorts" },
      ],
    ],
    passes: [
      ["the default", withObjects([gateway()])],
      [
        "pods as targets",
        withObjects([loadBalancer({ "nlb-target-type": "ip" }, { allocateLoadBalancerNodePorts: false })]),
      ],
    ],
    unknown: [["an unknown switch", withObjects([classConfig({ allocateLoadBalancerNodePorts: unknown }), gateway()])]],
  },
  "gateway-address-scheme": {
    fails: [
      ["Elastic IPs inside", withObjects([balanced({ ...internal, [EIPS]: "a,b" })]), { path: nlbPath(EIPS) }],
      ["Elastic IPs without a scheme", withObjects([balanced({ [EIPS]: "a,b" })]), { path: nlbPath(EIPS) }],
      [
        "private addresses outside",
        withObjects([balanced({ ...facing, [PRIVATE]: "10.0.0.5,10.0.16.5" })]),
        { path: nlbPath(PRIVATE) },
      ],
    ],
    passes: [
      ["Elastic IPs outside", withObjects([balanced({ ...facing, [EIPS]: "a,b" })])],
      ["private addresses inside", withObjects([balanced({ ...internal, [PRIVATE]: "10.0.0.5,10.0.16.5" })])],
    ],
    unknown: [["an unknown scheme", withObjects([balanced({ scheme: unknown, [EIPS]: "a" })])]],
  },
  "gateway-address-count": {
    fails: [
      [
        "fewer than zones with a public subnet",
        withObjects([balanced({ ...facing, [EIPS]: "eipalloc-1" })]),
        { path: nlbPath(EIPS) },
      ],
      [
        "more than named subnets",
        withObjects([balanced({ ...facing, subnets: "s-1", [EIPS]: "a, b" })]),
        { path: nlbPath(EIPS) },
      ],
      ["one twice", withObjects([balanced({ ...facing, [EIPS]: "a, a" })]), { path: nlbPath(EIPS) }],
      [
        "one private address for two zones",
        withObjects([balanced({ ...internal, [PRIVATE]: "10.0.0.9" })]),
        { path: nlbPath(PRIVATE) },
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
    unknown: [
      ["unknown addresses", withObjects([balanced({ ...facing, [EIPS]: unknown })])],
      ["unknown subnets", withObjects([balanced({ ...facing, [EIPS]: "a", subnets: unknown })])],
    ],
  },
  "gateway-private-addresses": {
    fails: [
      [
        "an address elsewhere",
        withObjects([balanced({ ...internal, [PRIVATE]: "10.0.0.9,10.9.0.9" })]),
        { path: nlbPath(PRIVATE) },
      ],
      ["no address", withObjects([balanced({ ...internal, [PRIVATE]: "10.0.0" })]), { path: nlbPath(PRIVATE) }],
    ],
    passes: [["addresses of the subnets", withObjects([balanced({ ...internal, [PRIVATE]: "10.0.0.9, 10.0.16.9" })])]],
    unknown: [["unknown addresses", withObjects([balanced({ ...internal, [PRIVATE]: unknown })])]],
  },
});
