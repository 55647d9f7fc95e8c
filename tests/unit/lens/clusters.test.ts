import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import { type ClusterView, viewProgram } from "../../../lens/index.ts";
import { evaluateResources } from "../../../lens/evaluate.ts";
import type { Registered } from "../../../lens/registered.ts";

const resource = (type: string, name: string, more: Partial<Registered> = {}): Registered => ({
  urn: name,
  type,
  name,
  props: {},
  protect: false,
  ignoreChanges: [],
  sources: {},
  dependencies: [],
  ...more,
});

const K8S = "pulumi:providers:kubernetes";
const cluster = (name: string, more: Partial<Registered> = {}): Registered =>
  resource("aws:eks/cluster:Cluster", name, { props: { name, version: "1.35" }, ...more });
const provider = (name: string, to: string): Registered =>
  resource(K8S, name, { sources: { kubeconfig: [to] }, dependencies: [to] });
const cilium = (name: string, to?: string, more: Partial<Registered> = {}): Registered =>
  resource("kubernetes:helm.sh/v3:Release", name, {
    ...(to === undefined ? {} : { provider: to }),
    ...more,
    props: { chart: "cilium", version: "1.19.6", ...more.props },
  });
const group = (name: string, more: Partial<Registered>): Registered =>
  resource("aws:eks/nodeGroup:NodeGroup", name, more);

const namesIn = ({ resources }: ClusterView): string[] => resources.map(({ name }) => name).toSorted();
const scopes = (...all: Registered[]): Record<string, string[]> =>
  Object.fromEntries(viewProgram(all).clusters.map((view) => [view.name ?? "", namesIn(view)]));
const remarks = (...all: Registered[]): string[] => evaluateResources(all).remarks.map(({ message }) => message);

describe("a program with one cluster", () => {
  const own = provider("own", "blue");
  const other = resource(K8S, "premises");

  it("is judged by the release that goes to its own", () => {
    const there = cilium("there", "premises", { props: { version: "1.18.8-1" } });
    const [{ model, name }] = viewProgram([cluster("blue"), own, other, there, cilium("here", "own")]).clusters;
    expect(model.cilium?.version).toBe("1.19.6");
    expect(model.releases).toEqual([]);
    expect(name).toBeUndefined();
    expect(remarks(cluster("blue"), own, other, there, cilium("here", "own"))).toEqual([
      '"there" goes to a cluster that this program does not make, and was not judged.',
    ]);
  });

  it("keeps what names no provider, or the engine's own", () => {
    const byDefault = resource(K8S, "default_4_34_2");
    expect(scopes(cluster("blue"), own, byDefault, resource("x", "x"), cilium("here", "default_4_34_2"))[""]).toEqual([
      "blue",
      "default_4_34_2",
      "here",
      "own",
      "x",
    ]);
  });

  it("leaves nothing out where no provider is known to lead to it", () => {
    expect(scopes(cluster("blue"), other, cilium("there", "premises"))[""]).toContain("there");
  });
});

describe("a program without a cluster", () => {
  it("is judged by its Cilium", () => {
    const { clusters } = evaluateResources([cilium("cilium")]);
    expect(clusters.map(({ name, model }) => [name, model.cilium?.version])).toEqual([[undefined, "1.19.6"]]);
    expect(scopes(resource(K8S, "premises"), cilium("there", "premises"))[""]).toContain("there");
  });

  it("has as many clusters as providers that Cilium goes to", () => {
    const all = [resource(K8S, "blue"), resource(K8S, "green"), cilium("one", "blue"), cilium("two", "green")];
    expect(scopes(...all)).toEqual({ blue: ["blue", "one"], green: ["green", "two"] });
  });
});

describe("a program with several clusters gives to each", () => {
  const both = [cluster("blue"), cluster("green"), provider("to-blue", "blue"), provider("to-green", "green")];

  it("releases by the provider, whatever the other cluster's they wait for or read", () => {
    const mesh = { sources: { values: ["blue", "green"] }, dependencies: ["one"] };
    const found = scopes(...both, cilium("one", "to-blue"), cilium("two", "to-green", mesh));
    expect(found).toEqual({ blue: ["blue", "one", "to-blue"], green: ["green", "to-green", "two"] });
  });

  it("releases without one by the cluster that their values name", () => {
    const byValues = cilium("cilium", undefined, { props: { values: { cluster: { name: "green" } } } });
    expect(scopes(...both, byValues)["green"]).toContain("cilium");
  });

  it("node groups by the source of the name, or by the plain name alone", () => {
    const found = scopes(
      cluster("blue"),
      cluster("green"),
      group("a", { sources: { clusterName: ["blue"] } }),
      group("b", { props: { clusterName: "green" } }),
      group("green-c", { props: { clusterName: UNKNOWN } }),
    );
    expect(found).toEqual({ blue: ["a", "blue"], green: ["b", "green", "green-c"] });
  });

  it("what stands in a component that made it and no other", () => {
    const second = resource("acme:index:Platform", "second");
    const found = scopes(
      cluster("blue"),
      second,
      cluster("green", { parent: "second" }),
      group("inside", { parent: "second" }),
      group("own", { parent: "second", sources: { clusterName: ["blue"] } }),
    );
    expect(found).toEqual({ blue: ["blue", "own"], green: ["green", "inside", "second"] });
  });

  it("what it uses, and to both what both use; of a VPC only the subnets that are used", () => {
    const subnet = (name: string): Registered =>
      resource("aws:ec2/subnet:Subnet", name, { sources: { vpcId: ["vpc"] } });
    const found = scopes(
      resource("aws:ec2/vpc:Vpc", "vpc"),
      resource("aws:ec2/vpc:Vpc", "hub"),
      resource("aws:ec2/flowLog:FlowLog", "flows", { sources: { vpcId: ["vpc"] } }),
      subnet("a"),
      subnet("b"),
      cluster("blue", { sources: { vpcConfig: ["a"], roleArn: ["role"] } }),
      cluster("green", { sources: { vpcConfig: ["b"], roleArn: ["role"] } }),
      resource("aws:iam/role:Role", "role"),
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "rights", { sources: { role: ["role"] } }),
    );
    expect(found).toEqual({
      blue: ["a", "blue", "flows", "rights", "role", "vpc"],
      green: ["b", "flows", "green", "rights", "role", "vpc"],
    });
  });

  it("no part of a peer that a rule or a route names", () => {
    const securityGroup = (name: string): Registered => resource("aws:ec2/securityGroup:SecurityGroup", name);
    const rule = resource("aws:ec2/securityGroupRule:SecurityGroupRule", "rule", {
      sources: { securityGroupId: ["sg-green"], sourceSecurityGroupId: ["sg-blue"] },
    });
    const found = scopes(
      securityGroup("sg-blue"),
      securityGroup("sg-green"),
      rule,
      cluster("blue", { sources: { vpcConfig: ["sg-blue"] } }),
      cluster("green", { sources: { vpcConfig: ["sg-green"] } }),
    );
    expect(found).toEqual({ blue: ["blue", "sg-blue"], green: ["green", "rule", "sg-green"] });
  });

  it("a peering of both VPCs, which makes neither the other's", () => {
    const vpc = (name: string): Registered => resource("aws:ec2/vpc:Vpc", name);
    const peering = resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", {
      sources: { vpcId: ["vpc-blue"], peerVpcId: ["vpc-green"] },
    });
    const found = scopes(
      vpc("vpc-blue"),
      vpc("vpc-green"),
      peering,
      cluster("blue", { sources: { vpcConfig: ["vpc-blue"] } }),
      cluster("green", { sources: { vpcConfig: ["vpc-green"] } }),
    );
    expect(found).toEqual({ blue: ["blue", "peering", "vpc-blue"], green: ["green", "peering", "vpc-green"] });
  });

  it("what its tags or the name of its log group say", () => {
    const tags = { "kubernetes.io/cluster/green": "owned" };
    const found = scopes(
      cluster("blue"),
      cluster("green"),
      resource("aws:ec2/subnet:Subnet", "tagged", { props: { tags } }),
      resource("aws:cloudwatch/logGroup:LogGroup", "logs", { props: { name: "/aws/eks/blue/cluster" } }),
    );
    expect(found).toEqual({ blue: ["blue", "logs"], green: ["green", "tagged"] });
  });

  it("of two with one name the parts by the provider of the Region", () => {
    const regions = ["eu-central-1", "us-east-1"].map((region) =>
      resource("pulumi:providers:aws", region, { props: { region } }),
    );
    const two = ["eu-central-1", "us-east-1"].map((region) =>
      cluster(`shop-${region}`, { props: { name: "shop" }, provider: region }),
    );
    const nodes = group("nodes", { props: { clusterName: "shop" }, provider: "us-east-1" });
    const { clusters } = viewProgram([...regions, ...two, nodes]);
    expect(clusters.map(({ model }) => [model.account?.region, model.nodeGroups?.length ?? 0])).toEqual([
      ["eu-central-1", 0],
      ["us-east-1", 1],
    ]);
  });
});

describe("a program with another VPC beside the cluster's", () => {
  it("is judged by the cluster's, and by what joins both", () => {
    const vpc = (name: string, cidrBlock: string) => resource("aws:ec2/vpc:Vpc", name, { props: { cidrBlock } });
    const subnet = (name: string, to: string, cidrBlock: string) =>
      resource("aws:ec2/subnet:Subnet", name, { props: { cidrBlock }, sources: { vpcId: [to] } });
    const [{ model }] = viewProgram([
      vpc("hub", "10.0.0.0/16"),
      vpc("own", "10.1.0.0/16"),
      subnet("there", "hub", "10.0.0.0/24"),
      subnet("here", "own", "10.1.0.0/24"),
      resource("aws:ec2/natGateway:NatGateway", "nat", { sources: { subnetId: ["there"] } }),
      resource("aws:ec2/flowLog:FlowLog", "flows", { sources: { vpcId: ["hub"] } }),
      resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", {
        sources: { vpcId: ["hub"], peerVpcId: ["own"] },
      }),
      cluster("blue", { sources: { vpcConfig: ["here"] } }),
    ]).clusters;
    expect(model.network).toMatchObject({ vpcCidrs: ["10.1.0.0/16"], natGateways: 0, flowLogs: false, attached: true });
    expect(model.network?.subnets.map(({ name }) => name)).toEqual(["here"]);
  });
});

describe("what nobody can give to a cluster", () => {
  const two = [cluster("blue"), cluster("green")];

  it("is judged for none, and said once", () => {
    const platform = resource("acme:index:Platform", "platform");
    const inside = two.map((one) => ({ ...one, parent: "platform" }));
    const all = [platform, ...inside, group("workers", { parent: "platform" }), cilium("cilium")];
    expect(scopes(...all)).toEqual({ blue: ["blue", "platform"], green: ["green", "platform"] });
    expect(remarks(...all).at(-1)).toContain('not judged: NodeGroup "workers", Release "cilium". Name the cluster');
  });

  it("is nothing that belongs to no cluster", () => {
    const lambda = resource("aws:iam/role:Role", "lambda", { props: { assumeRolePolicy: "lambda.amazonaws.com" } });
    expect(remarks(...two, lambda, resource("aws:s3/bucket:Bucket", "b")).join("\n")).not.toContain("Which of");
  });
});

describe("findings", () => {
  const right = cluster("blue", { props: { name: "blue", accessConfig: { authenticationMode: "API" } } });
  const wrong = cluster("green");
  const told = (rule: string, ...all: Registered[]): string[] =>
    evaluateResources(all).findings.flatMap(({ finding, urn = "" }) =>
      finding.rule === rule ? [`${finding.subject}, ${urn}`] : [],
    );

  it("name their cluster where there are several", () => {
    const found = evaluateResources([right, wrong]).findings.filter(
      ({ finding }) => finding.rule === "control-plane-authentication-mode",
    );
    expect(found).toMatchObject([
      { urn: "green", finding: { clusters: ["green"], subject: expect.stringMatching(/ of cluster "green"$/) } },
    ]);
    expect(told("control-plane-authentication-mode", wrong)).toEqual([expect.not.stringContaining(" of cluster")]);
  });

  it("on what two clusters share are said once, with both names", () => {
    const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { props: { cidrBlock: "10.0.0.0/16" } });
    const on = (one: Registered): Registered => ({ ...one, sources: { vpcConfig: ["vpc"] } });
    expect(told("network-flow-logs", vpc, on(right), on(wrong))).toEqual([
      expect.stringMatching(/ of clusters "blue" and "green", vpc$/),
    ]);
  });

  it("ask for no Cilium on the cluster that has none", () => {
    const all = [right, wrong, provider("to-blue", "blue"), cilium("one", "to-blue")];
    expect(evaluateResources(all).clusters.map(({ model }) => model.withoutCilium)).toEqual([undefined, true]);
    expect(remarks(...all)).toEqual([expect.stringMatching(/^Cluster "green": No Cilium/)]);
  });
});
