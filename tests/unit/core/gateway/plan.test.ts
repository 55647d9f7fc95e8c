import { describe, expect, it } from "vitest";
import type { GatewayContext } from "../../../../core/gateway/context.ts";
import { objectsOf, partOf } from "../../../../core/gateway/part.ts";
import { planGateway } from "../../../../core/gateway/plan.ts";
import type { GatewayPlan } from "../../../../core/gateway/types.ts";
import { evaluate } from "../../../../core/plan/index.ts";
import type { ExposureSettings, GatewayPartSettings, GatewaySettings } from "../../../../core/settings/index.ts";
import { settings } from "../../../support/model.ts";

const CONTEXT: GatewayContext = {
  clusterName: "test",
  region: "eu-central-1",
  partition: "aws",
  ciliumVersion: "1.19.6",
  bundle: "v1.4.1",
  channel: "standard",
  mechanism: "irsa",
  registry: undefined,
  publicSubnets: 3,
  nodeSubnets: 2,
};
const LISTENERS: NonNullable<GatewayPartSettings["listeners"]> = {
  http: { protocol: "HTTP" },
  https: { protocol: "HTTPS", hostname: "*.example.com" },
};
const AWS = "service.beta.kubernetes.io/aws-load-balancer";

function planned(parts: GatewayPartSettings = {}, context: Partial<GatewayContext> = {}): GatewayPlan {
  const plan = planGateway({ listeners: LISTENERS, ...parts }, { ...CONTEXT, ...context });
  if (plan === undefined) throw new Error("no plan");
  return plan;
}
const annotations = (exposure: ExposureSettings, more: GatewayPartSettings = {}): Record<string, string> => {
  const { spec } = planned({ exposure, ...more }).objects.gateway as unknown as {
    spec: { infrastructure: { annotations: Record<string, string> } };
  };
  return Object.fromEntries(
    Object.entries(spec.infrastructure.annotations).map(([key, value]) => [key.replace(`${AWS}-`, ""), value]),
  );
};
const listenersOf = (plan: GatewayPlan) => (plan.objects.gateway["spec"] as { listeners: unknown[] }).listeners;
const stack = (gateway: GatewaySettings) =>
  evaluate(settings({ gateway: { enabled: true, listeners: LISTENERS, ...gateway } }));

describe("a Gateway", () => {
  it("is none without listeners", () => {
    expect(planGateway({}, CONTEXT)).toBeUndefined();
  });

  it("has a namespace and a class of its own, which names the controller from the first render", () => {
    const { objects } = planned();
    expect(objects.namespaces.map(({ metadata }) => metadata.name)).toEqual(["gateway-edge"]);
    expect(objects.classes.map(({ kind, spec }) => [kind, spec])).toMatchObject([
      ["CiliumGatewayClassConfig", { service: { loadBalancerClass: "service.k8s.aws/nlb", type: "LoadBalancer" } }],
      ["GatewayClass", { parametersRef: { name: "edge", namespace: "gateway-edge" } }],
    ]);
    expect(objects.gateway["spec"]).toMatchObject({ gatewayClassName: "cilium-edge" });
  });

  it("writes allowedRoutes out, with the demo's namespace and those of routes", () => {
    const rules = [{ backendRefs: [{ name: "shop", port: 80 }] }];
    const open = planned({ demo: { enabled: true }, routes: { http: { shop: { namespace: "shop", rules } } } });
    expect(listenersOf(planned())).toMatchObject([
      { name: "http", port: 80, allowedRoutes: { namespaces: { from: "Same" } } },
      { name: "https", port: 443, allowedRoutes: { namespaces: { from: "Same" } } },
    ]);
    expect(listenersOf(open)[0]).toMatchObject({
      allowedRoutes: {
        namespaces: {
          from: "Selector",
          selector: { matchExpressions: [{ values: ["gateway-demo", "gateway-edge", "shop"] }] },
        },
      },
    });
  });

  it.each<[string, ExposureSettings, Record<string, string>]>([
    [
      "internet-facing with an address a subnet",
      { type: "internet-facing", elasticIps: "allocate" },
      {
        scheme: "internet-facing",
        "nlb-target-type": "instance",
        "eip-allocations": "[eip-1],[eip-2],[eip-3]",
        subnets: "[subnet-1],[subnet-2],[subnet-3]",
      },
    ],
    [
      "internal with fixed addresses",
      { type: "internal", privateAddresses: ["10.0.0.20", "10.0.16.20"] },
      {
        scheme: "internal",
        "nlb-target-type": "instance",
        subnets: "[subnet-1],[subnet-2]",
        "private-ipv4-addresses": "10.0.0.20,10.0.16.20",
      },
    ],
    [
      "in subnets that are named, with an address each",
      { type: "internet-facing", subnetIds: ["subnet-a"], elasticIps: "allocate" },
      {
        scheme: "internet-facing",
        "nlb-target-type": "instance",
        subnets: "[subnet-1]",
        "eip-allocations": "[eip-1]",
      },
    ],
    [
      "with everything that can be said of its traffic",
      {
        type: "internet-facing",
        crossZone: true,
        deregistrationSeconds: 30,
        preserveClientIp: false,
        proxyProtocol: true,
        idleTimeoutSeconds: 600,
        targetNodeLabels: { role: "edge" },
      },
      {
        scheme: "internet-facing",
        "nlb-target-type": "instance",
        attributes: "load_balancing.cross_zone.enabled=true",
        subnets: "[subnet-1],[subnet-2],[subnet-3]",
        "target-group-attributes":
          "deregistration_delay.timeout_seconds=30,preserve_client_ip.enabled=false,proxy_protocol_v2.enabled=true",
        "target-node-labels": "role=edge",
        "listener-attributes.TCP-80": "tcp.idle_timeout.seconds=600",
        "listener-attributes.TCP-443": "tcp.idle_timeout.seconds=600",
      },
    ],
  ])("%s says so to the load balancer controller", (_, exposure, expected) => {
    expect(annotations(exposure)).toEqual(expected);
  });

  it("lets its clients in by the class, not by an annotation", () => {
    const [config] = planned({ exposure: { type: "internal", sourceRanges: ["10.0.0.0/8"] } }).objects.classes;
    expect(config?.["spec"]).toMatchObject({ service: { loadBalancerSourceRanges: ["10.0.0.0/8"] } });
  });

  it("of the chart's class says by annotations who makes the load balancer, and for whom", () => {
    const exposure = { type: "internal", sourceRanges: ["10.0.0.0/8", "192.168.0.0/16"] } as const;
    const { objects } = planned({ class: "chart", exposure });
    expect(objects.classes).toEqual([]);
    expect(objects.gateway["spec"]).toMatchObject({ gatewayClassName: "cilium" });
    expect(annotations(exposure, { class: "chart" })).toMatchObject({
      type: "external",
      "service.beta.kubernetes.io/load-balancer-source-ranges": "10.0.0.0/8,192.168.0.0/16",
    });
  });

  it("behind ACM ends TLS at the NLB: its listener is HTTP and makes no certificate", () => {
    const tls = { acmCertificateArn: "arn:aws:acm:eu-central-1:1:certificate/a", certManager: "present" } as const;
    const plan = planned({ tls });
    expect(listenersOf(plan)[1]).toMatchObject({ port: 443, protocol: "HTTP" });
    expect(plan.objects.certificates).toEqual([]);
    expect(annotations({ type: "internet-facing" }, { tls })).toMatchObject({ "ssl-ports": "443" });
    const listeners = { ...LISTENERS, admin: { protocol: "HTTPS", port: 8443, hostname: "a.example.com" } } as const;
    const several = annotations({ type: "internet-facing", idleTimeoutSeconds: 600 }, { tls, listeners });
    expect(several).toMatchObject({ "ssl-ports": "443,8443" });
    expect(Object.keys(several).filter((key) => key.startsWith("listener-attributes"))).toEqual([
      "listener-attributes.TCP-80",
    ]);
  });

  it("asks cert-manager for the certificates of listeners that name no Secret", () => {
    const issuer = { email: "a@example.com", route53: { hostedZoneIds: ["Z1"] } };
    const plan = planned({ tls: { certManager: "install", issuer } });
    expect(plan.objects.certificates.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([
      ["ClusterIssuer", "edge"],
      ["Certificate", "https-tls"],
    ]);
    const asked = planned({ tls: { certManager: "present", issuerRef: { name: "company" } } });
    expect(asked.objects.certificates.map(({ spec }) => spec)).toMatchObject([
      { dnsNames: ["*.example.com"], issuerRef: { name: "company", kind: "ClusterIssuer" } },
    ]);
    const given = planned({
      tls: { certManager: "install", issuer },
      listeners: {
        https: { protocol: "HTTPS", hostname: "a.example.com", certificate: { secret: "own", namespace: "certs" } },
      },
    });
    expect(given.objects.certificates.map(({ kind }) => kind)).toEqual(["ClusterIssuer"]);
    expect(given.objects.routes.map(({ kind, metadata }) => [kind, metadata.namespace])).toContainEqual([
      "ReferenceGrant",
      "certs",
    ]);
  });

  it("redirects every HTTP listener, to the port where HTTPS is", () => {
    const listeners = {
      a: { protocol: "HTTP", hostname: "a.example.com" },
      b: { protocol: "HTTP", hostname: "b.example.com" },
      https: { protocol: "HTTPS", port: 8443, hostname: "*.example.com" },
    } as const;
    const redirect = planned({ listeners }).objects.routes.find(({ metadata }) => metadata.name === "edge-to-https");
    expect(redirect?.["spec"]).toMatchObject({
      parentRefs: [{ sectionName: "a" }, { sectionName: "b" }],
      rules: [{ filters: [{ requestRedirect: { scheme: "https", port: 8443 } }] }],
    });
  });

  it.each<[string, GatewayPartSettings, string | undefined]>([
    [
      "the listener's name",
      { listeners: { https: { protocol: "HTTPS", hostname: "a.example.com" } } },
      "https://a.example.com/",
    ],
    ["a name below a wildcard", {}, "https://demo.example.com/"],
    [
      "the port",
      { listeners: { http: { protocol: "HTTP", port: 8080, hostname: "a.example.com" } } },
      "http://a.example.com:8080/",
    ],
    ["nothing where any name will do", { listeners: { http: { protocol: "HTTP" } } }, undefined],
  ])("finds its demo by %s", (_, parts, url) => {
    expect(planned({ demo: { enabled: true }, ...parts }).demoUrl).toBe(url);
  });

  it("redirects HTTP to HTTPS on the HTTP listener only, unless it is told not to", () => {
    const redirect = (parts: GatewayPartSettings) =>
      planned(parts).objects.routes.find(({ metadata }) => metadata.name === "edge-to-https");
    expect(redirect({})?.["spec"]).toMatchObject({ parentRefs: [{ name: "edge", sectionName: "http" }] });
    expect(redirect({ tls: { redirect: false } })).toBeUndefined();
    expect(redirect({ listeners: { https: { protocol: "HTTPS", hostname: "a.example.com" } } })).toBeUndefined();
  });

  it("on the host network has neither class nor controller", () => {
    const plan = planned({ exposure: { type: "host-network" } });
    expect(plan.objects.classes).toEqual([]);
    expect(plan.controller).toBeUndefined();
    expect(plan.hostNetwork?.ports.map(({ port }) => port)).toEqual([80, 443]);
  });

  it("on the host network ends TLS at its own load balancer where there is a certificate of ACM", () => {
    const tls = { acmCertificateArn: "arn:aws:acm:eu-central-1:1:certificate/a" };
    const { hostNetwork } = planned({ exposure: { type: "host-network", internal: true }, tls });
    expect(hostNetwork).toMatchObject({
      internal: true,
      ports: [
        { port: 80, endsTls: false },
        { port: 443, endsTls: true },
      ],
    });
  });

  it("opens the way to pods that policies close", () => {
    const backends = { shop: { namespace: "shop", labels: { app: "shop" }, ports: [8080] } };
    expect(planned({ backends }).objects.routes.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["CiliumClusterwideNetworkPolicy", "CiliumNetworkPolicy"]),
    );
  });

  it("lists the images that mirrors must hold, and those that none stands for", () => {
    const parts = { tls: { certManager: "install" }, demo: { enabled: true } } as const;
    expect(planned(parts).notes).toEqual([]);
    const registry = { mirrors: { "quay.io": "mirror.test/quay", "public.ecr.aws": "mirror.test/ecr" } };
    const [held, missing] = planned(parts, { registry }).notes;
    expect(held).toContain("mirror.test/quay/jetstack/cert-manager-controller:v1.21.1");
    expect(held).toContain("mirror.test/ecr/eks/aws-load-balancer-controller:v3.5.0");
    expect(missing).toContain("registry.k8s.io/e2e-test-images/agnhost");
  });

  it("gives its controllers rights on this cluster's load balancers and zones only", () => {
    const { controller, externalDns } = planned({ externalDns: { hostedZoneIds: ["Z1"], domains: ["example.com"] } });
    const wide = (controller?.identity?.policy.Statement ?? []).filter(({ Resource = [] }) => Resource.includes("*"));
    expect(wide.map(({ Sid }) => Sid)).toEqual(["ServiceLinkedRole", "Read"]);
    expect(JSON.stringify(externalDns?.identity?.policy)).toContain("arn:aws:route53:::hostedzone/Z1");
  });
});

describe("a stack with an internal Gateway", () => {
  it("keeps its fixed addresses from pods until the load balancer asks for them", () => {
    const exposure = { type: "internal", privateAddresses: ["10.0.0.20"] } as const;
    const kept = (gateway: GatewaySettings) =>
      stack(gateway).clusterModel.network?.subnets.flatMap(({ reservations }) => reservations.map(({ cidr }) => cidr));
    expect(kept({ exposure })).toEqual(["10.0.0.16/28"]);
    expect(kept({ exposure: { type: "internal" } })).toEqual([]);
  });
});

describe("a stack whose VPC has no public subnets", () => {
  it("hears that a Gateway that faces the internet has no place, unless one is named", () => {
    const base = settings({ gateway: { enabled: true, listeners: LISTENERS } });
    const zones = ["a", "b"].map((zone, at) => ({
      id: `subnet-${zone}`,
      zone: `eu-central-1${zone}`,
      cidr: `10.20.${String(at * 16)}.0/20`,
      egress: "nat" as const,
    }));
    const network = { vpc: { id: "vpc-1", cidrs: ["10.20.0.0/16"], subnets: { private: zones } } };
    const found = (exposure: ExposureSettings) =>
      evaluate({ ...base, network, gateway: { ...base.gateway, exposure } }).report.findings.map(({ rule }) => rule);
    expect(found({ type: "internet-facing" })).toContain("gateway-settings-subnets");
    expect(found({ type: "internet-facing", subnetIds: ["subnet-x"] })).not.toContain("gateway-settings-subnets");
    expect(found({ type: "internal" })).not.toContain("gateway-settings-subnets");
  });
});

describe("a stack with several Gateways", () => {
  const zones = (hostedZoneIds: string[]) => ({ email: "a@example.com", route53: { hostedZoneIds } });
  const several: GatewaySettings = {
    exposure: { type: "internet-facing", elasticIps: "allocate" },
    tls: { certManager: "install", issuer: zones(["Z1"]) },
    others: {
      inner: {
        listeners: { https: { protocol: "HTTPS", hostname: "*.corp.example.com" } },
        exposure: { type: "internal", preserveClientIp: true },
        tls: { certManager: "install", issuer: zones(["Z2"]) },
      },
    },
  };

  it("installs each controller once, with rights for the zones of all", () => {
    const { model } = stack(several);
    expect(model.releases?.map(({ name }) => name)).toEqual(["aws-load-balancer-controller", "cert-manager"]);
    const role = model.identity?.find(({ name }) => name === "cert-manager");
    expect(role?.statements.flatMap(({ resources }) => resources)).toEqual(
      expect.arrayContaining(["arn:aws:route53:::hostedzone/Z1", "arn:aws:route53:::hostedzone/Z2"]),
    );
  });

  it("passes every rule, and shows each with its addresses", () => {
    const { report, sections, billed, quotas } = stack(several);
    expect(report.findings.filter(({ rule }) => rule.startsWith("gateway"))).toEqual([]);
    expect(sections.map(({ title }) => title)).toEqual([
      "Gateway gateway-edge/edge",
      "Gateway gateway-inner/inner",
      "Addresses",
      "Routes",
    ]);
    expect(billed.filter(({ item }) => item.startsWith("Network Load Balancer"))).toHaveLength(2);
    expect(quotas.needs.find(({ key }) => key === "networkLoadBalancers")?.needed).toBe(2);
  });

  it("hears what is wrong with the others, by their path", () => {
    const { report } = stack({ ...several, others: { inner: { listeners: { tcp: { protocol: "TCP" } } } } });
    expect(report.findings.map(({ path }) => path)).toContain("gateway.others.inner.listeners.tcp.port");
  });
});

describe("a stack with a Gateway", () => {
  it("passes every rule, with its tables, its quotas and what it costs", () => {
    const { report, sections, billed, quotas } = stack({
      exposure: { type: "internet-facing", elasticIps: "allocate" },
      tls: { certManager: "install", issuer: { email: "a@example.com", route53: { hostedZoneIds: ["Z1"] } } },
    });
    expect(report.findings.filter(({ rule }) => rule.startsWith("gateway"))).toEqual([]);
    expect(sections.map(({ title }) => title)).toEqual(["Gateway gateway-edge/edge", "Addresses", "Routes"]);
    expect(billed).toContainEqual(expect.objectContaining({ item: 'Elastic IP of Gateway "edge"', count: 3 }));
    expect(quotas.needs.map(({ key }) => key)).toEqual(expect.arrayContaining(["networkLoadBalancers", "elasticIps"]));
  });

  it("hears of what cannot work", () => {
    const found = (gateway: GatewaySettings) => stack(gateway).report.findings.map(({ rule }) => rule);
    expect(found({ exposure: { type: "internet-facing", elasticIps: ["eipalloc-1"] } })).toContain(
      "gateway-address-count",
    );
    expect(found({ listeners: { a: { protocol: "HTTP" }, b: { protocol: "HTTP" } } })).toContain(
      "gateway-listener-unique",
    );
    expect(
      found({
        exposure: {
          type: "internal",
          proxyProtocol: true,
          crossZone: true,
          preserveClientIp: true,
          idleTimeoutSeconds: 60,
          deregistrationSeconds: 1,
          privateAddresses: ["10.0.0.9"],
          targetNodeLabels: { a: "b" },
        },
      }),
    ).toContain("gateway-annotation-count");
  });

  it("tells its objects to a component that stands alone as it tells them to the plan", () => {
    const plan = planned();
    expect(partOf(plan, { listeners: LISTENERS }).objects).toEqual(objectsOf(plan));
  });
});
