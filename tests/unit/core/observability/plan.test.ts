import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { ObservabilityContext } from "../../../../core/observability/context.ts";
import { objectsOf, partOf } from "../../../../core/observability/part.ts";
import { planObservability } from "../../../../core/observability/plan.ts";
import type { ObservabilitySettings, OidcSettings } from "../../../../core/settings/index.ts";

const CONTEXT: ObservabilityContext = {
  clusterName: "test",
  region: "eu-central-1",
  partition: "aws",
  mechanism: "irsa",
  registry: undefined,
  ciliumVersion: "1.19.6",
  routes: { bundle: "v1.4.1", channel: "standard", ciliumVersion: "1.19.6" },
  gateway: { name: "edge", namespace: "gateway-edge" },
  seen: { eni: true, prefixDelegation: false, gateway: true, clusterMesh: false, bgp: false, inference: false },
};
const planned = (settings: ObservabilitySettings, context: Partial<ObservabilityContext> = {}) =>
  planObservability(settings, { ...CONTEXT, ...context });
const oidc: OidcSettings = { issuerUrl: "https://login.example.com", secret: "ui", allowedGroups: ["sre"] };
const exposed: ObservabilitySettings = { ui: true, uiExposure: { hostname: "hubble.example.com", oidc } };
const alertNames = (settings: ObservabilitySettings, context: Partial<ObservabilityContext> = {}) =>
  (planned(settings, context).alerts?.groups ?? []).flatMap(({ rules }) => rules.map(({ alert }) => alert));

describe("the UI", () => {
  it("is closed to every pod where it is reached by port-forward", () => {
    const { ui } = planned({ ui: true });
    expect(ui?.exposure).toBeUndefined();
    expect(ui?.policy).toMatchObject({
      metadata: { name: "hubble-ui", namespace: "kube-system" },
      spec: { endpointSelector: { matchLabels: { "k8s-app": "hubble-ui" } }, ingress: [{ fromEntities: ["host"] }] },
    });
  });

  it("is opened to its proxy only, and the Gateway leads to the proxy", () => {
    const { ui } = planned(exposed);
    expect(ui?.policy["spec"]).toMatchObject({
      ingress: [
        { fromEntities: ["host"] },
        {
          fromEndpoints: [
            {
              matchLabels: { "app.kubernetes.io/name": "oauth2-proxy", "k8s:io.kubernetes.pod.namespace": "hubble-ui" },
            },
          ],
          toPorts: [{ ports: [{ port: "8081", protocol: "TCP" }] }],
        },
      ],
    });
    expect(ui?.exposure?.route).toMatchObject({
      metadata: { name: "hubble-ui", namespace: "hubble-ui" },
      spec: {
        hostnames: ["hubble.example.com"],
        parentRefs: [{ name: "edge", namespace: "gateway-edge" }],
        rules: [{ backendRefs: [{ name: "oauth2-proxy", port: 80 }] }],
      },
    });
    expect(ui?.exposure?.url).toBe("https://hubble.example.com/");
  });

  it("has a proxy that is told whom to let in, and no secret of it in the plan", () => {
    const release = planned(exposed).ui?.exposure?.proxy.release;
    const config = (release?.values["config"] ?? {}) as { existingSecret: string; configFile: string };
    expect(config.existingSecret).toBe("ui");
    expect(config.configFile.split("\n")).toEqual(
      expect.arrayContaining([
        'allowed_groups = ["sre"]',
        'redirect_url = "https://hubble.example.com/oauth2/callback"',
        'upstreams = ["http://hubble-ui.kube-system.svc.cluster.local/"]',
        "cookie_secure = true",
      ]),
    );
    expect(config.configFile).not.toContain("secret");
    // Its pods wait for a secret that somebody else makes.
    expect(release?.skipAwait).toBe(true);
  });

  it("stays closed where there is no Gateway", () => {
    expect(planned(exposed, { gateway: undefined }).ui?.exposure).toBeUndefined();
    expect(planned(exposed, { routes: undefined }).ui?.exposure).toBeUndefined();
  });
});

describe("alerts", () => {
  it.each<[string, ObservabilitySettings, string | undefined]>([
    ["an object for an operator", { prometheus: { mode: "present" } }, "prometheusRule"],
    ["an object for the installed one", { prometheus: { mode: "install" } }, "prometheusRule"],
    ["a rule namespace for AMP", { prometheus: { mode: "amp" } }, "amp"],
    ["a file for a Prometheus elsewhere", { metrics: {}, alerts: {} }, "file"],
    ["nothing for nobody", { relay: true }, undefined],
    ["nothing where they are switched off", { prometheus: { mode: "amp" }, alerts: { enabled: false } }, undefined],
  ])("are %s", (_, settings, delivery) => {
    expect(planned(settings).alerts?.delivery).toBe(delivery);
  });

  it("are the same groups in every form", () => {
    const { alerts } = planned({ prometheus: { mode: "present", labels: { release: "a" } } });
    expect(alerts?.object).toMatchObject({ kind: "PrometheusRule", metadata: { labels: { release: "a" } } });
    expect(parse(alerts?.file ?? "")).toEqual(alerts?.object?.["spec"]);
  });

  it("can all fire: those on parts that are off are left out", () => {
    const all: ObservabilitySettings = { relay: true, prometheus: { mode: "present" } };
    expect(alertNames(all).length).toBeGreaterThan(alertNames({ prometheus: { mode: "present" } }).length);
    const seen = { ...CONTEXT.seen, clusterMesh: true, bgp: true };
    expect(alertNames(all, { seen }).length).toBeGreaterThan(alertNames(all).length);
    // The managed scraper reads no kube-state-metrics.
    expect(planned({ prometheus: { mode: "amp" } }).alerts?.file).not.toContain("kube_");
  });

  it("select the cluster where several write to one workspace", () => {
    expect(planned({ prometheus: { mode: "amp" } }).alerts?.file).toContain('cluster="test"');
    expect(planned({ prometheus: { mode: "present" } }).alerts?.file).not.toContain('cluster="test"');
  });

  it("take thresholds, labels and omissions", () => {
    const { alerts } = planned({
      prometheus: { mode: "present" },
      alerts: { thresholds: { subnetFreeAddresses: 4321 }, labels: { team: "a" }, omit: ["CiliumTargetDown"] },
    });
    expect(alerts?.file).toContain("4321");
    expect(alerts?.file).not.toContain("alert: CiliumTargetDown\n");
    expect(alerts?.groups[0]?.rules[0]?.labels).toMatchObject({ team: "a" });
  });
});

describe("dashboards", () => {
  it("are ConfigMaps that the sidecar finds by its label", () => {
    const { dashboards } = planned({
      prometheus: { mode: "present" },
      dashboards: { label: { key: "grafana", value: "yes" } },
    });
    expect(dashboards?.objects.map(({ kind }) => kind)).toContain("ConfigMap");
    for (const { metadata } of dashboards?.objects ?? []) expect(metadata.labels).toEqual({ grafana: "yes" });
  });

  it("are an output for Amazon Managed Grafana, which has no sidecar", () => {
    const plan = planned({ prometheus: { mode: "amp" } });
    expect(plan.dashboards?.objects).toEqual([]);
    expect(plan.dashboards?.names.length).toBeGreaterThan(0);
    expect(partOf(plan, {}).notes?.join()).toContain("Amazon Managed Grafana");
  });
});

describe("Prometheus", () => {
  const values = (settings: ObservabilitySettings["prometheus"]) =>
    planned({ prometheus: settings ?? { mode: "install" } }).prometheus?.release.values;

  it("is installed without CRDs, without webhooks, without a Grafana whose password everybody knows", () => {
    expect(values({ mode: "install" })).toMatchObject({
      crds: { enabled: false },
      prometheusOperator: { admissionWebhooks: { enabled: false }, tls: { enabled: false } },
      kubeProxy: { enabled: false },
      grafana: { enabled: false },
      prometheus: {
        prometheusSpec: {
          scrapeInterval: "30s",
          serviceMonitorSelectorNilUsesHelmValues: false,
          ruleSelectorNilUsesHelmValues: false,
          externalLabels: { cluster: "test" },
        },
      },
    });
  });

  it("has a volume and a Grafana where they are asked for", () => {
    const asked = { mode: "install", install: { storageGib: 50, retentionDays: 20, grafanaSecret: "g" } } as const;
    expect(values(asked)).toMatchObject({
      grafana: { enabled: true, admin: { existingSecret: "g" } },
      prometheus: {
        prometheusSpec: {
          retention: "20d",
          storageSpec: { volumeClaimTemplate: { spec: { resources: { requests: { storage: "50Gi" } } } } },
        },
      },
    });
    expect(partOf(planned({ prometheus: { mode: "install" } }), {}).notes?.join()).toContain("lost");
    expect(partOf(planned({ prometheus: asked }), {}).notes?.join()).not.toContain("lost");
  });

  it("as a managed scraper looks at the ports of the ServiceMonitors under the same job names", () => {
    const { amp } = planned({ relay: true, prometheus: { mode: "amp" } });
    const config = parse(amp?.scrapeConfiguration ?? "") as {
      global: unknown;
      scrape_configs: { job_name: string; relabel_configs: { replacement?: string }[] }[];
    };
    expect(config.global).toEqual({ scrape_interval: "30s", external_labels: { cluster: "test" } });
    const ports = config.scrape_configs.map(({ job_name, relabel_configs }) => [
      job_name,
      relabel_configs.find(({ replacement }) => replacement !== undefined)?.replacement,
    ]);
    expect(ports).toEqual([
      ["cilium-agent", "$1:9962"],
      ["cilium-operator", "$1:9963"],
      ["cilium-envoy", "$1:9964"],
      ["hubble-metrics", "$1:9965"],
      ["hubble-relay-metrics", "$1:9966"],
    ]);
  });
});

describe("flow logs", () => {
  it("go to a log group that is made before, by a role that can write nowhere else", () => {
    const { flowLogs } = planned({ flowLogs: { destination: { cloudWatch: { retentionDays: 7 } } } });
    expect(flowLogs?.logGroup).toEqual({ name: "/cilium-eks/test/flows", retentionDays: 7 });
    const [statement] = flowLogs?.forwarder.identity?.policy.Statement ?? [];
    expect(statement?.Action).not.toContain("logs:CreateLogGroup");
    for (const arn of statement?.Resource ?? []) expect(arn).toContain(":log-group:/cilium-eks/test/flows");
    const values = flowLogs?.forwarder.release.values as { config: { inputs: string; outputs: string } };
    expect(values.config.inputs).toContain("Path /var/run/cilium/hubble/events.log");
    expect(values.config.outputs).toContain("log_group_name /cilium-eks/test/flows");
  });

  it("go to a bucket, from every file", () => {
    const { flowLogs } = planned({
      flowLogs: { static: {}, dynamic: { a: {} }, destination: { s3: { bucket: "logs", prefix: "/x/" } } },
    });
    expect(flowLogs?.logGroup).toBeUndefined();
    expect(flowLogs?.forwarder.identity?.policy.Statement).toMatchObject([
      { Action: ["s3:PutObject"], Resource: ["arn:aws:s3:::logs/x/*"] },
    ]);
    const values = flowLogs?.forwarder.release.values as { config: { inputs: string } };
    expect(values.config.inputs).toContain("/var/run/cilium/hubble/a.log,/var/run/cilium/hubble/events.log");
  });

  it.each<[string, ObservabilitySettings]>([
    ["without a place", { flowLogs: { static: {} } }],
    ["without a file", { flowLogs: { static: { path: "stdout" }, destination: { cloudWatch: {} } } }],
    ["to nowhere", { flowLogs: { destination: {} } }],
  ])("stay on the nodes %s", (_, settings) => {
    expect(planned(settings).flowLogs).toBeUndefined();
  });
});

describe("the part of the plan", () => {
  it("holds every object, release, role and price", () => {
    const settings: ObservabilitySettings = {
      ...exposed,
      prometheus: { mode: "install" },
      flowLogs: { destination: { cloudWatch: {} } },
      quotaAlarms: { topicArn: "arn:aws:sns:eu-central-1:111122223333:ops" },
    };
    const plan = planned(settings);
    const part = partOf(plan, settings);
    expect(part.objects).toEqual(objectsOf(plan));
    expect(part.releases?.map(({ name }) => name)).toEqual(["kube-prometheus-stack", "oauth2-proxy", "fluent-bit"]);
    expect(part.identity?.map(({ name }) => name)).toEqual(["fluent-bit"]);
    expect(part.billed?.map(({ item }) => item).join()).toMatch(/flows.*alarm/);
    expect(part.sections?.[0]?.title).toBe("Alerts (prometheusRule)");
    expect(plan.quotaAlarms).toMatchObject({ thresholdPercent: 80 });
  });

  it("is nothing for a relay alone", () => {
    expect(planned({ relay: true })).toEqual({});
  });
});
