import type { AreaPart, Origins, PlanSection } from "../contracts/area-part.ts";
import { releaseModel } from "../helm/charts.ts";
import type { InferenceModel, KubernetesObject } from "../model/index.ts";
import type { InferencePlan, ServerPlan } from "./types.ts";

/** What models add to the plan of a cluster. */
export const partOf = (plans: readonly InferencePlan[], inference: InferenceModel): AreaPart => ({
  inference,
  objects: plans.flatMap(objectsOf),
  releases: plans.flatMap(({ router, devicePlugin, controller }) =>
    [...(devicePlugin === undefined ? [] : [devicePlugin]), ...(controller?.releases ?? []), router].map(releaseModel),
  ),
  origins: Object.assign({}, ...plans.map(originsOf)) as Origins,
  notes: plans.flatMap(notesOf),
  sections: plans.length === 0 ? [] : [modelTable(plans), memoryTable(plans)],
});

const objectsOf = ({ objects, controller }: InferencePlan): KubernetesObject[] => [
  ...(controller === undefined ? [] : [controller.namespace]),
  objects.namespace,
  ...objects.before,
  ...(objects.secret === undefined ? [] : [objects.secret]),
  ...objects.policies,
  ...objects.monitors,
  ...objects.servers,
  ...objects.gateway,
  ...objects.routes,
];

const originsOf = (plan: InferencePlan): Origins => {
  const setting = `inference.models.${plan.name}`;
  const { routes, gateway, servers } = plan.objects;
  return {
    [`releases.${plan.name}`]: `${setting}.router`,
    "releases.nvidia-device-plugin": "inference.devicePlugin",
    "releases.agentgateway": "inference.agentgateway",
    "releases.agentgateway-crds": "inference.agentgateway",
    ...Object.fromEntries(routes.map(({ metadata }) => [`objects.HTTPRoute.${metadata.name}.*`, `${setting}.route`])),
    ...Object.fromEntries(
      gateway.map(({ kind, metadata }) => [`objects.${kind}.${metadata.name}.*`, `${setting}.option`]),
    ),
    ...Object.fromEntries(
      servers.map(({ metadata }) => [`objects.Deployment.${metadata.name}.*`, `${setting}.servers`]),
    ),
  };
};

function notesOf({ name, servers, place, notes }: InferencePlan): string[] {
  const gpus = servers.reduce((sum, { replicas, tensorParallel }) => sum + replicas * tensorParallel, 0);
  return [
    `Model "${name}" takes ${String(gpus)} GPUs of ${place.text}; the deployment waits for neither nodes nor the model.`,
    ...notes,
  ];
}

const modelTable = (plans: readonly InferencePlan[]): PlanSection => ({
  title: "Inference",
  columns: ["model", "clients call it", "by", "on", "pods", "GPUs a pod", "paths"],
  rows: plans.flatMap(({ name, servedName, option, place, servers, paths }) =>
    servers.map((server) => [
      withRole(name, server),
      servedName,
      option,
      place.text,
      String(server.replicas),
      place.gpus === undefined ? String(server.tensorParallel) : `${String(server.tensorParallel)} ${place.gpus.name}`,
      paths.join(", "),
    ]),
  ),
});

const withRole = (name: string, { role }: ServerPlan): string => (role === undefined ? name : `${name}, ${role}`);

const memoryTable = (plans: readonly InferencePlan[]): PlanSection => ({
  title: "Memory of a GPU, in GiB",
  columns: ["model", "vLLM takes", "weights", "other", "KV cache", "tokens in it", "requests of full length"],
  rows: plans.flatMap(({ name, servers }) =>
    servers.map((server) => {
      const { memory } = server;
      if (memory === undefined) return [withRole(name, server), "?", "?", "?", "?", "?", "?"];
      return [
        withRole(name, server),
        tenths(memory.shareGiB),
        tenths(memory.weightsGiB),
        tenths(memory.overheadGiB),
        tenths(memory.cacheGiB),
        String(memory.tokens),
        `${tenths(Math.floor(memory.requests * 10) / 10)} of ${String(memory.requestTokens)} tokens`,
      ];
    }),
  ),
});

const tenths = (gib: number): string => gib.toFixed(1);
