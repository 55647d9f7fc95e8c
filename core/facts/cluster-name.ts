/** EKS API reference: CreateCluster, name. */
export const EKS_NAME = /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/;

/** Chart cilium 1.19.6, templates/cilium-configmap.yaml: cluster.name, and its length. */
const CILIUM_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
export const CILIUM_NAME_LENGTH = 32;

/** `default` is the name of every cluster that has none: such clusters delete each other's ENIs. */
export const isCiliumName = (name: string): boolean =>
  name.length <= CILIUM_NAME_LENGTH && CILIUM_NAME.test(name) && name !== "default";

/** A name near the given one that EKS and Cilium take. */
export function nameForBoth(name: string): string | undefined {
  const near = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, CILIUM_NAME_LENGTH)
    .replaceAll(/^-+|-+$/g, "");
  return isCiliumName(near) ? near : undefined;
}
