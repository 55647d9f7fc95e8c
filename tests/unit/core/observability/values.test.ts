import { describe, expect, it } from "vitest";
import { type ChartVersion, lookupKey } from "../../../../core/facts/helm-keys.ts";
import { leafPaths } from "../../../../core/helm/merge.ts";
import { valueAt } from "../../../../core/helm/values.ts";
import { observabilityFeature } from "../../../../core/observability/features.ts";
import { readHubbleMetric, writeHubbleMetric } from "../../../../core/observability/metrics.ts";
import { ciliumPorts } from "../../../../core/helm/cilium-ports.ts";
import type { ObservabilitySettings, Settings } from "../../../../core/settings/index.ts";

const feature = (observability: ObservabilitySettings, more: Partial<Settings> = {}) => {
  const part = observabilityFeature({ observability, ...more });
  if (part === undefined) throw new Error("no part");
  return part;
};
const value = (observability: ObservabilitySettings, path: string, more: Partial<Settings> = {}) =>
  valueAt(feature(observability, more).values, path);

const WHOLE: ObservabilitySettings = {
  ui: true,
  relayTls: "mtls",
  bufferedFlows: 8191,
  metrics: { agent: ["-cilium_identity"], hubble: { httpV2: { options: ["exemplars=true"] } } },
  certificates: { method: "certManager", issuer: { kind: "ClusterIssuer", name: "ca" }, validityDays: 90 },
  flowLogs: {
    static: {
      fieldMask: ["time"],
      fieldAggregate: ["verdict"],
      aggregationSeconds: 60,
      include: [{ verdict: ["DROPPED"] }],
      exclude: [{ source_pod: ["a/"] }],
      compress: true,
    },
    dynamic: { drops: { include: [{ verdict: ["DROPPED"] }] } },
  },
  dropEvents: { reasons: ["policy_denied"], intervalSeconds: 60 },
  redact: { allowHeaders: ["traceparent"] },
  prometheus: { mode: "present", labels: { release: "a" }, scrapeIntervalSeconds: 60 },
};

describe("values of Hubble", () => {
  it.each<ChartVersion>(["1.19.6", "1.20.2"])("are keys of the chart %s", (version) => {
    const unknown = leafPaths(feature(WHOLE).values).filter((path) => !lookupKey(version, path).known);
    expect(unknown).toEqual([]);
  });

  it("are none without settings", () => {
    expect(observabilityFeature({})).toBeUndefined();
  });

  it("never leave certificates to Helm, which renews two of them never", () => {
    expect(value({}, "hubble.tls.auto.method")).toBe("cronJob");
    expect(value(WHOLE, "hubble.tls.auto")).toEqual({
      method: "certmanager",
      certManagerIssuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "ca" },
      certValidityDuration: 90,
    });
  });

  it.each<[string, ObservabilitySettings, unknown, unknown]>([
    ["a UI has a relay", { ui: true }, true, undefined],
    ["a relay that is switched off is off", { relay: false }, false, undefined],
    ["nothing is switched on unasked", {}, undefined, undefined],
    ["a relay with TLS", { relay: true, relayTls: "tls" }, true, { enabled: true }],
    ["a relay with mutual TLS", { relay: true, relayTls: "mtls" }, true, { enabled: true, mtls: true }],
    ["no TLS for a relay that is off", { relayTls: "mtls" }, undefined, undefined],
  ])("%s", (_, observability, relay, tls) => {
    expect(value(observability, "hubble.relay.enabled")).toBe(relay);
    expect(value(observability, "hubble.relay.tls.server")).toEqual(tls);
  });

  it.each<[string, ObservabilitySettings, boolean]>([
    ["off", { relay: true }, false],
    ["on for a Prometheus", { prometheus: { mode: "present" } }, true],
    ["on where they are listed", { metrics: { hubble: { drop: {} } } }, true],
    ["off with mode none", { prometheus: { mode: "none" } }, false],
    ["off where that is said", { metrics: { enabled: false }, prometheus: { mode: "present" } }, false],
  ])("have metrics %s", (_, observability, on) => {
    expect(value(observability, "prometheus.enabled") === true).toBe(on);
    expect(feature(observability).facts["metrics"]).toBe(on);
  });

  it("count requests where Gateways show them, and DNS and requests of others only when asked", () => {
    const names = (more: Partial<Settings>) =>
      (value({ metrics: {} }, "hubble.metrics.enabled", more) as string[]).map((text) => readHubbleMetric(text).name);
    expect(names({})).toEqual(["drop", "flow", "icmp", "policy", "tcp"]);
    expect(names({ gateway: { enabled: true } })).toContain("httpV2");
  });

  it("open OpenMetrics for exemplars only", () => {
    expect(value({ metrics: {} }, "hubble.metrics.enableOpenMetrics")).toBeUndefined();
    expect(value(WHOLE, "hubble.metrics.enableOpenMetrics")).toBe(true);
  });

  it("have a monitor for each part that exposes something, at the interval that is asked for", () => {
    for (const path of [
      "prometheus",
      "operator.prometheus",
      "envoy.prometheus",
      "hubble.metrics",
      "hubble.relay.prometheus",
    ])
      expect(value(WHOLE, `${path}.serviceMonitor`)).toMatchObject({
        enabled: true,
        interval: "60s",
        labels: { release: "a" },
      });
    expect(value(WHOLE, "prometheus.serviceMonitor.trustCRDsExist")).toBe(true);
    expect(value({ prometheus: { mode: "amp" } }, "prometheus.serviceMonitor")).toBeUndefined();
    expect(value({ prometheus: { mode: "present" } }, "hubble.relay.prometheus")).toBeUndefined();
  });

  it.each<[string, ObservabilitySettings, readonly string[]]>([
    ["none for a relay", { relay: true }, []],
    ["those of monitors", { prometheus: { mode: "present" } }, ["prometheus-operator"]],
    ["all of the operator", { prometheus: { mode: "install" } }, ["prometheus-operator", "prometheus-stack"]],
    ["none for AMP", { prometheus: { mode: "amp" } }, []],
    ["those of certificates", { certificates: { method: "certManager" } }, ["cert-manager"]],
    ["none that are there", { prometheus: { mode: "install" }, crds: "present" }, []],
  ])("need CRDs before the release: %s", (_, observability, crds) => {
    expect(feature(observability).crds).toEqual(crds);
  });

  it("open the metrics ports to a Prometheus outside, and to members of the cluster by themselves", () => {
    const asked = { ...WHOLE, prometheus: { mode: "none", sourceCidrs: ["10.9.0.0/16"] } } as const;
    expect(feature(asked).ports).toMatchObject([{ protocol: "tcp", from: 9962, to: 9966, source: ["10.9.0.0/16"] }]);
    expect(feature(WHOLE).ports).toEqual([]);
    expect(ciliumPorts(feature(WHOLE).values).map(({ from }) => from)).toEqual(
      expect.arrayContaining([4244, 9962, 9963, 9964, 9965, 9966]),
    );
  });

  it("hide what carries credentials, unless flows shall show everything", () => {
    expect(value({}, "hubble.redact")).toEqual({
      enabled: true,
      http: {
        urlQuery: true,
        userInfo: true,
        headers: { deny: ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"] },
      },
    });
    // The chart takes one list or the other.
    expect(value(WHOLE, "hubble.redact.http.headers")).toEqual({ allow: ["traceparent"] });
    expect(value({ redact: false }, "hubble.redact")).toBeUndefined();
  });

  it("write filters as JSON text for the static exporter and as objects for dynamic ones", () => {
    expect(value(WHOLE, "hubble.export.static")).toMatchObject({
      filePath: "/var/run/cilium/hubble/events.log",
      allowList: ['{"verdict":["DROPPED"]}'],
      denyList: ['{"source_pod":["a/"]}'],
      aggregationInterval: "60s",
      fileMaxSizeMb: 10,
      fileMaxBackups: 5,
    });
    expect(value(WHOLE, "hubble.export.dynamic.config.content")).toMatchObject([
      { name: "drops", filePath: "/var/run/cilium/hubble/drops.log", includeFilters: [{ verdict: ["DROPPED"] }] },
    ]);
  });

  it("write a file as soon as flows shall be sent on", () => {
    expect(value({ flowLogs: { destination: { cloudWatch: {} } } }, "hubble.export.static.enabled")).toBe(true);
    expect(
      value({ flowLogs: { dynamic: { a: {} }, destination: { cloudWatch: {} } } }, "hubble.export.static"),
    ).toBeUndefined();
  });
});

describe("an element of Hubble's metric list", () => {
  it.each([
    ["drop", {}],
    ["dns:query;ignoreAAAA", { options: ["query", "ignoreAAAA"] }],
    [
      "httpV2:exemplars=true;sourceContext=workload|reserved-identity;labelsContext=source_namespace,traffic_direction",
      {
        options: ["exemplars=true"],
        source: ["workload", "reserved-identity"],
        labels: ["source_namespace", "traffic_direction"],
      },
    ],
  ])("is %s, written and read", (text, metric) => {
    const name = text.split(":")[0] ?? "";
    expect(writeHubbleMetric(name, metric)).toBe(text);
    expect(readHubbleMetric(text).name).toBe(name);
  });
});
