import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import { evaluateRule, visibleRules } from "../../../lens/evaluate.ts";
import { viewCluster } from "../../../lens/index.ts";
import type { Registered } from "../../../lens/registered.ts";
import { resource, urnOf } from "../../support/resources/resource.ts";

const CLUSTER = "aws:eks/cluster:Cluster";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const cluster = resource(CLUSTER, "blue", { name: "blue" });
const rule = (name: string, props: Registered["props"], sources: Registered["sources"] = {}): Registered =>
  resource(
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    name,
    { type: "ingress", protocol: "-1", fromPort: 0, toPort: 0, ...props },
    { sources },
  );
const template = (...groups: string[]): Registered =>
  resource(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "nodes",
    { vpcSecurityGroupIds: UNKNOWN },
    { sources: { vpcSecurityGroupIds: groups } },
  );

const cilium = resource("kubernetes:helm.sh/v3:Release", "cilium", {
  chart: "cilium",
  version: "1.19.6",
  values: { eni: { enabled: true }, ipam: { mode: "eni" } },
});

const told = (id: string, ...resources: Registered[]) => {
  const { model, urnOf: origin } = viewCluster([cilium, ...resources], "eu-central-1");
  const rules = visibleRules.filter((one) => one.id === id);
  const outcomes = rules.map((one) => evaluateRule(one, model));
  return {
    findings: outcomes.flatMap(({ findings }) => findings.map(({ path }) => origin(path))),
    undecided: outcomes.flatMap(({ undecided }) => undecided.map(({ path }) => path)),
  };
};

describe("groups that no resource stands for", () => {
  it("judges what a program adds to the group that EKS makes", () => {
    const open = rule(
      "open",
      { cidrBlocks: ["0.0.0.0/0"], securityGroupId: UNKNOWN },
      { securityGroupId: [cluster.urn] },
    );
    expect(told("security-group-open", cluster, open).findings).toEqual([open.urn]);
  });

  it("knows that nodes with EKS's group beside their own are admitted", () => {
    const own = resource(GROUP, "nodes", { ingress: [] });
    expect(told("control-plane-ports-open", cluster, own, template(own.urn, cluster.urn)).findings).toEqual([]);
    expect(told("control-plane-ports-open", cluster, own, template(own.urn)).findings).toEqual([own.urn]);
  });

  it("knows EKS's group as a source, beside the group itself", () => {
    const own = resource(GROUP, "nodes", { ingress: [{ protocol: "-1", self: true }] });
    const admitted = rule(
      "control-plane",
      { sourceSecurityGroupId: UNKNOWN, securityGroupId: UNKNOWN },
      {
        securityGroupId: [own.urn],
        sourceSecurityGroupId: [cluster.urn],
      },
    );
    expect(told("control-plane-ports-open", cluster, own, template(own.urn), admitted).findings).toEqual([]);
    expect(told("control-plane-ports-open", cluster, own, template(own.urn)).findings).toEqual([own.urn]);
  });

  it("says that it cannot decide on a group of which it knows the added rules alone", () => {
    const id = "sg-0123456789abcdef0";
    const added = rule("metrics", { securityGroupId: id, protocol: "tcp", fromPort: 9962, toPort: 9962, self: true });
    const nodes = resource("aws:ec2/launchTemplate:LaunchTemplate", "nodes", { vpcSecurityGroupIds: [id] });
    expect(told("control-plane-ports-open", cluster, added, nodes)).toEqual({
      findings: [],
      undecided: [`securityGroups.${id}.ingress`],
    });
  });

  it("judges the VPC's default group where a program takes it over", () => {
    const own = resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", { ingress: [] });
    expect(told("control-plane-ports-open", cluster, own, template(own.urn)).findings).toEqual([own.urn]);
  });

  it("finds pods' groups of one node group by a CiliumNodeConfig", () => {
    const own = resource(GROUP, "pods", { tags: { tier: "gpu" }, ingress: [{ protocol: "-1", self: true }] });
    const config = resource("kubernetes:cilium.io/v2:CiliumNodeConfig", "gpu", {
      spec: { nodeSelector: { matchLabels: { pool: "gpu" } }, defaults: { "eni-security-group-tags": "tier=gpu" } },
    });
    expect(told("control-plane-pod-groups-admit", cluster, own, config).findings).toEqual([urnOf(GROUP, "pods")]);
    expect(told("control-plane-pod-groups-admit", cluster, own).findings).toEqual([]);
  });
});
