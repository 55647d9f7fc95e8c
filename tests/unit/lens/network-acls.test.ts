import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import { viewNetworkAcls } from "../../../lens/network-acls.ts";
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
const subnets = ["a", "b"].map((name) => resource({ type: "aws:ec2/subnet:Subnet", name }));
const allow = { ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: "10.0.0.0/16", fromPort: 0, toPort: 0 };

describe("network ACLs of a program", () => {
  it("are read with entries written into them and beside them, and the subnets they are on", () => {
    const acl = resource({
      type: "aws:ec2/networkAcl:NetworkAcl",
      name: "strict",
      props: { ingress: [allow, { ...allow, cidrBlock: undefined, ipv6CidrBlock: "::/0" }] },
      sources: { subnetIds: ["a"] },
    });
    const beside = resource({
      type: "aws:ec2/networkAclRule:NetworkAclRule",
      name: "https",
      props: {
        egress: true,
        protocol: "tcp",
        ruleNumber: 7,
        ruleAction: "deny",
        fromPort: 443,
        toPort: 443,
        cidrBlock: "0.0.0.0/0",
      },
      sources: { networkAclId: ["strict"] },
    });
    const association = resource({
      type: "aws:ec2/networkAclAssociation:NetworkAclAssociation",
      name: "on-b",
      sources: { networkAclId: ["strict"], subnetId: ["b"] },
    });
    expect(viewNetworkAcls([...subnets, acl, beside, association], subnets)).toEqual([
      {
        name: "strict",
        subnets: ["a", "b"],
        entries: [
          { direction: "ingress", number: 100, action: "allow", protocol: "all", from: 0, to: 0, cidr: "10.0.0.0/16" },
          { direction: "egress", number: 7, action: "deny", protocol: "tcp", from: 443, to: 443, cidr: "0.0.0.0/0" },
        ],
      },
    ]);
  });

  it("leave the other subnets to the default list, which denies everything when it is written without entries", () => {
    const acl = resource({ type: "aws:ec2/networkAcl:NetworkAcl", name: "own", sources: { subnetIds: ["a"] } });
    const fallback = resource({ type: "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", name: "default" });
    expect(viewNetworkAcls([acl, fallback], subnets)).toEqual([
      { name: "own", subnets: ["a"], entries: [] },
      { name: "default", subnets: ["b"], entries: [] },
    ]);
  });

  it("stay unknown where their entries are", () => {
    const acl = resource({ type: "aws:ec2/networkAcl:NetworkAcl", name: "own", props: { ingress: UNKNOWN } });
    expect(viewNetworkAcls([acl], subnets)[0]?.entries).toEqual([UNKNOWN]);
  });
});
