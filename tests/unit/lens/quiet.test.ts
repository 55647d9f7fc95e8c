import { describe, expect, it } from "vitest";
import { judgeRule, visibleRules } from "../../../lens/judge.ts";
import { seeCluster, seeProgram } from "../../../lens/index.ts";
import type { Registered } from "../../../lens/registered.ts";
import { remarksOf } from "../../../lens/scope.ts";

type Props = Registered["props"];

const resource = (type: string, name: string, props: Props, more: Partial<Registered> = {}): Registered => ({
  urn: `urn:${name}`,
  type,
  name,
  props,
  protect: false,
  ignoreChanges: [],
  sources: {},
  dependencies: [],
  ...more,
});
const cluster = (more: Props = {}): Registered =>
  resource("aws:eks/cluster:Cluster", "blue", {
    name: "blue",
    version: "1.35",
    bootstrapSelfManagedAddons: false,
    accessConfig: { authenticationMode: "API" },
    ...more,
  });
const vpc = (cidrBlock = "10.0.0.0/16"): Registered => resource("aws:ec2/vpc:Vpc", "net", { cidrBlock });
const cilium = (values: Props): Registered =>
  resource("kubernetes:helm.sh/v3:Release", "cilium", {
    chart: "cilium",
    version: "1.19.6",
    namespace: "kube-system",
    name: "cilium",
    skipAwait: true,
    repositoryOpts: { repo: "https://helm.cilium.io" },
    values,
  });
const eni = (more: Props = {}): Registered =>
  cilium({
    eni: { enabled: true },
    ipam: { mode: "eni" },
    routingMode: "native",
    kubeProxyReplacement: true,
    k8sServiceHost: "ABC.gr7.eu-central-1.eks.amazonaws.com",
    k8sServicePort: 443,
    cluster: { name: "blue" },
    ...more,
  });
const chaining = cilium({
  cni: { chainingMode: "aws-cni", exclusive: false },
  enableIPv4Masquerade: false,
  routingMode: "native",
  endpointRoutes: { enabled: true },
});
const overlay = cilium({
  ipam: { mode: "cluster-pool", operator: { clusterPoolIPv4PodCIDRList: ["10.200.0.0/16"] } },
  routingMode: "tunnel",
  tunnelProtocol: "vxlan",
});
const route = (destinationCidrBlock: string): Registered =>
  resource("aws:ec2/route:Route", `to-${destinationCidrBlock}`, { destinationCidrBlock, transitGatewayId: "tgw-1" });
const role = (name: string, actions: readonly string[], subject: string): Registered =>
  resource("aws:iam/role:Role", name, {
    assumeRolePolicy: JSON.stringify({
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "oidc.eks.eu-central-1.amazonaws.com/id/A:sub": `system:serviceaccount:${subject}`,
              "oidc.eks.eu-central-1.amazonaws.com/id/A:aud": "sts.amazonaws.com",
            },
          },
        },
      ],
    }),
    inlinePolicies: [{ policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] }) }],
  });

const told = (group: RegExp, ...resources: Registered[]): string[] => {
  const { model } = seeCluster(resources, "eu-central-1");
  return visibleRules
    .filter(({ id }) => group.test(id))
    .flatMap((rule) => judgeRule(rule, model).findings.map((found) => `${found.rule}: ${found.found}`));
};

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
    expect(remarksOf(seeProgram(all)).map(({ message }) => message)).toEqual([expect.stringContaining("No Cilium")]);
    expect(remarksOf(seeProgram([...all, eni()]))).toEqual([]);
  });

  it("hears nothing of what only Cilium needs", () => {
    expect(told(/-taint-|bootstrap-addons|vpc-cni|coredns|kube-proxy|^identity-operator/, ...all)).toEqual([]);
  });
});
