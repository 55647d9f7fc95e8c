import type { CrdFile } from "../contracts/crd-file.ts";
import type { RegistrySettings } from "../settings/index.ts";
import type { KubernetesObject } from "../model/index.ts";

/**
 * Definitions of the kinds that the objects are of. AWS's operator makes them too, but it runs on hybrid nodes only: before the
 * first of them has joined, nothing serves these kinds. It takes over what is there (cilium/cilium pkg/k8s/apis/crdhelpers).
 */
export function crdFiles(
  objects: readonly KubernetesObject[],
  ciliumVersion: string,
  registry?: RegistrySettings,
): CrdFile[] {
  const upstream = ciliumVersion.replace(/-.*$/, "");
  const kinds = new Map(objects.map(({ apiVersion, kind }) => [kind, apiVersion.slice("cilium.io/".length)]));
  return [...kinds]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, version]) => ({
      kind,
      url:
        registry?.crds === undefined
          ? `https://raw.githubusercontent.com/cilium/cilium/v${upstream}/pkg/k8s/apis/cilium.io/client/crds/${version}/${plural(kind)}.yaml`
          : `${registry.crds.replace(/\/$/, "")}/cilium-${upstream}/${plural(kind)}.yaml`,
    }));
}

/** `CiliumL2AnnouncementPolicy` -> `ciliuml2announcementpolicies`. */
const plural = (kind: string): string => `${kind.toLowerCase().replace(/y$/, "ie")}s`;
