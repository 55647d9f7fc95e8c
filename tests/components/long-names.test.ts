import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import {
  CertManager,
  CiliumEniCluster,
  CiliumGateway,
  ExternalDns,
  HubbleObservability,
  HybridNodePool,
  LoadBalancerController,
  featuresOf,
} from "../../components/index.ts";
import type { Settings } from "../../core/settings/index.ts";
import { settings } from "../support/model.ts";
import { type Recorded, record } from "../support/recorder.ts";
import { NAMINGS, automaticName } from "../support/standin-aws/names.ts";

/** Children that AWS would refuse for their names, as the provider makes them. */
const refused = (recorded: readonly Recorded[]): string[] =>
  recorded.flatMap(({ type, name, inputs }) => {
    const naming = NAMINGS[type];
    const given = naming !== undefined && [naming.property, `${naming.property}Prefix`].some((key) => key in inputs);
    if (naming?.automatic !== true || given) return [];
    return "fault" in automaticName(naming, name, "abcdefgh") ? [`${type} ${name}`] : [];
  });

const hostedZoneIds = ["Z0123456789ABCDEFGHIJ"];
const listeners = { http: { protocol: "HTTP" as const } };
const everything: Settings = settings({
  cluster: {
    name: "test",
    kubernetesVersion: "1.35",
    endpoint: { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] },
    autoscaler: "cluster-autoscaler",
    addons: { ebsCsi: { enabled: true } },
  },
  network: { vpc: { cidr: "10.0.0.0/16" }, flowLogs: { enabled: true } },
  cilium: { version: "1.19.6" },
  gateway: { enabled: true, listeners, tls: { certManager: "install" }, loadBalancerController: "install" },
  observability: { relay: true },
});

const onCluster =
  (make: (cluster: CiliumEniCluster) => unknown, stack = everything) =>
  () =>
    void make(new CiliumEniCluster("c", { ...stack, features: featuresOf(stack) }));

const COMPONENTS: Readonly<Record<string, (name: string) => () => void>> = {
  CiliumEniCluster: (name) => () =>
    void new CiliumEniCluster(name, { ...everything, features: featuresOf(everything) }),
  CiliumGateway: (name) =>
    onCluster((cluster) => new CiliumGateway(name, { ...everything.gateway, listeners, cluster })),
  HubbleObservability: (name) =>
    onCluster((cluster) => new HubbleObservability(name, { ...everything.observability, cluster })),
  CertManager: (name) => onCluster((cluster) => new CertManager(name, { cluster, hostedZoneIds })),
  ExternalDns: (name) =>
    onCluster((cluster) => new ExternalDns(name, { cluster, hostedZoneIds, domains: ["example.com"] })),
  LoadBalancerController: (name) => onCluster((cluster) => new LoadBalancerController(name, { cluster })),
  HybridNodePool: (name) => () =>
    void new HybridNodePool(name, {
      cluster: {
        name: "mixed",
        region: "eu-central-1",
        provider: new kubernetes.Provider("k8s", { kubeconfig: pulumi.secret("{}") }),
        ready: [],
      },
      strategy: "mixed",
      ciliumVersion: "1.18.8-1",
      nodeCidrs: ["192.168.0.0/24"],
      podCidrs: ["192.168.64.0/20"],
      identity: { type: "ssm", expires: "2027-01-31T00:00:00Z" },
      pools: { rack: { maxNodes: 8, os: "ubuntu-24.04" } },
    }),
};

describe("a component's name of any length", () => {
  it.each(Object.keys(COMPONENTS))("gives children that AWS takes, or is refused first: %s", async (component) => {
    const make = COMPONENTS[component];
    let longest = 0;
    // By halves: what AWS takes at one length it takes at every shorter one.
    for (let step = 64; step >= 1; step /= 2) {
      const name = "n".repeat(longest + step);
      const recorded = await record(make?.(name) ?? (() => {})).catch((error: unknown) => {
        if (!(error instanceof pulumi.RunError)) throw error;
        expect(error.message).toContain("component-name-length");
        return undefined;
      });
      if (recorded === undefined) continue;
      expect(refused(recorded), `${String(name.length)} letters`).toEqual([]);
      longest = name.length;
    }
    expect(longest).toBeGreaterThan(20);
  });
});
