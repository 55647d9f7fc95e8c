import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QUOTAS, QUOTA_CODES, type QuotaKey, isStandardFamily, quotaByCode } from "../../../../core/facts/quotas.ts";
import { interfacesPerNode } from "../../../../core/quotas/interfaces.ts";
import { quotasModel } from "../../../../core/quotas/model.ts";
import { type QuotaContext, planQuotas } from "../../../../core/quotas/plan.ts";
import type { QuotaSettings, Settings } from "../../../../core/settings/index.ts";
import { eniValues, network, nodeGroup, securityGroup, settings } from "../../../support/model.ts";

const context = (parts: Partial<QuotaContext> = {}): QuotaContext => ({ values: eniValues(), ...parts });
const need = (key: QuotaKey, parts: Partial<QuotaContext>, chosen: Partial<Settings> = {}) =>
  planQuotas(settings(chosen), context(parts)).needs.find((entry) => entry.key === key);
const LARGE = {
  nodeGroups: [nodeGroup({ instanceTypes: ["m6i.xlarge"], scaling: { min: 1, desired: 1, max: 1000 }, maxPods: 40 })],
};
const ENIS = QUOTAS.networkInterfaces.quotaCode;
const asked = (quotas: QuotaSettings) => need("networkInterfaces", LARGE, { quotas });

describe("planQuotas", () => {
  it("counts every group at its largest, with the nodes that an update adds", () => {
    // 40 pods, 8 kept free and 3 of Cilium's own on ENIs of 14 addresses: 4 ENIs.
    expect(need("networkInterfaces", LARGE)?.needed).toBe(1004 * 4);
    expect(need("onDemandVcpus", LARGE)?.needed).toBe(1004 * 4);
  });

  it("counts Spot and On-Demand apart, and only Standard families", () => {
    const groups = [
      nodeGroup({ name: "spot", capacityType: "SPOT" }),
      nodeGroup({ name: "gpu", instanceTypes: ["g6.xlarge"] }),
    ];
    expect(need("spotVcpus", { nodeGroups: groups })?.needed).toBe(8 * 2);
    expect(need("onDemandVcpus", { nodeGroups: groups })).toBeUndefined();
    expect(["m7g.large", "c5.large", "im4gn.large", "z1d.large", "i4i.large"].every(isStandardFamily)).toBe(true);
    expect(
      ["p5.48xlarge", "inf2.xlarge", "trn1.2xlarge", "hpc7a.96xlarge", "mac2.metal", "x2idn.16xlarge"].some(
        isStandardFamily,
      ),
    ).toBe(false);
  });

  it("takes the largest type of a group", () => {
    const mixed = { nodeGroups: [nodeGroup({ instanceTypes: ["m6i.large", "m6i.4xlarge"] })] };
    expect(need("onDemandVcpus", mixed)?.needed).toBe(8 * 16);
  });

  it("counts what the network makes, and nothing of a VPC that exists", () => {
    const subnets = network().subnets;
    expect(need("elasticIps", { network: network({ created: true }) })?.needed).toBe(2);
    expect(need("elasticIps", { network: network() })).toBeUndefined();
    expect(need("vpcs", { network: network() })).toBeUndefined();
    expect(need("subnetsPerVpc", { network: network() })?.needed).toBe(subnets.length);
    expect(need("routeTablesPerVpc", { network: network({ created: true }) })?.needed).toBe(subnets.length + 1);
    expect(need("natGatewaysPerZone", { network: network({ natGateways: 2 }) })?.needed).toBe(1);
  });

  it("counts endpoints by zone, and gateway endpoints not at all", () => {
    const net = network({ endpoints: ["ec2", "sts", "s3"], natGateways: 0 });
    expect(need("interfaceEndpointsPerVpc", { network: net })?.needed).toBe(2);
    expect(need("networkInterfaces", { network: net })?.needed).toBe(4 + 2 * 2);
  });

  it("counts each source of a security group's rules", () => {
    const rules = [{ protocol: "tcp" as const, from: 1, to: 1, sources: ["10.0.0.0/8", "192.168.0.0/16"] }];
    expect(
      need("rulesPerSecurityGroup", { network: network(), securityGroups: [securityGroup({ ingress: rules })] })
        ?.needed,
    ).toBe(2);
  });

  it("counts the nodes behind a Gateway", () => {
    expect(need("targetsPerNlb", LARGE, { gateway: { enabled: true } })?.needed).toBe(1004);
    expect(need("targetsPerNlb", LARGE)).toBeUndefined();
  });

  it("asks upwards only, only for codes that the stack names, and only where it is needed", () => {
    expect(asked({})).not.toHaveProperty("request");
    expect(asked({ request: [ENIS] })).not.toHaveProperty("request");
    expect(asked({ request: [ENIS], current: { [ENIS]: 3000 } })?.request).toBe(4016);
    expect(asked({ request: [ENIS], current: { [ENIS]: 9000 } })).not.toHaveProperty("request");
    expect(need("onDemandVcpus", LARGE, { quotas: { request: [QUOTAS.onDemandVcpus.quotaCode] } })?.request).toBe(4016);
  });

  it("looks up what comes near its default, never IAM's", () => {
    const { needs } = planQuotas(settings(), context({ ...LARGE, network: network() }));
    const looked = needs.filter(({ lookup }) => lookup).map(({ key }) => key);
    expect(looked).toContain("networkInterfaces");
    expect(looked).not.toContain("oidcProviders");
    expect(looked).not.toContain("subnetsPerVpc");
  });

  it("gives whole numbers in the table's order for any size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 200 }), (max, surge) => {
        const { needs } = planQuotas(
          settings(),
          context({ nodeGroups: [nodeGroup({ scaling: { min: 0, desired: 0, max }, surge })], network: network() }),
        );
        expect(needs.every(({ needed }) => Number.isInteger(needed) && needed > 0)).toBe(true);
        expect(needs.map(({ key }) => key)).toEqual(
          Object.keys(QUOTAS).filter((key) => needs.some((entry) => entry.key === key)),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("tells the rules what is known and what is requested", () => {
    const model = quotasModel(
      planQuotas(settings({ quotas: { request: [ENIS], current: { [ENIS]: 10 } } }), context(LARGE)),
    );
    expect(model.find(({ quotaCode }) => quotaCode === ENIS)).toMatchObject({
      serviceCode: "vpc",
      needed: 4016,
      current: 10,
      requested: 4016,
    });
  });
});

const count = (type: string, maxPods: number, eni: Record<string, boolean | { firstInterfaceIndex: number }> = {}) =>
  interfacesPerNode({ instanceTypes: [type], maxPods }, eniValues({ eni: { enabled: true, ...eni } }));

describe("interfacesPerNode", () => {
  it("counts one without ENI mode", () => {
    expect(interfacesPerNode({ instanceTypes: ["m6i.xlarge"], maxPods: 110 }, {})).toBe(1);
  });

  it("follows prefixes, the first index, and the type's limit", () => {
    expect(count("m6i.xlarge", 110)).toBe(4);
    expect(count("m6i.xlarge", 110, { awsEnablePrefixDelegation: true })).toBe(1);
    expect(count("m6i.xlarge", 110, { awsEnablePrefixDelegation: true, nodeSpec: { firstInterfaceIndex: 1 } })).toBe(2);
    expect(count("m4.large", 20, { awsEnablePrefixDelegation: true })).toBe(2);
    expect(count("no.such", 20)).toBe(1);
  });
});

describe("the table of quotas", () => {
  it("has each code once, under the service that it belongs to", () => {
    expect(new Set(QUOTA_CODES).size).toBe(Object.keys(QUOTAS).length);
    for (const code of QUOTA_CODES) expect(code).toMatch(/^L-[0-9A-F]{8}$/);
    expect(quotaByCode("L-DF5E4CA3")?.serviceCode).toBe("vpc");
  });
});
