import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { objectsOf } from "../../core/gateway/part.ts";
import { gatewayContext } from "../../core/gateway/context.ts";
import { planGateway } from "../../core/gateway/plan.ts";
import { evaluate } from "../../core/plan/index.ts";
import type { GatewaySettings } from "../../core/settings/index.ts";
import type { KubeObject, ObjectRef } from "../support/kube-client.ts";
import { settings } from "../support/model.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const tools = findControlPlane();
if ("missing" in tools) console.warn(`No Gateway was applied: ${tools.missing}.`);

const rules = [{ backendRefs: [{ name: "shop", port: 80 }] }];
/** A Gateway with everything that makes an object. */
const WHOLE: GatewaySettings = {
  enabled: true,
  listeners: {
    http: { protocol: "HTTP" },
    https: { protocol: "HTTPS", hostname: "*.example.com" },
    other: { protocol: "HTTPS", hostname: "other.example.org", certificate: { secret: "other", namespace: "certs" } },
  },
  exposure: { type: "internet-facing", elasticIps: "allocate", preserveClientIp: false, sourceRanges: ["10.0.0.0/8"] },
  tls: {
    certManager: "install",
    issuer: { email: "ops@example.com", http01: true, route53: { hostedZoneIds: ["Z1"] } },
  },
  routes: { http: { shop: { namespace: "shop", parentRefs: [{ sectionName: "https" }], rules } } },
  backends: { shop: { namespace: "shop", labels: { app: "shop" }, ports: [8080] } },
  demo: { enabled: true, hostname: "demo.example.com" },
};

function planOf(version: string, gateway: GatewaySettings): KubeObject[] {
  const stack = settings({ cilium: { version }, gateway });
  const context = gatewayContext(evaluate(stack).facts);
  const plan = context === undefined ? undefined : planGateway(gateway, context);
  if (plan === undefined) throw new Error("no plan");
  return objectsOf(plan);
}

const namespace = (name: string): KubeObject => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

/** Asks until the answer is right; the caller's own time limit ends a wait that never does. */
async function eventually(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await sleep(100);
}

describe.skipIf("missing" in tools).each([
  { version: "1.19.6", crds: ["gateway-api-v1.4.1", "cilium-1.19.6", "cert-manager-1.19.1"] },
  { version: "1.20.2", crds: ["gateway-api-v1.6.1", "cilium-1.20.2", "cert-manager-1.19.1"] },
])("a Gateway on Cilium $version", ({ version, crds }) => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({ crds });
  });
  afterAll(() => plane?.stop());

  it("is taken by the API server, with all that stands before and behind it", async () => {
    const tcp: GatewaySettings = {
      ...WHOLE,
      listeners: {
        ...WHOLE.listeners,
        tcp: { protocol: "TCP", port: 5432 },
        tls: { protocol: "TLS", hostname: "a.example.com", port: 8443 },
      },
    };
    const objects = planOf(version, version.startsWith("1.20") ? tcp : WHOLE);
    expect(new Set(objects.map(({ kind }) => kind)).size).toBeGreaterThan(9);
    expect(await plane.apply([namespace("shop"), namespace("certs"), ...objects])).toEqual([]);
  });

  it.each<[string, GatewaySettings]>([
    [
      "of the chart's class, with everything that the annotations hold",
      {
        enabled: true,
        name: "chart",
        class: "chart",
        listeners: { http: { protocol: "HTTP" } },
        exposure: { type: "internet-facing", elasticIps: "allocate", sourceRanges: ["10.0.0.0/8"], crossZone: true },
      },
    ],
    [
      "internal, with fixed addresses and every attribute",
      {
        enabled: true,
        name: "inner",
        listeners: { http: { protocol: "HTTP" } },
        exposure: {
          type: "internal",
          privateAddresses: ["10.0.0.20", "10.0.32.20"],
          crossZone: false,
          deregistrationSeconds: 30,
          proxyProtocol: true,
          preserveClientIp: false,
          idleTimeoutSeconds: 600,
          targetNodeLabels: { role: "edge" },
        },
      },
    ],
    [
      "behind a certificate of ACM",
      {
        enabled: true,
        name: "acm",
        listeners: { http: { protocol: "HTTP" }, https: { protocol: "HTTPS", hostname: "a.example.com" } },
        exposure: { type: "internet-facing", elasticIps: "allocate" },
        tls: { acmCertificateArn: "arn:aws:acm:eu-central-1:111122223333:certificate/a" },
      },
    ],
    [
      "on the host network",
      {
        enabled: true,
        name: "host",
        listeners: { http: { protocol: "HTTP" } },
        exposure: { type: "host-network", internal: true },
      },
    ],
    [
      "with certificates of an issuer that is there",
      {
        enabled: true,
        name: "company",
        listeners: { a: { protocol: "HTTPS", hostname: "a.example.com" } },
        tls: { certManager: "present", issuerRef: { name: "company", kind: "Issuer" } },
      },
    ],
  ])("%s is taken as well", async (_, gateway) => {
    expect(await plane.apply(planOf(version, gateway))).toEqual([]);
  });

  // Garbage collection takes half a minute, and is the same whatever the bundle.
  it.runIf(version === "1.19.6")(
    "goes only with its load balancer: deleting the namespace waits for the Service, deleting the Gateway does not",
    async () => {
      const [own, ...rest] = planOf(version, {
        enabled: true,
        name: "tail",
        listeners: { http: { protocol: "HTTP" } },
      });
      if (own === undefined) throw new Error("no namespace");
      expect(await plane.apply([own, ...rest])).toEqual([]);
      const gateway = rest.find(({ kind }) => kind === "Gateway") as ObjectRef;
      const made = (await plane.get(gateway)) ?? { metadata: {} };
      const { uid = "" } = made.metadata as { uid?: string };
      // As Cilium's operator makes it, and as the load balancer controller marks it.
      const service: KubeObject = {
        apiVersion: "v1",
        kind: "Service",
        metadata: {
          name: "cilium-gateway-tail",
          namespace: own.metadata.name,
          finalizers: ["service.k8s.aws/resources"],
          ownerReferences: [
            {
              apiVersion: gateway.apiVersion,
              kind: "Gateway",
              name: "tail",
              uid,
              controller: true,
              blockOwnerDeletion: false,
            },
          ],
        },
        spec: { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb", ports: [{ port: 80 }] },
      };
      expect(await plane.apply([service])).toEqual([]);

      await plane.remove(gateway, "Foreground");
      await eventually(async () => (await plane.get(gateway)) === undefined);
      expect((await plane.get(service))?.metadata).toHaveProperty("finalizers");

      await plane.remove(own);
      await eventually(async () => JSON.stringify(await plane.get(own)).includes("SomeFinalizersRemain"));
      expect(await plane.get(own)).toMatchObject({ status: { phase: "Terminating" } });

      // The controller has taken the load balancer down.
      await plane.request(
        "PATCH",
        `/api/v1/namespaces/${own.metadata.name}/services/cilium-gateway-tail`,
        { metadata: { finalizers: null } },
        "application/merge-patch+json",
      );
      await eventually(async () => (await plane.get(own)) === undefined);
    },
    60_000,
  );
});
