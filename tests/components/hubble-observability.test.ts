import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { CiliumEniCluster, HubbleObservability, featuresOf } from "../../components/index.ts";
import type { ObservabilitySettings, Settings } from "../../core/settings/index.ts";
import { settings } from "../support/model.ts";
import { type Recorded, only, order, record } from "../support/recorder.ts";

const base: Settings = settings({
  cluster: { name: "test", endpoint: { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] } },
  gateway: {
    enabled: true,
    listeners: { https: { protocol: "HTTPS", hostname: "*.example.com", allowedNamespaces: ["hubble-ui"] } },
  },
});
const WHOLE: ObservabilitySettings = {
  ui: true,
  uiExposure: {
    hostname: "hubble.example.com",
    oidc: { issuerUrl: "https://login.example.com", secret: "hubble-ui", allowedGroups: ["sre"] },
  },
  prometheus: { mode: "install" },
  flowLogs: { destination: { cloudWatch: {} } },
  quotaAlarms: { topicArn: "arn:aws:sns:eu-central-1:111122223333:ops" },
};

interface Built {
  readonly recorded: readonly Recorded[];
  readonly hubble: HubbleObservability;
}

/** A cluster that was made for `made`, with a component that asks for `asked`. */
async function build(asked: ObservabilitySettings, made: ObservabilitySettings | "none" = asked): Promise<Built> {
  let hubble: HubbleObservability | undefined;
  const recorded = await record(() => {
    const stack: Settings = made === "none" ? base : { ...base, observability: made };
    const { gateway: _gateway, observability: _observability, ...rest } = stack;
    const cluster = new CiliumEniCluster("test", { ...rest, features: featuresOf(stack) });
    hubble = new HubbleObservability("hubble", { ...asked, cluster });
  });
  if (hubble === undefined) throw new Error("no component");
  return { recorded, hubble };
}

const RELEASE = "kubernetes:helm.sh/v3:Release";
const CRDS = "kubernetes:yaml/v2:ConfigFile";
const RULE = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";
const POLICY = "kubernetes:cilium.io/v2:CiliumNetworkPolicy";
const ROUTE = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
const of = (recorded: readonly Recorded[], type: string) => recorded.filter((one) => one.type === type);

describe("HubbleObservability", () => {
  it("comes after Cilium, and Cilium after the CRDs of its monitors", async () => {
    const { recorded } = await build(WHOLE);
    const { precedes } = order(recorded);
    const cilium = only(recorded, RELEASE, "test-cilium");
    const crds = of(recorded, CRDS).filter(({ name }) => name.includes("prometheus"));
    expect(crds).toHaveLength(10);
    for (const crd of crds) expect([crd.name, precedes(crd, cilium)]).toEqual([crd.name, true]);
    for (const type of [RULE, POLICY, ROUTE])
      expect([type, precedes(cilium, only(recorded, type))]).toEqual([type, true]);
  });

  it("closes the UI before it opens it, and opens it last", async () => {
    const { recorded } = await build(WHOLE);
    const { precedes, outlives } = order(recorded);
    const [policy, proxy, route] = [
      only(recorded, POLICY),
      only(recorded, RELEASE, "hubble-ui-proxy"),
      only(recorded, ROUTE),
    ];
    expect([precedes(policy, proxy), precedes(proxy, route)]).toEqual([true, true]);
    expect([outlives(policy, proxy), outlives(proxy, route)]).toEqual([true, true]);
  });

  it("gives the forwarder its log group and its role before its pods", async () => {
    const { recorded } = await build(WHOLE);
    const { precedes } = order(recorded);
    const forwarder = only(recorded, RELEASE, "hubble-flow-logs");
    const group = only(recorded, "aws:cloudwatch/logGroup:LogGroup", "hubble-flows");
    expect(group.inputs).toMatchObject({ name: "/cilium-eks/test/flows", retentionInDays: 30 });
    expect(precedes(group, forwarder)).toBe(true);
    expect(precedes(only(recorded, "aws:iam/rolePolicy:RolePolicy", "hubble-flow-logs"), forwarder)).toBe(true);
    expect(forwarder.inputs).toMatchObject({
      values: {
        serviceAccount: { annotations: { "eks.amazonaws.com/role-arn": expect.stringContaining("arn:") as unknown } },
      },
    });
  });

  it("fills dashboards with built JSON", async () => {
    const { recorded } = await build({ prometheus: { mode: "present" } });
    const maps = of(recorded, "kubernetes:core/v1:ConfigMap");
    expect(maps.length).toBeGreaterThan(1);
    for (const { inputs } of maps) {
      const [json] = Object.values((inputs as { data: Record<string, string> }).data);
      expect(JSON.parse(json ?? "")).toHaveProperty("title");
    }
  });

  it("with AMP makes a workspace, a scraper in the cluster's group and the rules in the workspace", async () => {
    const { recorded, hubble } = await build({ relay: true, prometheus: { mode: "amp" } });
    expect(of(recorded, RULE)).toEqual([]);
    const { inputs } = only(recorded, "aws:amp/scraper:Scraper");
    expect(inputs).toMatchObject({
      source: { eks: { clusterArn: expect.stringMatching(/^arn:aws:eks:eu-central-1:\d+:cluster\/test$/) as unknown } },
    });
    expect(only(recorded, "aws:amp/ruleGroupNamespace:RuleGroupNamespace").inputs).toMatchObject({
      name: "cilium",
      data: expect.stringContaining("groups:") as unknown,
    });
    expect(of(recorded, "aws:amp/workspace:Workspace")).toHaveLength(1);
    expect([hubble.workspaceArn, hubble.dashboards]).not.toContain(undefined);
    expect(hubble.alertRules).toBeUndefined();
  });

  it("with AMP tells a topic, and keeps the tag that the scraper adds to the workspace", async () => {
    const topicArn = "arn:aws:sns:eu-central-1:111122223333:alerts";
    const { recorded } = await build({ prometheus: { mode: "amp", amp: { topicArn } } });
    const { inputs } = only(recorded, "aws:amp/alertManagerDefinition:AlertManagerDefinition");
    const { alertmanager_config: config } = parse((inputs as { definition: string }).definition) as Record<
      string,
      string
    >;
    expect(parse(config ?? "")).toMatchObject({
      route: { receiver: "sns" },
      receivers: [{ name: "sns", sns_configs: [{ topic_arn: topicArn, sigv4: { region: "eu-central-1" } }] }],
    });
    expect(only(recorded, "aws:amp/workspace:Workspace").inputs).toMatchObject({ tags: { AMPAgentlessScraper: "" } });
  });

  it("takes a workspace that is there", async () => {
    const workspaceArn = "arn:aws:aps:eu-central-1:111122223333:workspace/ws-1";
    const { recorded } = await build({ prometheus: { mode: "amp", amp: { workspaceArn } } });
    expect(of(recorded, "aws:amp/workspace:Workspace")).toEqual([]);
    expect(only(recorded, "aws:amp/ruleGroupNamespace:RuleGroupNamespace").inputs).toMatchObject({
      workspaceId: "ws-1",
    });
  });

  it("gives alerts as text for a Prometheus elsewhere", async () => {
    const { recorded, hubble } = await build({ metrics: {}, alerts: { delivery: "file" } });
    expect(of(recorded, RULE)).toEqual([]);
    expect(hubble.alertRules).toContain("alert: CiliumTargetDown");
  });

  it("alarms on the quotas that have a usage metric", async () => {
    const { recorded } = await build(WHOLE);
    const alarms = of(recorded, "aws:cloudwatch/metricAlarm:MetricAlarm");
    expect(alarms).toHaveLength(4);
    for (const { inputs } of alarms) expect(JSON.stringify(inputs)).toContain("SERVICE_QUOTA(usage)");
  });

  it("names everything after itself", async () => {
    const { recorded } = await build(WHOLE);
    const own = recorded.filter(({ parent }) => parent?.endsWith("HubbleObservability::hubble") === true);
    expect(own.length).toBeGreaterThan(8);
    for (const { name } of own) expect(name).toMatch(/^hubble-/);
    expect(new Set(own.map(({ type, name }) => `${type} ${name}`)).size).toBe(own.length);
  });

  it.each<[string, ObservabilitySettings, ObservabilitySettings | "none", RegExp]>([
    ["a cluster made without Hubble's parts", { relay: true }, "none", /observability-cluster-feature/],
    [
      "metrics that the cluster was not made for",
      { prometheus: { mode: "present" } },
      { relay: true },
      /observability-cluster-feature/,
    ],
    [
      "a login that lets everybody in",
      { ...WHOLE, uiExposure: { hostname: "a.example.com", oidc: { issuerUrl: "https://a", secret: "a" } } },
      WHOLE,
      /observability-ui-login/,
    ],
  ])("refuses %s before it makes anything", async (_, asked, made, message) => {
    const built = build(asked, made);
    await expect(built).rejects.toThrow(pulumi.RunError);
    await expect(built).rejects.toThrow(message);
  });
});
