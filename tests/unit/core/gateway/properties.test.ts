import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnnotationVerdict, evaluateAnnotation } from "../../../../core/facts/load-balancer-annotations.ts";
import type { GatewayContext } from "../../../../core/gateway/context.ts";
import { objectsOf, partOf } from "../../../../core/gateway/part.ts";
import { planGateway } from "../../../../core/gateway/plan.ts";
import type { GatewayPlan } from "../../../../core/gateway/types.ts";
import type { KubernetesObject } from "../../../../core/model/index.ts";
import type {
  ExposureSettings,
  GatewayPartSettings,
  GatewayTlsSettings,
  ListenerSettings,
} from "../../../../core/settings/index.ts";

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
/** As people write settings: a key is there or it is not. */
const record = <T extends object>(shape: { [K in keyof T]-?: fc.Arbitrary<T[K] | undefined> }): fc.Arbitrary<T> =>
  fc
    .record(shape as Record<string, fc.Arbitrary<unknown>>)
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T);

const name = fc.constantFrom("http", "https", "admin", "tls", "z", "a1");
const namespaces = fc.constantFrom("shop", "team-a", "gateway-edge");
const listener = record<ListenerSettings>({
  protocol: fc.constantFrom("HTTP", "HTTPS", "TLS", "TCP", "UDP"),
  port: maybe(fc.constantFrom(80, 443, 8080, 8443, 5432)),
  hostname: maybe(fc.constantFrom("*.example.com", "a.example.com")),
  certificate: maybe(fc.constantFrom({ secret: "own" }, { secret: "own", namespace: "certs" })),
  allowedNamespaces: maybe(fc.oneof(fc.constantFrom("Same" as const, "All" as const), fc.array(namespaces))),
});
const exposure = record<ExposureSettings>({
  type: fc.constantFrom("internet-facing", "internal", "host-network"),
  subnetIds: maybe(fc.constantFrom(["subnet-a"], ["subnet-a", "subnet-b"])),
  internal: maybe(fc.boolean()),
  elasticIps: maybe(fc.constantFrom("allocate" as const, ["eipalloc-1"])),
  privateAddresses: maybe(fc.constantFrom([], ["10.0.0.20"])),
  sourceRanges: maybe(fc.constantFrom([], ["10.0.0.0/8"])),
  crossZone: maybe(fc.boolean()),
  deregistrationSeconds: maybe(fc.nat(3600)),
  proxyProtocol: maybe(fc.boolean()),
  preserveClientIp: maybe(fc.boolean()),
  idleTimeoutSeconds: maybe(fc.integer({ min: 60, max: 6000 })),
  targetNodeLabels: maybe(fc.constantFrom({}, { b: "2", a: "1" })),
});
const issuer = { email: "a@example.com", route53: { hostedZoneIds: ["Z1"] } };
const tls = record<GatewayTlsSettings>({
  certManager: maybe(fc.constantFrom("install", "present")),
  issuer: maybe(fc.constantFrom(issuer, { ...issuer, http01: true, staging: true })),
  issuerRef: maybe(fc.constantFrom({ name: "company" }, { name: "own", kind: "Issuer" as const })),
  extraHostedZoneIds: maybe(fc.constantFrom(["Z2"])),
  acmCertificateArn: maybe(fc.constant("arn:aws:acm:eu-central-1:1:certificate/a")),
  redirect: maybe(fc.boolean()),
});
const rules = [{ backendRefs: [{ name: "shop", port: 80 }] }];
const parts = record<GatewayPartSettings>({
  name: maybe(fc.constantFrom("edge", "inner")),
  class: maybe(fc.constantFrom("own", "chart")),
  namespace: maybe(fc.constantFrom("ingress")),
  listeners: fc.dictionary(name, listener, { minKeys: 1, maxKeys: 4 }),
  exposure: maybe(exposure),
  loadBalancerController: maybe(fc.constantFrom("install", "present", "none")),
  tls: maybe(tls),
  routes: maybe(fc.constantFrom({ http: { shop: { namespace: "shop", rules } } }, { http: { own: { rules } } })),
  externalDns: maybe(fc.constantFrom({ hostedZoneIds: ["Z1"], domains: ["example.com"] })),
  backends: maybe(fc.constantFrom({ shop: { namespace: "shop", labels: { app: "shop" }, ports: [8080] } })),
  demo: maybe(fc.constantFrom({ enabled: true }, { enabled: true, hostname: "demo.example.com" }, { enabled: false })),
});
const context: fc.Arbitrary<GatewayContext> = fc
  .record({
    tuple: fc.constantFrom(
      { ciliumVersion: "1.19.6", bundle: "v1.4.1", channel: "standard" as const },
      { ciliumVersion: "1.20.2", bundle: "v1.6.1", channel: "experimental" as const },
    ),
    publicSubnets: fc.nat(3),
    nodeSubnets: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ tuple, ...subnets }) => ({
    ...tuple,
    ...subnets,
    clusterName: "test",
    region: "eu-central-1",
    partition: "aws",
    mechanism: "irsa",
    registry: undefined,
  }));

const each = (check: (plan: GatewayPlan, settings: GatewayPartSettings, context: GatewayContext) => void): void => {
  fc.assert(
    fc.property(parts, context, (settings, where) => {
      const plan = planGateway(settings, where);
      if (plan === undefined) throw new Error("no plan");
      check(plan, settings, where);
    }),
  );
};

interface GatewaySpec {
  readonly infrastructure?: { readonly annotations: Readonly<Record<string, string>> };
  readonly listeners: readonly {
    readonly name: string;
    readonly allowedRoutes: { readonly namespaces: { readonly from: string; readonly selector?: unknown } };
  }[];
}
const gatewayOf = ({ objects }: GatewayPlan) => objects.gateway["spec"] as GatewaySpec;
const annotations = (plan: GatewayPlan) => gatewayOf(plan).infrastructure?.annotations ?? {};

/** Keys of every object the other way round: what a person's order of lines must not change. */
const reversed = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(reversed)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([key, inner]) => [key, reversed(inner)]),
        )
      : value;

describe("whatever is asked of a Gateway", () => {
  it("its plan does not depend on the order of keys", () => {
    fc.assert(
      fc.property(parts, context, (settings, where) => {
        const turned = reversed(settings) as GatewayPartSettings;
        const names = (plan: GatewayPlan | undefined) =>
          plan === undefined
            ? []
            : objectsOf(plan)
                .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
                .toSorted();
        const [one, other] = [planGateway(settings, where), planGateway(turned, where)];
        expect(names(other)).toEqual(names(one));
        expect(other?.objects.gateway).toEqual(one?.objects.gateway);
        expect(other?.hostNetwork).toEqual(one?.hostNetwork);
      }),
    );
  });

  it("no two objects have one name", () => {
    each((plan) => {
      const keys = objectsOf(plan).map(
        ({ apiVersion, kind, metadata }: KubernetesObject) =>
          `${apiVersion} ${kind} ${metadata.namespace ?? ""}/${metadata.name}`,
      );
      expect(new Set(keys).size).toBe(keys.length);
    });
  });

  it("each annotation is one that the load balancer controller reads, with a value", () => {
    each((plan) => {
      for (const [key, value] of Object.entries(annotations(plan))) {
        expect([key, evaluateAnnotation(key).verdict]).toEqual([key, AnnotationVerdict.Known]);
        expect(value).not.toBe("");
      }
    });
  });

  it("there are as many allocated addresses as subnets, and as many quotas and bills", () => {
    each((plan, settings) => {
      if (plan.addresses.kind !== "allocate") return;
      expect(plan.addresses.count).toBe(plan.subnets.count);
      const { quotas = [], billed = [] } = partOf(plan, settings);
      const counts = [
        quotas.find(({ key }) => key === "elasticIps")?.count ?? 0,
        billed.find(({ item }) => item.startsWith("Elastic IP"))?.count ?? 0,
      ];
      expect(counts).toEqual([plan.subnets.count, plan.subnets.count]);
    });
  });

  it("every listener says who may attach routes, and lets in what the plan attaches", () => {
    each((plan) => {
      const inside = plan.namespace;
      for (const { allowedRoutes } of gatewayOf(plan).listeners) {
        const { from, selector } = allowedRoutes.namespaces;
        for (const { metadata, kind } of plan.objects.routes) {
          if (kind !== "HTTPRoute") continue;
          const admitted =
            from === "All" ||
            metadata.namespace === inside ||
            JSON.stringify(selector ?? "").includes(`"${metadata.namespace ?? ""}"`);
          expect([from, metadata.namespace, admitted]).toEqual([from, metadata.namespace, true]);
        }
      }
    });
  });

  it("TLS is ended once: by Envoy with a certificate, or by the load balancer for a listener of HTTP", () => {
    each((plan, { listeners = {}, tls: asked }) => {
      const acm = asked?.acmCertificateArn !== undefined;
      const spec = plan.objects.gateway["spec"] as {
        listeners: readonly { name: string; protocol: string; tls?: { mode: string } }[];
      };
      for (const one of spec.listeners) {
        if (listeners[one.name]?.protocol !== "HTTPS") continue;
        expect([one.protocol, one.tls?.mode]).toEqual(acm ? ["HTTP", undefined] : ["HTTPS", "Terminate"]);
      }
    });
  });
});
