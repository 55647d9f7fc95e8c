import { describe, expect, it } from "vitest";
import { minorOf } from "../../core/facts/version.ts";
import { planHybrid } from "../../core/hybrid/plan.ts";
import { planPremises, premisesOf } from "../../core/hybrid/premises.ts";
import type { JsonObject } from "../../core/model/index.ts";
import type { HybridSettings } from "../../core/settings/index.ts";
import { type Chart, findHelm, renderChart } from "../support/helm.ts";
import type { KubeObject } from "../support/kube-client.ts";
import { meshed } from "../support/premises.ts";

const tools = findHelm();
if ("missing" in tools) console.warn(`No values for the premises were rendered by the real chart: ${tools.missing}.`);
const charts: readonly Chart[] = "missing" in tools ? [] : tools.charts;
const helm = "missing" in tools ? "helm" : tools.helm;
/** AWS's build is of this minor; its chart is Cilium's own with other images. */
const chart = charts.findLast(({ version }) => minorOf(version) === "1.18");

const render = (values: JsonObject): Promise<KubeObject[]> => {
  if (chart === undefined) throw new Error("no chart");
  return renderChart(chart, values, { helm });
};
const find = (objects: readonly KubeObject[], kind: string, name: string): KubeObject => {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
};
const configOf = (objects: readonly KubeObject[]): unknown => find(objects, "ConfigMap", "cilium-config")["data"];

describe.skipIf(chart === undefined)("the chart of Cilium 1.18", () => {
  it("joins the cluster on premises to the mesh, natively, with the same CA", async () => {
    const input = premisesOf({ ...meshed(), cilium: { encryption: { wireguard: true } } });
    if (input === undefined) throw new Error("no premises");
    const objects = await render(planPremises(input).release.values);
    expect(configOf(objects)).toMatchObject({
      "cluster-name": "premises",
      "cluster-id": "2",
      "routing-mode": "native",
      "enable-ipv4-masquerade": "false",
      "cluster-pool-ipv4-cidr": "192.168.128.0/18",
      "enable-bgp-control-plane": "true",
      "enable-wireguard": "true",
      "policy-default-local-cluster": "true",
      "kube-proxy-replacement": "false",
    });
    const service = find(objects, "Service", "clustermesh-apiserver");
    expect(service).toMatchObject({
      metadata: { annotations: { "lbipam.cilium.io/ips": "192.168.20.40" } },
      spec: { type: "LoadBalancer", loadBalancerClass: "io.cilium/bgp-control-plane" },
    });
    expect(JSON.stringify(find(objects, "Deployment", "clustermesh-apiserver"))).toContain(
      '{"ip":"10.0.2.20","hostnames":["cloud.mesh.cilium.io"]}',
    );
    expect(JSON.stringify(find(objects, "Secret", "cilium-kvstoremesh"))).toContain(
      Buffer.from("endpoints:\n- https://cloud.mesh.cilium.io:2379").toString("base64").slice(0, 60),
    );
    expect(objects.filter(({ kind, metadata }) => kind === "Secret" && metadata.name === "cilium-ca")).toEqual([]);
    find(objects, "CronJob", "clustermesh-apiserver-generate-certs");
  });

  it("takes a port of every node for the mesh API", async () => {
    const input = premisesOf(meshed({ port: 32_379 }));
    if (input === undefined) throw new Error("no premises");
    expect(find(await render(planPremises(input).release.values), "Service", "clustermesh-apiserver")).toMatchObject({
      spec: { type: "NodePort", ports: [{ nodePort: 32_379 }] },
    });
  });

  it.each(["mixed", "hybridGateway"] as const)("keeps to hybrid nodes with %s", async (strategy) => {
    const hybrid: HybridSettings = {
      ...(meshed().hybrid as HybridSettings),
      strategy,
      podCidrs: ["192.168.64.0/20"],
      gateway: { nodeGroup: "edge", version: "1.0.0" },
    };
    const { release } = planHybrid(hybrid, {
      clusterName: "test",
      region: "eu-central-1",
      tags: {},
      vpcCidr: "10.0.0.0/16",
    });
    const objects = await render(release?.values ?? {});
    for (const [kind, name] of [
      ["DaemonSet", "cilium"],
      ["Deployment", "cilium-operator"],
    ] as const) {
      expect(JSON.stringify(find(objects, kind, name))).toContain('"operator":"In","values":["hybrid"]');
    }
    expect(configOf(objects)).toMatchObject({
      "routing-mode": "tunnel",
      "cluster-pool-ipv4-cidr": "192.168.64.0/20",
      "enable-l7-proxy": strategy === "mixed" ? "true" : "false",
      ...(strategy === "mixed" ? {} : { "enable-vtep": "true" }),
    });
  });
});
