import { describe, expect, it } from "vitest";
import { ciliumModel } from "../../../../core/cilium/model.ts";
import { planCilium } from "../../../../core/cilium/plan.ts";
import type { CiliumPlan } from "../../../../core/cilium/types.ts";
import { valueAt } from "../../../../core/helm/values.ts";
import { featuresOf } from "../../../../core/plan/features.ts";
import {
  AmiFamily,
  type CiliumSettings,
  type NodeGroupSettings,
  type Settings,
} from "../../../../core/settings/index.ts";
import { settings } from "../../../support/model.ts";

const planOf = (stack: Settings): CiliumPlan => {
  const plan = planCilium(stack, { features: featuresOf(stack) });
  if (plan === undefined) throw new Error("no plan");
  return plan;
};
const withCilium = (cilium: CiliumSettings, more: Partial<Settings> = {}): CiliumPlan =>
  planOf(settings({ cilium, ...more }));
const value = ({ values }: CiliumPlan, path: string): unknown => valueAt(values, path);
const groups = (general: Partial<NodeGroupSettings>): Partial<Settings> => ({
  nodeGroups: { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 }, ...general } },
});

describe("planCilium", () => {
  it("writes every choice of a plain ENI cluster down", () => {
    const plan = planOf(settings());
    expect(plan).toMatchObject({ releaseName: "cilium", namespace: "kube-system", version: "1.19.6" });
    expect(plan.chart).toEqual({ chart: "cilium", repository: "https://helm.cilium.io/" });
    expect(plan.values).toMatchObject({
      cluster: { name: "test", id: 0 },
      ipam: { mode: "eni" },
      eni: {
        enabled: true,
        awsEnablePrefixDelegation: false,
        gcInterval: "300s",
        nodeSpec: { firstInterfaceIndex: 0 },
      },
      routingMode: "native",
      kubeProxyReplacement: true,
      k8sServicePort: 443,
      enableIPv4Masquerade: false,
      bpf: { masquerade: false, hostLegacyRouting: true },
      loadBalancer: { mode: "snat", acceleration: "disabled", algorithm: "random" },
      encryption: { enabled: false },
      hubble: { tls: { auto: { method: "cronJob" } } },
      rollOutCiliumPods: true,
      operator: { replicas: 2, rollOutPods: true, extraEnv: [{ name: "AWS_REGION", value: "eu-central-1" }] },
    });
    expect(plan.deferred.map(({ path }) => path)).toEqual(["k8sServiceHost", "eni.iamRole"]);
  });

  it("gives nothing for a version of no known minor", () => {
    expect(planCilium(settings({ cilium: { version: "2.0.0" } }))).toBeUndefined();
  });

  it.each([
    ["one group on AL2023", {}, "en+"],
    ["one group on Bottlerocket", { ami: { family: AmiFamily.Bottlerocket } }, "eth+"],
  ])("names the interfaces of masquerade for %s", (_, group, expected) => {
    const plan = withCilium({ masquerade: { mode: "iptables" } }, groups(group));
    expect(value(plan, "egressMasqueradeInterfaces")).toBe(expected);
    expect(value(plan, "enableIPv4Masquerade")).toBe(true);
  });

  it("leaves the interfaces out with BPF masquerade, which refuses them", () => {
    const plan = withCilium({ masquerade: { mode: "bpf", nonMasqueradeCidrs: ["10.9.0.0/16"] } });
    expect(value(plan, "egressMasqueradeInterfaces")).toBeUndefined();
    expect(plan.values).toMatchObject({
      bpf: { masquerade: true },
      ipMasqAgent: { enabled: true, config: { nonMasqueradeCIDRs: ["10.0.0.0/16", "10.9.0.0/16"] } },
    });
  });

  it.each([["dsr" as const], ["hybrid" as const]])("sends %s by Geneve over native routing", (mode) => {
    expect(withCilium({ loadBalancer: { mode } }).values).toMatchObject({
      loadBalancer: { mode, dsrDispatch: "geneve" },
      tunnelProtocol: "geneve",
      routingMode: "native",
    });
  });

  it("prepares the dispatch where Services may ask for DSR", () => {
    const plan = withCilium({ loadBalancer: { modeAnnotation: true } });
    expect(plan.values).toMatchObject({ loadBalancer: { mode: "snat", dsrDispatch: "geneve" } });
  });

  it.each([
    [{ mode: "cluster-pool", podCidrs: ["10.200.0.0/16"], tunnel: "vxlan" } as const, "cluster-pool"],
    [
      { mode: "multi-pool", pools: { default: { cidrs: ["10.200.0.0/16"], maskSize: 24 } }, tunnel: "geneve" } as const,
      "multi-pool",
    ],
  ])("tunnels and masquerades the addresses of a pool (%j)", (ipam, mode) => {
    const plan = withCilium({ ipam });
    expect(plan.values).toMatchObject({
      ipam: { mode },
      routingMode: "tunnel",
      tunnelProtocol: ipam.tunnel,
      enableIPv4Masquerade: true,
    });
    expect(value(plan, "eni")).toBeUndefined();
    expect(plan.deferred.map(({ path }) => path)).toEqual(["k8sServiceHost"]);
  });

  it("leaves addresses and configuration to the VPC CNI when chained to it", () => {
    const plan = withCilium({ ipam: { mode: "aws-cni" } });
    expect(plan.values).toMatchObject({
      cni: { chainingMode: "aws-cni", exclusive: false },
      endpointRoutes: { enabled: true },
      enableIPv4Masquerade: false,
      routingMode: "native",
    });
    expect(value(plan, "bpf.hostLegacyRouting")).toBeUndefined();
  });

  it.each([
    [{ min: 1, max: 1 }, 1],
    [{ min: 0, max: 3 }, 1],
    [{ min: 3, max: 9 }, 2],
  ])("runs no more operators than nodes (%j)", (scaling, replicas) => {
    expect(value(planOf(settings(groups({ scaling }))), "operator.replicas")).toBe(replicas);
  });

  it("lets Helm values of the stack win, and neither fills them in nor loses where they come from", () => {
    const plan = withCilium({ helmValues: { k8sServiceHost: "api.example.com", bpf: { masquerade: true } } });
    expect(value(plan, "k8sServiceHost")).toBe("api.example.com");
    expect(value(plan, "bpf.hostLegacyRouting")).toBe(true);
    expect(plan.deferred.map(({ path }) => path)).toEqual(["eni.iamRole"]);
    expect(plan.origins["cilium.values.bpf.masquerade"]).toBe("cilium.helmValues.bpf.masquerade");
    expect(plan.origins["cilium.values.bpf.hostLegacyRouting"]).toBe("cilium.hostRouting");
  });

  it("passes the proxy and its exceptions on to agent and operator", () => {
    const plan = planOf(settings({ cluster: { name: "test", proxy: { httpProxy: "http://proxy.example.com:3128" } } }));
    for (const path of ["extraEnv", "operator.extraEnv"]) {
      expect(value(plan, path)).toEqual(
        expect.arrayContaining([
          { name: "HTTPS_PROXY", value: "http://proxy.example.com:3128" },
          { name: "NO_PROXY", value: expect.stringContaining("169.254.169.254") as unknown },
        ]),
      );
    }
  });

  it("takes every image from a mirror, and the chart from where the stack says", () => {
    const registry = {
      mirrors: { "quay.io": "registry.example.com/quay" },
      ciliumChart: "oci://registry.example.com/charts/cilium",
    };
    const plan = planOf(settings({ cluster: { name: "test", registry } }));
    expect(plan.chart).toEqual({ chart: registry.ciliumChart });
    expect(value(plan, "operator.image.repository")).toBe("registry.example.com/quay/cilium/operator");
  });

  it("gives relay and UI resources, which the chart leaves out", () => {
    const plan = planOf(settings({ observability: { ui: true } }));
    for (const part of ["relay", "ui.frontend", "ui.backend"]) {
      expect(value(plan, `hubble.${part}.resources.requests.cpu`)).toMatch(/m$/);
    }
  });
});

describe("options of single node groups", () => {
  it("carry tags of subnets and groups, and move pods off ENI 0", () => {
    const plan = planOf(
      settings(groups({ pods: { subnetTags: { tier: "pods", app: "a" }, securityGroupTags: { sg: "pods" } } })),
    );
    expect(plan.nodeConfigs).toEqual([
      {
        group: "general",
        nodeSelector: { "cilium-eks/node-group": "general" },
        defaults: { "eni-subnet-tags": "app=a,tier=pods", "eni-security-group-tags": "sg=pods" },
      },
    ]);
    expect(value(plan, "eni.nodeSpec.firstInterfaceIndex")).toBe(1);
    expect(plan.crds.map(({ name }) => name)).toEqual(["cilium-node-config"]);
  });

  it("are left out for a group that wants none", () => {
    const plan = planOf(settings(groups({ pods: { subnetTags: {} } })));
    expect(plan.nodeConfigs).toEqual([]);
  });

  it("bound the addresses of types with several network cards, but not their prefixes", () => {
    const type = { instanceTypes: ["p5.48xlarge"] };
    const plan = planOf(settings(groups(type)));
    const bound = Number(plan.nodeConfigs[0]?.defaults["ipam-max-allocate"]);
    expect(bound).toBeGreaterThan(0);
    expect(ciliumModel(plan).cilium?.groupMaxAllocate).toEqual({ general: bound });
    expect(withCilium({ allocation: { maxAllocate: 5 } }, groups(type)).nodeConfigs[0]?.defaults).toEqual({
      "ipam-max-allocate": "5",
    });
    expect(withCilium({ prefixDelegation: true }, groups(type)).nodeConfigs).toEqual([]);
  });
});

describe("CRDs before the release", () => {
  it.each([
    ["1.19.6", "v1.4.1"],
    ["1.20.2", "v1.6.1"],
  ])("hold the Gateway API of Cilium %s", (version, bundle) => {
    const plan = withCilium({ version }, { gateway: { enabled: true, channel: "experimental" } });
    expect(plan.gatewayApi).toEqual({ bundle, channel: "experimental" });
    expect(plan.crds.map(({ file }) => file)).toEqual([
      `https://github.com/kubernetes-sigs/gateway-api/releases/download/${bundle}/experimental-install.yaml`,
    ]);
  });

  it("come from a mirror where there is one", () => {
    const registry = { crds: "https://mirror.example.com/crds/" };
    const plan = planOf(settings({ cluster: { name: "test", registry }, gateway: { enabled: true } }));
    expect(plan.crds[0]?.file).toBe("https://mirror.example.com/crds/gateway-api-v1.4.1/standard-install.yaml");
  });

  it("know the bundle of the version that runs now", () => {
    const plan = withCilium({ version: "1.20.2", installedVersion: "1.19.6" }, { gateway: { enabled: true } });
    expect(ciliumModel(plan)).toMatchObject({
      cilium: { installedVersion: "1.19.6" },
      gatewayApi: { bundle: "v1.6.1", installedBundle: "v1.4.1" },
    });
  });
});
