import { mirrorNotes } from "../controllers/mirrors.ts";
import type { ReleasePlan } from "../helm/charts.ts";
import type { KubernetesObject } from "../model/index.ts";
import type { RegistrySettings } from "../settings/index.ts";
import { AGENTGATEWAY_IMAGES } from "./agentgateway.ts";
import { DEVICE_PLUGIN_CHART, PICKER_REPOSITORY } from "./defaults.ts";

/** Envoy of the chart's preset at v0.10.0, and the plugin's image (values.yaml of the charts). */
const ENVOY_IMAGE = "docker.io/envoyproxy/envoy:distroless-v1.33.2";
const PLUGIN_IMAGE = `nvcr.io/nvidia/k8s-device-plugin:v${DEVICE_PLUGIN_CHART.version}`;

interface Imaged {
  readonly deployments: readonly KubernetesObject[];
  readonly router: ReleasePlan;
  readonly devicePlugin: ReleasePlan | undefined;
  /** A second gateway asks the router. */
  readonly second: boolean;
}

interface PodSpec {
  readonly initContainers?: readonly { readonly image: string }[];
  readonly containers: readonly { readonly image: string }[];
}

const imagesOf = ({ deployments, router, devicePlugin, second }: Imaged): string[] => [
  ...new Set(
    deployments.flatMap((object) => {
      const { initContainers = [], containers } = (object["spec"] as { template: { spec: PodSpec } }).template.spec;
      return [...initContainers, ...containers].map(({ image }) => image);
    }),
  ),
  `ghcr.io/llm-d/${PICKER_REPOSITORY}:${router.version}`,
  ...(second ? AGENTGATEWAY_IMAGES : [ENVOY_IMAGE]),
  ...(devicePlugin === undefined ? [] : [PLUGIN_IMAGE]),
];

/** What mirrors must hold for the models. */
export const imageNotes = (plan: Imaged, registry: RegistrySettings | undefined): string[] =>
  mirrorNotes("the models", imagesOf(plan), registry);
