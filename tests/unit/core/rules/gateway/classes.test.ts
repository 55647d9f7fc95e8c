import type { ClusterModel } from "../../../../../core/model/index.ts";
import * as rules from "../../../../../core/rules/gateway/classes.ts";
import {
  classConfig,
  gateway,
  gatewayClass,
  http,
  listener,
  object,
  values,
  withObjects,
} from "../../../../support/gateway.ts";
import { cilium, eniValues, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const chart = (gatewayAPI: object, more: object = {}): Partial<ClusterModel> => ({
  cilium: cilium({ values: values({ gatewayAPI: gatewayAPI as never, ...more }) }),
});
const made = chart({ enabled: true, gatewayClass: { create: "true" } });
const own = { ...gatewayClass, metadata: { name: "cilium" } };
const classOf = (parametersRef: unknown) => ({
  ...gatewayClass,
  metadata: { name: "other" },
  spec: { controllerName: "io.cilium/gateway-controller", parametersRef },
});
const REF = { group: "cilium.io", kind: "CiliumGatewayClassConfig", name: "edge", namespace: "gateway" };
const host = { enabled: true, gatewayClass: { create: "false" }, hostNetwork: { enabled: true } };
const high = [listener(http, { port: 8080 })];
const at = "objects.Gateway.edge.spec.gatewayClassName";

describeRules([
  {
    rule: rules.classOnce,
    fails: [
      ["a second class cilium", withObjects([own], made), "objects.GatewayClass.cilium.metadata.name"],
      ["one beside auto", withObjects([own], chart({ enabled: true })), "objects.GatewayClass.cilium.metadata.name"],
    ],
    passes: [
      ["a class where the chart makes none", withObjects([own])],
      ["a class of another name", withObjects([], made)],
    ],
    undecided: [["unknown values", withObjects([own], chart(unknown))]],
  },
  {
    rule: rules.classExists,
    fails: [
      ["cilium, which nobody makes", withObjects([gateway({ gatewayClassName: "cilium" })]), at],
      ["a misspelt one", withObjects([gateway({ gatewayClassName: "edgy" })]), at],
      ["none", withObjects([gateway({ gatewayClassName: undefined })]), at],
    ],
    passes: [
      ["the chart's", withObjects([gateway({ gatewayClassName: "cilium" })], made)],
      ["the program's", withObjects([gateway()])],
      ["another controller's", withObjects([gateway({ gatewayClassName: "agentgateway" })])],
    ],
    undecided: [["an unknown class", withObjects([gateway({ gatewayClassName: unknown })])]],
  },
  {
    rule: rules.controllerOn,
    fails: [["a controller that is off", withObjects([gateway()], { cilium: cilium({ values: eniValues() }) }), at]],
    passes: [
      ["one that is on", withObjects([gateway()])],
      [
        "another controller",
        withObjects([gateway({ gatewayClassName: "istio" })], { cilium: cilium({ values: eniValues() }) }),
      ],
    ],
    undecided: [["unknown values", withObjects([gateway()], chart(unknown))]],
  },
  {
    rule: rules.classParameters,
    fails: [
      [
        "another kind",
        withObjects([classOf({ ...REF, kind: "ConfigMap" })]),
        "objects.GatewayClass.other.spec.parametersRef",
      ],
      [
        "no namespace",
        withObjects([classOf({ ...REF, namespace: undefined })]),
        "objects.GatewayClass.other.spec.parametersRef.namespace",
      ],
      [
        "a config elsewhere",
        withObjects([classOf({ ...REF, name: "edgy" })]),
        "objects.GatewayClass.other.spec.parametersRef",
        "warning",
      ],
    ],
    passes: [
      ["a config in the program", withObjects([])],
      ["no parameters", withObjects([classOf(undefined)])],
    ],
    undecided: [["an unknown reference", withObjects([classOf(unknown)])]],
  },
  {
    rule: rules.classConfig,
    fails: [
      [
        "a type that it does not take",
        withObjects([classConfig({ type: "ClusterIP" })]),
        "objects.CiliumGatewayClassConfig.edge.spec.service.type",
      ],
      [
        "annotations",
        withObjects([classConfig({ annotations: {} })]),
        "objects.CiliumGatewayClassConfig.edge.spec.service.annotations",
      ],
      [
        "a long description",
        withObjects([
          object("cilium.io/v2alpha1", "CiliumGatewayClassConfig", "edge", { spec: { description: "x".repeat(65) } }),
        ]),
        "objects.CiliumGatewayClassConfig.edge.spec.description",
      ],
    ],
    passes: [["what it takes", withObjects([classConfig({ type: "LoadBalancer", externalTrafficPolicy: "Cluster" })])]],
    undecided: [["an unknown type", withObjects([classConfig({ type: unknown })])]],
  },
  {
    rule: rules.addresses,
    fails: [
      [
        "an address",
        withObjects([gateway({ addresses: [{ value: "203.0.113.7" }] })]),
        "objects.Gateway.edge.spec.addresses",
      ],
    ],
    passes: [["none", withObjects([gateway()])]],
    undecided: [["unknown ones", withObjects([gateway({ addresses: unknown })])]],
  },
  {
    rule: rules.hostNetworkPorts,
    fails: [
      ["port 80", withObjects([gateway()], chart(host)), "objects.Gateway.edge.spec.listeners.0.port"],
      [
        "a port of another Gateway",
        withObjects([gateway({ listeners: high }), gateway({ listeners: high }, { name: "a" })], chart(host)),
        "objects.Gateway.edge.spec.listeners.0.port",
      ],
    ],
    passes: [
      ["a high port", withObjects([gateway({ listeners: high })], chart(host))],
      [
        "the right to low ones",
        withObjects(
          [gateway()],
          chart(host, { envoy: { securityContext: { capabilities: { keepCapNetBindService: true } } } }),
        ),
      ],
      ["a load balancer", withObjects([gateway()])],
    ],
    undecided: [["unknown listeners", withObjects([gateway({ listeners: unknown })], chart(host))]],
  },
]);
