import * as kubernetes from "@pulumi/kubernetes";
import { describe, expect, test } from "vitest";
import { createObjects } from "../../components/internal/objects.ts";
import { planRoutes } from "../../core/gateway-api/index.ts";
import { only, order, record } from "../support/recorder.ts";
import { Box } from "../support/registrations.ts";

const gateway = { name: "edge", namespace: "gateway" };
const backend = { name: "shop", namespace: "apps", port: 80 };

describe("createObjects", () => {
  test("registers each object by kind, namespace and name, grants before routes", async () => {
    const resources = await record(() => {
      const provider = new kubernetes.Provider("k8s", { kubeconfig: "{}" });
      const objects = planRoutes(
        { http: { shop: { rules: [{ backendRefs: [backend] }] } } },
        { gateway, ciliumVersion: "1.20.2", bundle: "v1.6.1", channel: "standard" },
      );
      createObjects({ name: "edge", parent: new Box() }, objects, { provider, dependsOn: [] });
    });
    const route = only(resources, "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute");
    const grant = only(resources, "kubernetes:gateway.networking.k8s.io/v1:ReferenceGrant");
    expect(route.name).toBe("edge-httproute-gateway-shop");
    expect(grant.name).toBe("edge-referencegrant-apps-httproute-gateway-service");
    expect(route.inputs).toMatchObject({
      metadata: { name: "shop", namespace: "gateway" },
      spec: { rules: [{ backendRefs: [backend] }] },
    });
    expect(JSON.stringify(grant.options.aliases)).toContain("gateway.networking.k8s.io/v1beta1:ReferenceGrant");
    expect(order(resources).precedes(grant, route)).toBe(true);
    expect(order(resources).outlives(grant, route)).toBe(true);
  });
});
