import { describe, expect, it } from "vitest";
import { planCilium } from "../../core/cilium/plan.ts";
import { featuresOf } from "../../core/plan/features.ts";
import type { CiliumSettings, Settings } from "../../core/settings/index.ts";
import { chartOf, ChartRefusal, findHelm, renderChart } from "../support/helm.ts";
import type { KubeObject } from "../support/kube-client.ts";
import { settings } from "../support/model.ts";

const helm = findHelm();
if ("missing" in helm) console.warn(`No values were rendered by the real chart: ${helm.missing}.`);

const CAPABILITIES = ["gateway.networking.k8s.io/v1/GatewayClass"];

/** Every datapath choice, with a key of cilium-config that shows it. */
const MATRIX: readonly (readonly [name: string, cilium: CiliumSettings, config: Readonly<Record<string, string>>])[] = [
  [
    "ENI",
    {},
    { ipam: "eni", "routing-mode": "native", "kube-proxy-replacement": "true", "enable-ipv4-masquerade": "false" },
  ],
  [
    "prefix delegation",
    { prefixDelegation: true, releaseExcessIps: true },
    { "aws-enable-prefix-delegation": "true", "aws-release-excess-ips": "true" },
  ],
  ["iptables masquerade", { masquerade: { mode: "iptables" } }, { "enable-ipv4-masquerade": "true" }],
  [
    "BPF masquerade",
    { masquerade: { mode: "bpf", nonMasqueradeCidrs: ["10.0.0.0/8"] } },
    { "enable-bpf-masquerade": "true", "enable-ip-masq-agent": "true" },
  ],
  ["BPF host routing", { hostRouting: "bpf" }, { "enable-host-legacy-routing": "false" }],
  ["legacy host routing", { hostRouting: "legacy" }, { "enable-host-legacy-routing": "true" }],
  [
    "WireGuard with node encryption",
    { encryption: { wireguard: true, nodeEncryption: true } },
    { "enable-wireguard": "true", "encrypt-node": "true" },
  ],
  [
    "Maglev",
    { loadBalancer: { algorithm: "maglev", maglevTableSize: 65_521 } },
    { "bpf-lb-algorithm": "maglev", "bpf-lb-maglev-table-size": "65521" },
  ],
  ["XDP", { loadBalancer: { acceleration: "native" } }, { "bpf-lb-acceleration": "native" }],
  [
    "DSR",
    { loadBalancer: { mode: "dsr" } },
    { "bpf-lb-mode": "dsr", "bpf-lb-dsr-dispatch": "geneve", "routing-mode": "native" },
  ],
  [
    "per-Service annotations",
    { loadBalancer: { algorithmAnnotation: true, modeAnnotation: true } },
    { "bpf-lb-algorithm-annotation": "true", "bpf-lb-mode-annotation": "true" },
  ],
  ["Pod Identity", { operatorIdentity: "pod-identity" }, { ipam: "eni" }],
  [
    "a cluster pool",
    { ipam: { mode: "cluster-pool", podCidrs: ["10.200.0.0/16"], tunnel: "vxlan" } },
    { ipam: "cluster-pool", "routing-mode": "tunnel", "tunnel-protocol": "vxlan" },
  ],
  [
    "several pools",
    { ipam: { mode: "multi-pool", pools: { default: { cidrs: ["10.200.0.0/16"], maskSize: 27 } }, tunnel: "geneve" } },
    { ipam: "multi-pool", "tunnel-protocol": "geneve" },
  ],
  [
    "aws-cni chaining",
    { ipam: { mode: "aws-cni" } },
    { "cni-chaining-mode": "aws-cni", "cni-exclusive": "false", "enable-endpoint-routes": "true" },
  ],
  [
    "netkit, bandwidth manager",
    { datapathMode: "netkit", hostRouting: "bpf", bandwidthManager: { enabled: true, bbr: true } },
    { "enable-bandwidth-manager": "true", "enable-bbr": "true" },
  ],
];

/** The values as the component sends them, with text for what only a deployment knows. */
function valuesOf(stack: Settings): Record<string, unknown> {
  const plan = planCilium(stack, { features: featuresOf(stack) });
  if (plan === undefined) throw new Error("no plan");
  return { ...plan.values, k8sServiceHost: "abc.eks.amazonaws.com" };
}

function configOf(objects: readonly KubeObject[]): Record<string, string> {
  const config = objects.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "cilium-config");
  return (config?.["data"] ?? {}) as Record<string, string>;
}

// 1.20.2 is not in the repository of packaged charts; 1.20.0 has the same keys for what is rendered here.
describe.skipIf("missing" in helm).each(["1.19.6", "1.20.0"])("chart %s", (version) => {
  const chart = "missing" in helm ? undefined : chartOf(helm, version);
  const minor = version.startsWith("1.19") ? "1.19.6" : "1.20.2";

  it.skipIf(chart === undefined).each(MATRIX)("renders %s as asked for, the same twice", async (_, cilium, wanted) => {
    const stack = settings({
      cilium: { ...cilium, version: minor },
      gateway: { enabled: true },
      observability: { relay: true, ui: true },
    });
    const render = () => renderChart(chart!, valuesOf(stack), { apiVersions: CAPABILITIES });
    const objects = await render();
    expect(configOf(objects)).toMatchObject(wanted);
    expect(JSON.stringify(await render())).toBe(JSON.stringify(objects));
  });

  it.skipIf(chart === undefined).each([
    ["tunnel", { tunnel: "disabled" }],
    ["a strict replacement", { kubeProxyReplacement: "strict" }],
    ["a cluster id as text", { cluster: { name: "a", id: "7" } }],
    ["an id of 128", { cluster: { name: "a", id: 128 } }],
    ["a UI without relay", { hubble: { relay: { enabled: false }, ui: { enabled: true } } }],
  ])("refuses %s, which the rules call an error", async (_, helmValues) => {
    const stack = settings({ cilium: { version: minor, helmValues } });
    await expect(renderChart(chart!, valuesOf(stack))).rejects.toThrow(ChartRefusal);
  });

  it.skipIf(chart === undefined)("ignores a moved key without a word, which the rules call an error", async () => {
    const render = (helmValues: Record<string, unknown>) =>
      renderChart(chart!, valuesOf(settings({ cilium: { version: minor, helmValues } })));
    const moved = await render({ awsEnablePrefixDelegation: true });
    expect(JSON.stringify(moved)).toBe(JSON.stringify(await render({})));
  });
});
