import type { CrdFile } from "../contracts/crd-file.ts";
import { ON_HYBRID, OFF_HYBRID } from "../controllers/placement.ts";
import { AGENTGATEWAY, INFERENCE_EXTENSION_VERSION } from "../facts/inference-gateways.ts";
import { ANNOTATION_PREFIX, LISTENER_ATTRIBUTES, NLB_CLASS } from "../facts/load-balancer-annotations.ts";
import { type HelmChart, type ReleasePlan, planRelease } from "../helm/charts.ts";
import type { JsonObject, KubernetesObject } from "../model/index.ts";
import type { AgentgatewayOption, InferenceLoadBalancer, RegistrySettings } from "../settings/index.ts";
import type { GpuPlace } from "./places.ts";

/** agentgateway v1.4.1: .github/workflows/release.yml, where charts go; README, the namespace. */
const CHARTS = "oci://cr.agentgateway.dev/charts";
export const AGENTGATEWAY_NAMESPACE = "agentgateway-system";
export const AGENTGATEWAY_IMAGES = ["controller", "agentgateway"].map(
  (image) => `cr.agentgateway.dev/${image}:${AGENTGATEWAY.release}`,
);
/** Class that its controller makes (chart values, gatewayClassName). */
const CLASS = "agentgateway";
/** Where its pods get their configuration (chart values, controller.service.ports.agwGrpc). */
export const AGENTGATEWAY_XDS_PORT = 9978;
/** Where its pods say that they are ready, and their metrics (controller/pkg/helm/agentgateway/templates/_helpers.tpl). */
export const AGENTGATEWAY_METRICS_PORT = 15_020;
/** Port behind the Cilium Gateway: above 1024, though its pods may open any. */
const CHAINED_PORT = 8080;
const DEFAULT_AGENTGATEWAY_REPLICAS = 2;

/** What is made once a cluster. */
export interface GatewayControllerPlan {
  readonly namespace: KubernetesObject;
  readonly definitions: readonly CrdFile[];
  readonly releases: readonly ReleasePlan[];
}

const chart = (name: string): HelmChart => ({ name, repository: CHARTS, version: AGENTGATEWAY.release });

/** The controller, its own definitions, and InferencePool. */
export const planAgentgateway = (registry: RegistrySettings | undefined): GatewayControllerPlan => ({
  namespace: { apiVersion: "v1", kind: "Namespace", metadata: { name: AGENTGATEWAY_NAMESPACE } },
  definitions: [{ kind: "InferencePool", url: poolUrl(registry) }],
  releases: [
    planRelease(chart("agentgateway-crds"), { registry, namespace: AGENTGATEWAY_NAMESPACE, values: {} }),
    planRelease(chart("agentgateway"), {
      registry,
      namespace: AGENTGATEWAY_NAMESPACE,
      values: {
        inferenceExtension: { enabled: true },
        controller: { replicaCount: 2 },
        // Nodes on premises come and go by the link; what every model waits for stays in AWS.
        affinity: OFF_HYBRID,
      },
    }),
  ],
});

const poolUrl = (registry: RegistrySettings | undefined): string =>
  registry?.crds === undefined
    ? `https://raw.githubusercontent.com/kubernetes-sigs/gateway-api-inference-extension/${INFERENCE_EXTENSION_VERSION}/config/crd/bases/inference.networking.k8s.io_inferencepools.yaml`
    : `${registry.crds.replace(/\/$/, "")}/inference-extension-${INFERENCE_EXTENSION_VERSION}/inferencepools.yaml`;

/** Name of a model's own Gateway, and of Service and Deployment that are made for it. */
export const ownGatewayName = (model: string): string => `${model}-gateway`;
/** Label of its pods (the same _helpers.tpl, selectorLabels). */
export const OWN_GATEWAY_LABEL = "gateway.networking.k8s.io/gateway-name";

export const ownGatewayPort = ({ loadBalancer }: AgentgatewayOption): number => {
  if (loadBalancer === undefined) return CHAINED_PORT;
  return loadBalancer.certificateSecret === undefined ? 80 : 443;
};

interface OwnGatewayContext {
  readonly name: string;
  readonly namespace: string;
  readonly place: GpuPlace;
}

/** A model's own Gateway with what its Service and pods are to be. */
export function planOwnGateway(option: AgentgatewayOption, context: OwnGatewayContext): KubernetesObject[] {
  const { namespace } = context;
  const name = ownGatewayName(context.name);
  const { loadBalancer } = option;
  const secret = loadBalancer?.certificateSecret;
  const annotations = loadBalancer === undefined ? undefined : annotationsOf(loadBalancer);
  return [
    {
      apiVersion: "agentgateway.dev/v1alpha1",
      kind: "AgentgatewayParameters",
      metadata: { name, namespace },
      spec: {
        deployment: { spec: deploymentOf(option, context) },
        service: { spec: serviceOf(loadBalancer) },
      },
    },
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      metadata: { name, namespace },
      spec: {
        gatewayClassName: CLASS,
        infrastructure: {
          ...(annotations === undefined ? {} : { annotations }),
          parametersRef: { group: "agentgateway.dev", kind: "AgentgatewayParameters", name },
        },
        listeners: [
          {
            name: secret === undefined ? "http" : "https",
            port: ownGatewayPort(option),
            ...(secret === undefined
              ? { protocol: "HTTP" }
              : { protocol: "HTTPS", tls: { mode: "Terminate", certificateRefs: [{ name: secret }] } }),
            allowedRoutes: { namespaces: { from: "Same" } },
          },
        ],
      },
    },
  ];
}

/** On the side of router and model servers, so that a request crosses the link between sites once. */
const deploymentOf = ({ replicas = DEFAULT_AGENTGATEWAY_REPLICAS }: AgentgatewayOption, { place }: OwnGatewayContext) =>
  ({
    replicas,
    template: {
      spec: {
        affinity: place.hybrid ? ON_HYBRID : OFF_HYBRID,
        ...(place.hybrid ? { tolerations: [...place.tolerations] } : {}),
      },
    },
  }) satisfies JsonObject;

const serviceOf = (loadBalancer: InferenceLoadBalancer | undefined): JsonObject =>
  loadBalancer === undefined
    ? { type: "ClusterIP" }
    : {
        // Named from the first render, so that the controller built into EKS never makes one.
        loadBalancerClass: NLB_CLASS,
        externalTrafficPolicy: "Cluster",
        ...(loadBalancer.sourceRanges === undefined
          ? {}
          : { loadBalancerSourceRanges: [...loadBalancer.sourceRanges] }),
      };

const AWS = `${ANNOTATION_PREFIX}aws-load-balancer`;

const annotationsOf = (loadBalancer: InferenceLoadBalancer): JsonObject => ({
  [`${AWS}-scheme`]: loadBalancer.public === true ? "internet-facing" : "internal",
  // Pods on premises have no address that an NLB could register; nodes forward to them.
  [`${AWS}-nlb-target-type`]: "instance",
  ...(loadBalancer.idleTimeoutSeconds === undefined
    ? {}
    : {
        [`${ANNOTATION_PREFIX}${LISTENER_ATTRIBUTES}.TCP-${loadBalancer.certificateSecret === undefined ? "80" : "443"}`]: `tcp.idle_timeout.seconds=${String(loadBalancer.idleTimeoutSeconds)}`,
      }),
});
