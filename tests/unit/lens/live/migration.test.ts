import { describe, expect, it } from "vitest";
import {
  kubeProxyModeOf,
  loadBalancerOf,
  networkPolicyOf,
  nodeBoundWorkloadOf,
  oldDaemonSetOf,
  otherPolicyOf,
} from "../../../../lens/live/migration.ts";
import type { Raw } from "../../../../lens/live/raw.ts";

const SPLIT = "cilium-eks/datapath";
const expression = (key: string, operator: string, values?: readonly string[]) => ({ key, operator, values });
const terms = (...all: readonly (readonly object[])[]) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: all.map((matchExpressions) => ({ matchExpressions })),
      },
    },
  },
});
const daemonSet = (pod: object): Raw => ({ kind: "DaemonSet", spec: { template: { spec: pod } } });

describe("where aws-node runs", () => {
  const linux = expression("kubernetes.io/os", "In", ["linux"]);
  it.each([
    ["everywhere", {}],
    ["everywhere", terms([linux])],
    ["old-nodes", terms([linux, expression(SPLIT, "NotIn", ["cilium"])])],
    ["old-nodes", terms([expression(SPLIT, "DoesNotExist")])],
    // Terms are alternatives: one that lets Cilium's nodes in is enough.
    ["everywhere", terms([expression(SPLIT, "NotIn", ["cilium"])], [linux])],
    ["everywhere", terms([expression(SPLIT, "NotIn", ["other"])])],
    ["everywhere", terms([expression(SPLIT, "In", ["cilium"])])],
    ["everywhere", { nodeSelector: { team: "shop" } }],
    ["nowhere", { nodeSelector: { "io.cilium/aws-node-enabled": "true" } }],
  ])("is %s by %j", (runs, pod) => {
    expect(oldDaemonSetOf(daemonSet(pod)).runs).toBe(runs);
  });
});

describe("what a workload asks of its node", () => {
  const container = (over: object) => ({ containers: [{ name: "main", ...over }] });
  it.each([
    ["a host port", container({ ports: [{ containerPort: 80, hostPort: 8080 }] }), { hostPorts: [8080] }],
    [
      "a port of the host network",
      { hostNetwork: true, ...container({ ports: [{ containerPort: 9100 }] }) },
      { hostPorts: [9100] },
    ],
    [
      "a branch interface",
      container({ resources: { limits: { "vpc.amazonaws.com/pod-eni": "1" } } }),
      { podEni: true },
    ],
    [
      "the CNI configuration",
      { ...container({}), volumes: [{ hostPath: { path: "/etc/cni/net.d" } }] },
      { writesCniConfig: true },
    ],
    ["certain nodes", { ...container({}), nodeSelector: { team: "shop" } }, { nodeSelector: { team: "shop" } }],
  ])("is %s", (_, pod, asked) => {
    expect(nodeBoundWorkloadOf(daemonSet(pod))).toMatchObject([asked]);
  });

  it("is nothing where it asks for nothing, or another object makes it, or it is Cilium", () => {
    const bound = container({ ports: [{ hostPort: 9962 }] });
    const owned = { ...daemonSet(bound), metadata: { ownerReferences: [{ kind: "App", name: "a" }] } };
    const cilium = { ...daemonSet(bound), metadata: { name: "cilium" } };
    expect(
      [daemonSet(container({ ports: [{ containerPort: 80 }] })), owned, cilium].flatMap(nodeBoundWorkloadOf),
    ).toEqual([]);
  });

  it("is read of a CronJob's pods too", () => {
    const spec = {
      jobTemplate: { spec: { template: { spec: { ...container({}), nodeSelector: { team: "shop" } } } } },
    };
    expect(nodeBoundWorkloadOf({ kind: "CronJob", spec })).toMatchObject([{ nodeSelector: { team: "shop" } }]);
  });
});

describe("what load balancers send to", () => {
  const service = (type: string, annotations: Readonly<Record<string, string>> = {}): Raw => ({
    kind: "Service",
    metadata: { annotations },
    spec: { type },
  });
  it.each([
    [[], service("ClusterIP")],
    [["instance"], service("LoadBalancer")],
    [["ip"], service("LoadBalancer", { "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip" })],
    [["ip"], service("LoadBalancer", { "service.beta.kubernetes.io/aws-load-balancer-type": "nlb-ip" })],
    [["ip"], { kind: "Ingress", metadata: { annotations: { "alb.ingress.kubernetes.io/target-type": "ip" } } }],
    [["instance"], { kind: "Ingress" }],
    [["ip"], { kind: "TargetGroupBinding", spec: { targetType: "ip" } }],
  ] as const)("is %j of %j", (targets, object) => {
    expect(loadBalancerOf(object).map((one) => one.targets)).toEqual(targets);
  });
});

it("reads blocks of policies by direction, and what Calico's use of their own", () => {
  const spec = { ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }, { podSelector: {} }] }], egress: [{}] };
  expect(networkPolicyOf({ spec }).blocks).toEqual([{ direction: "ingress", cidr: "10.0.0.0/8" }]);
  const calico = { order: 5, tier: "security", preDNAT: true, ingress: [{ action: "Allow" }, { action: "Pass" }] };
  expect(otherPolicyOf({ spec: calico }).uses).toEqual(["order 5", "tier security", "action Pass", "preDNAT"]);
  expect(otherPolicyOf({ spec: { tier: "default" } }).uses).toEqual([]);
});

it.each([
  ["iptables", undefined],
  ["iptables", 'mode: ""\n'],
  ["ipvs", "kind: KubeProxyConfiguration\nmode: ipvs\n"],
  ["nftables", 'mode: "nftables"\nipvs:\n  scheduler: rr\n'],
])("tells kube-proxy's mode %s of %j", (mode, config) => {
  expect(kubeProxyModeOf(config === undefined ? undefined : { data: { config } })).toBe(mode);
});
