import type { Held } from "./addresses.ts";
import { isObject } from "../model/json.ts";
import type { FleetPart, FleetSettings } from "../settings/index.ts";

/** Settings of one place of the fleet file, or of a stack file that a template begins with. */
export interface Layer {
  /** Path in the fleet file, `templates.base.settings`; of a stack file its name. */
  readonly place: string;
  readonly stackFile?: string;
  /** Setting whose value the place itself holds: an account's `quotas` are `quotas.current` of its clusters. */
  readonly holds?: string;
  /** Whether `fleet addresses` has written it, into a file of its own. */
  readonly isAllocated?: true;
  readonly settings: FleetPart;
}

/** Path in the fleet file of a setting that a layer has. */
export const pathIn = ({ place, holds }: Layer, setting: string): string =>
  holds === undefined ? `${place}.${setting}` : `${place}${setting.slice(holds.length)}`;

/** Reads what a stack file holds, without its prefix; undefined where it cannot be read, which is told elsewhere. */
export type StackParts = (file: string) => FleetPart | undefined;

/** What a cluster's settings are put together from, the weakest first: template, stage, account, Region, its addresses, the cluster itself. */
export function layersOf(
  fleet: FleetSettings,
  name: string,
  stackParts: StackParts,
  allocated: Held = {},
): readonly Layer[] {
  const cluster = fleet.clusters[name];
  if (cluster === undefined) return [];
  const { template, stage = "", account = "", region, settings } = cluster;
  return [
    ...templateLayers(fleet, template, stackParts),
    ...layer(`stages.${stage}.settings`, fleet.stages?.[stage]?.settings),
    ...quotaLayer(fleet, account),
    ...layer(`accounts.${account}.settings`, fleet.accounts?.[account]?.settings),
    ...layer(`regions.${region}.settings`, fleet.regions?.[region]?.settings),
    ...addressLayer(name, allocated),
    ...layer(`clusters.${name}.settings`, settings),
  ];
}

function addressLayer(name: string, { vpc, pods }: Held): Layer[] {
  if (vpc === undefined && pods === undefined) return [];
  const network = {
    ...(vpc === undefined ? {} : { vpc: { cidr: vpc } }),
    ...(pods === undefined ? {} : { podSubnets: { cidr: pods } }),
  };
  return [{ place: `clusters.${name}`, isAllocated: true, settings: { network } }];
}

function quotaLayer({ accounts }: FleetSettings, account: string): Layer[] {
  const quotas = accounts?.[account]?.quotas;
  return quotas === undefined
    ? []
    : [{ place: `accounts.${account}.quotas`, holds: "quotas.current", settings: { quotas: { current: quotas } } }];
}

function templateLayers(
  { templates }: FleetSettings,
  name: string,
  stackParts: StackParts,
  seen: readonly string[] = [],
): Layer[] {
  const template = templates[name];
  // A circle is told by its own finding.
  if (template === undefined || seen.includes(name)) return [];
  const { extends: base, stackFile, settings } = template;
  const parts = stackFile === undefined ? undefined : stackParts(stackFile);
  return [
    ...(base === undefined ? [] : templateLayers({ templates } as FleetSettings, base, stackParts, [...seen, name])),
    ...(parts === undefined || stackFile === undefined ? [] : [{ place: stackFile, stackFile, settings: parts }]),
    ...layer(`templates.${name}.settings`, settings),
  ];
}

const layer = (place: string, settings: FleetPart | undefined): Layer[] =>
  settings === undefined ? [] : [{ place, settings }];

/** Groups are merged key by key, lists and values replaced, and `null` takes a key away. */
function merge(base: FleetPart, over: FleetPart): FleetPart {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isObject(value) ? merge(isObject(below) ? below : {}, value) : value;
  }
  return merged;
}

/** The settings of a cluster, named by the cluster where no layer names it. */
export function mergedOf(layers: readonly Layer[], name: string): FleetPart {
  const merged = layers.reduce<FleetPart>((all, { settings }) => merge(all, settings), {});
  const { cluster } = merged;
  return isObject(cluster) ? { ...merged, cluster: { name, ...cluster } } : { ...merged, cluster: { name } };
}

/** The layer that a setting comes from: the strongest that has it, or the nearest part of its path. */
export function layerOf(layers: readonly Layer[], path: string): Layer | undefined {
  const keys = path.split(".");
  for (let depth = keys.length; depth > 0; depth--) {
    const found = layers.findLast(({ settings }) => has(settings, keys.slice(0, depth)));
    if (found !== undefined) return found;
  }
  return layers.at(-1);
}

function has(settings: unknown, keys: readonly string[]): boolean {
  let value = settings;
  for (const key of keys) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return true;
}
