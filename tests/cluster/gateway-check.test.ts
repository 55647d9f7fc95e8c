import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diagnose } from "../../cli/gateway/diagnose.ts";
import { readCluster } from "../../cli/gateway/cluster.ts";
import type { KubeObject } from "../support/kube-client.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const tools = findControlPlane();
if ("missing" in tools) console.warn(`No Gateway was checked on an API server: ${tools.missing}.`);

const GROUP = "gateway.networking.k8s.io/v1";
const namespace = "gateway-edge";
const gatewayClass: KubeObject = {
  apiVersion: GROUP,
  kind: "GatewayClass",
  metadata: { name: "cilium" },
  spec: { controllerName: "io.cilium/gateway-controller" },
};
const gateway: KubeObject = {
  apiVersion: GROUP,
  kind: "Gateway",
  metadata: { name: "edge", namespace },
  spec: { gatewayClassName: "cilium", listeners: [{ name: "http", protocol: "HTTP", port: 80 }] },
};
const route: KubeObject = {
  apiVersion: GROUP,
  kind: "HTTPRoute",
  metadata: { name: "shop", namespace },
  spec: {
    parentRefs: [{ name: "edge" }],
    hostnames: ["shop.example.com"],
    rules: [{ backendRefs: [{ name: "shop", port: 80 }] }],
  },
};
const service: KubeObject = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "cilium-gateway-edge", namespace, labels: { "gateway.networking.k8s.io/gateway-name": "edge" } },
  spec: { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb", ports: [{ port: 80 }] },
};
const time = { lastTransitionTime: "2026-01-01T00:00:00Z", message: "", observedGeneration: 1 };
const yes = (type: string) => ({ ...time, type, status: "True", reason: type });

describe.skipIf("missing" in tools)("gateway check on an API server", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({ crds: ["gateway-api-v1.4.1"] });
  });
  afterAll(() => plane?.stop());

  const steps = async () => {
    const view = await readCluster({ kubeconfig: plane.kubeconfig, timeoutSeconds: 10 });
    return diagnose(view, { host: "shop.example.com", port: 80, secure: false });
  };
  const status = (path: string, body: object) =>
    plane.request("PATCH", `${path}/status`, { status: body }, "application/merge-patch+json");

  it("goes further with each thing that a controller does, and ends at the address", async () => {
    const own: KubeObject = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
    expect(await plane.apply([own, gatewayClass, gateway, route, service])).toEqual([]);
    const states = async () => (await steps()).steps.map(({ name, state }) => `${name}: ${state}`);
    expect(await states()).toEqual([
      "Gateway API CRDs: ok",
      "GatewayClass cilium: failed",
      "Gateway gateway-edge/edge: failed",
      "Listener: ok",
      "Route: failed",
      "Load balancer: failed",
    ]);
    const root = `/apis/${GROUP}`;
    await status(`${root}/gatewayclasses/cilium`, { conditions: [yes("Accepted")] });
    await status(`${root}/namespaces/${namespace}/gateways/edge`, { conditions: [yes("Accepted"), yes("Programmed")] });
    await status(`${root}/namespaces/${namespace}/httproutes/shop`, {
      parents: [
        {
          controllerName: "io.cilium/gateway-controller",
          parentRef: { name: "edge" },
          conditions: [yes("Accepted"), yes("ResolvedRefs")],
        },
      ],
    });
    await status(`/api/v1/namespaces/${namespace}/services/cilium-gateway-edge`, {
      loadBalancer: { ingress: [{ hostname: "lb.example.net" }] },
    });
    expect(new Set((await steps()).steps.map(({ state }) => state))).toEqual(new Set(["ok"]));
    expect((await steps()).addresses).toEqual(["lb.example.net"]);
  });
});
