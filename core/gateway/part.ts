import { releaseModel } from "../charts.ts";
import type { IamRoleModel, KubernetesObject } from "../model.ts";
import type { AreaPart, PlanSection, QuotaUse } from "../plan/area-part.ts";
import type { BilledItem } from "../plan/billed.ts";
import type { PartialClusterPlan } from "../plan/cluster.ts";
import type { GatewayPartSettings, Settings } from "../settings/index.ts";
import { ANNOTATION_PREFIX } from "../facts/load-balancer-annotations.ts";
import { addressCount } from "./addresses.ts";
import { contextOf } from "./context.ts";
import { planGateway } from "./plan.ts";
import type { ControllerPlan, GatewayPlan } from "./types.ts";

/** What the Gateway of a stack adds to its plan. */
export function gatewayPart(settings: Settings, plan: PartialClusterPlan): AreaPart | undefined {
  const { gateway } = settings;
  if (gateway?.enabled !== true) return undefined;
  const context = contextOf(settings, plan);
  const planned = context === undefined ? undefined : planGateway(gateway, context);
  return planned === undefined ? { gateway: { settings: gateway } } : partOf(planned, gateway);
}

/** The same from a plan, for a component that stands alone. */
export function partOf(plan: GatewayPlan, settings: GatewayPartSettings): AreaPart {
  const controllers = controllersOf(plan);
  return {
    gateway: { settings },
    objects: objectsOf(plan),
    releases: controllers.map(({ release }) => releaseModel(release)),
    identity: controllers.flatMap(roleModel),
    quotas: quotas(plan),
    billed: billed(plan),
    sections: sections(plan),
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

/** What rules see of a controller's role. */
export const roleModel = ({ identity, release }: ControllerPlan): IamRoleModel[] =>
  identity === undefined
    ? []
    : [
        {
          name: release.name,
          purpose: "controller",
          statements: identity.policy.Statement.map(({ Action, Resource = [], Condition }) => ({
            actions: Action,
            resources: Resource,
            conditioned: Condition !== undefined,
          })),
          managedPolicies: [],
          trust: [],
        },
      ];

const made = ({ addresses }: GatewayPlan): number => (addresses.kind === "allocate" ? addresses.count : 0);

/** Ports of the load balancer: each is a listener with a target group of its own. */
const ports = (plan: GatewayPlan): number =>
  new Set(listenersOf(plan).map(({ port, protocol }) => `${String(port)}${protocol === "UDP" ? "u" : ""}`)).size;

const quotas = (plan: GatewayPlan): QuotaUse[] => [
  { key: "networkLoadBalancers", count: 1 },
  { key: "targetGroups", count: ports(plan) },
  ...(made(plan) === 0 ? [] : [{ key: "elasticIps" as const, count: made(plan) }]),
];

const billed = (plan: GatewayPlan): BilledItem[] =>
  [
    { item: "Network Load Balancer of the Gateway", count: 1 },
    { item: "Elastic IP of the Gateway", count: made(plan) },
  ].filter(({ count }) => count > 0);

interface ListenerShape {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string;
  readonly tls?: { readonly mode?: string; readonly certificateRefs?: readonly { readonly name: string }[] };
  readonly allowedRoutes: { readonly namespaces: { readonly from: string } };
}
interface RouteShape {
  readonly hostnames?: readonly string[];
  readonly parentRefs?: readonly { readonly sectionName?: string }[];
  readonly rules?: readonly {
    readonly matches?: readonly { readonly path?: { readonly value?: string } }[];
    readonly backendRefs?: readonly { readonly name: string; readonly port: number; readonly weight?: number }[];
    readonly filters?: readonly { readonly type: string }[];
  }[];
}

const listenersOf = ({ objects }: GatewayPlan): readonly ListenerShape[] =>
  (objects.gateway["spec"] as { listeners: readonly ListenerShape[] }).listeners;

function sections(plan: GatewayPlan): PlanSection[] {
  const listeners = listenersOf(plan);
  return [
    {
      title: `Gateway ${plan.namespace}/${plan.name}`,
      columns: ["listener", "port", "protocol", "hostname", "certificate", "routes from"],
      rows: listeners.map(({ name, port, protocol, hostname = "any", tls, allowedRoutes }) => [
        name,
        String(port),
        protocol,
        hostname,
        certificateText(plan, tls),
        allowedRoutes.namespaces.from,
      ]),
    },
    { title: "Addresses", columns: ["load balancer", "subnets", "addresses"], rows: [addressRow(plan)] },
    ...routeTable(plan),
  ];
}

function certificateText(plan: GatewayPlan, tls: ListenerShape["tls"]): string {
  if (tls === undefined) return plan.acmCertificateArn === undefined ? "none" : "ACM, at the NLB";
  if (tls.mode === "Passthrough") return "the backend's own";
  const names = (tls.certificateRefs ?? []).map(({ name }) => name);
  const made = plan.objects.certificates.some(
    ({ kind, metadata }) => kind === "Certificate" && names.includes(metadata.name),
  );
  return `Secret ${names.join(", ")}${made ? ", by cert-manager" : ", given"}`;
}

const SUBNETS = { public: "public", node: "of the nodes", given: "given" } as const;

function addressRow({ objects, addresses, subnets, hostNetwork }: GatewayPlan): string[] {
  const annotations = annotationsOf(objects.gateway);
  const scheme =
    hostNetwork === undefined
      ? annotations[`${ANNOTATION_PREFIX}aws-load-balancer-scheme`]
      : hostNetwork.internal
        ? "internal"
        : "internet-facing";
  const fixed = annotations[`${ANNOTATION_PREFIX}aws-load-balancer-private-ipv4-addresses`];
  const elastic = {
    none: fixed ?? "its own, by DNS name",
    allocate: `${String(addressCount(addresses))} Elastic IPs, made here`,
    given: `${String(addressCount(addresses))} Elastic IPs, given`,
  }[addresses.kind];
  return [
    `${scheme ?? ""}, by ${hostNetwork === undefined ? "the load balancer controller" : "this stack, before the nodes' ports"}`,
    `${String(subnets.count)} ${SUBNETS[subnets.kind]}`,
    elastic,
  ];
}

const annotationsOf = ({ spec }: KubernetesObject): Readonly<Record<string, string>> =>
  (spec as { infrastructure?: { annotations?: Readonly<Record<string, string>> } }).infrastructure?.annotations ?? {};

function routeTable({ objects }: GatewayPlan): PlanSection[] {
  const rows = objects.routes
    .filter(({ kind }) => kind.endsWith("Route"))
    .flatMap(({ kind, metadata, spec }) => {
      const { hostnames = [], parentRefs = [], rules = [] } = spec as RouteShape;
      return rules.map(({ matches = [], backendRefs = [], filters = [] }, at) => [
        at === 0 ? `${kind} ${metadata.namespace ?? ""}/${metadata.name}` : "",
        at === 0 ? hostnames.join(", ") || "any" : "",
        parentRefs.map(({ sectionName = "every listener" }) => sectionName).join(", "),
        matches.map(({ path }) => path?.value ?? "/").join(", ") || "/",
        backendRefs
          .map(
            ({ name, port, weight }) => `${name}:${String(port)}${weight === undefined ? "" : ` (${String(weight)})`}`,
          )
          .join(", ") || filters.map(({ type }) => type).join(", "),
      ]);
    });
  return rows.length === 0
    ? []
    : [{ title: "Routes", columns: ["route", "hostnames", "listener", "path", "to"], rows }];
}
