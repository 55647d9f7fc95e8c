import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReleasePlan } from "../../core/helm/charts.ts";
import { type InferenceContext, planInference } from "../../core/inference/plan.ts";
import type { InferencePlan } from "../../core/inference/types.ts";
import type { InferenceRouteSettings } from "../../core/settings/index.ts";
import { renderChart } from "../support/helm.ts";
import { LLAMA_8B, ON_PREMISES, llama } from "../support/inference.ts";
import type { KubeObject } from "../support/kube-client.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const tools = findControlPlane();
if ("missing" in tools) console.warn(`No object of a model was applied: ${tools.missing}.`);

/** Packaged charts by name and version, and the helm beside the control plane's programs. */
const CHARTS = process.env["INFERENCE_CHARTS"];
const HELM = path.join(process.env["KUBEBUILDER_ASSETS"] ?? "", "helm");
const rendered = CHARTS !== undefined && existsSync(HELM);
if (!rendered)
  console.warn("No chart of a model was rendered: INFERENCE_CHARTS, a folder of charts, or helm is missing.");

const context: InferenceContext = {
  clusterName: "test",
  region: "eu-central-1",
  registry: undefined,
  gateway: { name: "edge", namespace: "gateway-edge" },
  tuple: { bundle: "v1.6.1", channel: "standard", ciliumVersion: "1.20.2" },
  machines: { gpu: { instanceTypes: ["g6e.12xlarge"], image: "AL2023" } },
  nodeGroups: { gpu: [{ key: "dedicated", value: "llm", effect: "NoSchedule" }] },
  monitorLabels: { release: "kps" },
};
const planned = (name: string, parts: Partial<InferenceRouteSettings>): InferencePlan =>
  planInference(
    {
      name,
      settings: llama(parts),
      devicePlugin: "install",
      agentgateway: "install",
      pluginNodes: [llama(parts).nodes],
    },
    context,
  );

const PLANS: Readonly<Record<string, InferencePlan>> = {
  "one kind of pods, with a claim and a token": planned("one", {
    cache: { kind: "volume", sizeGiB: 50, storageClass: "efs", accessMode: "ReadWriteMany" },
    huggingFaceToken: "hf_token",
    servers: { lora: { adapters: { a: "acme/a" } }, kvCacheDtype: "fp8", maxSequences: 8, cpu: 0.5 },
    route: { hostnames: ["a.example.com"], listener: "https", requestSeconds: 600 },
  }),
  "prompts apart, files of a bucket": planned("split", {
    cache: { kind: "s3", uri: "s3://models/llama", roleArn: "arn:aws:iam::123456789012:role/models" },
    servers: { prefill: { replicas: 2 } },
  }),
  "an image as a volume, on premises": planned("image", {
    nodes: ON_PREMISES,
    model: { ...LLAMA_8B, servedName: "llama" },
    cache: { kind: "image", reference: "registry.example.com/llama:1" },
  }),
  "agentgateway behind the Cilium Gateway": planned("behind", {
    option: { kind: "agentgateway" },
    cache: { kind: "hostPath", path: "/var/lib/models" },
  }),
  "agentgateway with a load balancer": planned("own", {
    option: {
      kind: "agentgateway",
      replicas: 3,
      loadBalancer: { certificateSecret: "llm", sourceRanges: ["203.0.113.0/24"], idleTimeoutSeconds: 900 },
    },
  }),
};

const objectsOf = ({ objects, token }: InferencePlan): KubeObject[] =>
  [
    objects.namespace,
    ...objects.before,
    ...(objects.secret === undefined || token === undefined
      ? []
      : [{ ...objects.secret, stringData: { HF_TOKEN: "x" } }]),
    ...objects.policies,
    ...objects.servers,
    ...objects.monitors,
    ...objects.gateway,
    ...objects.routes,
  ] as KubeObject[];
/** Its definition comes with its chart. */
const isOfChart = ({ kind }: KubeObject): boolean => kind === "AgentgatewayParameters";

const render = async ({ chart, version, name, namespace, values }: ReleasePlan): Promise<KubeObject[]> => {
  const file = path.join(CHARTS ?? "", `${path.basename(chart)}-${version}.tgz`);
  const objects = await renderChart(file, values, { releaseName: name, namespace, helm: HELM });
  return objects.map((object) => ({ ...object, metadata: { namespace, ...object.metadata } }));
};

describe.skipIf("missing" in tools)("the API server, with the definitions of a cluster that serves models", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({
      crds: ["gateway-api-v1.6.1", "cilium-1.20.2", "inference-extension-1.5.0", "prometheus-operator-0.91.0"],
    });
  });
  afterAll(() => plane?.stop());

  it.each(Object.entries(PLANS))("takes what is made for %s", async (_, plan) => {
    const objects = objectsOf(plan);
    expect(await plane.apply(objects.filter((object) => !isOfChart(object)))).toEqual([]);
  });

  it("refuses a route to a pool without its name", async () => {
    const { objects } = planned("bad", { option: { kind: "agentgateway" } });
    const [, route] = objects.routes;
    const spec = route?.["spec"] as { rules: [{ backendRefs: object[] }] };
    const bad = { ...spec, rules: [{ ...spec.rules[0], backendRefs: [{ kind: "InferencePool" }] }] };
    const [fault] = await plane.apply([objects.namespace, { ...route, spec: bad }] as KubeObject[]);
    expect(JSON.stringify(fault)).toContain("name");
  });

  it.skipIf(!rendered)(
    "takes what the charts make of the planned values, the pool and the gateway's parameters among it",
    async () => {
      const plans = Object.values(PLANS);
      const controller = plans.flatMap((plan) => plan.controller?.releases ?? []);
      const plugin = plans.flatMap((plan) => plan.devicePlugin ?? []);
      const releases = [...controller.slice(0, 2), ...plugin.slice(0, 1), ...plans.map(({ router }) => router)];
      const objects = (await Promise.all(releases.map(render))).flat();
      const kinds = new Set(objects.map(({ kind }) => kind));
      expect([...kinds]).toEqual(expect.arrayContaining(["CustomResourceDefinition", "DaemonSet", "InferencePool"]));
      const namespaces = [...new Set(releases.map(({ namespace }) => namespace))].map((name) => ({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name },
      }));
      const isDefinition = ({ kind }: KubeObject) => kind === "CustomResourceDefinition";
      expect(await plane.apply([...namespaces, ...objects.filter(isDefinition)])).toEqual([]);
      expect(await plane.apply(objects.filter((object) => !isDefinition(object)))).toEqual([]);
      expect(await plane.apply(plans.flatMap((plan) => objectsOf(plan).filter(isOfChart)))).toEqual([]);
      const services = objects.filter(({ kind }) => kind === "Service").map(({ metadata }) => metadata.name);
      // What routes, pools and policies name is what the charts make.
      expect(services).toEqual(expect.arrayContaining(["one-epp", "split-epp", "behind-epp", "own-epp"]));
      for (const plan of plans) {
        const label = plan.option === "agentgateway" ? "llm-d-router-gateway" : "llm-d-router-standalone";
        const pods = objects.find(
          ({ kind, metadata }) => kind === "Deployment" && metadata.name === `${plan.name}-epp`,
        ) as unknown as { spec: { template: { metadata: { labels: Record<string, string> } } } };
        expect(pods.spec.template.metadata.labels).toMatchObject({ [label]: `${plan.name}-epp` });
      }
    },
  );
});
