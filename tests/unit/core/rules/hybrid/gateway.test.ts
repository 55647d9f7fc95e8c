import { describe, expect, it } from "vitest";
import { gatewayPolicy, planGateway } from "../../../../../core/hybrid/gateway.ts";
import type { HybridSettings } from "../../../../../core/settings/index.ts";

const HYBRID: HybridSettings = {
  strategy: "hybridGateway",
  ciliumVersion: "1.18.8-1",
  gateway: { nodeGroup: "edge", version: "1.0.0" },
  nodeCidrs: ["192.168.0.0/24"],
  podCidrs: ["192.168.64.0/20"],
  identity: { type: "ssm", expires: "2027-01-31T00:00:00Z" },
  pools: { rack: { maxNodes: 8, os: "ubuntu-24.04" } },
  routes: { transitGatewayId: "tgw-1", routeTableIds: ["rtb-1"] },
};

describe("the gateway's plan", () => {
  const plan = planGateway(HYBRID, { clusterName: "plant", region: "eu-central-1", vpcCidr: "10.0.0.0/16" });

  it("has the chart's required values, and a place for the tables, which a deployment knows", () => {
    expect(plan?.release.values).toEqual({
      replicas: 2,
      autoMode: { enabled: false },
      vpcCIDR: "10.0.0.0/16",
      podCIDRs: "192.168.64.0/20",
      routeTableIDs: "[route-table-ids]",
    });
    expect(plan?.release.skipAwait).toBe(true);
  });

  it("switches the check off on the gateway group's own ENIs and on no others", () => {
    expect(JSON.stringify(plan?.watcher.policy)).toContain('"aws:ResourceTag/Name":"plant-edge"');
    expect(JSON.stringify(plan?.watcher.deployment)).toContain("NotIn");
  });

  it("may change routes in the named tables only", () => {
    expect(gatewayPolicy("eu-central-1", ["rtb-1"]).Statement.at(-1)).toMatchObject({
      Action: ["ec2:CreateRoute", "ec2:ReplaceRoute"],
      Resource: ["arn:aws:ec2:eu-central-1:*:route-table/rtb-1"],
    });
  });

  it("is made for no other strategy", () => {
    expect(
      planGateway({ ...HYBRID, strategy: "mixed" }, { clusterName: "plant", region: "eu-central-1" }),
    ).toBeUndefined();
  });
});
