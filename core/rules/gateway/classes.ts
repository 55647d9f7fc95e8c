import { didYouMean, suggest } from "../../facts/suggest.ts";
import { Values } from "../common.ts";
import { gatewayRule, objectRule } from "./object-rule.ts";
import {
  CHART_CLASS,
  CILIUM_CONTROLLER,
  type ClassSpec,
  GATEWAY_GROUP,
  type GatewaySpec,
  ciliumGateways,
  find,
  gatewaysOf,
  ofKind,
  specOf,
} from "./objects.ts";

const CHART = "Cilium charts 1.19.6 and 1.20.0: templates/cilium-gateway-api-class.yaml";

/** Whether the chart makes its class: text or boolean, `auto` where the CRD is there. */
const chartMakesClass = (values: Values): boolean => {
  const create = values.get("gatewayAPI.gatewayClass.create") ?? "auto";
  return values.gateway && create !== "false" && create !== false;
};

export const classOnce = objectRule({
  id: "gateway-class-once",
  severity: "error",
  title: "GatewayClass cilium is made by the chart or by the program, not by both",
  why: "Helm refuses to install over an object that is not its own, and two owners change it back and forth.",
  source: CHART,
  also: ["cilium"],
  of: ({ objects }) => ofKind(objects, GATEWAY_GROUP, "GatewayClass"),
  *check({ metadata }, { cilium }) {
    if (cilium === undefined || metadata.name !== CHART_CLASS || !chartMakesClass(new Values(cilium))) return;
    yield {
      at: "metadata.name",
      found: `${CHART_CLASS}, which the chart makes as well`,
      expected: "one owner",
      fix: 'Set gatewayAPI.gatewayClass.create to "false", or name this class otherwise.',
    };
  },
});

export const classExists = objectRule({
  id: "gateway-class-exists",
  severity: "error",
  title: "Somebody makes the class of every Gateway",
  why: "A Gateway of a class that does not exist is never accepted, and gets no load balancer. No event says so.",
  source: `${CHART}; Gateway API specification: Gateway.spec.gatewayClassName`,
  also: ["cilium"],
  of: gatewaysOf,
  *check(gateway, { cilium, objects }) {
    if (cilium === undefined) return;
    const wanted = specOf<GatewaySpec>(gateway).gatewayClassName ?? "";
    const made = [
      ...ofKind(objects, GATEWAY_GROUP, "GatewayClass").map(({ metadata }) => metadata.name),
      ...(chartMakesClass(new Values(cilium)) ? [CHART_CLASS] : []),
    ];
    // Other controllers make classes of their own: only what was plainly meant for a known class is a fault.
    const meant = suggest(wanted, [...made, CHART_CLASS]);
    if (made.includes(wanted) || (wanted !== "" && meant.length === 0)) return;
    yield {
      at: "spec.gatewayClassName",
      found: wanted === "" ? "nothing" : `${wanted}, which nobody makes`,
      expected: made.length === 0 ? "a class" : made.join(" or "),
      fix:
        wanted === CHART_CLASS
          ? 'Set gatewayAPI.gatewayClass.create to "true".'
          : didYouMean(suggest(wanted, made)) || "Name a class.",
    };
  },
});

export const controllerOn = gatewayRule({
  id: "gateway-controller-on",
  severity: "error",
  title: "Where Gateways use Cilium's class its Gateway controller is on",
  why: "Nobody looks at the Gateways: they stay without a status and without a load balancer.",
  source: "values.yaml of the Cilium charts: gatewayAPI.enabled",
  also: ["cilium"],
  *check(_, { cilium }) {
    if (cilium === undefined || new Values(cilium).gateway) return;
    yield {
      at: "spec.gatewayClassName",
      found: "a class of Cilium, with gatewayAPI.enabled off",
      expected: "gatewayAPI.enabled: true",
      fix: "Set gateway.enabled of the stack, or gatewayAPI.enabled of the chart, to true; the CRDs come first.",
    };
  },
});

export const classParameters = objectRule({
  id: "gateway-class-parameters",
  severity: "error",
  title: "A class of Cilium takes its parameters from a CiliumGatewayClassConfig that is there",
  why: "A class whose parameters are not found is not accepted, and no Gateway of it either.",
  source:
    "cilium/cilium api_types: CiliumGatewayClassConfig v2alpha1; Gateway API specification: GatewayClass.spec.parametersRef",
  of: ({ objects }) => ofKind(objects, GATEWAY_GROUP, "GatewayClass"),
  *check(object, { objects }) {
    const { controllerName, parametersRef: ref } = specOf<ClassSpec>(object);
    if (controllerName !== CILIUM_CONTROLLER || ref === undefined) return;
    const at = "spec.parametersRef";
    if (ref.group !== "cilium.io" || ref.kind !== "CiliumGatewayClassConfig") {
      yield {
        at,
        found: `${ref.kind ?? "no kind"} of group ${ref.group ?? '""'}`,
        expected: "CiliumGatewayClassConfig of group cilium.io",
        fix: "Write group cilium.io and kind CiliumGatewayClassConfig.",
      };
    } else if (ref.namespace === undefined) {
      yield {
        at: `${at}.namespace`,
        found: "nothing",
        expected: "the namespace of the CiliumGatewayClassConfig",
        fix: "Write it: the class itself has no namespace.",
      };
    } else if (find(ofKind(objects, "cilium.io", ref.kind), ref.name, ref.namespace) === undefined) {
      yield {
        severity: "warning",
        at,
        found: `${ref.namespace}/${ref.name}, which is not in this program`,
        expected: "a CiliumGatewayClassConfig in the same program",
        fix: "Create it before the class, or waive this where another stack does.",
      };
    }
  },
});

const MAX_DESCRIPTION = 64;

export const classConfig = objectRule({
  id: "gateway-class-config",
  severity: "error",
  title: "A CiliumGatewayClassConfig holds only what Services of a Gateway can have",
  why: "The API server refuses it, or the load balancer cannot be built.",
  source: "cilium/cilium CRD ciliumgatewayclassconfigs at 1.19.6 and 1.20.2",
  of: ({ objects }) => ofKind(objects, "cilium.io", "CiliumGatewayClassConfig"),
  *check(object) {
    const { description = "", service = {} } = specOf<{ description?: string; service?: Record<string, unknown> }>(
      object,
    );
    if (description.length > MAX_DESCRIPTION)
      yield {
        at: "spec.description",
        found: `${String(description.length)} characters`,
        expected: `at most ${String(MAX_DESCRIPTION)}`,
        fix: "Shorten it.",
      };
    const choices = [
      ["type", ["LoadBalancer", "NodePort"]],
      ["externalTrafficPolicy", ["Cluster", "Local"]],
      ["loadBalancerSourceRangesPolicy", ["Allow", "Deny"]],
    ] as const;
    for (const [key, allowed] of choices) {
      const value = service[key];
      if (value === undefined || allowed.some((one) => one === value)) continue;
      yield {
        at: `spec.service.${key}`,
        found: JSON.stringify(value),
        expected: allowed.join(" or "),
        fix: `Write ${allowed[0]}, which is the default.`,
      };
    }
    for (const key of ["annotations", "labels"]) {
      if (service[key] === undefined) continue;
      yield {
        at: `spec.service.${key}`,
        found: `${key}, which the kind does not have`,
        expected: `spec.infrastructure.${key} of the Gateway`,
        fix: "Move them to each Gateway.",
      };
    }
  },
});

export const addresses = gatewayRule({
  id: "gateway-addresses",
  severity: "error",
  title: "Addresses of a load balancer are not in spec.addresses",
  why: "Cilium takes them for its own address pools only, which AWS does not route: with a load balancer of AWS the Gateway is not programmed.",
  source: "Cilium docs: servicemesh/gateway-api, addresses support",
  *check(gateway) {
    const { addresses: wanted = [] } = specOf<GatewaySpec>(gateway);
    if (wanted.length === 0) return;
    yield {
      at: "spec.addresses",
      found: wanted.map(({ value = "an empty one" }) => value).join(", "),
      expected: "nothing",
      fix: "Use aws-load-balancer-eip-allocations or aws-load-balancer-private-ipv4-addresses in spec.infrastructure.annotations.",
    };
  },
});

const FIRST_UNPRIVILEGED_PORT = 1024;

export const hostNetworkPorts = gatewayRule({
  id: "gateway-host-network-ports",
  severity: "error",
  title: "On the host network ports are Envoy's to take, and of one Gateway only",
  why: "Envoy runs without rights for ports below 1024, and a port of the node can be taken once.",
  source:
    "values.yaml of the Cilium charts: gatewayAPI.hostNetwork, envoy.securityContext.capabilities; Cilium docs: gateway-api/host-network-mode",
  also: ["cilium"],
  *check(gateway, model) {
    const values = model.cilium === undefined ? undefined : new Values(model.cilium);
    if (values === undefined || !values.on("gatewayAPI.hostNetwork.enabled")) return;
    const mayBind = values.on("envoy.securityContext.capabilities.keepCapNetBindService");
    for (const [at, { port }] of (specOf<GatewaySpec>(gateway).listeners ?? []).entries()) {
      if (port < FIRST_UNPRIVILEGED_PORT && !mayBind) {
        yield {
          at: `spec.listeners.${String(at)}.port`,
          found: `${String(port)}, without the right to it`,
          expected: `${String(FIRST_UNPRIVILEGED_PORT)} or above, or keepCapNetBindService with NET_BIND_SERVICE`,
          fix: "Set envoy.securityContext.capabilities.keepCapNetBindService and add NET_BIND_SERVICE to envoy.securityContext.capabilities.envoy; or let a load balancer map 443 to a high port.",
        };
      }
      const other = ciliumGateways(model).find(
        (one) =>
          one.metadata.name < gateway.metadata.name &&
          (specOf<GatewaySpec>(one).listeners ?? []).some((listener) => listener.port === port),
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
});

export const classRules = [
  classOnce,
  classExists,
  controllerOn,
  classParameters,
  classConfig,
  addresses,
  hostNetworkPorts,
];
