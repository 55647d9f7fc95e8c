import { describe, expect, it } from "vitest";
import type { FeaturePort, Features } from "../../../../core/contracts/features.ts";
import type { JsonObject } from "../../../../core/model/index.ts";
import { securityGroupsModel } from "../../../../core/security-groups/model.ts";
import { planSecurityGroups } from "../../../../core/security-groups/plan.ts";
import { ciliumPorts } from "../../../../core/helm/cilium-ports.ts";
import type { NetworkSettings } from "../../../../core/settings/index.ts";
import { eniValues, settings } from "../../../support/model.ts";

const ports = (values: JsonObject) => ciliumPorts(values).map(({ protocol, from }) => `${protocol} ${String(from)}`);
const keys = (network: Partial<NetworkSettings> = {}, features?: Features) =>
  planSecurityGroups(settings({ network: { vpc: { cidr: "10.0.0.0/16" }, ...network } }), {
    values: {},
    ...(features === undefined ? {} : { features }),
  }).rules.map(({ key }) => key);
const feature = (...featurePorts: FeaturePort[]): Features => ({
  gateway: {
    values: {},
    origins: {},
    crds: [],
    ports: featurePorts,
    facts: { channel: "standard", exposure: "nlb", proxyProtocol: false, certManager: false },
  },
});

describe("ciliumPorts", () => {
  const always = ["tcp 4240", "icmp 8", "tcp 4244", "tcp 9963", "tcp 9964"];

  it("opens what the chart's defaults use", () => {
    expect(ports({})).toEqual(always);
  });

  it.each<[string, JsonObject, string]>([
    ["WireGuard", { encryption: { enabled: true, type: "wireguard" } }, "udp 51871"],
    ["VXLAN", { routingMode: "tunnel", tunnelProtocol: "vxlan" }, "udp 8472"],
    ["an unnamed tunnel, which is VXLAN", { routingMode: "tunnel" }, "udp 8472"],
    ["Geneve", { routingMode: "tunnel", tunnelProtocol: "geneve" }, "udp 6081"],
    ["another tunnel port", { routingMode: "tunnel", tunnelPort: 4789 }, "udp 4789"],
    [
      "DSR, which wraps in Geneve",
      { routingMode: "native", loadBalancer: { mode: "dsr", dsrDispatch: "geneve" } },
      "udp 6081",
    ],
    ["the agents' metrics", { prometheus: { enabled: true } }, "tcp 9962"],
    ["Hubble's metrics", { hubble: { metrics: { enabled: ["dns"] } } }, "tcp 9965"],
    ["the relay's metrics", { hubble: { relay: { enabled: true, prometheus: { enabled: true } } } }, "tcp 9966"],
    ["another port of Hubble", { hubble: { listenAddress: ":4300" } }, "tcp 4300"],
  ])("opens the port of %s", (_, values, expected) => {
    expect(ports(values)).toContain(expected);
  });

  it.each<[string, JsonObject, string]>([
    ["IPsec", { encryption: { enabled: true, type: "ipsec" } }, "udp 51871"],
    ["native routing", { routingMode: "native", tunnelProtocol: "geneve" }, "udp 6081"],
    ["Hubble switched off", { hubble: { enabled: false } }, "tcp 4244"],
    ["health checks switched off", { healthChecking: false }, "tcp 4240"],
    ["Envoy's metrics switched off", { envoy: { prometheus: { enabled: false } } }, "tcp 9964"],
    ["Hubble without metrics", { hubble: { metrics: { enabled: null } } }, "tcp 9965"],
  ])("opens no port for %s", (_, values, expected) => {
    expect(ports(values)).not.toContain(expected);
  });
});

describe("planSecurityGroups", () => {
  it("admits the cluster's own members, and makes no group", () => {
    const { rules } = planSecurityGroups(settings(), { values: eniValues() });
    expect(rules.every(({ source }) => source.kind === "cluster-group")).toBe(true);
    expect(rules.map(({ key }) => key)).toContain("tcp-10250-from-cluster");
  });

  it("admits pods on a secondary CIDR by their addresses: the API too", () => {
    const planned = keys({ podSubnets: { cidr: "100.64.0.0/16" } });
    for (const port of [443, 10250, 4240, 4244]) expect(planned).toContain(`tcp-${String(port)}-from-100-64-0-0-16`);
  });

  it("admits existing pod subnets, attached networks and remote networks", () => {
    const existing = [{ id: "subnet-a", zone: "eu-central-1a", cidr: "100.64.0.0/18" }];
    expect(keys({ podSubnets: { existing }, attach: { cidrs: ["10.200.0.0/16"] } })).toEqual(
      expect.arrayContaining(["tcp-443-from-100-64-0-0-18", "tcp-443-from-10-200-0-0-16"]),
    );
    const { rules } = planSecurityGroups(settings(), {
      values: {},
      remoteNetworks: { nodeCidrs: ["192.168.0.0/24"], podCidrs: ["192.168.1.0/24"] },
    });
    expect(rules.map(({ key }) => key)).toEqual(
      expect.arrayContaining(["tcp-443-from-192-168-0-0-24", "tcp-443-from-192-168-1-0-24"]),
    );
  });

  it("opens what features ask for, from whom they say", () => {
    const planned = keys(
      {},
      feature(
        { description: "webhook", protocol: "tcp", from: 9443, to: 9443, source: "control-plane" },
        { description: "node ports", protocol: "tcp", from: 30_000, to: 32_767, source: ["203.0.113.0/24"] },
      ),
    );
    expect(planned).toEqual(expect.arrayContaining(["tcp-9443-from-cluster", "tcp-30000-32767-from-203-0-113-0-24"]));
  });

  it("leaves out what is no CIDR, and every rule that is there already", () => {
    expect(
      keys({ attach: { cidrs: ["10.200.0.0", "10.200.0.0/16", "10.200.0.0/16"] } }).filter((key) =>
        key.startsWith("tcp-443-"),
      ),
    ).toEqual(["tcp-443-from-10-200-0-0-16"]);
  });

  it("makes one rule of two that EC2 cannot tell apart, and keeps what both say", () => {
    const webhook = { description: "webhook", protocol: "tcp", from: 10250, to: 10250, source: "nodes" } as const;
    const { rules } = planSecurityGroups(settings(), { values: {}, features: feature(webhook, webhook) });
    expect(rules.filter(({ from }) => from === 10250)).toEqual([
      {
        key: "tcp-10250-from-cluster",
        description: "kubelet: logs, exec, metrics; webhook",
        protocol: "tcp",
        from: 10250,
        to: 10250,
        source: { kind: "cluster-group" },
      },
    ]);
  });

  it("names a rule the same whoever asks for it, so that no run makes it a second time", () => {
    const health = { description: "other", protocol: "tcp", from: 4240, to: 4240, source: "nodes" } as const;
    const on = planSecurityGroups(settings(), { values: {}, features: feature(health) });
    const off = planSecurityGroups(settings(), { values: { healthChecking: false }, features: feature(health) });
    for (const { rules } of [on, off]) expect(rules.map(({ key }) => key)).toContain("tcp-4240-from-cluster");
  });

  it("never writes more than EC2 takes into a description", () => {
    const many = Array.from({ length: 20 }, (_, at) => `webhook of the controller number ${String(at)}`);
    const { rules } = planSecurityGroups(settings(), {
      values: {},
      features: feature(
        ...many.map(
          (description) => ({ description, protocol: "tcp", from: 9443, to: 9443, source: "nodes" }) as const,
        ),
      ),
    });
    const [webhook] = rules.filter(({ from }) => from === 9443);
    expect(webhook?.description.length).toBeLessThanOrEqual(255);
    expect(webhook?.description).toContain("number 5");
  });

  it("names rules by port and source, in one order", () => {
    const forwards = keys({ attach: { cidrs: ["10.1.0.0/16", "10.2.0.0/16"] } });
    expect(forwards).toEqual(keys({ attach: { cidrs: ["10.2.0.0/16", "10.1.0.0/16"] } }));
    expect(new Set(forwards).size).toBe(forwards.length);
  });

  it("shows the rules on top of the one that EKS makes", () => {
    const [group] = securityGroupsModel(planSecurityGroups(settings(), { values: {} }));
    expect(group?.ingress[0]).toEqual({ protocol: "all", from: 0, to: 65_535, sources: ["self"] });
    expect(group?.tags).toEqual({});
  });

  it("describes every rule in words that EC2 takes", () => {
    const { rules } = planSecurityGroups(settings(), {
      values: eniValues({ encryption: { enabled: true, type: "wireguard" }, routingMode: "tunnel" }),
    });
    for (const { description } of rules) expect(description).toMatch(/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
  });
});
