import { OFF_HYBRID, ON_HYBRID } from "../controllers/placement.ts";
import { type ReleasePlan, planRelease } from "../helm/charts.ts";
import type { Json, JsonObject } from "../model/index.ts";
import type { ModelServerSettings, PodResources, RegistrySettings, RouterSettings } from "../settings/index.ts";
import {
  DEFAULT_FAIL_OPEN,
  DEFAULT_PICKER,
  DEFAULT_PREFILL_FROM_TOKENS,
  DEFAULT_PROXY,
  DEFAULT_ROUTER_REPLICAS,
  DEFAULT_ROUTER_VERSION,
  DEFAULT_WEIGHTS,
  MODEL_LABEL,
  PICKER_REPOSITORY,
  SERVER_PORT,
  routerChart,
} from "./defaults.ts";
import type { GpuPlace } from "./places.ts";
import { gibibytes } from "./servers.ts";

/** What the chart of the router gets. */
export interface RouterContext {
  readonly name: string;
  readonly namespace: string;
  readonly place: GpuPlace;
  readonly servers: ModelServerSettings;
  readonly registry: RegistrySettings | undefined;
  /** A gateway asks it by InferencePool; otherwise Envoy stands beside it. */
  readonly pooled: boolean;
  /** Somebody scrapes it. */
  readonly scraped: boolean;
}

/** Name of Service and Deployment that the chart makes of a release (routerlib/templates/_helpers.tpl, llm-d-router.name). */
export const routerName = (release: string): string => `${release.slice(0, 40)}-epp`;
/** Label of its pods (llm-d-router.selectorLabels). */
export const routerLabel = (pooled: boolean): string => (pooled ? "llm-d-router-gateway" : "llm-d-router-standalone");

const CONFIG_FILE = "cilium-eks.yaml";

/**
 * Release of the router. It is not waited for: with several replicas only the leader is ever ready (cmd/epp/runner/health.go),
 * and Helm waits for all.
 */
export const planRouter = (router: RouterSettings, context: RouterContext): ReleasePlan => {
  const { version = DEFAULT_ROUTER_VERSION } = router;
  return {
    ...planRelease(routerChart(version, context.pooled), {
      registry: context.registry,
      namespace: context.namespace,
      values: { router: valuesOf(router, version, context) },
    }),
    name: context.name,
    skipAwait: true,
  };
};

function valuesOf(router: RouterSettings, version: string, context: RouterContext): JsonObject {
  const { name, place, servers, pooled, scraped } = context;
  const failOpen = router.failOpen ?? DEFAULT_FAIL_OPEN;
  return {
    epp: {
      replicas: router.replicas ?? DEFAULT_ROUTER_REPLICAS,
      image: { registry: "ghcr.io/llm-d", repository: PICKER_REPOSITORY, tag: version, pullPolicy: "IfNotPresent" },
      pluginsConfigFile: CONFIG_FILE,
      pluginsCustomConfig: { [CONFIG_FILE]: pickerConfig(router, servers) },
      resources: resourcesOf(router.picker ?? {}, DEFAULT_PICKER),
      // On the side of the model servers, so that only one hop crosses the link between sites; not on their nodes for their GPUs.
      affinity: place.hybrid ? ON_HYBRID : OFF_HYBRID,
      tolerations: place.hybrid ? [...place.tolerations] : [],
    },
    // The chart asks scrapers for a token; here policies say who may scrape.
    ...(scraped ? { monitoring: { prometheus: { enabled: false, auth: { enabled: false } } } } : {}),
    modelServers: { type: "vllm", targetPorts: [{ number: SERVER_PORT }], matchLabels: { [MODEL_LABEL]: name } },
    ...(pooled
      ? { inferencePool: { create: true, failureMode: failOpen ? "FailOpen" : "FailClose" } }
      : {
          proxy: proxyOf(router, `${name}-envoy`, failOpen),
          // Without it the picker finds pods by their labels, and needs no definitions.
          inferencePool: { create: false },
        }),
  };
}

const proxyOf = ({ proxy = {} }: RouterSettings, configMap: string, failOpen: boolean): JsonObject => ({
  enabled: true,
  proxyType: "envoy",
  // A Deployment of its own takes neither affinity nor tolerations from the chart, so it may land on the other side.
  mode: "sidecar",
  failOpen,
  resources: resourcesOf(proxy, DEFAULT_PROXY),
  // The chart's is named envoy, whatever the release: two in a namespace would share it.
  configMap: { name: configMap },
  volumes: [{ name: "config", configMap: { name: configMap, items: [{ key: "envoy.yaml", path: "envoy.yaml" }] } }],
});

function resourcesOf(
  { cpu, memoryGiB }: PodResources,
  standard: { readonly cpu: number; readonly memoryGiB: number },
): JsonObject {
  const memory = gibibytes(memoryGiB ?? standard.memoryGiB);
  return { requests: { cpu: String(cpu ?? standard.cpu), memory }, limits: { memory } };
}

const API_VERSION = "llm-d.ai/v1alpha1";

/** EndpointPickerConfig as text: JSON, which is YAML too. */
export const pickerConfig = ({ weights = {} }: RouterSettings, { prefill }: ModelServerSettings): string => {
  const scorers = [
    scorer("queue-scorer", weights.queue ?? DEFAULT_WEIGHTS.queue),
    scorer("kv-cache-utilization-scorer", weights.kvCache ?? DEFAULT_WEIGHTS.kvCache),
    scorer("prefix-cache-scorer", weights.prefixCache ?? DEFAULT_WEIGHTS.prefixCache),
  ].filter(({ weight }) => weight > 0);
  const scored = scorers.map(({ type, weight }) => ({ pluginRef: type, weight }));
  const plugins: Json[] = [
    ...scorers.map(({ type }) => ({ type })),
    { type: "metrics-data-source", parameters: { scheme: "http", path: "/metrics" } },
    { type: "core-metrics-extractor" },
  ];
  if (prefill === undefined) {
    return textOf({ plugins, schedulingProfiles: [{ name: "default", plugins: scored }] });
  }
  // deploy/config/pd-epp-config.yaml of the router.
  const split: Json[] = [
    { type: "approx-prefix-cache-producer" },
    { type: "prefill-filter" },
    { type: "decode-filter" },
    { type: "max-score-picker" },
    { type: "disagg-profile-handler", parameters: { deciders: { prefill: "prefix-based-pd-decider" } } },
    {
      type: "prefix-based-pd-decider",
      parameters: { nonCachedTokens: prefill.fromTokens ?? DEFAULT_PREFILL_FROM_TOKENS },
    },
  ];
  const profile = (name: string): Json => ({
    name,
    plugins: [{ pluginRef: `${name}-filter` }, { pluginRef: "max-score-picker" }, ...scored],
  });
  return textOf({ plugins: [...plugins, ...split], schedulingProfiles: [profile("prefill"), profile("decode")] });
};

const scorer = (type: string, weight: number) => ({ type, weight });

const textOf = (config: JsonObject): string =>
  `${JSON.stringify({ apiVersion: API_VERSION, kind: "EndpointPickerConfig", ...config }, undefined, 2)}\n`;
