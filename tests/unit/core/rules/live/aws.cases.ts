import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import { BALANCER, SUBNET, config, live } from "../../../../support/live-model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const subnet = (over: Partial<typeof SUBNET>) => live({ subnets: [{ ...SUBNET, ...over }] });
const prefixes = config({ "aws-enable-prefix-delegation": "true" });
const scarce = (over: Partial<typeof SUBNET>) => live({ subnets: [{ ...SUBNET, ...over }], config: prefixes });
const targets = (healthy: number, unhealthy: number, reasons: readonly string[] = []) =>
  live({ loadBalancers: [{ ...BALANCER, targets: [{ port: 80, healthy, unhealthy, reasons }] }] });
const group = (status: string, issues: readonly string[] = []) =>
  live({ nodeGroups: [{ name: "general", status, issues, scaling: { min: 1, desired: 1, max: 2 } }] });
const addon = (name: string, status = "ACTIVE", issues: readonly string[] = []) => ({
  addons: [{ name, status, issues, version: "v1" }],
});
const interfaces = (inRegion: number, leaked: number) =>
  live({
    interfaces: {
      inRegion,
      quota: 5000,
      leaked: Array.from({ length: leaked }, (_, at) => ({
        id: `eni-${String(at)}`,
        subnet: "s",
        cluster: "old",
        description: "",
        addresses: 10,
      })),
    },
  });
const unread = [["subnets that could not be read", live({ subnets: UNKNOWN as never })]] as const;

export default cases({
  "live-subnets-full": {
    fails: [
      [
        "none free",
        subnet({ free: 0 }),
        { path: "live.subnets.subnet-pods", found: "pods-a in eu-central-1a has no free address", example: true },
      ],
    ],
    passes: [["one free", subnet({ free: 1 })]],
    unknown: unread,
  },
  "live-subnets-nearly-full": {
    fails: [
      ["63", subnet({ free: 63 }), { found: "63 free in pods-a", example: true }],
      ["one", subnet({ free: 1 })],
    ],
    passes: [
      ["64", subnet({ free: 64 })],
      ["none, of which another rule tells", subnet({ free: 0 })],
      ["a subnet without pods", subnet({ free: 1, forPods: false })],
    ],
    unknown: unread,
  },
  "live-subnets-fragmented": {
    fails: [
      [
        "seven blocks",
        scarce({ freePrefixes: 7, free: 4000 }),
        { found: "7 free blocks of 16 in pods-a, of 4000 free addresses", example: true },
      ],
    ],
    passes: [
      ["eight", scarce({ freePrefixes: 8 })],
      ["a subnet without pods", scarce({ freePrefixes: 0, forPods: false })],
      ["single addresses", subnet({ freePrefixes: 0 })],
    ],
    unknown: unread,
  },
  "live-load-balancers-active": {
    fails: [
      [
        "one that failed",
        live({ loadBalancers: [{ ...BALANCER, state: "failed" }] }),
        { found: "failed", example: true },
      ],
    ],
    passes: [["an active one", live()]],
    unknown: [["load balancers that could not be read", live({ loadBalancers: UNKNOWN as never })]],
  },
  "live-load-balancers-targets": {
    fails: [
      [
        "all of them sick",
        targets(0, 2, ["Target.FailedHealthChecks"]),
        {
          path: "live.loadBalancers.edge.targets.80",
          found: "port 80: 2 of 2 unhealthy, Target.FailedHealthChecks",
          example: true,
        },
      ],
      ["none", targets(0, 0), { found: "port 80 has no target" }],
    ],
    passes: [["one that is healthy", targets(1, 2, ["Target.FailedHealthChecks"])]],
    unknown: [["load balancers that could not be read", live({ loadBalancers: UNKNOWN as never })]],
  },
  "live-groups-healthy": {
    fails: [
      ["a group that is degraded", group("DEGRADED"), { found: "DEGRADED", example: true }],
      ["an issue", group("ACTIVE", ["AccessDenied: no"]), { found: "AccessDenied: no" }],
    ],
    passes: [
      ["an active one", group("ACTIVE")],
      ["one that is updated", group("UPDATING")],
      ["one that is made", group("CREATING")],
    ],
    unknown: [["groups that could not be read", live({ nodeGroups: UNKNOWN as never })]],
  },
  "live-addons-healthy": {
    fails: [
      ["one that is degraded", live(addon("coredns", "DEGRADED")), { found: "DEGRADED", example: true }],
      [
        "an issue",
        live(addon("coredns", "ACTIVE", ["InsufficientNumberOfReplicas: none"])),
        { found: "InsufficientNumberOfReplicas" },
      ],
    ],
    passes: [
      ["an active one", live(addon("coredns"))],
      ["one that is updated", live(addon("coredns", "UPDATING"))],
      ["one that is made", live(addon("coredns", "CREATING"))],
    ],
    unknown: [["add-ons that could not be read", live({ addons: UNKNOWN as never })]],
  },
  "live-addons-foreign": {
    fails: [
      ["the VPC CNI", live(addon("vpc-cni")), { found: "a managed add-on", example: true }],
      ["kube-proxy", live(addon("kube-proxy"))],
      [
        "the VPC CNI with another chain",
        live({ ...addon("vpc-cni"), config: config({ "cni-chaining-mode": "portmap" }) }),
      ],
    ],
    passes: [
      ["CoreDNS", live(addon("coredns"))],
      [
        "the VPC CNI that Cilium is chained to",
        live({ ...addon("vpc-cni"), config: config({ "cni-chaining-mode": "aws-cni" }) }),
      ],
      [
        "kube-proxy that nothing replaces",
        live({ ...addon("kube-proxy"), config: config({ "kube-proxy-replacement": "false" }) }),
      ],
    ],
    unknown: [["add-ons that could not be read", live({ addons: UNKNOWN as never })]],
  },
  "live-cluster-active": {
    fails: [
      [
        "an update",
        live({ cluster: { name: "prod", region: "r", status: "UPDATING", version: "1.35", vpcId: "v" } }),
        { found: "UPDATING", example: true },
      ],
    ],
    passes: [["an active one", live()]],
    unknown: [["a cluster that could not be read", live({ cluster: UNKNOWN as never })]],
  },
  "live-interfaces-quota": {
    fails: [["nine tenths", interfaces(4500, 0), { found: "4500 of 5000 in the Region", example: true }]],
    passes: [["less", interfaces(4499, 0)]],
    unknown: [["interfaces that could not be read", live({ interfaces: UNKNOWN as never })]],
  },
  "live-interfaces-leaked": {
    fails: [["four", interfaces(9, 4), { found: "4 free ones with 40 addresses: eni-0, eni-1, eni-2", example: true }]],
    passes: [["none", live()]],
    unknown: [["interfaces that could not be read", live({ interfaces: UNKNOWN as never })]],
  },
});
