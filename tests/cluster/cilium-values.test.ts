import { describe, expect, it } from "vitest";
import { ciliumModel } from "../../core/cilium/model.ts";
import { planCilium } from "../../core/cilium/plan.ts";
import { minorOf } from "../../core/facts/version.ts";
import { CILIUM_TUPLES } from "../../core/facts/versions.ts";
import type { JsonObject } from "../../core/model/index.ts";
import { featuresOf } from "../../core/plan/features.ts";
import type { CiliumSettings, Settings } from "../../core/settings/index.ts";
import { CILIUM_CHOICES } from "../support/cilium-choices.ts";
import { type Chart, ChartRefusal, findHelm, renderChart } from "../support/helm.ts";
import type { KubeObject } from "../support/kube-client.ts";
import { eniValues, settings } from "../support/model.ts";

const tools = findHelm();
if ("missing" in tools) console.warn(`No values were rendered by the real chart: ${tools.missing}.`);
const charts: readonly Chart[] = "missing" in tools ? [] : tools.charts;
const helm = "missing" in tools ? "helm" : tools.helm;

/** What the chart's templates see of a cluster with the Gateway API. */
const CAPABILITIES = ["gateway.networking.k8s.io/v1/GatewayClass"];
/** Everything that other parts of a stack ask of the release. */
const FEATURES: Partial<Settings> = {
  gateway: { enabled: true },
  observability: { relay: true, ui: true, prometheus: { mode: "present" } },
};

/** The newest chart of a tuple's minor that is at hand: not every patch is in the repository of packaged charts. */
const tuples = CILIUM_TUPLES.map(({ minor, checked }) => ({
  minor,
  version: checked,
  chart: charts.findLast((chart) => minorOf(chart.version) === minor),
}));

/** Values as the component sends them, with the deferred ones filled in. */
function valuesOf(cilium: CiliumSettings, more: Partial<Settings> = {}): JsonObject {
  const stack = settings({ cilium, ...more });
  const plan = planCilium(stack, { features: featuresOf(stack) });
  const values = plan === undefined ? undefined : ciliumModel(plan).cilium?.values;
  if (values === undefined) throw new Error("no plan");
  return values;
}

/** The chart may be missing in a suite that is skipped, but not in one that runs. */
function render(chart: Chart | undefined, values: unknown, apiVersions: readonly string[] = []): Promise<KubeObject[]> {
  if (chart === undefined) throw new Error("no chart");
  return renderChart(chart, values, { helm, apiVersions });
}

function agentConfig(objects: readonly KubeObject[]): Readonly<Record<string, unknown>> {
  const config = objects.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "cilium-config");
  if (config === undefined) throw new Error("no cilium-config");
  return (config as unknown as { data: Record<string, unknown> }).data;
}

describe.each(tuples)("the chart of Cilium $minor", ({ chart, version }) => {
  it.skipIf(chart === undefined).each(CILIUM_CHOICES)(
    "renders $name, alone and with every feature, the same twice",
    async ({ cilium, more, config }) => {
      for (const features of [{}, FEATURES]) {
        const values = valuesOf({ ...cilium, version }, { ...features, ...more });
        const [once, twice] = await Promise.all([
          render(chart, values, CAPABILITIES),
          render(chart, values, CAPABILITIES),
        ]);
        const data = agentConfig(once);
        expect(data).toMatchObject(config);
        // The API server takes nothing else in a ConfigMap.
        expect(Object.entries(data).filter(([, value]) => typeof value !== "string")).toEqual([]);
        expect(JSON.stringify(twice)).toBe(JSON.stringify(once));
      }
    },
  );

  it.skipIf(chart === undefined)("runs the AWS operator with its role and its Region", async () => {
    const objects = await render(chart, valuesOf({ version }));
    const text = JSON.stringify(objects);
    expect(text).toContain("operator-aws");
    expect(text).toContain('{"name":"AWS_REGION","value":"eu-central-1"}');
    expect(text).toContain('"eks.amazonaws.com/role-arn":"[operator-role-arn]"');
  });

  it.skipIf(chart === undefined)("makes a GatewayClass without looking at a cluster", async () => {
    const objects = await render(chart, valuesOf({ version }, { gateway: { enabled: true } }));
    expect(objects.filter(({ kind }) => kind === "GatewayClass").map(({ metadata }) => metadata.name)).toEqual([
      "cilium",
    ]);
  });

  it.skipIf(chart === undefined)(
    "joins a mesh by host aliases, an internal NLB and certificates that are renewed",
    async () => {
      const { cilium, more } = CILIUM_CHOICES.find(({ name }) => name === "a cluster mesh") ?? { cilium: {}, more: {} };
      const objects = await render(chart, valuesOf({ ...cilium, version }, more));
      const text = (kind: string, name: RegExp): string =>
        JSON.stringify(objects.find((object) => object.kind === kind && name.test(object.metadata.name)));
      const alias = '{"ip":"10.1.2.20","hostnames":["green.mesh.cilium.io"]}';
      expect(text("Deployment", /^clustermesh-apiserver$/)).toContain(alias);
      expect(text("Service", /^clustermesh-apiserver$/)).toContain('"loadBalancerClass":"service.k8s.aws/nlb"');
      expect(text("CronJob", /^clustermesh-apiserver-generate-certs$/)).toContain('"schedule":"0 3 1 */3 *"');
      expect(objects.filter(({ kind, metadata }) => kind === "Secret" && metadata.name === "cilium-ca")).toEqual([]);
    },
  );

  it.skipIf(chart === undefined).each<[string, JsonObject]>([
    ["tunnel", { tunnel: "disabled" }],
    ["a cluster id as text", { cluster: { name: "test", id: "7" } }],
    ["a cluster id that AWS's marks clash with", { cluster: { name: "test", id: 200 } }],
    ["a cluster without a usable name", { cluster: { name: "Test_1", id: 0 } }],
    ["kube-proxy replacement in old words", { kubeProxyReplacement: "strict" }],
    ["a UI without relay", { hubble: { ui: { enabled: true } } }],
    ["a Gateway without the L7 proxy", { gatewayAPI: { enabled: true }, l7Proxy: false }],
    ["the API server's address by a ConfigMap that EKS lacks", { k8sServiceHost: "auto" }],
    ["taints that nobody takes away", { operator: { setNodeTaints: true, removeNodeTaints: false } }],
    ["a mesh of another size", { clustermesh: { maxConnectedClusters: 100 } }],
    ["ServiceMonitors without their CRD", { prometheus: { enabled: true, serviceMonitor: { enabled: true } } }],
    ["tproxy with netkit", { bpf: { tproxy: true, datapathMode: "netkit" } }],
    ["certificates without an issuer", { hubble: { tls: { auto: { method: "certmanager" } } } }],
  ])("refuses %s, as our rules do", async (_, more) => {
    await expect(render(chart, eniValues(more))).rejects.toThrow(ChartRefusal);
  });

  it.skipIf(chart === undefined).each<[string, JsonObject, Readonly<Record<string, unknown>>]>([
    [
      "a misspelled key",
      { eni: { enabled: true, enablePrefixDelegation: true } },
      { "aws-enable-prefix-delegation": undefined },
    ],
    ["a moved key", { awsEnablePrefixDelegation: true }, { "aws-enable-prefix-delegation": undefined }],
    ["an invented key", { bpf: { hostRouting: true } }, { "enable-host-legacy-routing": undefined }],
    [
      "a Gateway without kube-proxy replacement",
      { gatewayAPI: { enabled: true }, kubeProxyReplacement: false },
      { "enable-gateway-api": "true", "kube-proxy-replacement": "false" },
    ],
    [
      "WireGuard with XDP and DSR by options",
      {
        encryption: { enabled: true, type: "wireguard" },
        loadBalancer: { mode: "dsr", acceleration: "native", dsrDispatch: "opt" },
      },
      { "enable-wireguard": "true", "bpf-lb-acceleration": "native", "bpf-lb-dsr-dispatch": "opt" },
    ],
    ["a scheme in the API server's address", { k8sServiceHost: "https://api.example.com" }, {}],
    ["endpoint routes off in ENI mode", { endpointRoutes: { enabled: false } }, { "enable-endpoint-routes": "true" }],
    [
      "an ip-masq-agent without BPF masquerade",
      { enableIPv4Masquerade: true, ipMasqAgent: { enabled: true } },
      { "enable-ip-masq-agent": "true", "enable-bpf-masquerade": undefined },
    ],
    [
      "a list of interfaces, which is no text",
      { enableIPv4Masquerade: true, egressMasqueradeInterfaces: ["ens+"] },
      { "egress-masquerade-interfaces": ["ens+"] },
    ],
  ])("lets %s through, so that only our rules tell", async (_, more, config) => {
    const data = agentConfig(await render(chart, eniValues(more)));
    for (const [key, value] of Object.entries(config)) expect([key, data[key]]).toEqual([key, value]);
  });
});
