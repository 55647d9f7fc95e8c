import { rulesOn } from "../rule.ts";
import { ciliumGateways, gateways, kinds } from "./subjects.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import type { KubernetesObject } from "../../model/index.ts";
import { Values } from "../common.ts";
import {
  CHART_CLASS,
  CILIUM_CONTROLLER,
  type ClassSpec,
  GATEWAY_GROUP,
  type GatewaySpec,
  type Ref,
  find,
  ofKind,
  specOf,
} from "./objects.ts";

const CHART = "Cilium charts 1.19.6 and 1.20.0: templates/cilium-gateway-api-class.yaml";

/** Whether the chart makes its class: text or boolean, `auto` where the CRD is there. */
const chartMakesClass = (values: Values): boolean => {
  const create = values.get("gatewayAPI.gatewayClass.create") ?? "auto";
  return values.gateway && create !== "false" && create !== false;
};

const PARAMETERS =
  "cilium/cilium api_types: CiliumGatewayClassConfig v2alpha1; Gateway API specification: GatewayClass.spec.parametersRef";
const CLASS_CONFIG = "CiliumGatewayClassConfig";

/** Where a class of Cilium takes its parameters from. */
const parametersOf = (object: KubernetesObject): Ref | undefined => {
  const { controllerName, parametersRef } = specOf<ClassSpec>(object);
  return controllerName === CILIUM_CONTROLLER ? parametersRef : undefined;
};

const isClassConfig = ({ group, kind }: Ref): boolean => group === "cilium.io" && kind === CLASS_CONFIG;

const MAX_DESCRIPTION = 64;

export default [
  ...rulesOn(kinds(GATEWAY_GROUP, "GatewayClass"), [
    {
      id: "gateway-class-once",
      severity: "error",
      title: "GatewayClass cilium is made by the chart or by the program, not by both",
      why: "Helm refuses to install over an object that is not its own, and two owners change it back and forth.",
      source: CHART,
      also: ["cilium"],
      fix: 'Set gatewayAPI.gatewayClass.create to "false", or name this class otherwise.',
      *check({ metadata }, { cilium }) {
        if (cilium === undefined || metadata.name !== CHART_CLASS || !chartMakesClass(new Values(cilium))) return;
        yield {
          at: "metadata.name",
          found: `${CHART_CLASS}, which the chart makes as well`,
          expected: "one owner",
        };
      },
    },
    {
      id: "gateway-class-parameters",
      severity: "error",
      title: "A class of Cilium takes its parameters from a CiliumGatewayClassConfig",
      why: "A class whose parameters are of another kind is not accepted, and no Gateway of it either.",
      source: PARAMETERS,
      fix: "Write group cilium.io, kind CiliumGatewayClassConfig, and the name and namespace of one.",
      *check(object) {
        const ref = parametersOf(object);
        if (ref === undefined) return;
        const at = "spec.parametersRef";
        if (!isClassConfig(ref)) {
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
        }
      },
    },
    {
      id: "gateway-class-parameters-made",
      severity: "warning",
      title: "Somebody makes the CiliumGatewayClassConfig that a class of Cilium names",
      why: "A class whose parameters are not found is not accepted, and no Gateway of it either.",
      source: PARAMETERS,
      fix: "Create it before the class, or waive this where another stack does.",
      *check(object, { objects }) {
        const ref = parametersOf(object);
        if (ref?.namespace === undefined || !isClassConfig(ref)) return;
        if (find(ofKind(objects, "cilium.io", CLASS_CONFIG), ref.name, ref.namespace) !== undefined) return;
        yield {
          at: "spec.parametersRef",
          found: `${ref.namespace}/${ref.name}, which is not in this program`,
          expected: "a CiliumGatewayClassConfig in the same program",
        };
      },
    },
  ]),
  ...rulesOn(gateways, [
    {
      id: "gateway-class-exists",
      severity: "error",
      title: "Somebody makes the class of every Gateway",
      why: "A Gateway of a class that does not exist is never accepted.",
      symptom: "The Gateway stays without a load balancer, and no event says why.",
      source: `${CHART}; Gateway API specification: Gateway.spec.gatewayClassName`,
      also: ["cilium"],
      fix: "Name a class that the chart or the program makes.",
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
    },
  ]),
  ...rulesOn(ciliumGateways, [
    {
      id: "gateway-controller-on",
      severity: "error",
      title: "Where Gateways use Cilium's class its Gateway controller is on",
      why: "Nobody looks at the Gateways otherwise.",
      symptom: "The Gateways stay without a status and without a load balancer.",
      source: "values.yaml of the Cilium charts: gatewayAPI.enabled",
      also: ["cilium"],
      fix: "Set gateway.enabled of the stack, or gatewayAPI.enabled of the chart, to true; the CRDs come first.",
      *check(_, { cilium }) {
        if (cilium === undefined || new Values(cilium).gateway) return;
        yield {
          at: "spec.gatewayClassName",
          found: "a class of Cilium, with gatewayAPI.enabled off",
          expected: "gatewayAPI.enabled: true",
        };
      },
    },
    {
      id: "gateway-addresses",
      severity: "error",
      title: "Addresses of a load balancer are not in spec.addresses",
      why: "Cilium takes them for its own address pools only, which AWS does not route: with a load balancer of AWS the Gateway is not programmed.",
      source: "Cilium docs: servicemesh/gateway-api, addresses support",
      fix: "Use aws-load-balancer-eip-allocations or aws-load-balancer-private-ipv4-addresses in spec.infrastructure.annotations.",
      *check(gateway) {
        const { addresses: wanted = [] } = specOf<GatewaySpec>(gateway);
        if (wanted.length === 0) return;
        yield {
          at: "spec.addresses",
          found: wanted.map(({ value = "an empty one" }) => value).join(", "),
          expected: "nothing",
        };
      },
    },
  ]),
  ...rulesOn(kinds("cilium.io", CLASS_CONFIG), [
    {
      id: "gateway-class-config",
      severity: "error",
      title: "A CiliumGatewayClassConfig holds only what Services of a Gateway can have",
      why: "The API server refuses it, or the load balancer cannot be built.",
      source: "cilium/cilium CRD ciliumgatewayclassconfigs at 1.19.6 and 1.20.2",
      fix: "Leave out what the kind does not have, and write values that it takes.",
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
    },
  ]),
];
