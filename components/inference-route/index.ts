import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { InferencePlan } from "../../core/inference/types.ts";
import { proposeInference } from "../../core/plan/on-cluster.ts";
import { firstGateway, inferenceRoutesOf } from "../../core/settings/inferences.ts";
import type { Provision, GatewayPlace, InferenceRouteSettings, Settings } from "../../core/settings/index.ts";
import { seal } from "../../secrets/seal.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";
import { declare } from "../internal/declare.ts";
import { createDefinitions } from "../internal/definitions.ts";
import { createNamespaces, createObject, createObjects, type ObjectDeps } from "../internal/objects.ts";
import { planOrRefuse } from "../internal/plan-or-refuse.ts";
import { asInput } from "../internal/ref.ts";
import { createRelease } from "../internal/release.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";

/** Models of a stack by name. */
export function createInference(
  { inference, ...settings }: Pick<Settings, "inference" | "gateway">,
  cluster: ClusterHandle,
  after: readonly pulumi.Resource[] = [],
): Readonly<Record<string, InferenceRoute>> {
  if (inference === undefined) return {};
  const gateway = firstGateway(settings);
  const routes: Record<string, InferenceRoute> = {};
  let controller: readonly pulumi.Resource[] = [];
  for (const { name, settings: model, devicePlugin, agentgateway, pluginNodes } of inferenceRoutesOf(inference)) {
    const route = new InferenceRoute(name, {
      ...model,
      cluster,
      gateway: model.route?.gateway ?? gateway,
      devicePlugin,
      agentgateway,
      pluginNodes,
      after: [...after, ...controller],
    });
    controller = [...controller, ...route.controller];
    routes[name] = route;
  }
  return routes;
}

/** Arguments of {@link InferenceRoute}: the settings of one model of stack key `inference.models`, the cluster and the Gateway. */
export interface InferenceRouteArgs extends InferenceRouteSettings {
  /** The cluster that the model runs on. */
  readonly cluster: ClusterHandle;
  /** Gateway that the route hangs on: a `CiliumGateway`, or its name and namespace. One of its listeners must admit the model's namespace. */
  readonly gateway: GatewayPlace;
  /** NVIDIA's device plugin: `install` it with this model, or it is `present`; one a cluster. Default `install`. */
  readonly devicePlugin?: Provision;
  /** Controller and definitions of agentgateway, with that option: `install` them with this model, or they are `present`; one a cluster. Default `install`. */
  readonly agentgateway?: Provision;
  /** Nodes of further models that the device plugin of this one serves. */
  readonly pluginNodes?: readonly InferenceRouteSettings["nodes"][];
  /** What must be up before, and outlives the route: the Gateway. */
  readonly after?: readonly pulumi.Resource[];
}

/**
 * A model behind an OpenAI-compatible API: vLLM on GPU nodes, llm-d's router beside it, and the way from a Gateway of Cilium. Names
 * of objects follow from the component's name. Nothing waits for nodes or for the model.
 *
 * A destroy takes the route first, then router and model servers, then the namespace.
 *
 * @example
 * new InferenceRoute("qwen3", {
 *   cluster,
 *   gateway,
 *   model: { id: "Qwen/Qwen3-32B", parametersBillion: 32.8, layers: 64, kvHeads: 8, headSize: 128, contextLength: 40960 },
 *   nodes: { kind: "ec2", nodeGroup: "gpu" },
 *   servers: { tensorParallel: 4, maxModelLength: 32768 },
 *   route: { hostnames: ["llm.example.com"] },
 * });
 */
export class InferenceRoute extends pulumi.ComponentResource {
  /** Namespace of router, model servers and route. */
  public readonly namespace: string;
  /** Name that clients ask for. */
  public readonly servedName: string;
  /** Release of the router. */
  public readonly router: kubernetes.helm.v3.Release;
  /** What other models with agentgateway stand on: its controller and definitions, where they are made here. */
  public readonly controller: readonly pulumi.Resource[];
  /** Depend on these to run after the route is there; the model may still load. */
  public readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: InferenceRouteArgs, opts?: pulumi.ComponentResourceOptions) {
    const { cluster, gateway, devicePlugin, agentgateway, pluginNodes, after = [], ...own } = args;
    const place = { name: gateway.name, namespace: gateway.namespace };
    const settings: InferenceRouteSettings = { ...own, route: { ...own.route, gateway: place } };
    declare({ kind: "inference", name, cluster: cluster.facts.clusterName, settings });
    const plan = planOrRefuse(
      "InferenceRoute",
      name,
      proposeInference(
        settings,
        {
          name,
          gateway: place,
          ...(devicePlugin === undefined ? {} : { devicePlugin }),
          ...(agentgateway === undefined ? {} : { agentgateway }),
          ...(pluginNodes === undefined ? {} : { pluginNodes }),
        },
        cluster,
      ),
    );
    super("cilium-eks:index:InferenceRoute", name, seal(settings), opts);
    const scope: Scope = { name, parent: this, tags: cluster.facts.tags };
    const { provider } = cluster;
    const { objects } = plan;

    const base = { provider, dependsOn: [...cluster.ready, ...after] };
    const plugin =
      plan.devicePlugin === undefined ? [] : [createRelease(scope, "device-plugin", plan.devicePlugin, base)];
    const namespaces = createNamespaces(scope, [objects.namespace], base);
    this.controller = createController(scope, plan, base);
    const inside = { provider, dependsOn: [...base.dependsOn, ...this.controller, ...namespaces] };
    const before = [
      ...objects.before.map((object) => createObject(scope, object, inside)),
      ...createSecret(scope, plan, inside),
      ...createIdentity(scope, plan, inside),
      // Before the pods: nobody reaches them, not for a moment.
      ...createObjects(scope, objects.policies, inside),
    ];
    const ready = { provider, dependsOn: [...inside.dependsOn, ...before] };
    const servers = [...objects.servers, ...objects.monitors].map((object) => createObject(scope, object, ready));
    const router = createRelease(scope, "router", plan.router, ready);
    const gateways = objects.gateway.map((object) => createObject(scope, object, ready));
    const routes = createObjects(scope, objects.routes, {
      provider,
      dependsOn: [...ready.dependsOn, router, ...gateways],
    });

    this.namespace = plan.namespace;
    this.servedName = plan.servedName;
    this.router = router;
    this.ready = [...plugin, ...namespaces, ...before, ...servers, router, ...gateways, ...routes];
    this.registerOutputs({ namespace: this.namespace, servedName: this.servedName });
  }
}

/** Controller of the second gateway, after the definitions of what it watches. */
function createController(scope: Scope, { controller }: InferencePlan, deps: ObjectDeps): pulumi.Resource[] {
  if (controller === undefined) return [];
  const made: pulumi.Resource[] = [
    ...createNamespaces(scope, [controller.namespace], deps),
    ...createDefinitions(scope, controller.definitions, deps),
  ];
  for (const release of controller.releases) {
    made.push(createRelease(scope, release.name, release, { ...deps, dependsOn: [...deps.dependsOn, ...made] }));
  }
  return made;
}

/** The token of Hugging Face, encrypted in the state. */
const createSecret = (
  scope: Scope,
  { objects: { secret }, token }: InferencePlan,
  deps: ObjectDeps,
): pulumi.Resource[] =>
  secret === undefined || token === undefined
    ? []
    : [
        new kubernetes.core.v1.Secret(
          childName(scope, "hugging-face"),
          { metadata: { ...secret.metadata }, type: "Opaque", stringData: { HF_TOKEN: pulumi.secret(asInput(token)) } },
          childOptions(scope, { provider: deps.provider, dependsOn: [...deps.dependsOn] }),
        ),
      ];

/** The role of the pods' service account, by Pod Identity. */
const createIdentity = (scope: Scope, plan: InferencePlan, { dependsOn }: ObjectDeps): pulumi.Resource[] =>
  plan.roleArn === undefined
    ? []
    : [
        new aws.eks.PodIdentityAssociation(
          childName(scope, "models"),
          {
            clusterName: plan.clusterName,
            namespace: plan.namespace,
            serviceAccount: plan.name,
            roleArn: asInput(plan.roleArn),
            tags: childTags(scope, "models"),
          },
          childOptions(scope, { dependsOn: [...dependsOn] }),
        ),
      ];
