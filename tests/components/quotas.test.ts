import * as pulumi from "@pulumi/pulumi";
import { type MockInstance, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createQuotas } from "../../components/cilium-eni-cluster/quotas.ts";
import { QUOTAS } from "../../core/facts/quotas.ts";
import { planQuotas } from "../../core/quotas/plan.ts";
import type { QuotaSettings } from "../../core/settings/index.ts";
import { eniValues, nodeGroup, settings } from "../support/model.ts";
import { Box, allOf, registrations } from "../support/registrations.ts";

const ENIS = QUOTAS.networkInterfaces.quotaCode;
const QUOTA = "aws:servicequotas/serviceQuota:ServiceQuota";

/** A cluster that needs `nodes` times 4 ENIs, in an account where every quota is 1000 (tests/support/aws-invokes.ts). */
const build = (quotas: QuotaSettings, nodes = 2000) =>
  registrations(() => {
    const group = nodeGroup({
      instanceTypes: ["m6i.xlarge"],
      scaling: { min: 1, desired: 1, max: nodes },
      surge: 0,
      maxPods: 40,
    });
    const plan = planQuotas(settings({ quotas }), { values: eniValues(), nodeGroups: [group] });
    createQuotas({ name: "test", parent: new Box(), tags: {} }, plan);
  });

let warn: MockInstance<typeof pulumi.log.warn>;
beforeEach(() => {
  warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
});
afterEach(() => {
  warn.mockRestore();
});

describe("createQuotas", () => {
  test("requests nothing unless the stack allows it", async () => {
    expect(allOf(await build({}), QUOTA)).toEqual([]);
  });

  test("requests what the plan needs, named by the value, and never asks again while AWS decides", async () => {
    const [request, ...others] = allOf(await build({ request: [ENIS] }), QUOTA);
    expect(others).toEqual([]);
    expect(request).toMatchObject({
      name: `test-quota-${ENIS}-8000`,
      inputs: { serviceCode: "vpc", quotaCode: ENIS, value: 8000 },
      ignoreChanges: ["value"],
    });
  });

  test("never asks for less than the account has, which AWS refuses", async () => {
    // 4 nodes: 16 vCPUs, above the default of 5 and below the 1000 that this account has.
    const code = QUOTAS.onDemandVcpus.quotaCode;
    const [request] = allOf(await build({ request: [code] }, 4), QUOTA);
    expect(request?.inputs["value"]).toBe(1000);
  });

  test("says where the account has too little, and goes on", async () => {
    await build({});
    expect(warn.mock.calls.map(([message]) => message).join("\n")).toContain(
      `Quota vpc/${ENIS} (Network interfaces per Region) is 1000; the plan at its largest needs 8000.`,
    );
  });

  test("looks nothing up where the stack says so, but for requests", async () => {
    await build({ check: false });
    expect(warn).not.toHaveBeenCalled();
    expect(allOf(await build({ check: false, request: [ENIS] }), QUOTA)).toHaveLength(1);
  });
});
