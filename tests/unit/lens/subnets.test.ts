import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import { viewProgram } from "../../../lens/index.ts";
import { evaluateRule, visibleRules } from "../../../lens/evaluate.ts";
import type { Registered } from "../../../lens/registered.ts";

const STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
const VPC = "urn:pulumi:dev::shop::awsx:ec2:Vpc::net";

const resource = (type: string, name: string, props: Registered["props"], parent = STACK): Registered => ({
  urn:
    parent === STACK ? `urn:pulumi:dev::shop::${type}::${name}` : `urn:pulumi:dev::shop::awsx:ec2:Vpc$${type}::${name}`,
  type,
  name,
  parent,
  props,
  protect: false,
  ignoreChanges: [],
  sources: {},
  dependencies: [],
});

const subnet = (name: string, isPublic: boolean, parent?: string): Registered =>
  resource("aws:ec2/subnet:Subnet", name, { mapPublicIpOnLaunch: isPublic }, parent);

/** What `nodes-subnets-private` says of a group whose `subnetIds` come from these, as the engine tells policies. */
function saidOf(...subnets: readonly Registered[]): { readonly findings: number; readonly undecided: number } {
  const group: Registered = {
    ...resource("aws:eks/nodeGroup:NodeGroup", "general", { subnetIds: [UNKNOWN] }),
    sources: { subnetIds: [VPC, ...subnets.map(({ urn }) => urn)] },
  };
  const cluster = resource("aws:eks/cluster:Cluster", "blue", { version: "1.35" });
  const vpc = resource("awsx:ec2:Vpc", "net", {});
  const rule = visibleRules.find(({ id }) => id === "nodes-subnets-private");
  if (rule === undefined) throw new Error("no rule");
  const { findings, undecided } = evaluateRule(rule, viewProgram([cluster, vpc, ...subnets, group]).clusters[0].model);
  return { findings: findings.length, undecided: undecided.length };
}

describe("subnets of nodes", () => {
  it("of awsx.ec2.Vpc are not told: on the real engine an output of it comes from all of its children", () => {
    expect(saidOf(subnet("net-public-1", true, VPC), subnet("net-private-1", false, VPC)).findings).toBe(0);
  });

  it("of awsx.ec2.Vpc are public where it has no others", () => {
    expect(saidOf(subnet("net-public-1", true, VPC), subnet("net-public-2", true, VPC)).findings).toBe(1);
  });

  it("that the program makes itself are those that the group names", () => {
    expect(saidOf(subnet("a", true), subnet("b", false)).findings).toBe(1);
    expect(saidOf(subnet("a", false), subnet("b", false))).toEqual({ findings: 0, undecided: 0 });
  });
});
