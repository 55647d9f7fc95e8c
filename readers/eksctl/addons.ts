import { UNKNOWN } from "../../core/model/unknown.ts";
import type { Props } from "../../lens/registered.ts";
import { isMap } from "../input.ts";
import { valueAt } from "../values.ts";

/** What eksctl adds to every cluster unless it is told not to (eksctl docs: addons). */
const DEFAULTS = ["vpc-cni", "coredns", "kube-proxy"];

export interface EksctlAddon {
  readonly name: string;
  readonly props: Props;
  /** Place among `addons`; undefined for one that eksctl adds by itself. */
  readonly index?: number;
}

/** The add-ons that are written, and those that eksctl adds. */
export function addonsOf(config: Readonly<Record<string, unknown>>, cluster: string): EksctlAddon[] {
  const written = config["addons"];
  const listed = (Array.isArray(written) ? written : []).flatMap((addon: unknown, index): EksctlAddon[] =>
    isMap(addon) && typeof addon["name"] === "string"
      ? [{ name: addon["name"].toLowerCase(), props: propsOf(addon, cluster), index }]
      : [],
  );
  const isOff = [true, UNKNOWN].includes(valueAt(config, ["addonsConfig", "disableDefaultAddons"]) as boolean);
  const isAuto = valueAt(config, ["autoModeConfig", "enabled"]) === true;
  const added =
    isOff || isAuto || written === UNKNOWN ? [] : DEFAULTS.filter((name) => !listed.some((one) => one.name === name));
  return [...listed, ...added.map((name) => ({ name, props: { clusterName: cluster, addonName: name } }))];
}

/** Roles that eksctl makes by itself for an add-on are roles all the same. */
const ROLE_KEYS = [
  "serviceAccountRoleARN",
  "attachPolicyARNs",
  "attachPolicy",
  "wellKnownPolicies",
  "useDefaultPodIdentityAssociations",
];

function propsOf(addon: Readonly<Record<string, unknown>>, cluster: string): Props {
  const { name, version, configurationValues, podIdentityAssociations } = addon;
  const role = ROLE_KEYS.some((key) => addon[key] !== undefined && addon[key] !== false);
  return {
    clusterName: cluster,
    addonName: typeof name === "string" ? name.toLowerCase() : name,
    // `latest` is looked up when it is made.
    ...(version === undefined || version === "latest" ? {} : { addonVersion: version }),
    ...(configurationValues === undefined ? {} : { configurationValues }),
    ...(role ? { serviceAccountRoleArn: addon["serviceAccountRoleARN"] ?? UNKNOWN } : {}),
    ...(podIdentityAssociations === undefined ? {} : { podIdentityAssociations }),
  };
}
