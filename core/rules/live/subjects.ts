import type {
  LiveCiliumNode,
  LiveCondition,
  LiveGateway,
  LiveLoadBalancer,
  LiveNode,
  LiveRoute,
  LiveService,
  LiveSubnet,
  LiveWorkload,
} from "../../model/index.ts";
import { remembered } from "../../model/remembered.ts";
import { type ModelWith, type Subject, subjectOf } from "../subject.ts";

/* What the rules on a cluster that runs are on. */

/** The whole of what is observed. */
export type Observed = ModelWith<"live">;

const listed = <One>(
  word: string,
  path: string,
  of: (model: Observed) => Iterable<One>,
  name: (one: One) => string,
): Subject<One, "live"> =>
  subjectOf({
    needs: ["live"],
    of,
    read: (one) => one,
    place: (one) => ({ subject: `${word} "${name(one)}"`, path: `live.${path}.${name(one)}` }),
  });

export const keyOf = ({ namespace, name }: { readonly namespace?: string; readonly name: string }): string =>
  namespace === undefined || namespace === "" ? name : `${namespace}/${name}`;

/** Nodes that Cilium has to serve; Fargate and Windows are none of them. */
export const ciliumHosts = (model: Observed): readonly LiveNode[] =>
  model.live.nodes.filter(({ kind }) => kind === "ec2" || kind === "hybrid");

export const nodes = listed<LiveNode>("node", "nodes", ciliumHosts, ({ name }) => name);

export const ciliumNodes = listed<LiveCiliumNode>(
  "CiliumNode",
  "ciliumNodes",
  ({ live }) => live.ciliumNodes,
  ({ name }) => name,
);

export const workloads = listed<LiveWorkload>("workload", "workloads", ({ live }) => live.workloads, keyOf);

/** Gateways of classes that Cilium serves. */
export const gateways = listed<LiveGateway>("Gateway", "gateways", ({ live }) => ours(live), keyOf);

const CONTROLLER = "io.cilium/gateway-controller";

function ours({ classes, gateways: all }: Observed["live"]): readonly LiveGateway[] {
  const served = new Set(classes.filter(({ controller }) => controller === CONTROLLER).map(({ name }) => name));
  return all.filter(({ className }) => served.has(className));
}

/** Routes that name a Gateway of ours. */
export const routes = listed<LiveRoute>(
  "route",
  "routes",
  ({ live }) => {
    const names = new Set(ours(live).map(keyOf));
    return live.routes.filter(({ gateways: named }) => named.some((name) => names.has(name)));
  },
  keyOf,
);

export const services = listed<LiveService>("Service", "services", ({ live }) => live.services, keyOf);

export const subnets = listed<LiveSubnet>(
  "subnet",
  "subnets",
  ({ live }) => live.subnets,
  ({ id }) => id,
);

export const loadBalancers = listed<LiveLoadBalancer>(
  "load balancer",
  "loadBalancers",
  ({ live }) => live.loadBalancers,
  ({ name }) => name,
);

/** A condition that is missing, not true, or written for an older generation; in words. */
export function unmet(conditions: readonly LiveCondition[], type: string): string | undefined {
  const condition = conditions.find((one) => one.type === type);
  if (condition === undefined) return `no condition ${type}`;
  const { status, reason, message, current } = condition;
  if (!current) return `${type} is of an older generation`;
  if (status === "True") return undefined;
  return [`${type} is ${status}`, reason, message].filter((part) => part !== "").join(", ");
}

/** `3 of 12`. */
export const ofAll = (part: number, all: number): string => `${String(part)} of ${String(all)}`;

/** `4 min`, `3 h`, `2 days`. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${String(seconds)} s`;
  if (seconds < 7200) return `${String(Math.round(seconds / 60))} min`;
  return seconds < 172_800 ? `${String(Math.round(seconds / 3600))} h` : `${String(Math.round(seconds / 86_400))} days`;
}

/** CiliumNodes by name. */
export const ciliumNodesByName = ({ live }: Observed): ReadonlyMap<string, LiveCiliumNode> =>
  remembered(live.ciliumNodes, "by name", () => new Map(live.ciliumNodes.map((node) => [node.name, node])));
