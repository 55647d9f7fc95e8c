import type { Machines } from "../contracts/facts.ts";
import type { RouteTuple } from "../gateway-api/index.ts";
import type { KubernetesObject } from "../model/index.ts";
import { optionOf } from "../settings/inferences.ts";
import {
  Provision,
  type GatewayPlace,
  InferenceOptionKind,
  type InferenceRouteSettings,
  type RegistrySettings,
  type TaintSettings,
} from "../settings/index.ts";
import { planAgentgateway, planOwnGateway } from "./agentgateway.ts";
import { type CachePlan, planCache } from "./cache.ts";
import { DEFAULT_PATHS, DEFAULT_POLICIES, MONITORING, DEFAULT_ROUTER_VERSION } from "./defaults.ts";
import { planDevicePlugin } from "./device-plugin.ts";
import { imageNotes } from "./images.ts";
import { planMemory } from "./memory.ts";
import { type GpuPlace, planPlace } from "./places.ts";
import { planMonitors } from "./monitors.ts";
import { planPolicies } from "./policies.ts";
import { planRoutes } from "./route.ts";
import { planRouter } from "./router.ts";
import { kindsOf, planServers } from "./servers.ts";
import type { InferencePlan, ServerPlan } from "./types.ts";

/** The cluster that models run on. */
export interface InferenceContext {
  readonly clusterName: string;
  readonly region: string;
  readonly registry: RegistrySettings | undefined;
  /** Gateway that routes hang on where they name none. */
  readonly gateway: GatewayPlace;
  readonly tuple: RouteTuple;
  readonly machines: Machines;
  readonly nodeGroups: Readonly<Record<string, readonly TaintSettings[]>>;
  /** Labels that the Prometheus operator selects monitors by; undefined where none scrapes. */
  readonly monitorLabels: Readonly<Record<string, string>> | undefined;
}

/** What a model is besides its own settings. */
export interface NamedRoute {
  readonly name: string;
  readonly settings: InferenceRouteSettings;
  readonly devicePlugin: Provision;
  /** Who brings agentgateway's controller, where the model asks for it. */
  readonly agentgateway: Provision;
  /** Nodes of every model that the device plugin of this one serves. */
  readonly pluginNodes: readonly InferenceRouteSettings["nodes"][];
}

/** Plans a model; it is total, whatever the settings. */
export function planInference(route: NamedRoute, context: InferenceContext): InferencePlan {
  const { name, settings } = route;
  const {
    model,
    servers = {},
    router = {},
    huggingFaceToken,
    policies = DEFAULT_POLICIES,
    prometheusNamespace = MONITORING,
  } = settings;
  const namespace = settings.namespace ?? `inference-${name}`;
  const place = planPlace(settings.nodes, context);
  const cache = planCache(settings.cache ?? { kind: "pod" }, {
    name,
    namespace,
    modelId: model.id,
    region: context.region,
  });
  const secret = huggingFaceToken === undefined ? undefined : tokenSecret(name, namespace);
  const devicePlugin =
    route.devicePlugin === Provision.Present ? undefined : planDevicePlugin(route.pluginNodes, context);
  const second = settings.option?.kind === InferenceOptionKind.Agentgateway ? settings.option : undefined;
  const controller =
    second === undefined || route.agentgateway === Provision.Present ? undefined : planAgentgateway(context.registry);
  const routerPlan = planRouter(router, {
    name,
    namespace,
    place,
    servers,
    registry: context.registry,
    pooled: second !== undefined,
    scraped: context.monitorLabels !== undefined,
  });
  const deployments = planServers({
    name,
    namespace,
    model,
    servers,
    place,
    cache,
    routerVersion: router.version ?? DEFAULT_ROUTER_VERSION,
    tokenSecret: secret?.metadata.name,
  });
  return {
    name,
    namespace,
    option: optionOf(settings),
    devicePlugin,
    controller,
    router: routerPlan,
    objects: {
      namespace: { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
      before: [...serviceAccount(cache, name, namespace), ...cache.objects],
      secret,
      policies: policies
        ? planPolicies({
            name,
            namespace,
            split: servers.prefill !== undefined,
            egress: cache.egress,
            metricsFrom: context.monitorLabels === undefined ? undefined : prometheusNamespace,
            second,
          })
        : [],
      monitors:
        context.monitorLabels === undefined
          ? []
          : planMonitors({
              name,
              namespace,
              split: servers.prefill !== undefined,
              second: second !== undefined,
              labels: context.monitorLabels,
            }),
      servers: deployments,
      gateway: second === undefined ? [] : planOwnGateway(second, { name, namespace, place }),
      routes: planRoutes(settings.route ?? {}, {
        name,
        namespace,
        gateway: settings.route?.gateway ?? context.gateway,
        tuple: context.tuple,
        second,
      }),
    },
    token: huggingFaceToken,
    roleArn: settings.cache?.kind === "s3" ? settings.cache.roleArn : undefined,
    place,
    servers: serverPlans(settings, place),
    servedName: model.servedName ?? model.id,
    paths: settings.route?.paths ?? DEFAULT_PATHS,
    clusterName: context.clusterName,
    notes: imageNotes(
      { deployments, router: routerPlan, devicePlugin, second: second !== undefined },
      context.registry,
    ),
  };
}

const serviceAccount = ({ serviceAccount: needed }: CachePlan, name: string, namespace: string): KubernetesObject[] =>
  needed ? [{ apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } }] : [];

/** Its content is the component's business. */
const tokenSecret = (name: string, namespace: string): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: `${name}-hugging-face`, namespace },
  type: "Opaque",
});

/** What each kind of pods needs of its GPUs. */
const serverPlans = (
  { model, servers = {} }: Pick<InferenceRouteSettings, "model" | "servers">,
  { gpus }: Pick<GpuPlace, "gpus">,
): ServerPlan[] =>
  kindsOf(servers).map(({ role, replicas, tensorParallel }) => ({
    role,
    replicas,
    tensorParallel,
    memory: gpus === undefined ? undefined : planMemory(model, servers, { gpu: gpus, tensorParallel }),
  }));
