import type { KubernetesObject } from "../../model/index.ts";
import type { GatewayPartSettings } from "../../settings/index.ts";
import { type Subject, only, subjectOf } from "../subject.ts";
import { objects } from "../subjects.ts";
import { type LoadBalancer, loadBalancerOf } from "./load-balancers.ts";
import { gatewaysOf, groupOf, hasMatches, isCilium, ofKind, routesOf } from "./objects.ts";

/* What rules on Gateways and what belongs to them are on, beside the subjects of every group. */

type ObjectSubject = Subject<KubernetesObject, "objects">;

/** Objects of some kinds of one group of the API. */
export const kinds = (group: string, ...names: readonly string[]): ObjectSubject =>
  objects((model) => ofKind(model.objects, group, ...names));

/** Objects whose `group/Kind` is one of a table's. */
export const kindsIn = (table: Readonly<Record<string, unknown>>): ObjectSubject =>
  objects((model) => model.objects.filter((object) => `${groupOf(object)}/${object.kind}` in table));

/** Gateways of every controller. */
export const gateways: ObjectSubject = objects(gatewaysOf);

/** Gateways that Cilium serves; those of other controllers are none of our business. */
export const ciliumGateways: ObjectSubject = only(gateways, (gateway, model) => isCilium(model, gateway));

export const routes: ObjectSubject = objects(routesOf);

export const httpRoutes: ObjectSubject = objects((model) => routesOf(model).filter(({ kind }) => kind === "HTTPRoute"));

/** Routes that look into requests: HTTPRoute and GRPCRoute. */
export const requestRoutes: ObjectSubject = objects((model) => routesOf(model).filter(({ kind }) => hasMatches(kind)));

const balanced: ObjectSubject = objects((model) =>
  model.objects.filter(({ kind }) => kind === "Service" || kind === "Gateway"),
);

/** Every load balancer of a program: Services, and Gateways of Cilium. */
export const loadBalancers: Subject<LoadBalancer, "objects"> = {
  needs: balanced.needs,
  ask: (model, check) =>
    balanced.ask(model, (object) => {
      const balancer = loadBalancerOf(model, object);
      return balancer === undefined ? [] : check(balancer);
    }),
};

interface Asked {
  /** Of those beside the first. */
  readonly name?: string;
  readonly settings: GatewayPartSettings;
}

/** What a stack or a component's arguments ask of each Gateway. */
export const gatewaySettings: Subject<GatewayPartSettings, "gateway"> = subjectOf({
  needs: ["gateway"],
  of: ({ gateway: { settings, others = {} } }): Asked[] => [
    { settings },
    ...Object.entries(others).map(([name, other]) => ({ name, settings: other })),
  ],
  read: ({ settings }) => settings,
  place: ({ name }) =>
    name === undefined
      ? { subject: "gateway", path: "gateway" }
      : { subject: `gateway "${name}"`, path: `gateway.others.${name}` },
});

/** Names of the Gateways whose load balancer has no subnet to be in. */
export const gatewaysWithoutSubnets: Subject<string, "gateway"> = subjectOf({
  needs: ["gateway"],
  of: ({ gateway: { withoutSubnets = [] } }) => withoutSubnets,
  read: (name) => name,
  place: (name, { gateway: { others = {} } }) => ({
    subject: `gateway "${name}"`,
    path: name in others ? `gateway.others.${name}` : "gateway",
  }),
});
