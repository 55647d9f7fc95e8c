import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel } from "../../../../../core/model/index.ts";
import { classConfig, gateway, gatewayClass, object, values, withObjects } from "../../../../support/gateway.ts";
import { cilium, eniValues, unknown } from "../../../../support/model.ts";

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
const at = "objects.Gateway.edge.spec.gatewayClassName";

export default cases({
  "gateway-class-once": {
    fails: [
      ["a second class cilium", withObjects([own], made), { path: "objects.GatewayClass.cilium.metadata.name" }],
      [
        "one beside auto",
        withObjects([own], chart({ enabled: true })),
        { path: "objects.GatewayClass.cilium.metadata.name" },
      ],
    ],
    passes: [
      ["a class where the chart makes none", withObjects([own])],
      ["a class of another name", withObjects([], made)],
    ],
    unknown: [["unknown values", withObjects([own], chart(unknown))]],
  },
  "gateway-class-exists": {
    fails: [
      ["cilium, which nobody makes", withObjects([gateway({ gatewayClassName: "cilium" })]), { path: at }],
      ["a misspelt one", withObjects([gateway({ gatewayClassName: "edgy" })]), { path: at }],
      ["none", withObjects([gateway({ gatewayClassName: undefined })]), { path: at }],
    ],
    passes: [
      ["the chart's", withObjects([gateway({ gatewayClassName: "cilium" })], made)],
      ["the program's", withObjects([gateway()])],
      ["another controller's", withObjects([gateway({ gatewayClassName: "agentgateway" })])],
    ],
    unknown: [["an unknown class", withObjects([gateway({ gatewayClassName: unknown })])]],
  },
  "gateway-controller-on": {
    fails: [
      ["a controller that is off", withObjects([gateway()], { cilium: cilium({ values: eniValues() }) }), { path: at }],
    ],
    passes: [
      ["one that is on", withObjects([gateway()])],
      [
        "another controller",
        withObjects([gateway({ gatewayClassName: "istio" })], { cilium: cilium({ values: eniValues() }) }),
      ],
    ],
    unknown: [["unknown values", withObjects([gateway()], chart(unknown))]],
  },
  "gateway-class-parameters": {
    fails: [
      [
        "another kind",
        withObjects([classOf({ ...REF, kind: "ConfigMap" })]),
        { path: "objects.GatewayClass.other.spec.parametersRef" },
      ],
      [
        "no namespace",
        withObjects([classOf({ ...REF, namespace: undefined })]),
        { path: "objects.GatewayClass.other.spec.parametersRef.namespace" },
      ],
    ],
    passes: [
      ["a config in the program", withObjects([])],
      ["no parameters", withObjects([classOf(undefined)])],
    ],
    unknown: [["an unknown reference", withObjects([classOf(unknown)])]],
  },
  "gateway-class-parameters-made": {
    fails: [
      [
        "a config elsewhere",
        withObjects([classOf({ ...REF, name: "edgy" })]),
        { path: "objects.GatewayClass.other.spec.parametersRef" },
      ],
    ],
    passes: [
      ["a config in the program", withObjects([classOf(REF)])],
      ["another kind", withObjects([classOf({ ...REF, kind: "ConfigMap" })])],
      ["no parameters", withObjects([classOf(undefined)])],
    ],
    unknown: [["an unknown reference", withObjects([classOf(unknown)])]],
  },
  "gateway-class-config": {
    fails: [
      [
        "a type that it does not take",
        withObjects([classConfig({ type: "ClusterIP" })]),
        { path: "objects.CiliumGatewayClassConfig.edge.spec.service.type" },
      ],
      [
        "annotations",
        withObjects([classConfig({ annotations: {} })]),
        { path: "objects.CiliumGatewayClassConfig.edge.spec.service.annotations" },
      ],
      [
        "a long description",
        withObjects([
          object("cilium.io/v2alpha1", "CiliumGatewayClassConfig", "edge", { spec: { description: "x".repeat(65) } }),
        ]),
        { path: "objects.CiliumGatewayClassConfig.edge.spec.description" },
      ],
    ],
    passes: [
      ["what it takes", withObjects([classConfig({ type: "LoadBalancer", externalTrafficPolicy: "Cluster" })])],
      [
        "a description of 64 characters",
        withObjects([
          object("cilium.io/v2alpha1", "CiliumGatewayClassConfig", "edge", { spec: { description: "x".repeat(64) } }),
        ]),
      ],
    ],
    unknown: [["an unknown type", withObjects([classConfig({ type: unknown })])]],
  },
  "gateway-addresses": {
    fails: [
      [
        "an address",
        withObjects([gateway({ addresses: [{ value: "203.0.113.7" }] })]),
        { path: "objects.Gateway.edge.spec.addresses" },
      ],
    ],
    passes: [["none", withObjects([gateway()])]],
    unknown: [["unknown ones", withObjects([gateway({ addresses: unknown })])]],
  },
});
