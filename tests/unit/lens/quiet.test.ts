import { describe, expect, it } from "vitest";
import { viewProgram } from "../../../lens/index.ts";
import { remarksOf } from "../../../lens/scope.ts";
import type { Registered } from "../../../lens/registered.ts";
import { chaining, cluster, eni, overlay, resource, role, route, told, vpc } from "../../support/programs.ts";

/** Right as far as these rules go: what else such a program should have is other rules' business. */
const RIGHT: readonly (readonly [what: string, rules: RegExp, ...resources: Registered[]])[] = [
  [
    "aws-cni chaining as Cilium's guide writes it",
    /^(?:datapath|mesh)-/,
    cluster({ bootstrapSelfManagedAddons: true }),
    chaining,
  ],
  [
    "an overlay beside a company route",
    /^(?:network-cidr|datapath-pool|hybrid)-/,
    cluster(),
    vpc(),
    overlay,
    route("10.0.0.0/8"),
  ],
  ["a company route that holds the VPC", /^network-cidr/, cluster(), vpc("10.20.0.0/16"), eni(), route("10.0.0.0/8")],
  [
    "the route to hybrid nodes",
    /^(?:hybrid-remote-overlap|network-cidr-overlap)/,
    cluster({ remoteNetworkConfig: { remoteNodeNetworks: { cidrs: ["192.168.10.0/24"] } } }),
    vpc(),
    eni(),
    route("192.168.10.0/24"),
  ],
  [
    "Istio's CNI plugin, which shares the node's configuration",
    /^(?:helm-values-key|datapath-(?!cni-exclusive|masquerade-explicit))/,
    cluster(),
    eni({ cni: { exclusive: false }, socketLB: { hostNamespaceOnly: true } }),
  ],
  [
    "the load balancer controller's published policy",
    /^identity-/,
    cluster(),
    role(
      "aws-load-balancer-controller",
      ["wafv2:AssociateWebACL", "shield:CreateProtection", "elasticloadbalancing:CreateListener"],
      "kube-system:aws-load-balancer-controller",
    ),
  ],
  [
    "the cluster autoscaler's policy",
    /^identity-/,
    cluster(),
    role("cluster-autoscaler", ["autoscaling:SetDesiredCapacity"], "kube-system:cluster-autoscaler"),
  ],
  [
    "kube-proxy as an add-on, kept",
    /^datapath-kube-proxy/,
    cluster(),
    resource("aws:eks/addon:Addon", "kube-proxy", { addonName: "kube-proxy" }),
    eni({ kubeProxyReplacement: false }),
  ],
  [
    "pods in 100.64.0.0/16",
    /^network-secondary/,
    cluster(),
    vpc(),
    resource("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "pods", { cidrBlock: "100.64.0.0/16" }),
  ],
  ["XDP without WireGuard", /^datapath-xdp-encryption/, cluster(), eni({ loadBalancer: { acceleration: "native" } })],
  [
    "tags of this cluster's own for collection",
    /^datapath-eni-garbage/,
    cluster(),
    eni({ eni: { enabled: true, gcTags: { "io.cilium/cluster-name": "blue" } } }),
  ],
  [
    "GPU nodes of Karpenter",
    /^(?:addresses|quotas)-/,
    cluster(),
    eni(),
    resource("kubernetes:karpenter.sh/v1:NodePool", "gpu", {
      metadata: { name: "gpu" },
      spec: { template: { spec: { nodeClassRef: { name: "gpu" } } } },
    }),
  ],
];

describe("right configurations", () => {
  it.each(RIGHT.map(([what, rules, ...resources]) => ({ what, rules, resources })))(
    "say nothing of $what",
    ({ rules, resources }) => {
      expect(told(rules, ...resources)).toEqual([]);
    },
  );
});

describe("a program without Cilium", () => {
  const nodes = resource("aws:eks/nodeGroup:NodeGroup", "general", { instanceTypes: ["m6i.large"] });
  const all = [cluster({ bootstrapSelfManagedAddons: true }), nodes];

  it("is told once that there is none", () => {
    expect(remarksOf(viewProgram(all)).map(({ message }) => message)).toEqual([expect.stringContaining("No Cilium")]);
    expect(remarksOf(viewProgram([...all, eni()]))).toEqual([]);
  });

  it("hears nothing of what only Cilium needs", () => {
    expect(told(/-taint-|bootstrap-addons|vpc-cni|coredns|kube-proxy|^identity-operator/, ...all)).toEqual([]);
  });
});
