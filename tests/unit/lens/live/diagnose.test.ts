import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../../core/model/unknown.ts";
import type { LiveModel } from "../../../../core/model/index.ts";
import { catalogue } from "../../../../core/rules/index.ts";
import { CHAINS } from "../../../../lens/live/chains.ts";
import { diagnose } from "../../../../lens/live/diagnose.ts";
import {
  AGENT,
  BALANCER,
  CILIUM_NODE,
  DNS,
  GATEWAY,
  NODE,
  OPERATOR,
  SERVICE,
  SUBNET,
  config,
  live,
  workload,
} from "../../../support/live-model.ts";

const NO_TROUBLE = {
  throttled: 0,
  denied: 0,
  "no-addresses": 0,
  "no-prefixes": 0,
  "interface-limit": 0,
  "out-of-interfaces": 0,
};
const stuck = {
  pods: {
    total: 3,
    odd: [{ namespace: "shop", name: "web", node: "one", status: "ContainerCreating", ageSeconds: 600, restarts: 0 }],
    oddCount: 1,
    unmanaged: [],
    unmanagedCount: 0,
  },
};
const empty = { ciliumNodes: [{ ...CILIUM_NODE, held: 0, used: 0 }] };
const expired = {
  certificates: [{ namespace: "kube-system", name: "hubble-server-certs/tls.crt", subject: "CN=x", notAfter: 1 }],
};

/** What is wrong, the symptom that it shows as, and the rule that must be named as the cause. */
const SICK: readonly (readonly [what: string, symptom: string, over: Partial<LiveModel>, cause: string])[] = [
  [
    "a subnet that is full",
    "pods-stuck",
    { ...stuck, ...empty, subnets: [{ ...SUBNET, free: 0 }] },
    "live-subnets-full",
  ],
  [
    "an operator that lacks a right",
    "pods-stuck",
    { ...stuck, ...empty, operatorLog: { ...NO_TROUBLE, denied: 4 } },
    "live-operator-denied",
  ],
  [
    "an agent that crashes",
    "pods-stuck",
    { ...stuck, workloads: [{ ...AGENT, ready: 0 }, OPERATOR, DNS] },
    "live-workloads-rolled-out",
  ],
  [
    "the VPC CNI beside Cilium",
    "pods-stuck",
    { ...stuck, workloads: [AGENT, OPERATOR, DNS, workload("aws-node", "aws-node")] },
    "live-workloads-other-cni",
  ],
  [
    "blocks that are broken",
    "ips-exhausted",
    { ...empty, config: config({ "aws-enable-prefix-delegation": "true" }), subnets: [{ ...SUBNET, freePrefixes: 0 }] },
    "live-subnets-fragmented",
  ],
  [
    "a quota that is met",
    "ips-exhausted",
    { ...empty, interfaces: { inRegion: 5000, quota: 5000, leaked: [] } },
    "live-interfaces-quota",
  ],
  [
    "types that are full",
    "ips-exhausted",
    { ciliumNodes: [{ ...CILIUM_NODE, held: 42, used: 42 }] },
    "live-addresses-full",
  ],
  [
    "nodes without an agent",
    "nodes-not-ready",
    { nodes: [{ ...NODE, ready: false, reason: "cni plugin not initialized" }], workloads: [OPERATOR, DNS] },
    "live-workloads-present",
  ],
  [
    "a group that is degraded",
    "nodes-not-ready",
    {
      nodes: [{ ...NODE, ready: false }],
      nodeGroups: [{ name: "general", status: "DEGRADED", issues: [], scaling: { min: 1, desired: 1, max: 1 } }],
    },
    "live-groups-healthy",
  ],
  [
    "targets that fail",
    "nlb-no-targets",
    {
      loadBalancers: [
        { ...BALANCER, targets: [{ port: 80, healthy: 0, unhealthy: 2, reasons: ["Target.FailedHealthChecks"] }] },
      ],
    },
    "live-load-balancers-targets",
  ],
  [
    "a controller that does not run",
    "nlb-no-targets",
    {
      services: [{ ...SERVICE, addresses: [] }],
      workloads: [
        AGENT,
        OPERATOR,
        DNS,
        workload("load-balancer-controller", "aws-load-balancer-controller", { ready: 0 }),
      ],
    },
    "live-workloads-beside",
  ],
  ["a Service without a pod", "gateway-503", { backends: { "edge/shop": 0 } }, "live-gateways-backends"],
  [
    "a listener without its certificate",
    "gateway-503",
    { gateways: [{ ...GATEWAY, listeners: [{ ...GATEWAY.listeners[0]!, conditions: [] }] }] },
    "live-gateways-listeners",
  ],
  [
    "CoreDNS that is scaled away",
    "dns",
    { workloads: [AGENT, OPERATOR, { ...DNS, desired: 0, ready: 0, updated: 0 }] },
    "live-workloads-scheduled",
  ],
  [
    "a flow that is denied",
    "policy-drops",
    { drops: [{ from: "shop/web", to: "shop/api", port: "TCP 80", reason: "POLICY_DENIED", count: 3 }] },
    "live-drops-policy",
  ],
  [
    "a policy that is invalid",
    "policy-drops",
    { policies: [{ kind: "CiliumNetworkPolicy", name: "x", valid: false, message: "wrong" }] },
    "live-policies-valid",
  ],
  ["certificates that ran out", "hubble-empty", expired, "live-certificates-expired"],
  [
    "calls that are throttled",
    "operator-throttled",
    { operatorLog: { ...NO_TROUBLE, throttled: 90 } },
    "live-operator-throttled",
  ],
];

describe("a diagnosis", () => {
  it.each(SICK)("finds %s under %s", (_, symptom, over, cause) => {
    const [found] = diagnose(live(over), symptom);
    expect(found?.cause?.findings.map(({ rule }) => rule)).toContain(cause);
    expect(found?.cause?.next).not.toBe("");
  });

  it.each(SICK.filter(([what]) => !/CoreDNS/.test(what)))("tells of %s unasked", (_, symptom, over) => {
    expect(diagnose(live(over)).map(({ id }) => id)).toContain(symptom);
  });

  it("finds nothing where nothing is wrong, whatever is asked", () => {
    expect(diagnose(live())).toEqual([]);
    for (const { id } of CHAINS) expect(diagnose(live(), id)[0]?.cause).toBeUndefined();
  });

  it("calls no link clear that could not be read", () => {
    const [found] = diagnose(live({ ...stuck, ...empty, subnets: UNKNOWN as never }), "pods-stuck");
    expect(found?.links.find(({ asks }) => asks === "Are the subnets full?")?.state).toBe("unknown");
  });

  it("names only rules that there are, and every symptom of the handbook", () => {
    const ids = new Set(catalogue.map(({ id }) => id));
    const named = CHAINS.flatMap(({ seenBy, links }) => [...seenBy, ...links.flatMap(({ rules }) => rules)]);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
    expect(CHAINS.map(({ id }) => id)).toEqual([
      "pods-stuck",
      "ips-exhausted",
      "nodes-not-ready",
      "nlb-no-targets",
      "gateway-503",
      "dns",
      "policy-drops",
      "hubble-empty",
      "operator-throttled",
    ]);
  });
});
