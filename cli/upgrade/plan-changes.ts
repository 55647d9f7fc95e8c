import type { EksVersion } from "../../core/facts/kubernetes.ts";
import type { ClusterModel } from "../../core/model/index.ts";

/** What else changes between two plans of a stack: add-ons, images, values of Cilium that the planner sets. */
export function planChanges(before: ClusterModel, after: ClusterModel): readonly string[] {
  return [
    ...changed(addonsOf(before), addonsOf(after)).map(([name, old, now]) => `add-on ${name}: ${old} → ${now}`),
    ...changed(imagesOf(before), imagesOf(after)).map(([name, old, now]) => `image of ${name}: ${old} → ${now}`),
    ...(before.cilium === undefined || after.cilium === undefined
      ? []
      : changed(leavesOf(before.cilium.values), leavesOf(after.cilium.values)).map(
          ([path, old, now]) => `value ${path}: ${old} → ${now}`,
        )),
  ];
}

type Flat = Readonly<Record<string, string>>;

const NOTHING = "nothing";

const changed = (before: Flat, after: Flat): readonly (readonly [name: string, old: string, now: string])[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .toSorted()
    .map((name) => [name, before[name] ?? NOTHING, after[name] ?? NOTHING] as const)
    .filter(([, old, now]) => old !== now);

const addonsOf = ({ addons = [] }: ClusterModel): Flat =>
  Object.fromEntries(addons.map(({ name, version }) => [name, version ?? "EKS's default"]));

const imagesOf = ({ nodeGroups = [] }: ClusterModel): Flat =>
  Object.fromEntries(
    nodeGroups.map(({ name, amiFamily, amiRelease = "newest", amiKubernetesVersion = "" }) => [
      name,
      `${amiFamily} ${amiKubernetesVersion} ${amiRelease}`,
    ]),
  );

/** Values down to lists and scalars. Secrets are none of the planner's. */
function leavesOf(value: unknown, path = ""): Flat {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { [path]: JSON.stringify(value) };
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) => leavesOf(inner, path === "" ? key : `${path}.${key}`)),
  ) as Flat;
}

/** Until when EKS supports a Kubernetes minor. */
export function supportOf(version: EksVersion | undefined): readonly string[] {
  if (version === undefined) return ["EKS's calendar here does not know the version."];
  const { endOfStandardSupport, endOfExtendedSupport } = version;
  return [
    `EKS supports ${version.version} in standard support until ${endOfStandardSupport}, extended and billed until ${endOfExtendedSupport}.`,
  ];
}
