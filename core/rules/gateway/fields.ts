import { isObject } from "../../model/json.ts";
import type { Draft } from "../subject.ts";
import { rulesOn } from "../rule.ts";
import { kindsIn } from "./subjects.ts";
import { shown } from "../common.ts";
import { GATEWAY_GROUP, ROUTE_KINDS, groupOf } from "./objects.ts";

/** Fields that hold others; `[]` stands for every item of a list. */
const LISTENERS = [
  "spec",
  "spec.listeners[]",
  "spec.listeners[].tls",
  "spec.listeners[].tls.certificateRefs[]",
  "spec.listeners[].tls.options",
  "spec.listeners[].allowedRoutes",
  "spec.listeners[].allowedRoutes.kinds[]",
  "spec.listeners[].allowedRoutes.namespaces",
  "spec.listeners[].allowedRoutes.namespaces.selector",
] as const;

const GATEWAY = [
  ...LISTENERS,
  "spec.addresses[]",
  "spec.infrastructure",
  "spec.infrastructure.annotations",
  "spec.infrastructure.labels",
  "metadata.annotations",
] as const;

const ROUTE = [
  "spec",
  "spec.parentRefs[]",
  "spec.rules[]",
  "spec.rules[].matches[]",
  "spec.rules[].matches[].path",
  "spec.rules[].matches[].headers[]",
  "spec.rules[].matches[].queryParams[]",
  "spec.rules[].filters[]",
  "spec.rules[].filters[].requestRedirect",
  "spec.rules[].filters[].requestRedirect.path",
  "spec.rules[].filters[].urlRewrite",
  "spec.rules[].filters[].urlRewrite.path",
  "spec.rules[].filters[].requestMirror",
  "spec.rules[].filters[].requestMirror.backendRef",
  "spec.rules[].backendRefs[]",
  "spec.rules[].backendRefs[].filters[]",
  "spec.rules[].timeouts",
] as const;

const POLICY = [
  "spec",
  "specs[]",
  "spec.endpointSelector",
  ...["ingress", "egress", "ingressDeny", "egressDeny"].flatMap((way) => [
    `spec.${way}[]`,
    `spec.${way}[].toPorts[]`,
    `spec.${way}[].toPorts[].ports[]`,
    `spec.${way}[].toPorts[].rules`,
  ]),
];

const BY_KIND: Readonly<Record<string, readonly string[]>> = {
  [`${GATEWAY_GROUP}/Gateway`]: GATEWAY,
  [`${GATEWAY_GROUP}/ListenerSet`]: [...LISTENERS, "spec.parentRef"],
  [`${GATEWAY_GROUP}/GatewayClass`]: ["spec", "spec.parametersRef"],
  [`${GATEWAY_GROUP}/ReferenceGrant`]: ["spec", "spec.from[]", "spec.to[]"],
  ...Object.fromEntries(ROUTE_KINDS.map((kind) => [`${GATEWAY_GROUP}/${kind}`, ROUTE])),
  "cilium.io/CiliumGatewayClassConfig": ["spec", "spec.service"],
  "cilium.io/CiliumNetworkPolicy": POLICY,
  "cilium.io/CiliumClusterwideNetworkPolicy": POLICY,
};

function* walk(value: unknown, [step, ...rest]: readonly string[], done: readonly string[]): Generator<Draft> {
  if (step === undefined || !isObject(value)) return;
  const list = step.endsWith("[]");
  const key = list ? step.slice(0, -2) : step;
  const inner = value[key];
  if (inner === undefined) return;
  const at = [...done, key];
  if (list ? !Array.isArray(inner) : !isObject(inner)) {
    // The way on is reported once, where it ends.
    if (rest.length === 0) yield fault(at, inner, list ? "a list" : "an object");
    return;
  }
  if (!list) {
    yield* walk(inner, rest, at);
    return;
  }
  for (const [index, item] of (inner as readonly unknown[]).entries()) {
    const here = [...at, String(index)];
    if (isObject(item)) yield* walk(item, rest, here);
    else if (rest.length === 0) yield fault(here, item, "an object");
  }
}

const fault = (at: readonly string[], found: unknown, expected: string): Draft => ({
  at: at.join("."),
  found: shown(found),
  expected,
  fix: found === null ? "Leave the field out." : `Write ${expected}.`,
});

export default rulesOn(kindsIn(BY_KIND), [
  {
    id: "gateway-object-fields",
    severity: "error",
    title: "Fields of Gateways, routes and policies are lists and objects where the API has them",
    why: "The API server refuses the object; a null is refused as well where the field may not be empty. No other rule looks at an object of the wrong shape.",
    source: "gateway-api config/crd at v1.4.1 and v1.6.1; Cilium CRDs at 1.19.6 and 1.20.2",
    fix: "Write the field as the API has it, or leave it out.",
    *check(object) {
      for (const path of BY_KIND[`${groupOf(object)}/${object.kind}`] ?? []) yield* walk(object, path.split("."), []);
    },
  },
]);
