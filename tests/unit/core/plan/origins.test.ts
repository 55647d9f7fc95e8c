import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../core/plan/index.ts";
import { originsOf, settingOf } from "../../../../core/plan/origins.ts";
import type { GatewaySettings } from "../../../../core/settings/index.ts";
import { settings } from "../../../support/model.ts";

const gateway: GatewaySettings = {
  enabled: true,
  listeners: {
    web: { protocol: "HTTP" },
    https: { protocol: "HTTPS", hostname: "*.example.com", certificate: { secret: "tls" } },
  },
  exposure: { type: "internet-facing", elasticIps: ["eipalloc-1"] },
  routes: { http: { shop: { rules: [{ backendRefs: [{ name: "shop", port: 80 }] }] } } },
  others: { inner: { listeners: { tcp: { protocol: "HTTP" } }, exposure: { type: "internal" } } },
};
const { origins } = evaluate(settings({ gateway }));
const ANNOTATIONS = "spec.infrastructure.annotations.service.beta.kubernetes.io";

describe("where a stack speaks of", () => {
  it.each([
    [`objects.Gateway.edge.${ANNOTATIONS}/aws-load-balancer-eip-allocations`, "gateway.exposure.elasticIps"],
    [`objects.Gateway.edge.${ANNOTATIONS}/aws-load-balancer-target-group-attributes`, "gateway.exposure"],
    // Listeners are listed by name.
    ["objects.Gateway.edge.spec.listeners.0.tls.certificateRefs.0", "gateway.listeners.https.certificate"],
    ["objects.Gateway.edge.spec.listeners.1.allowedRoutes.namespaces", "gateway.listeners.web.allowedNamespaces"],
    ["objects.Gateway.inner.spec.listeners.0.port", "gateway.others.inner.listeners.tcp.port"],
    ["objects.Gateway.inner.spec.infrastructure", "gateway.others.inner.exposure"],
    ["objects.HTTPRoute.shop.spec.rules.0.backendRefs.0.port", "gateway.routes.http.shop"],
    ["objects.HTTPRoute.other.spec", "gateway.routes.http"],
    ["objects.GatewayClass.cilium-edge.spec", "gateway.class"],
  ])("%s", (path, setting) => {
    expect(settingOf(path, origins)).toBe(setting);
  });

  it.each([
    ["controlPlane.kubernetesVersion", "cluster.kubernetesVersion"],
    ["addons.coredns.version", "cluster.addons.coredns.version"],
    ["cilium.values.encryption.type", "cilium.encryption"],
    ["cilium.values.hubble.metrics.enabled", "observability"],
    ["objects.CiliumBGPPeerConfig.rack.spec.timers", "hybrid.bgp.peers"],
    ["nodeGroups.general.maxPods", "nodeGroups.general.maxPods"],
  ])("%s, in any stack", (path, setting) => {
    expect(settingOf(path, originsOf([]))).toBe(setting);
  });

  it("a value that the user wrote, before one that was planned", () => {
    const written = evaluate(settings({ cilium: { helmValues: { encryption: { enabled: true } } } })).origins;
    expect(settingOf("cilium.values.encryption.enabled", written)).toBe("cilium.helmValues.encryption.enabled");
  });
});
