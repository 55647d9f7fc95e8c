import { fleetCapacity, fleetTypes, mostNodes } from "../capacity/fleet.ts";
import { ADDRESSES_PER_PREFIX } from "../capacity/node.ts";
import type { PodSource } from "../capacity/source.ts";
import { amiReleases } from "../facts/amis.ts";
import { findInstanceType } from "../facts/instances.ts";
import { NodeImage } from "../facts/kernels.ts";
import { DEFAULT_AMI_FAMILY } from "../settings/defaults.ts";
import type { KarpenterSettings, NodePoolSettings } from "../settings/index.ts";
import type { PoolImage, PoolPlan, PoolWorst } from "./types.ts";

/** CreateNetworkInterface, AttachNetworkInterface, ModifyNetworkInterfaceAttribute (cilium pkg/aws/ipam/node.go, CreateInterface). */
const CALLS_PER_INTERFACE = 3;

/** A pool as far as addresses and quotas go. */
export type PoolShape = Pick<
  PoolPlan,
  "name" | "settings" | "image" | "types" | "maxPods" | "smallest" | "largest" | "classes" | "worst"
>;

/** What the pools' nodes hold, sorted by name. */
export const planShapes = (
  { nodePools }: Pick<KarpenterSettings, "nodePools">,
  source: PodSource,
  kubernetes: string,
): PoolShape[] =>
  Object.entries(nodePools)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, settings]) => planShape(name, settings, source, kubernetes));

function planShape(name: string, settings: NodePoolSettings, source: PodSource, kubernetes: string): PoolShape {
  const types = fleetTypes(settings);
  const capacity = fleetCapacity(types, source);
  const maxPods = settings.maxPods ?? (capacity === undefined ? undefined : source.advised(capacity.smallest));
  return {
    name,
    settings,
    image: imageOf(settings, kubernetes),
    types,
    maxPods,
    smallest: capacity?.smallest,
    largest: capacity?.largest,
    classes: capacity?.classes ?? [],
    worst: maxPods === undefined ? undefined : worstOf(types, settings, maxPods, source),
  };
}

function imageOf({ ami = {} }: NodePoolSettings, kubernetes: string): PoolImage {
  const family = NodeImage[ami.family ?? DEFAULT_AMI_FAMILY];
  if (ami.ssmParameter !== undefined) return { family, ssmParameter: ami.ssmParameter };
  const release = ami.release ?? amiReleases(family, kubernetes)?.pinned;
  return { family, ...(release === undefined ? {} : { release }) };
}

/** Each need by the type that needs most of it: many small nodes have most first addresses, few large ones most ENIs. */
function worstOf(
  types: readonly string[],
  { limits }: NodePoolSettings,
  maxPods: number,
  source: PodSource,
): PoolWorst | undefined {
  const needs = types.flatMap((type) => {
    const facts = findInstanceType(type);
    const nodes = mostNodes(type, limits);
    if (facts === undefined || nodes === undefined) return [];
    const demand = source.demandOf(source.capacityOf(facts), maxPods);
    return [{ type, nodes, demand }];
  });
  const [first, ...others] = needs;
  if (first === undefined) return undefined;
  const addresses = others.reduce((most, need) => (addressesOf(need) > addressesOf(most) ? need : most), first);
  const interfaces = Math.max(...needs.map(({ nodes, demand }) => nodes * (1 + demand.interfaces)));
  return {
    nodes: Math.max(...needs.map(({ nodes }) => nodes)),
    addresses,
    interfaces,
    calls: CALLS_PER_INTERFACE * Math.max(...needs.map(({ nodes, demand }) => nodes * Math.min(1, demand.interfaces))),
  };
}

/** Every address counts, those in prefixes and those of the ENIs. */
const addressesOf = ({ nodes, demand }: PoolWorst["addresses"]): number =>
  nodes * (1 + demand.interfaces + demand.addresses + demand.prefixes * ADDRESSES_PER_PREFIX);
