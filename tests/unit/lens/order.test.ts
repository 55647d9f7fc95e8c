import { describe, expect, it } from "vitest";
import type { NodeGroupModel } from "../../../core/model/index.ts";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import { viewProgram } from "../../../lens/index.ts";
import { evaluateRule, visibleRules } from "../../../lens/evaluate.ts";
import type { Registered } from "../../../lens/registered.ts";

const resource = (parts: Partial<Registered> & Pick<Registered, "type" | "name">): Registered => ({
  urn: parts.name,
  props: {},
  protect: false,
  ignoreChanges: [],
  sources: {},
  dependencies: [],
  ...parts,
});

const STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
const cluster = resource({ type: "aws:eks/cluster:Cluster", name: "blue", props: { version: "1.35" } });
const component = resource({ type: "eks:index:Cluster", name: "blue", props: { version: "1.35" } });
const release = (parts: Partial<Registered> = {}): Registered =>
  resource({
    type: "kubernetes:helm.sh/v3:Release",
    name: "cilium",
    props: { chart: "cilium", version: "1.19.6" },
    ...parts,
  });
const group = (parts: Partial<Registered> = {}): Registered =>
  resource({ type: "aws:eks/nodeGroup:NodeGroup", name: "general", parent: STACK, ...parts });

const groupsOf = (...all: Registered[]): readonly NodeGroupModel[] =>
  viewProgram(all).clusters[0].model.nodeGroups ?? [];
const order = (...all: Registered[]): string[] => {
  const [{ model }] = viewProgram(all).clusters;
  return visibleRules
    .filter(({ id }) => /^lifecycle-(?:nodes-after|nodes-beside|cilium-before|chart-await)/.test(id))
    .flatMap((rule) => evaluateRule(rule, model).findings.map(({ path }) => `${rule.id} ${path}`));
};

describe("the order of nodes and Cilium", () => {
  it("is right where groups wait for the release, directly or through another resource", () => {
    expect(order(cluster, release(), group({ dependencies: ["cilium"] }))).toEqual([]);
    const between = resource({ type: "time:index/sleep:Sleep", name: "sleep", dependencies: ["cilium"] });
    expect(order(cluster, release(), between, group({ dependencies: ["sleep"] }))).toEqual([]);
  });

  it("is right where a component waits that the group is part of", () => {
    const nodes = resource({ type: "eks:index:ManagedNodeGroup", name: "nodes", dependencies: ["cilium"] });
    expect(order(cluster, release(), nodes, group({ parent: "nodes" }))).toEqual([]);
  });

  it("is right where a group waits for an object of a chart", () => {
    const chart = release({ type: "kubernetes:helm.sh/v4:Chart", props: { chart: "cilium", skipAwait: true } });
    const agent = resource({ type: "kubernetes:apps/v1:DaemonSet", name: "agent", parent: "cilium" });
    expect(order(cluster, chart, agent, group({ dependencies: ["agent"] }))).toEqual([]);
  });

  it("is missing where neither waits", () => {
    expect(order(cluster, release(), group())).toEqual(["lifecycle-nodes-after-cilium nodeGroups.general"]);
    const quick = release({ props: { chart: "cilium", version: "1.19.6", skipAwait: true } });
    expect(order(cluster, quick, group())).toEqual(["lifecycle-nodes-beside-cilium nodeGroups.general"]);
  });

  it("is the wrong way round where the release or its provider waits for the group", () => {
    const wrong = ["lifecycle-cilium-before-nodes cilium"];
    expect(order(cluster, release({ dependencies: ["general"] }), group())).toEqual(wrong);
    const provider = resource({ type: "pulumi:providers:kubernetes", name: "own", dependencies: ["blue", "general"] });
    expect(order(cluster, provider, release({ provider: "own" }), group())).toEqual(wrong);
  });

  it("is wrong for the default group of eks.Cluster", () => {
    const found = "lifecycle-nodes-after-cilium nodeGroups.default";
    expect(order(component, release({ dependencies: ["blue"] }))).toEqual([found]);
    const skipping = { ...component, props: { version: "1.35", skipDefaultNodeGroup: true } };
    expect(order(skipping, release({ dependencies: ["blue"] }))).toEqual([]);
  });

  it("is nobody's business without Cilium", () => {
    expect(order(cluster, group())).toEqual([]);
  });
});

describe("the launch template of a group", () => {
  const template = resource({
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    name: "general-spot",
    parent: STACK,
    props: { blockDeviceMappings: [{ ebs: { encrypted: "true", volumeSize: 60 } }] },
  });

  it("is none where the group names none, whatever else the program has", () => {
    expect(groupsOf(cluster, template, group())[0]?.disk.encrypted).toBe(false);
  });

  it("is the one that its id comes from, for the component too", () => {
    const named = { props: { launchTemplate: { id: UNKNOWN } }, sources: { launchTemplate: ["general-spot"] } };
    expect(groupsOf(cluster, template, group(named))[0]?.disk).toMatchObject({ encrypted: true, sizeGiB: 60 });
    const byComponent = group({ type: "eks:index:ManagedNodeGroup", ...named });
    expect(groupsOf(cluster, template, byComponent)[0]?.disk).toMatchObject({ encrypted: true, sizeGiB: 60 });
  });

  it("is unknown where it is made elsewhere", () => {
    const elsewhere = groupsOf(cluster, template, group({ props: { launchTemplate: { id: "lt-0123456789abcdef0" } } }));
    expect(elsewhere[0]).toMatchObject({ disk: UNKNOWN, userDataKind: UNKNOWN });
  });
});

describe("eks.NodeGroupV2", () => {
  it.each([
    ["AL2", "AL2"],
    ["AL2023", "AL2023"],
    ["RECOMMENDED", "AL2023"],
    ["Bottlerocket", "BOTTLEROCKET"],
  ])("with %s runs %s", (operatingSystem, family) => {
    const [own] = groupsOf(cluster, group({ type: "eks:index:NodeGroupV2", props: { operatingSystem } }));
    expect(own?.amiFamily).toBe(family);
  });
});

describe("VPCs that are peered", () => {
  it("are neighbours by their blocks, not by routes alone", () => {
    const vpc = (name: string, cidrBlock: string) => resource({ type: "aws:ec2/vpc:Vpc", name, props: { cidrBlock } });
    const peering = (sources: Registered["sources"]) =>
      resource({ type: "aws:ec2/vpcPeeringConnection:VpcPeeringConnection", name: "peering", sources });
    const neighbours = (sources: Registered["sources"]) =>
      viewProgram([vpc("own", "10.0.0.0/16"), vpc("other", "10.0.0.0/16"), peering(sources)]).clusters[0].model.network
        ?.neighbours;
    expect(neighbours({ vpcId: ["own"], peerVpcId: ["other"] })).toEqual([{ name: "other", cidrs: ["10.0.0.0/16"] }]);
    expect(neighbours({ vpcId: ["other"] })).toEqual([]);
  });
});
