import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import {
  CiliumEniCluster,
  CiliumGateway,
  type CiliumGatewayArgs,
  type GatewaySettings,
  createGateways,
  featuresOf,
} from "../../components/index.ts";
import type { Settings } from "../../core/settings/index.ts";
import { settings } from "../support/model.ts";
import { type Recorded, only, order, record } from "../support/recorder.ts";

const stack: Settings = settings({
  cluster: { name: "test", endpoint: { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] } },
  gateway: { enabled: true, tls: { certManager: "install" } },
});
const WHOLE: Omit<CiliumGatewayArgs, "cluster"> = {
  listeners: { http: { protocol: "HTTP" }, https: { protocol: "HTTPS", hostname: "*.example.com" } },
  exposure: { type: "internet-facing", elasticIps: "allocate" },
  tls: { certManager: "install", issuer: { email: "ops@example.com", route53: { hostedZoneIds: ["Z1"] } } },
  externalDns: { hostedZoneIds: ["Z1"], domains: ["example.com"] },
  demo: { enabled: true, hostname: "demo.example.com" },
};

interface Built {
  readonly recorded: readonly Recorded[];
  readonly gateway: CiliumGateway;
}
async function build(args: Omit<CiliumGatewayArgs, "cluster"> = WHOLE, base: Settings = stack): Promise<Built> {
  let gateway: CiliumGateway | undefined;
  const recorded = await record(
    () => {
      const { gateway: _gateway, ...rest } = base;
      const cluster = new CiliumEniCluster("test", { ...rest, features: featuresOf(base) });
      gateway = new CiliumGateway("edge", { ...args, cluster });
    },
    {
      // As the provider answers, which waits for the address.
      outputs: ({ type }) =>
        type === GATEWAY ? { status: { addresses: [{ value: "nlb-1.elb.amazonaws.com" }] } } : undefined,
    },
  );
  if (gateway === undefined) throw new Error("no gateway");
  return { recorded, gateway };
}

const RELEASE = "kubernetes:helm.sh/v3:Release";
const GATEWAY = "kubernetes:gateway.networking.k8s.io/v1:Gateway";
const NAMESPACE = "kubernetes:core/v1:Namespace";
const ROUTE = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";

const valueOf = (output: pulumi.Output<string> | undefined): Promise<string> =>
  new Promise((resolve) => {
    output?.apply(resolve);
  });
const annotation = (recorded: readonly Recorded[], name: string): string | undefined => {
  const { spec } = only(recorded, GATEWAY).inputs as unknown as {
    spec: { infrastructure: { annotations: Record<string, string> } };
  };
  return spec.infrastructure.annotations[`service.beta.kubernetes.io/aws-load-balancer-${name}`];
};

describe("CiliumGateway", () => {
  it("is taken down from the routes to the controller, and its addresses go last", async () => {
    const { recorded } = await build();
    const { precedes, outlives } = order(recorded);
    const chain = [
      only(recorded, RELEASE, "test-cilium"),
      only(recorded, RELEASE, "edge-load-balancer-controller"),
      only(recorded, NAMESPACE, "edge-namespace-gateway-edge"),
      only(recorded, GATEWAY),
      only(recorded, ROUTE, "edge-httproute-gateway-edge-edge-to-https"),
    ];
    for (const [at, before] of chain.entries()) {
      for (const after of chain.slice(at + 1)) {
        expect([before.name, after.name, precedes(before, after)]).toEqual([before.name, after.name, true]);
        expect([before.name, after.name, outlives(before, after)]).toEqual([before.name, after.name, true]);
      }
    }
    const namespace = only(recorded, NAMESPACE, "edge-namespace-gateway-edge");
    const needed = recorded.filter(
      ({ type, name }) =>
        type === "aws:ec2/eip:Eip" ||
        (type.startsWith("aws:iam/role") && name === "edge-load-balancer-controller") ||
        (type === "aws:eks/addon:Addon" && name === "test-addon-coredns") ||
        type === "aws:eks/nodeGroup:NodeGroup" ||
        (type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" && name.includes("9443")),
    );
    expect(needed.length).toBeGreaterThan(6);
    for (const one of needed) expect([one.name, outlives(one, namespace)]).toEqual([one.name, true]);
  });

  it("tells the load balancer its addresses, as many as there are public subnets", async () => {
    const { recorded } = await build();
    const ids = annotation(recorded, "eip-allocations");
    expect(ids?.split(",")).toHaveLength(recorded.filter(({ type }) => type === "aws:ec2/eip:Eip").length);
    expect(ids).not.toContain("[");
  });

  it("names the load balancer's subnets, which its controller would else look for by tags", async () => {
    const { recorded } = await build();
    const named = annotation(recorded, "subnets")?.split(",") ?? [];
    expect(named.every((id) => id.startsWith("subnet-"))).toBe(true);
    expect(named).toHaveLength(recorded.filter(({ type }) => type === "aws:ec2/eip:Eip").length);
    const given = await build({ ...WHOLE, exposure: { type: "internal", subnetIds: ["subnet-x", "subnet-y"] } });
    expect(annotation(given.recorded, "subnets")).toBe("subnet-x,subnet-y");
  });

  it("tells the name of the load balancer that the provider waited for", async () => {
    const { demo: _demo, ...rest } = WHOLE;
    const { gateway } = await build({
      ...rest,
      listeners: { http: { protocol: "HTTP" } },
      demo: { enabled: true },
    });
    expect(await valueOf(gateway.hostname)).toBe("nlb-1.elb.amazonaws.com");
    expect(await valueOf(gateway.demoUrl)).toBe("http://nlb-1.elb.amazonaws.com/");
  });

  it("gives the controller its VPC, its role, and no part in the Gateway API", async () => {
    const { recorded } = await build();
    expect(only(recorded, RELEASE, "edge-load-balancer-controller").inputs).toMatchObject({
      chart: "aws-load-balancer-controller",
      values: {
        enableServiceMutatorWebhook: false,
        controllerConfig: { featureGates: { NLBGatewayAPI: false, ALBGatewayAPI: false } },
        serviceAccount: { annotations: { "eks.amazonaws.com/role-arn": expect.stringContaining("arn:") as unknown } },
        vpcId: expect.stringMatching(/^vpc-/) as unknown,
      },
    });
  });

  it("has the demo's URL", async () => {
    const { gateway } = await build();
    expect(await valueOf(gateway.demoUrl)).toBe("https://demo.example.com/");
  });

  it("names nothing after values that change", async () => {
    const names = async (args: Omit<CiliumGatewayArgs, "cluster">) =>
      (await build(args)).recorded.map(({ type, name }) => `${type} ${name}`).toSorted();
    const other = { ...WHOLE, exposure: { ...WHOLE.exposure, type: "internet-facing", crossZone: true } } as const;
    expect(await names(other)).toEqual(await names(WHOLE));
  });

  it("on the host network owns the load balancer, its targets and the way to the nodes", async () => {
    const exposure = { type: "host-network" } as const;
    const base = { ...stack, gateway: { enabled: true, exposure } };
    const { recorded } = await build({ listeners: { http: { protocol: "HTTP" } }, exposure }, base);
    expect(recorded.filter(({ name }) => name === "edge-load-balancer-controller")).toEqual([]);
    const { precedes } = order(recorded);
    expect(precedes(only(recorded, GATEWAY), only(recorded, "aws:lb/loadBalancer:LoadBalancer"))).toBe(true);
    expect(only(recorded, "aws:lb/targetGroup:TargetGroup").inputs).toMatchObject({ targetType: "instance", port: 80 });
    expect(recorded.filter(({ type }) => type === "aws:autoscaling/attachment:Attachment")).toHaveLength(1);
  });

  it("on the host network ends TLS with ACM and gives each subnet its address", async () => {
    const exposure = { type: "host-network", elasticIps: "allocate" } as const;
    const base = { ...stack, gateway: { enabled: true, exposure } };
    const { recorded } = await build(
      {
        listeners: { https: { protocol: "HTTPS", hostname: "a.example.com" } },
        exposure,
        tls: { acmCertificateArn: "arn:aws:acm:eu-central-1:111122223333:certificate/a" },
      },
      base,
    );
    expect(only(recorded, "aws:lb/listener:Listener").inputs).toMatchObject({
      protocol: "TLS",
      certificateArn: "arn:aws:acm:eu-central-1:111122223333:certificate/a",
    });
    const { subnetMappings } = only(recorded, "aws:lb/loadBalancer:LoadBalancer").inputs as {
      subnetMappings: { subnetId: string; allocationId: string }[];
    };
    const allocated = new Set(subnetMappings.map(({ allocationId }) => allocationId));
    expect(allocated.size).toBe(recorded.filter(({ type }) => type === "aws:ec2/eip:Eip").length);
    expect(allocated).not.toContain(undefined);
  });

  it("lets further Gateways stand on the controllers of the first", async () => {
    const settings: GatewaySettings = {
      ...WHOLE,
      enabled: true,
      others: {
        inner: { listeners: { http: { protocol: "HTTP" } }, exposure: { type: "internal", preserveClientIp: true } },
      },
    };
    const base = { ...stack, gateway: settings };
    let outputs: readonly string[] = [];
    const recorded = await record(() => {
      const { gateway: _gateway, ...rest } = base;
      const cluster = new CiliumEniCluster("test", { ...rest, features: featuresOf(base) });
      outputs = Object.keys(createGateways(settings, cluster).outputs);
    });
    expect(outputs).toEqual(["edge", "inner"]);
    const controller = only(recorded, RELEASE, "load-balancer-controller");
    expect(controller.name).toBe("edge-load-balancer-controller");
    expect(order(recorded).outlives(controller, only(recorded, NAMESPACE, "namespace-gateway-inner"))).toBe(true);
  });

  it.each<[string, Omit<CiliumGatewayArgs, "cluster">, Settings, RegExp]>([
    [
      "another exposure than the release's",
      { ...WHOLE, exposure: { type: "host-network" } },
      stack,
      /cluster-features/,
    ],
    [
      "cert-manager where the cluster has none of its CRDs",
      WHOLE,
      settings({ ...stack, gateway: { enabled: true } }),
      /tls\.certManager/,
    ],
    [
      "the proxy protocol where the release has it off",
      { ...WHOLE, exposure: { type: "internet-facing", proxyProtocol: true } },
      stack,
      /exposure\.proxyProtocol/,
    ],
    [
      "a cluster without the Gateway API",
      WHOLE,
      settings({ ...stack, gateway: { enabled: false } }),
      /gateway-cluster-feature/,
    ],
    ["no listeners", {}, stack, /gateway-listener-none/],
    [
      "several faults at once",
      {
        listeners: { a: { protocol: "HTTP" }, b: { protocol: "HTTP" } },
        exposure: { type: "internet-facing", elasticIps: ["eipalloc-1"] },
      },
      stack,
      /gateway-address-count[\s\S]*gateway-listener-unique|gateway-listener-unique[\s\S]*gateway-address-count/,
    ],
    [
      "a fault of an object, at the argument that it comes from,",
      { ...WHOLE, exposure: { type: "internet-facing", elasticIps: ["eipalloc-1"] } },
      stack,
      /CiliumGateway "edge", exposure\.elasticIps:/,
    ],
  ])("refuses %s before it makes anything", async (_, args, base, message) => {
    const built = build(args, base);
    await expect(built).rejects.toThrow(pulumi.RunError);
    await expect(built).rejects.toThrow(message);
  });
});
