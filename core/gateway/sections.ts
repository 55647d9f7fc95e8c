import { ANNOTATION_PREFIX } from "../facts/load-balancer-annotations.ts";
import type { PlanSection } from "../contracts/area-part.ts";
import { addressCount } from "./addresses.ts";
import type { GatewayPlan } from "./types.ts";

interface ListenerShape {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string;
  readonly tls?: { readonly mode?: string; readonly certificateRefs?: readonly { readonly name: string }[] };
  readonly allowedRoutes: { readonly namespaces: NamespacesShape };
}
interface NamespacesShape {
  readonly from: string;
  readonly selector?: { readonly matchExpressions: readonly { readonly values: readonly string[] }[] };
}
interface RouteShape {
  readonly hostnames?: readonly string[];
  readonly parentRefs?: readonly { readonly kind?: string; readonly name: string; readonly sectionName?: string }[];
  readonly rules?: readonly {
    readonly matches?: readonly { readonly path?: { readonly value?: string } }[];
    readonly backendRefs?: readonly { readonly name: string; readonly port: number; readonly weight?: number }[];
    readonly filters?: readonly { readonly type: string }[];
  }[];
}

/** Listeners as they were planned. */
export const listenersIn = ({ objects }: GatewayPlan): readonly ListenerShape[] =>
  (objects.gateway["spec"] as { listeners: readonly ListenerShape[] }).listeners;

/** Tables of `plan`: listeners of each Gateway, then addresses and routes of all. */
export function gatewaySections(plans: readonly GatewayPlan[]): PlanSection[] {
  const routes = plans.flatMap(routeRows);
  return [
    ...plans.map(listenerTable),
    ...table("Addresses", ["gateway", "load balancer", "subnets", "addresses"], plans.map(addressRow)),
    ...table("Routes", ["route", "hostnames", "listener", "path", "to"], routes),
  ];
}

const table = (title: string, columns: readonly string[], rows: readonly (readonly string[])[]): PlanSection[] =>
  rows.length === 0 ? [] : [{ title, columns, rows }];

const listenerTable = (plan: GatewayPlan): PlanSection => ({
  title: `Gateway ${plan.namespace}/${plan.name}`,
  columns: ["listener", "port", "protocol", "hostname", "certificate", "routes from"],
  rows: listenersIn(plan).map((listener) => [
    listener.name,
    String(listener.port),
    listener.protocol,
    listener.hostname ?? "any",
    certificateText(plan, listener),
    namespacesText(listener.allowedRoutes.namespaces),
  ]),
});

const namespacesText = ({ from, selector }: NamespacesShape): string =>
  selector?.matchExpressions.flatMap(({ values }) => values).join(", ") ?? from;

function certificateText(plan: GatewayPlan, { port, tls }: ListenerShape): string {
  if (tls === undefined) return tlsPorts(plan).includes(port) ? "ACM, at the NLB" : "none";
  if (tls.mode === "Passthrough") return "the backend's own";
  const names = (tls.certificateRefs ?? []).map(({ name }) => name);
  const made = plan.objects.certificates.some(
    ({ kind, metadata }) => kind === "Certificate" && names.includes(metadata.name),
  );
  return `Secret ${names.join(", ")}${made ? ", by cert-manager" : ", given"}`;
}

const tlsPorts = (plan: GatewayPlan): number[] =>
  plan.hostNetwork?.ports.filter(({ endsTls }) => endsTls).map(({ port }) => port) ??
  (annotation(plan, "ssl-ports") ?? "").split(",").map(Number);

const annotation = ({ objects }: GatewayPlan, name: string): string | undefined => {
  const { infrastructure } = objects.gateway["spec"] as {
    infrastructure?: { annotations?: Readonly<Record<string, string>> };
  };
  return infrastructure?.annotations?.[`${ANNOTATION_PREFIX}aws-load-balancer-${name}`];
};

const SUBNETS = { public: "public", node: "of the nodes", given: "given" } as const;

function addressRow(plan: GatewayPlan): string[] {
  const { name, addresses, subnets, hostNetwork } = plan;
  const scheme = annotation(plan, "scheme") ?? (hostNetwork?.internal === true ? "internal" : "internet-facing");
  const maker = hostNetwork === undefined ? "the load balancer controller" : "this stack, before the nodes' own ports";
  const count = String(addressCount(addresses));
  return [
    name,
    `${scheme}, by ${maker}`,
    `${String(subnets.count)} ${SUBNETS[subnets.kind]}`,
    {
      none: annotation(plan, "private-ipv4-addresses")?.replaceAll(",", ", ") ?? "its own, by DNS name",
      allocate: `${count} Elastic IPs, made here`,
      given: `${count} Elastic IPs, given`,
    }[addresses.kind],
  ];
}

const routeRows = ({ objects }: GatewayPlan): string[][] =>
  objects.routes
    .filter(({ kind }) => kind.endsWith("Route"))
    .flatMap(({ kind, metadata, spec }) => {
      const { hostnames = [], parentRefs = [], rules = [] } = spec as RouteShape;
      return rules.map(({ matches = [], backendRefs = [], filters = [] }, at) => [
        at === 0 ? `${kind} ${metadata.namespace ?? ""}/${metadata.name}` : "",
        at === 0 ? hostnames.join(", ") || "any" : "",
        parentRefs.map(parentText).join(", "),
        matches.map(({ path }) => path?.value ?? "/").join(", ") || "/",
        backendRefs.map(backendText).join(", ") || filters.map(({ type }) => type).join(", "),
      ]);
    });

const parentText = ({ kind = "Gateway", name, sectionName }: NonNullable<RouteShape["parentRefs"]>[number]): string =>
  kind === "Gateway" ? `${name}/${sectionName ?? "*"}` : `${kind} ${name}`;

const backendText = ({
  name,
  port,
  weight,
}: {
  readonly name: string;
  readonly port: number;
  readonly weight?: number;
}): string => `${name}:${String(port)}${weight === undefined ? "" : ` (${String(weight)})`}`;
