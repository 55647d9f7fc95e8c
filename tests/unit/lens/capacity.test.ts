import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import { viewCluster } from "../../../lens/index.ts";
import { evaluateRule, visibleRules } from "../../../lens/evaluate.ts";
import type { Registered } from "../../../lens/registered.ts";
import { resource, urnOf } from "../../support/resources/resource.ts";

type Props = Registered["props"];
const SUBNET = "aws:ec2/subnet:Subnet";
const vpc = resource("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" });
const subnet = (name: string, cidrBlock: string, more: Props = {}): Registered =>
  resource(SUBNET, name, { cidrBlock, availabilityZone: "eu-central-1a", ...more });
const cilium = (more: Props = {}): Registered =>
  resource("kubernetes:helm.sh/v3:Release", "cilium", {
    chart: "cilium",
    version: "1.19.6",
    values: { ipam: { mode: "eni" }, eni: { enabled: true }, ...more },
  });
const group = (
  scaling: readonly [min: number, max: number],
  subnets: readonly string[],
  more: Props = {},
): Registered =>
  resource(
    "aws:eks/nodeGroup:NodeGroup",
    "general",
    {
      instanceTypes: ["m5.large"],
      scalingConfig: { minSize: scaling[0], desiredSize: scaling[0], maxSize: scaling[1] },
      subnetIds: subnets.map(() => UNKNOWN),
      ...more,
    },
    { sources: { subnetIds: subnets.map((name) => urnOf(SUBNET, name)) } },
  );
const pool = (requirements: readonly Props[]): Registered =>
  resource("kubernetes:karpenter.sh/v1:NodePool", "pool", {
    spec: { template: { spec: { requirements, nodeClassRef: { name: "class" } } } },
  });
const nodeClass = (spec: Props): Registered =>
  resource("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", "class", { metadata: { name: "class" }, spec });

function told(rules: RegExp, ...resources: Registered[]) {
  const { model } = viewCluster(resources, "eu-central-1");
  const outcomes = visibleRules.filter(({ id }) => rules.test(id)).map((rule) => evaluateRule(rule, model));
  return {
    findings: outcomes.flatMap(({ findings }) => findings.map(({ rule, path, found }) => `${rule} ${path}: ${found}`)),
    undecided: outcomes.flatMap(({ undecided }) => undecided.map(({ rule, path }) => `${rule} ${path}`)),
  };
}
const SUBNETS = /^addresses-subnet-/;

describe("addresses that a program needs", () => {
  it("are more than a subnet of nodes has", () => {
    const { findings } = told(SUBNETS, vpc, subnet("nodes-a", "10.0.0.0/26"), cilium(), group([2, 6], ["nodes-a"]));
    expect(findings).toEqual([
      expect.stringMatching(/^addresses-subnet-budget network\.subnets\.nodes-a: \d+ addresses needed at the smallest/),
    ]);
  });

  it("grow beyond it", () => {
    const { findings } = told(SUBNETS, vpc, subnet("nodes-a", "10.0.0.0/25"), cilium(), group([1, 6], ["nodes-a"]));
    expect(findings).toEqual([expect.stringMatching(/^addresses-subnet-growth network\.subnets\.nodes-a/)]);
  });

  it("come from pods' own subnets where there are some", () => {
    const { findings } = told(
      SUBNETS,
      vpc,
      subnet("nodes-a", "10.0.0.0/24"),
      subnet("pods-a", "10.0.64.0/28"),
      cilium(),
      group([2, 2], ["nodes-a"]),
    );
    expect(findings).toEqual([expect.stringMatching(/^addresses-subnet-budget network\.subnets\.pods-a/)]);
  });

  it("count what every node keeps at the least", () => {
    const many = { ipam: { mode: "eni", nodeSpec: { ipamMinAllocate: 200 } } };
    const large = { instanceTypes: ["m5.8xlarge"] };
    const run = (values: Props) =>
      told(
        SUBNETS,
        vpc,
        subnet("nodes-a", "10.0.0.0/24"),
        cilium(values),
        group([2, 2], ["nodes-a"], { ...large, labels: {} }),
      ).findings;
    expect(run(many)).toEqual([expect.stringMatching(/^addresses-subnet-budget/)]);
  });

  it("leave other subnets of the VPC alone", () => {
    const database = subnet("database-a", "10.0.200.0/28");
    expect(
      told(SUBNETS, vpc, subnet("nodes-a", "10.0.0.0/20"), database, cilium(), group([2, 4], ["nodes-a"])),
    ).toEqual({ findings: [], undecided: [] });
  });

  it("are divided between the subnets of a zone", () => {
    const two = [subnet("nodes-1", "10.0.0.0/25"), subnet("nodes-2", "10.0.0.128/25")];
    expect(told(SUBNETS, vpc, ...two, cilium(), group([4, 4], ["nodes-1", "nodes-2"])).findings).toEqual([]);
  });

  it("are not known where a group's subnets are not", () => {
    const other = resource("eks:index:NodeGroupV2", "other", { instanceType: "m5.large" });
    const { findings, undecided } = told(
      SUBNETS,
      vpc,
      subnet("nodes-a", "10.0.0.0/20"),
      cilium(),
      group([1, 1], ["nodes-a"]),
      other,
    );
    expect(findings).toEqual([]);
    expect(undecided).not.toEqual([]);
  });

  it("are no question where pods have no address of the VPC", () => {
    const overlay = cilium({ eni: { enabled: false }, ipam: { mode: "cluster-pool" } });
    expect(told(SUBNETS, vpc, subnet("nodes-a", "10.0.0.0/28"), overlay, group([2, 2], ["nodes-a"]))).toEqual({
      findings: [],
      undecided: [],
    });
  });
});

describe("pods of nodes that Karpenter makes", () => {
  const types = (values: readonly string[]): Props => ({
    key: "node.kubernetes.io/instance-type",
    operator: "In",
    values,
  });
  const family = (values: readonly string[]): Props => ({
    key: "karpenter.k8s.aws/instance-family",
    operator: "In",
    values,
  });
  const MAX = /^addresses-(?:max-pods|prefixes-hypervisor)$/;

  it("are more than the smallest type holds, which is named", () => {
    const { findings } = told(
      MAX,
      cilium(),
      pool([types(["m5.xlarge", "t3.small"])]),
      nodeClass({ kubelet: { maxPods: 110 } }),
    );
    expect(findings).toEqual(["addresses-max-pods nodeGroups.pool.maxPods: 110 on t3.small"]);
  });

  it("get no prefixes on Xen", () => {
    const { findings } = told(
      MAX,
      cilium({ eni: { enabled: true, awsEnablePrefixDelegation: true } }),
      pool([family(["m4", "m5"])]),
    );
    expect(findings).toEqual([
      expect.stringMatching(/^addresses-prefixes-hypervisor nodeGroups\.pool\.instanceTypes: m4\./),
    ]);
  });

  it("are no question of a pool that takes whatever fits", () => {
    const wide = { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["c", "m", "r"] };
    expect(told(MAX, cilium(), pool([wide]), nodeClass({ kubelet: { maxPods: 110 } })).findings).toEqual([]);
  });

  it("leave out the sizes that the pool does", () => {
    const not = { key: "karpenter.k8s.aws/instance-size", operator: "NotIn", values: ["large", "xlarge"] };
    const { findings } = told(MAX, cilium(), pool([family(["m5"]), not]), nodeClass({ kubelet: { maxPods: 200 } }));
    expect(findings).toEqual(["addresses-max-pods nodeGroups.pool.maxPods: 200 on m5.2xlarge"]);
  });
});

describe("pods of self-managed nodes", () => {
  it("are what the kubelet's flags say", () => {
    const nodes = resource("eks:index:NodeGroupV2", "nodes", {
      instanceType: "t3.small",
      kubeletExtraArgs: "--max-pods=110",
    });
    expect(told(/^addresses-max-pods$/, cilium(), nodes).findings).toEqual([
      "addresses-max-pods nodeGroups.nodes.maxPods: 110 on t3.small",
    ]);
  });

  it("are what a part of their NodeConfig says", () => {
    const content = "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {kubelet: {config: {maxPods: 110}}}\n";
    const nodes = resource("eks:index:NodeGroupV2", "nodes", {
      instanceType: "t3.small",
      nodeadmExtraOptions: [{ content }],
    });
    expect(told(/^addresses-max-pods$/, cilium(), nodes).findings).toEqual([
      "addresses-max-pods nodeGroups.nodes.maxPods: 110 on t3.small",
    ]);
  });
});
