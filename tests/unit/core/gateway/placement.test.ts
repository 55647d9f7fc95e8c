import { describe, expect, it } from "vitest";
import type { ControllerContext } from "../../../../core/controllers/controller.ts";
import { planCertManager, planExternalDns, planLoadBalancerController } from "../../../../core/gateway/controllers.ts";
import type { JsonObject } from "../../../../core/model/index.ts";

const CONTEXT: ControllerContext = {
  clusterName: "test",
  region: "eu-central-1",
  partition: "aws",
  mechanism: "irsa",
  registry: undefined,
};
const plans = (context: ControllerContext) => ({
  loadBalancers: planLoadBalancerController(context),
  certificates: planCertManager([], context),
  names: planExternalDns({ domains: ["example.com"], hostedZoneIds: ["Z1"] }, context),
});
const valuesOf = (context: ControllerContext): Record<string, JsonObject> =>
  Object.fromEntries(
    Object.entries(plans(context)).map(([name, plan]) => {
      if (plan.kind !== "install") throw new Error("not installed");
      return [name, plan.release.values];
    }),
  );

describe("controllers of a Gateway", () => {
  it("say nothing of their place in an ENI cluster", () => {
    expect(JSON.stringify(valuesOf(CONTEXT))).not.toMatch(/affinity|hostNetwork/);
  });

  it("keep off hybrid nodes, each of cert-manager's four parts too", () => {
    const { loadBalancers, certificates, names } = valuesOf({ ...CONTEXT, hybridNodes: true });
    const places = [
      loadBalancers,
      names,
      certificates,
      ...["webhook", "cainjector", "startupapicheck"].map((part) => certificates?.[part]),
    ];
    for (const place of places) expect(JSON.stringify(place)).toContain('"operator":"NotIn","values":["hybrid"]');
  });

  it("are reached by the control plane of an overlay on their nodes' addresses, on ports that the kubelet leaves", () => {
    const { loadBalancers, certificates } = valuesOf({ ...CONTEXT, overlay: true });
    expect(loadBalancers).toMatchObject({ hostNetwork: true });
    expect(certificates).toMatchObject({ webhook: { hostNetwork: true, securePort: 10_260 } });
  });
});
