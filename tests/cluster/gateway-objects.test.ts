import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planRoutes } from "../../core/gateway-api/index.ts";
import type { ClusterModel, KubernetesObject } from "../../core/model/index.ts";
import gatewayRules from "../../core/rules/gateway/index.ts";
import { runRules } from "../../core/rules/run.ts";
import { broken } from "../support/gateway-broken.ts";
import { common, fresh, infrastructure, namespaces, old, policies, withNewKinds } from "../support/gateway-built.ts";
import { gateway, values, withObjects } from "../support/gateway.ts";
import { cilium } from "../support/model.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const tools = findControlPlane();
if ("missing" in tools) console.warn(`No object of a Gateway was applied: ${tools.missing}.`);

describe.skipIf("missing" in tools).each([
  { context: old, crds: ["gateway-api-v1.4.1", "cilium-1.19.6"], routes: common },
  { context: fresh, crds: ["gateway-api-v1.6.1", "cilium-1.20.2"], routes: withNewKinds },
])("with bundle $context.bundle and Cilium $context.ciliumVersion", ({ context, crds, routes }) => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({ crds });
    await plane.apply(namespaces);
  });
  afterAll(() => plane?.stop());

  const tuple: Partial<ClusterModel> = {
    cilium: cilium({ values: values(), version: context.ciliumVersion }),
    gatewayApi: { bundle: context.bundle, channel: context.channel },
  };
  const evaluated = (...objects: KubernetesObject[]) => runRules(gatewayRules, withObjects(objects, tuple)).findings;

  it("the API server takes every object that is built", async () => {
    const objects = [...infrastructure(context), ...planRoutes(routes, context), ...policies];
    expect(await plane.apply(objects)).toEqual([]);
  });

  it("no rule on shape refuses what is built", () => {
    const findings = evaluated(gateway(), ...planRoutes(routes, context), ...policies);
    const shape = new Set(broken.map(({ rule: id }) => id));
    expect(findings.filter(({ rule: id }) => shape.has(id))).toEqual([]);
  });

  it.each(broken.filter(({ bundle = context.bundle }) => bundle === context.bundle))(
    "$what: refused by the API server, and before by $rule with a place and a remedy",
    async ({ object: wrong, rule: id }) => {
      const [fault] = await plane.apply([wrong], { dryRun: true });
      expect(fault, "the API server took it").toBeDefined();
      const others = wrong.kind === "Gateway" ? [] : [gateway()];
      const found = evaluated(...others, wrong).filter(
        (finding) => finding.rule === id && finding.severity === "error",
      );
      expect(found.map(({ path }) => path)).toContainEqual(
        expect.stringContaining(`objects.${wrong.kind}.${wrong.metadata.name}.`),
      );
      for (const { expected, fix } of found) expect(`${expected}${fix}`).toMatch(/\w{3}/);
    },
  );
});

it("there are at least twenty variants that the API server refuses for each bundle", () => {
  for (const version of ["v1.4.1", "v1.6.1"]) {
    expect(broken.filter(({ bundle = version }) => bundle === version).length).toBeGreaterThanOrEqual(20);
  }
});
