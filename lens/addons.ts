import type { AddonModel } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { NODE_GROUPS } from "./order.ts";
import { type Registered, type PartView, at, isObject, items, nothing, ofType, read, waitsFor } from "./registered.ts";
import { present } from "../core/model/present.ts";

const ADDONS = ["aws:eks/addon:Addon", "eks:index:Addon", "eks:index:VpcCniAddon"] as const;

/** Managed add-ons, those of `eks.Cluster`'s helpers included. */
export function viewAddons(resources: readonly Registered[]): PartView<readonly AddonModel[]> {
  // A component and its child are one add-on, and the child says more.
  const addons = ofType(resources, ...ADDONS).filter(
    ({ urn }) => !resources.some(({ type, parent }) => type === ADDONS[0] && parent === urn),
  );
  if (addons.length === 0) return nothing;
  const seen = addons.map((addon) => ({ addon, model: addonModel(addon, resources) }));
  return {
    part: seen.map(({ model }) => model),
    origins: Object.fromEntries(
      seen.flatMap(({ addon, model: { name } }) =>
        typeof name === "string" ? [[`addons.${name}`, addon.urn] as const] : [],
      ),
    ),
  };
}

function addonModel(addon: Registered, resources: readonly Registered[]): AddonModel {
  const { props, type, name } = addon;
  const hasNodes = resources.some((other) => NODE_GROUPS.includes(other.type));
  return {
    name: type === "eks:index:VpcCniAddon" ? "vpc-cni" : read(props, "addonName", name),
    ...present("version", read<string | undefined>(props, "addonVersion")),
    hasRole: at(props, "serviceAccountRoleArn") !== undefined || items(props, "podIdentityAssociations").length > 0,
    ...present("configuration", configurationOf(at(props, "configurationValues"))),
    ...present(
      "afterNodes",
      hasNodes ? waitsFor(addon, (other) => NODE_GROUPS.includes(other.type), resources) : undefined,
    ),
  };
}

function configurationOf(text: unknown): AddonModel["configuration"] | undefined {
  if (text === UNKNOWN) return UNKNOWN as never;
  if (typeof text !== "string") return isObject(text) ? (text as AddonModel["configuration"]) : undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? (parsed as AddonModel["configuration"]) : undefined;
  } catch {
    return UNKNOWN as never;
  }
}
