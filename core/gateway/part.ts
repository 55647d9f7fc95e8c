import { roleModel, type ControllerPlan } from "../controllers/controller.ts";
import { releaseModel } from "../helm/charts.ts";
import type { GatewayModel, KubernetesObject } from "../model/index.ts";
import type { AreaPart, Origins, QuotaUse, BilledItem } from "../contracts/area-part.ts";
import type { ClusterFacts } from "../contracts/facts.ts";
import type { GatewayPartSettings, Settings } from "../settings/index.ts";
import { gatewayContext } from "./context.ts";
import { gatewayOrigins } from "./origins.ts";
import { planGateway } from "./plan.ts";
import { gatewaySections, listenersIn } from "./sections.ts";
import { gatewaysOf } from "../settings/gateways.ts";
import type { GatewayPlan } from "./types.ts";

/** What the Gateways of a stack add to its plan. */
export function gatewayPart(settings: Settings, facts: ClusterFacts): AreaPart | undefined {
  const { gateway } = settings;
  if (gateway?.enabled !== true) return undefined;
  const context = gatewayContext(facts);
  const [first, ...others] = gatewaysOf(gateway);
  const model: GatewayModel = {
    settings: first?.settings ?? gateway,
    ...(others.length === 0
      ? {}
      : { others: Object.fromEntries(others.map((other) => [other.name, other.settings] as const)) }),
  };
  const plans = [first, ...others].flatMap((one) =>
    one === undefined || context === undefined ? [] : (planGateway(one.settings, context) ?? []),
  );
  return {
    ...partOfAll(plans),
    gateway: { ...model, ...subnetless(plans) },
    origins: Object.assign({}, ...gatewaysOf(gateway).map(gatewayOrigins)) as Origins,
  };
}

/** The same from a plan, for a component that stands alone. */
export const partOf = (plan: GatewayPlan, settings: GatewayPartSettings): AreaPart => ({
  ...partOfAll([plan]),
  gateway: { settings, ...subnetless([plan]) },
});

const subnetless = (plans: readonly GatewayPlan[]): Pick<GatewayModel, "withoutSubnets"> => ({
  withoutSubnets: plans.filter(({ subnets }) => subnets.count === 0).map(({ name }) => name),
});

function partOfAll(plans: readonly GatewayPlan[]): AreaPart {
  const controllers = plans.flatMap(controllersOf);
  return {
    objects: plans.flatMap(objectsOf),
    releases: controllers.map(({ release }) => releaseModel(release)),
    identity: controllers.flatMap(roleModel),
    quotas: plans.flatMap(quotas),
    billed: plans.flatMap(billed),
    notes: plans.flatMap(({ notes }) => notes),
    sections: gatewaySections(plans),
  };
}

export const objectsOf = ({ objects }: GatewayPlan): KubernetesObject[] => [
  ...objects.namespaces,
  ...objects.classes,
  ...objects.certificates,
  objects.gateway,
  ...objects.demo,
  ...objects.routes,
];

const controllersOf = ({ controller, certManager, externalDns }: GatewayPlan): ControllerPlan[] =>
  [controller, certManager, externalDns].flatMap((one) => (one?.kind === "install" ? [one] : []));

const made = ({ addresses }: GatewayPlan): number => (addresses.kind === "allocate" ? addresses.count : 0);

/** Ports of the load balancer: each is a listener with a target group of its own. */
const portCount = (plan: GatewayPlan): number =>
  new Set(listenersIn(plan).map(({ port, protocol }) => `${String(port)}${protocol === "UDP" ? " UDP" : ""}`)).size;

const quotas = (plan: GatewayPlan): QuotaUse[] => [
  { key: "networkLoadBalancers", count: 1 },
  { key: "targetGroups", count: portCount(plan) },
  ...(made(plan) === 0 ? [] : [{ key: "elasticIps" as const, count: made(plan) }]),
];

const billed = (plan: GatewayPlan): BilledItem[] =>
  [
    {
      item: `Network Load Balancer of Gateway "${plan.name}"`,
      count: 1,
      rates: [{ rate: "networkLoadBalancer" as const, amount: 1 }],
      byVolume: "NLCU hours: connections, new connections and GB, whichever is most",
    },
    {
      item: `Elastic IP of Gateway "${plan.name}"`,
      count: made(plan),
      rates: [{ rate: "publicIpv4" as const, amount: 1 }],
    },
  ].filter(({ count }) => count > 0);
