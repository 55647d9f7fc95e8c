import { didYouMean, suggest } from "../../facts/suggest.ts";
import { CidrFaultCode, cidrFault } from "../../net/cidr.ts";
import { rulesOn } from "../rule.ts";
import type { Draft } from "../subject.ts";
import { type WayIn, type WayOut, draft, policies, specsOf, waysOf } from "./policy-objects.ts";

const SANITIZE = "cilium/cilium pkg/policy/api/rule_validation.go, entity.go, l4.go at the branches of 1.19 and 1.20";

/** The CRD's enumeration; the agent would know world-ipv4 and world-ipv6 too. */
const ENTITIES = [
  "all",
  "world",
  "cluster",
  "host",
  "init",
  "ingress",
  "unmanaged",
  "remote-node",
  "health",
  "none",
  "kube-apiserver",
];
const PROTOCOLS = ["TCP", "UDP", "SCTP", "VRRP", "IGMP", "ANY"];
const MAX_PORTS = 40;
const MAX_PORT = 65_535;
const PORT_NAME = /^(?=.*[a-z])[a-z0-9](?:-?[a-z0-9])*$/i;

function* entityFaults(at: string, way: WayIn & WayOut): Generator<Draft> {
  for (const key of ["fromEntities", "toEntities"] as const) {
    const entities = (way[key] ?? []) as readonly string[];
    for (const [index, entity] of entities.entries()) {
      if (ENTITIES.includes(entity)) continue;
      const near = didYouMean(suggest(entity, ENTITIES));
      yield draft(
        `${at}.${key}.${String(index)}`,
        `"${entity}"`,
        ENTITIES.join(", "),
        near || "Name one of them; pods are named by toEndpoints and fromEndpoints.",
      );
    }
  }
}

function* cidrFaults(at: string, way: WayIn & WayOut): Generator<Draft> {
  const listed: [string, unknown][] = [
    ...(["fromCIDR", "toCIDR"] as const).flatMap((key) =>
      (way[key] ?? []).map((cidr, index): [string, unknown] => [`${key}.${String(index)}`, cidr]),
    ),
    ...(["fromCIDRSet", "toCIDRSet"] as const).flatMap((key) =>
      (way[key] ?? []).flatMap((one, index): [string, unknown][] => {
        const { cidr, except = [] } = one as { cidr?: string; except?: readonly string[] };
        return [
          ...(cidr === undefined ? [] : [[`${key}.${String(index)}.cidr`, cidr] as [string, unknown]]),
          ...except.map((inner, place): [string, unknown] => [
            `${key}.${String(index)}.except.${String(place)}`,
            inner,
          ]),
        ];
      }),
    ),
  ];
  for (const [field, cidr] of listed) {
    const text = String(cidr);
    // IPv6 is left to the API server; an address without a length is taken for a single one.
    if (text.includes(":")) continue;
    const fault = cidrFault(text.includes("/") ? text : `${text}/32`, { min: 0, max: 32 });
    // Bits behind the prefix are masked away (netip.ParsePrefix).
    if (fault === undefined || fault.code === CidrFaultCode.HostBits) continue;
    yield draft(
      `${at}.${field}`,
      `"${text}", which ${fault.reason}`,
      "an IPv4 or IPv6 block",
      fault.suggestion === undefined ? "Correct it." : `Use ${fault.suggestion}.`,
    );
  }
}

function* portFaults(at: string, { toPorts = [] }: WayIn & WayOut): Generator<Draft> {
  for (const [index, { ports = [], rules }] of toPorts.entries()) {
    const path = `${at}.toPorts.${String(index)}`;
    if (ports.length > MAX_PORTS)
      yield draft(
        `${path}.ports`,
        `${String(ports.length)} ports`,
        `at most ${String(MAX_PORTS)}`,
        "Divide them over more rules, or write a range with endPort.",
      );
    for (const [place, { port, protocol }] of ports.entries()) {
      const number = Number(port);
      const here = `${path}.ports.${String(place)}`;
      if (typeof port !== "string")
        yield draft(`${here}.port`, `the number ${String(port)}`, "text", `Write "${String(port)}" with quotes.`);
      else if (
        Number.isNaN(number) ? !PORT_NAME.test(port) : !Number.isInteger(number) || number < 0 || number > MAX_PORT
      )
        yield draft(
          `${here}.port`,
          `"${port}"`,
          `a port from 0 to ${String(MAX_PORT)}, or the name of one`,
          "Correct it; a range is port with endPort.",
        );
      if (protocol !== undefined && !PROTOCOLS.includes(protocol))
        yield draft(`${here}.protocol`, `"${protocol}"`, "TCP, UDP, SCTP or ANY", "Write TCP or UDP.");
    }
    const kinds = (["http", "dns", "kafka", "l7"] as const).filter((kind) => rules?.[kind] !== undefined);
    if (kinds.length > 1)
      yield draft(
        `${path}.rules`,
        kinds.join(" and "),
        "rules of one protocol",
        "Write a rule of its own for each protocol.",
      );
  }
}

export default rulesOn(policies, [
  {
    id: "gateway-policy-fields",
    severity: "error",
    title: "Policies hold what Cilium takes",
    why: "The API server refuses the policy, or takes it and every agent refuses it: nothing of it is enforced.",
    symptom: "The policy has the condition Valid: False, or is refused on its way.",
    source: SANITIZE,
    fix: "Write entities, blocks, ports and selectors as Cilium knows them.",
    *check(policy) {
      for (const [at, spec] of specsOf(policy)) {
        const { endpointSelector, nodeSelector } = spec;
        if (endpointSelector !== undefined && nodeSelector !== undefined)
          yield draft(
            at,
            "endpointSelector and nodeSelector",
            "one of them",
            "Write one policy for pods and one for nodes.",
          );
        if (nodeSelector !== undefined && policy.kind === "CiliumNetworkPolicy")
          yield draft(
            `${at}.nodeSelector`,
            "nodeSelector in a CiliumNetworkPolicy",
            "a CiliumClusterwideNetworkPolicy",
            "Make it a CiliumClusterwideNetworkPolicy.",
          );
        if ([spec.ingress, spec.egress, spec.ingressDeny, spec.egressDeny].every((list = []) => list.length === 0))
          yield draft(
            at,
            "no rule",
            "ingress, egress, ingressDeny or egressDeny with a rule",
            "Write ingress: [{}] to close a direction; a list without rules closes nothing.",
          );
      }
      for (const [at, way] of waysOf(policy)) {
        yield* entityFaults(at, way);
        yield* cidrFaults(at, way);
        yield* portFaults(at, way);
        if (way["icmps"] !== undefined && (way.toPorts ?? []).length > 0)
          yield draft(at, "icmps and toPorts", "one of them a rule", "Write one rule for each; rules add up.");
      }
    },
  },
]);
